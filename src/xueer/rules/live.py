"""A rulebook as a document: its clauses by chapter, and beside each clause how its requirements stand."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from fractions import Fraction

from django.db.models import Count, Prefetch, Q, QuerySet

from xueer.common.periods import Period
from xueer.org.models import Lineage, Unit
from xueer.rules.choices import State
from xueer.rules.guard import Objection, is_public_body, objections
from xueer.rules.models import Clause, Requirement, Rulebook
from xueer.rules.queries import rulebooks_of, standings
from xueer.rules.standings import Standing
from xueer.rules.words import RATES, figure_words, period_name, sentence, subject_words

REACHED = (State.MET.value,)


@dataclass(frozen=True)
class Live:
    """Where the subjects of one requirement stand in the period that runs (or ran last).

    `met` of `bound` subjects, the excused left out. With one subject alone, `only` is its standing. `against`: what
    regulations say against it.
    """

    requirement: Requirement
    period: Period | None = None
    met: int = 0
    behind: int = 0
    missed: int = 0
    bound: int = 0
    excused: int = 0
    only: Standing | None = None
    elapsed: Fraction = Fraction(0)
    against: tuple[Objection, ...] = ()

    @property
    def words(self) -> str:
        """What is asked: 每季度至少 1 次."""
        return sentence(self.requirement)

    @property
    def when(self) -> str:
        """The period that the figures are of: 第47周, 11月, 下半年; nothing for what is asked once."""
        return period_name(self.period) if self.period else ""

    @property
    def subjects(self) -> str:
        """What is counted: 个单位, 人 …"""
        return subject_words(self.requirement.subject_kind)

    @property
    def figure(self) -> str:
        """3 / 4, of the one subject there is."""
        return figure_words(self.only) if self.only else f"{self.met} / {self.bound}"

    @property
    def expected(self) -> Fraction | None:
        """Where the straight line of today stands, in the measure's unit; None for what does not add up over time."""
        if not self.only or not self.only.at_least or self.requirement.measure in RATES:
            return None
        return self.only.at_least * self.elapsed

    @property
    def state(self) -> str:
        """One state for all: missed or at risk if anybody is, else met when all are."""
        if self.only:
            return self.only.state
        if not self.bound:
            return State.EXEMPT.value
        if self.missed:
            return State.MISSED.value
        if self.behind:
            return State.AT_RISK.value
        return State.MET.value if self.met == self.bound else State.ON_TRACK.value


@dataclass
class ClauseLine:
    """A clause with its requirements."""

    clause: Clause | None
    live: list[Live] = field(default_factory=list)


@dataclass
class Chapter:
    """The clauses of a chapter, in the order of the document."""

    title: str
    lines: list[ClauseLine] = field(default_factory=list)


def rulebook_list(unit: Unit, *, below: bool, words: str, on: date) -> QuerySet[Rulebook]:
    """Rulebooks that hold for the unit, with `below` also those of the units below; with counts, in force first."""
    rows = rulebooks_of(unit)
    if below:
        inside = Lineage.objects.filter(ancestor=unit, starts_on__lte=on, ends_on__gt=on).values("unit")
        rows = Rulebook.objects.filter(Q(pk__in=rows.values("pk")) | Q(unit__in=inside)).select_related("unit")
    for word in words.split():
        rows = rows.filter(Q(name__icontains=word) | Q(number__icontains=word) | Q(code__icontains=word))
    return rows.annotate(
        clause_count=Count("clauses", distinct=True), requirement_count=Count("requirements", distinct=True)
    ).order_by("-ends_on", "unit__position", "code")


def reaches(rulebook: Rulebook, units: frozenset[int] | None) -> bool:
    """Is one of these units (None: all) the rulebook's own, above it, or below it on any day?"""
    if units is None:
        return True
    below = Lineage.objects.filter(ancestor=rulebook.unit_id, unit__in=units)
    return rulebook.unit_id in units or below.exists()


def document(rulebook: Rulebook, unit: Unit, *, on: date) -> list[Chapter]:
    """All chapters with their clauses; each requirement as it stands for the subjects inside `unit` on the day."""
    # What ended before this year is history, and stands with the editions.
    running = rulebook.requirements.filter(ends_on__gt=date(on.year, 1, 1))
    requirements = list(running.select_related("unit").prefetch_related("types").order_by("code"))
    rows = standings(unit, year=on.year, on=on, requirements=requirements) if requirements else []
    by_requirement: dict[int, list[Standing]] = defaultdict(list)
    for row in rows:
        by_requirement[row.requirement.pk].append(row)
    public = {one.unit_id: is_public_body(one.unit) for one in {row.unit_id: row for row in requirements}.values()}
    stands = {
        one.pk: replace(
            live(one, by_requirement[one.pk], on=on), against=tuple(objections(one, public=public[one.unit_id]))
        )
        for one in requirements
    }
    chapters: list[Chapter] = []
    placed: set[int] = set()
    ordered = Prefetch("requirements", Requirement.objects.order_by("code"))
    for clause in rulebook.clauses.order_by("position", "id").prefetch_related(ordered):
        if not chapters or chapters[-1].title != clause.chapter:
            chapters.append(Chapter(clause.chapter))
        asked = [row for row in clause.requirements.all() if row.pk in stands]
        placed |= {row.pk for row in asked}
        chapters[-1].lines.append(ClauseLine(clause, [stands[row.pk] for row in asked]))
    loose = [stands[one.pk] for one in requirements if one.pk not in placed]
    return [*chapters, Chapter("", [ClauseLine(None, loose)])] if loose else chapters


def live(requirement: Requirement, rows: Iterable[Standing], *, on: date) -> Live:
    """The standings of one requirement in one line: of the period that holds the day, else the last before it."""
    found = list(rows)
    if not found:
        return Live(requirement)
    now = current(found, on)
    shown = [row for row in found if row.period_key == now.period_key]
    owing = [row for row in shown if row.state != State.EXEMPT.value]
    return Live(
        requirement,
        period=now.slot.period,
        met=sum(row.state in REACHED for row in owing),
        behind=sum(row.state == State.AT_RISK.value for row in owing),
        missed=sum(row.state == State.MISSED.value for row in owing),
        bound=len(owing),
        excused=len(shown) - len(owing),
        only=shown[0] if len(shown) == 1 else None,
        elapsed=elapsed(shown[0], on),
    )


def current(rows: Sequence[Standing], on: date) -> Standing:
    """A standing of the period that runs on the day, else of the last before it, else of the next."""
    return max(rows, key=lambda row: _nearness(row, on))


def _nearness(row: Standing, on: date) -> tuple[bool, int]:
    """Begun periods before those to come; of the begun the latest, of those to come the nearest."""
    first = row.first or date.min
    begun = first <= on
    return begun, first.toordinal() if begun else -first.toordinal()


def elapsed(row: Standing, on: date) -> Fraction:
    """The share of the period that is over on the evening of the day: where the straight line stands."""
    if row.first is None or row.last is None:
        return Fraction(0)
    days = (row.last - row.first).days + 1
    return max(Fraction(0), min(Fraction(1), Fraction((on - row.first).days + 1, days)))
