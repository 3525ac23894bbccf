"""What the requirements in force ask of a unit's year, session by session, beside what is held and planned.

Only what sessions answer is asked here: texts, money and rates are no matter of a plan. Held is read from standings, so
that a session outside the plan counts as well; planned are the items still to come.
"""

import math
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction

from django.db.models import Avg, Q

from xueer.common.calendar import FOREVER
from xueer.common.periods import PeriodKind
from xueer.org.models import Group, GroupMember, Membership, Person, Unit
from xueer.plans.choices import CARRIED_WORD, DROPPED_WORDS
from xueer.plans.models import PlanItem
from xueer.plans.queries.plans import Asked, items_of, plans_of, requirements_asked
from xueer.records.choices import Role
from xueer.records.models import Record
from xueer.rules.choices import Measure, State, SubjectKind
from xueer.rules.models import Requirement
from xueer.rules.queries import Standing, standings
from xueer.rules.words import period_name

TIMED = (Measure.HOURS, Measure.HOURS_PER_HEAD)
ANSWERED = (Measure.SESSIONS, Measure.DAYS, Measure.KINDS, *TIMED)
ROLES = (Role.PARTICIPANT, Role.LECTURER)
USUAL_MINUTES = 120
# Of so many people at most it is planned who lectures when.
LECTURERS = 30


@dataclass(frozen=True)
class Window:
    """The days of the plan's year, not yet over, in which something may be done."""

    key: str
    words: str
    first: date
    last: date

    @property
    def months(self) -> range:
        return range(self.first.month, self.last.month + 1)


@dataclass(eq=False)
class Need:
    """What one requirement asks in one period of the unit itself, one of its groups, its people, or one lecturer.

    All in sessions: `asked`, `held`, `planned`. `kinds`: the categories of which no planned item has one yet.
    """

    requirement: Requirement
    types: frozenset[int]
    window: Window
    asked: int
    held: int
    group: Group | None = None
    lecturer: str = ""
    weekly: bool = False
    items: list[PlanItem] = field(default_factory=list)

    @property
    def planned(self) -> int:
        if self.requirement.measure == Measure.KINDS:
            return len({word for item in self.items for word in words_of(item)} & set(self.requirement.categories))
        return len(self.items)

    @property
    def missing(self) -> int:
        return max(0, self.asked - self.held - self.planned)

    @property
    def kinds(self) -> list[str]:
        planned = {word for item in self.items for word in words_of(item)}
        return [word for word in self.requirement.categories if word not in planned]

    @property
    def whom(self) -> str:
        return self.lecturer or (self.group.name if self.group else "")


def words_of(item: PlanItem) -> list[str]:
    return item.category_set.words if item.category_set else []


def needs(unit: Unit, *, year: int, on: date, items: Sequence[PlanItem] | None = None) -> list[Need]:
    """Every need of the unit in what is left of the year, in the order of requirements and periods.

    Nothing is left of a year that is over. A constant number of queries.
    """
    if date(year, 12, 31) < on:
        return []
    asked = [(row, types) for row, types in requirements_asked(unit, year=year) if _is_answered(row)]
    if not asked:
        return []
    planned = items_of(plans_of(unit, year=year)) if items is None else items
    bound = _standings(unit, asked, year=year, on=on)
    minutes = _usual_minutes(unit, asked)
    groups = _Groups(unit, on=on)
    found = []
    for requirement, types in asked:
        rows = [row for row in bound if row.requirement.pk == requirement.pk]
        for one in _of_requirement(requirement, types, rows, groups, year=year, on=on, minutes=minutes):
            one.items = [item for item in planned if answers(item, one, on=on)]
            found.append(one)
    return found


def answers(item: PlanItem, need: Need, *, on: date) -> bool:
    """Will holding the item count for the need? Served items do not: what was held is counted as held."""
    if item.fulfilled_on or item.state in (*DROPPED_WORDS, CARRIED_WORD):
        return False
    if not need.types & {row.pk for row in item.heading_set.types.all()}:
        return False
    if need.requirement.categories and not set(need.requirement.categories) & set(words_of(item)):
        return False
    if need.group and item.group_id != need.group.pk:
        return False
    if need.lecturer and need.lecturer not in item.lecturer:
        return False
    return _falls_into(item, need, on)


def _falls_into(item: PlanItem, need: Need, on: date) -> bool:
    window = need.window
    if item.due_on:
        return window.first <= item.due_on <= window.last and item.due_on >= on
    if item.month:
        return (
            not need.weekly
            and item.month in window.months
            and item.month >= (on.month if on.year == item.plan.year else 1)
        )
    return PeriodKind(need.requirement.period) in (PeriodKind.YEAR, PeriodKind.FIVE_YEARS, PeriodKind.ONCE)


def _is_answered(row: Requirement) -> bool:
    return row.measure in ANSWERED and row.at_least is not None and row.role in ROLES


