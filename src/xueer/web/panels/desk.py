"""The desk: what comes, what this week holds, and where a unit is behind."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import groupby

from django.db.models import Q, QuerySet

from xueer.activities.choices import ActivityState
from xueer.activities.models import Activity
from xueer.activities.queries import held_within
from xueer.common.calendar import ONE_DAY, local_day
from xueer.org.models import GroupMember, Membership, Person, Unit
from xueer.rules.choices import State, SubjectKind
from xueer.rules.models import Requirement
from xueer.rules.queries import Standing, bearing_on, standings

AHEAD = timedelta(days=30)
COMING = (ActivityState.PLANNED, ActivityState.ANNOUNCED, ActivityState.RUNNING)
NAMES_SHOWN = 3


def concerning(person: Person, *, on: date) -> QuerySet[Activity]:
    """Activities of the person's units and groups of the day, and those on whose roll they stand."""
    units = Membership.objects.filter(person=person, starts_on__lte=on, ends_on__gt=on).values("unit_id")
    groups = GroupMember.objects.filter(person=person, starts_on__lte=on, ends_on__gt=on).values("group_id")
    mine = Q(group__isnull=True, unit_id__in=units) | Q(group_id__in=groups)
    return Activity.objects.filter(mine | Q(pk__in=person.roll_rows.values("activity_id")))


def coming(activities: QuerySet[Activity], *, at: datetime) -> QuerySet[Activity]:
    """What is still to come in the next thirty days, soonest first."""
    rows = activities.filter(state__in=COMING, ends_at__gte=at, starts_at__lte=at + AHEAD)
    return rows.select_related("unit", "group").order_by("starts_at", "code")


@dataclass(frozen=True)
class WeekDay:
    day: date
    is_today: bool
    activities: list[Activity]

    @property
    def is_weekend(self) -> bool:
        return self.day.weekday() > 4


def week(activities: QuerySet[Activity], *, today: date) -> list[WeekDay]:
    """The seven days of this week, Monday first, with what is held on each."""
    monday = today - today.weekday() * ONE_DAY
    rows = activities.filter(held_on__gte=monday, held_on__lt=monday + 7 * ONE_DAY)
    found: dict[date, list[Activity]] = {}
    for row in rows.exclude(state=ActivityState.CANCELLED).order_by("starts_at", "code"):
        found.setdefault(local_day(row.starts_at), []).append(row)
    days = [monday + number * ONE_DAY for number in range(7)]
    return [WeekDay(day, day == today, found.get(day, [])) for day in days]


@dataclass(frozen=True)
class Behind:
    """One requirement and the subjects that are behind in it, each once however many periods."""

    requirement: Requirement
    subjects: list[str]
    latest: Standing

    @property
    def count(self) -> int:
        return len(self.subjects)

    @property
    def names(self) -> list[str]:
        return self.subjects[:NAMES_SHOWN]

    @property
    def kind(self) -> str:
        return self.requirement.subject_kind.lower()


@dataclass(frozen=True)
class Gaps:
    """What was missed and what is at risk inside a unit this year, most subjects first."""

    missed: list[Behind]
    at_risk: list[Behind]


def gaps(unit: Unit, *, on: date, people: bool) -> Gaps:
    """Where the unit and everything below it is behind. `people`: personal requirements as well (slower, private)."""
    wanted = [row for row in bearing_on(unit) if people or row.subject_kind != SubjectKind.PERSON]
    found = standings(unit, year=on.year, on=on, requirements=wanted, people=None if people else Person.objects.none())
    return Gaps(
        _behind(row for row in found if row.gap),
        _behind(row for row in found if row.state == State.AT_RISK),
    )


def _behind(rows: Iterable[Standing]) -> list[Behind]:
    found = []
    for _, group in groupby(rows, lambda row: row.requirement.pk):
        standing = [*group]
        names = list(dict.fromkeys((row.subject_code, row.subject_name) for row in standing))
        found.append(Behind(standing[0].requirement, [name for _, name in names], standing[-1]))
    return sorted(found, key=lambda behind: -behind.count)


def in_charge(unit: Unit) -> QuerySet[Activity]:
    """Activities of the unit and everything below it."""
    return held_within(unit)
