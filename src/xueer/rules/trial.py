"""A requirement tried before it is put in force: whom it will bind, what it costs, how last year would have looked.

The draft is judged by the engine itself as a row that is never stored: nothing is written, not even for a moment, and
nothing is kept.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from fractions import Fraction

from xueer.common.calendar import BEGINNING, FOREVER
from xueer.common.periods import PeriodKind
from xueer.org.models import Person, Unit
from xueer.rules.asked import Asked
from xueer.rules.choices import State, SubjectKind
from xueer.rules.guard import Objection, objections
from xueer.rules.intervals import meet
from xueer.rules.load import Load, load_before, load_of
from xueer.rules.matrix import WORST_FIRST, Cell, Row, arranged, shown_state
from xueer.rules.models import Requirement, Rulebook
from xueer.rules.queries import bearing_on, judge_of, people_of_subtree
from xueer.rules.standings import Judge
from xueer.rules.wanted import UNSAVED, Wanted, stand_for_each_other

ORDER = {state.value: place for place, state in enumerate((*WORST_FIRST, State.EXEMPT))}
WORST, BARS = 5, 8


@dataclass(frozen=True)
class Whom:
    """A subject that will be bound; `excused`: it owes nothing on that day."""

    code: str
    name: str
    excused: bool


@dataclass(frozen=True)
class Outcome:
    """How one subject would have stood in the year."""

    code: str
    name: str
    cell: Cell

    @property
    def state(self) -> str:
        """The state that a page shows."""
        return shown_state(self.cell)


@dataclass(frozen=True)
class Bar:
    """How many subjects lie between two amounts; `reached`: these would be enough."""

    words: str
    count: int
    reached: bool


@dataclass(frozen=True)
class Trial:
    """What is known of a requirement before it is in force. `day`: of the count of those bound."""

    draft: Requirement
    day: date
    year: int
    bound: list[Whom]
    outcomes: list[Outcome]
    load: Load
    objections: list[Objection]
    mutual: list[Requirement]

    @property
    def excused(self) -> int:
        """How many of those bound owe nothing."""
        return sum(one.excused for one in self.bound)

    @property
    def owing(self) -> int:
        """How many will owe it."""
        return len(self.bound) - self.excused

    @property
    def states(self) -> list[tuple[str, int]]:
        """How many subjects would have ended in each state, best first."""
        counts = Counter(one.state for one in self.outcomes)
        best = sorted(counts, key=lambda state: (state == State.EXEMPT, -ORDER[state]))
        return [(state, counts[state]) for state in best]

    @property
    def judged(self) -> int:
        """How many subjects owed it in the year."""
        return sum(one.state != State.EXEMPT for one in self.outcomes)

    @property
    def reached(self) -> int:
        """How many of them would have met it."""
        return sum(one.state == State.MET for one in self.outcomes)

    @property
    def worst(self) -> list[Outcome]:
        """Those who would have been furthest behind."""
        behind = (State.MISSED.value, State.AT_RISK.value)
        return [one for one in self.outcomes if one.state in behind][:WORST]

    @property
    def bars(self) -> list[Bar]:
        """Subjects by what they did, in at most eight steps; none where a step would say nothing."""
        return _bars([one.cell for one in self.outcomes if one.state != State.EXEMPT])


def tried(
    wanted: Wanted, *, unit: Unit, rulebook: Rulebook | None, today: date, instead_of: Requirement | None = None
) -> Trial:
    """Judges a requirement that is only wanted. `instead_of`: the one it would take the place of."""
    year = today.year - 1
    day = max(today, wanted.starts_on)
    people = people_of_subtree(unit) if wanted.subject_kind == SubjectKind.PERSON else Person.objects.none()
    others = _others(unit, wanted, instead_of, day)
    future = wanted.draft(unit=unit, rulebook=rulebook)
    # Last year is judged as if it had been in force throughout: a second draft, under a number of its own.
    past = replace(wanted, starts_on=_first(wanted, year), ends_on=FOREVER).draft(unit=unit, rulebook=rulebook)
    past.pk = UNSAVED - 1
    judge, ready = judge_of([future, past, *others], on=today, people=people)
    by_pk = {one.requirement.pk: one for one in ready}
    asked = by_pk[UNSAVED]
    load = load_of(asked, year=year)
    rest = [one for one in ready if one.requirement.pk > 0]
    return Trial(
        draft=future,
        day=day,
        year=year,
        bound=_whom(judge, asked, day),
        outcomes=_outcomes(judge, by_pk[UNSAVED - 1], year),
        load=replace(load, before=load_before(judge, asked, rest, year=year, on=day)),
        objections=objections(future, unit=unit),
        mutual=stand_for_each_other(wanted, pk=instead_of.pk if instead_of else 0),
    )


def _first(wanted: Wanted, year: int) -> date:
    """Something to be done once has no grid of periods: it is looked for in the year alone."""
    return date(year, 1, 1) if wanted.period == PeriodKind.ONCE else BEGINNING


def _others(unit: Unit, wanted: Wanted, instead_of: Requirement | None, day: date) -> list[Requirement]:
    """Requirements of people that bear on the unit on the day, for the sum of what is asked."""
    if wanted.subject_kind != SubjectKind.PERSON:
        return []
    return [
        one
        for one in bearing_on(unit)
        if one.subject_kind == SubjectKind.PERSON
        and one.starts_on <= day < one.ends_on
        and one.pk != (instead_of.pk if instead_of else 0)
    ]


def _whom(judge: Judge, asked: Asked, day: date) -> list[Whom]:
    span = ((day.toordinal(), day.toordinal() + 1),)
    found = [
        Whom(bound.subject.code, bound.subject.name, excused=not meet(bound.owed, span))
        for bound in judge.bound(asked).values()
        if meet(bound.days, span)
    ]
    return sorted(found, key=lambda one: one.code)


def _outcomes(judge: Judge, asked: Asked, year: int) -> list[Outcome]:
    """Every subject bound in the year, the worst first."""
    rows = list(judge.standings(asked, asked.slots(year), scope=None))
    made = arranged(rows, asked.requirement.subject_kind).rows
    found = [Outcome(row.code, row.name, _cell(row)) for row in made]
    return sorted(found, key=lambda one: (ORDER[one.state], one.cell.percent, one.code))


def _cell(row: Row) -> Cell:
    return next(iter(row.cells.values()))


def _bars(cells: Sequence[Cell]) -> list[Bar]:
    """Whole amounts in steps of equal width, the threshold at the edge of one where there is a single threshold."""
    if len(cells) < 4:
        return []
    amounts = [_amount(cell) for cell in cells]
    top = max(amounts)
    width = max(1, -(-(top + 1) // BARS))
    least = {cell.threshold for cell in cells if len(cell.standings) == 1}
    if len(least) == 1 and (text := next(iter(least))).isdigit() and int(text) > width:
        width = next((n for n in range(width, width * 2 + 1) if int(text) % n == 0), width)
    found = []
    for low in range(0, top + 1, width):
        inside = [cell for cell, amount in zip(cells, amounts, strict=True) if low <= amount < low + width]
        words = str(low) if width == 1 else f"{low}–{low + width - 1}"
        met = sum(cell.state == State.MET for cell in inside)
        found.append(Bar(words, len(inside), reached=bool(inside) and met * 2 > len(inside)))
    return found if len(found) > 1 else []


def _amount(cell: Cell) -> int:
    """Periods met, or the amount itself."""
    if len(cell.standings) > 1:
        return int(cell.actual or 0)
    return int(cell.standings[0].actual or Fraction(0))