def _standings(unit: Unit, asked: Asked, *, year: int, on: date) -> list[Standing]:
    """Where the unit itself, its groups and the people whose main post is there stand."""
    posts = Membership.objects.filter(unit=unit, main=True, starts_on__lte=date(year, 12, 31), ends_on__gt=on)
    people = Person.objects.filter(pk__in=posts.values("person_id"))
    rows = standings(unit, year=year, on=on, requirements=[row for row, _types in asked], people=people)
    groups = set(Group.objects.filter(unit=unit).values_list("pk", flat=True))
    mine = {SubjectKind.UNIT: {unit.pk}, SubjectKind.GROUP: groups}
    return [
        row
        for row in rows
        if row.subject_kind == SubjectKind.PERSON or row.subject_id in mine[SubjectKind(row.subject_kind)]
    ]


class _Groups:
    """The unit's groups with the people in them on the day, read once."""

    def __init__(self, unit: Unit, *, on: date) -> None:
        self.rows = {row.pk: row for row in Group.objects.filter(unit=unit)}
        self.members: dict[int, set[int]] = defaultdict(set)
        inside = GroupMember.objects.filter(group__unit=unit, starts_on__lte=on, ends_on__gt=on)
        for group, person in inside.values_list("group_id", "person_id"):
            self.members[group].add(person)

    def holding(self, people: set[int]) -> Group | None:
        """The smallest group to which all these people belong."""
        found = [pk for pk, members in self.members.items() if people and people <= members]
        return self.rows[min(found, key=lambda pk: (len(self.members[pk]), pk))] if found else None


def _of_requirement(
    requirement: Requirement,
    types: frozenset[int],
    rows: Iterable[Standing],
    groups: _Groups,
    *,
    year: int,
    on: date,
    minutes: dict[int, int],
) -> Iterable[Need]:
    by_period: dict[str, list[Standing]] = defaultdict(list)
    for row in rows:
        if row.state not in (State.EXEMPT.value, State.MET.value) and row.at_least:
            by_period[row.period_key].append(row)
    for owing in by_period.values():
        window = _window(owing[0], year, on)
        if window is None:
            continue
        weekly = requirement.period == PeriodKind.WEEK
        for mine, group, lecturer in _subjects(requirement, owing, groups):
            scale = Fraction(minutes.get(requirement.pk, USUAL_MINUTES), 60) if requirement.measure in TIMED else 1
            held = max((math.floor((row.actual or 0) / scale) for row in mine), default=0)
            asked = max(_sessions(row, scale, held, year) for row in mine)
            yield Need(requirement, types, window, asked, held, group, lecturer, weekly)


def _subjects(
    requirement: Requirement, owing: list[Standing], groups: _Groups
) -> Iterable[tuple[list[Standing], Group | None, str]]:
    """Of whom one session answers: a unit, a group, all people together; lectures are owed by each one alone."""
    if requirement.subject_kind == SubjectKind.UNIT:
        yield owing, None, ""
    elif requirement.subject_kind == SubjectKind.GROUP:
        yield from (([row], groups.rows[row.subject_id], "") for row in owing)
    elif requirement.role == Role.LECTURER:
        yield from (([row], None, row.subject_name) for row in owing[:LECTURERS])
    else:
        people = {row.subject_id for row in owing}
        yield owing, (groups.holding(people) if requirement.condition else None), ""


def _sessions(row: Standing, scale: Fraction | int, held: int, year: int) -> int:
    """How many sessions the threshold comes to; of five years' worth, this year's share of what is left."""
    whole = math.ceil((row.at_least or 0) / scale)
    if row.requirement.period == PeriodKind.FIVE_YEARS and row.last:
        return held + math.ceil(max(0, whole - held) / max(1, row.last.year - year + 1))
    return whole


def _window(row: Standing, year: int, on: date) -> Window | None:
    """What is left of the period in the year; None when it is over."""
    first = max(row.first or date.min, date(year, 1, 1), on)
    last = min(row.last or FOREVER, date(year, 12, 31))
    if last < first:
        return None
    words = period_name(row.slot.period) if row.slot.period else str(year)
    return Window(row.period_key, words, first, last)


def _usual_minutes(unit: Unit, asked: Asked) -> dict[int, int]:
    """Requirement → how long the unit's sessions that count for it usually last; for thresholds in hours."""
    timed = [(row, types) for row, types in asked if row.measure in TIMED]
    if not timed:
        return {}
    held = Record.objects.filter(held_by=unit, role=Role.HOST, voided_at=None).filter(minutes__gt=0)
    wanted = {types: Avg("minutes", filter=Q(heading_set__types__in=types)) for _row, types in timed}
    names = {types: f"m{number}" for number, types in enumerate(wanted)}
    found = held.aggregate(**{names[types]: average for types, average in wanted.items()})
    return {row.pk: round(found[names[types]] or USUAL_MINUTES) for row, types in timed}
