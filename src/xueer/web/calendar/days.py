"""Days with what happens on them: sessions, plan items, last days of make-ups; holidays and worked weekends."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from xueer.activities.choices import ActivityState
from xueer.activities.models import Activity, MakeUp
from xueer.activities.queries.working_days import own_days
from xueer.audit.kept import kept_of_organisation
from xueer.common.calendar import ONE_DAY, local_day
from xueer.common.workdays import DayKind, day_kind
from xueer.org.models import Unit
from xueer.plans.models import PlanItem

WEEK = 7 * ONE_DAY
SESSION, ITEM, DEADLINE = "session", "item", "make-up"
KINDS = (SESSION, ITEM, DEADLINE)
SIGNS = {
    ActivityState.PLANNED: "due",
    ActivityState.ANNOUNCED: "go",
    ActivityState.RUNNING: "go",
    ActivityState.HELD: "ok",
    ActivityState.CANCELLED: "na",
}


@dataclass(frozen=True)
class Entry:
    """One thing on a day. `at`: the moment it begins, None for the whole day; `sign`/`state`: how it stands."""

    kind: str
    day: date
    title: str
    href: str
    at: datetime | None = None
    note: str = ""
    sign: str = ""
    state: str = ""
    cancelled: bool = False


@dataclass(frozen=True)
class Day:
    """A day of the calendar. `outside`: it belongs to the month before or after."""

    day: date
    kind: DayKind
    entries: Sequence[Entry]
    is_today: bool = False
    outside: bool = False

    @property
    def is_off(self) -> bool:
        return not self.kind.works

    @property
    def worked(self) -> bool:
        """Is it a weekend or holiday on which one works?"""
        return self.kind.works and bool(self.kind.name)


def entry_of_session(activity: Activity, *, unit: Unit | None = None) -> Entry:
    """A session; `unit`: whose page it is, so that only other units are named."""
    other = unit is not None and activity.unit_id != unit.pk
    words = [activity.place, activity.unit.name if other else ""]
    return Entry(
        SESSION,
        local_day(activity.starts_at),
        activity.topic,
        reverse("activities.activity", args=(activity.code,)),
        activity.starts_at,
        "\N{EM SPACE}".join(word for word in words if word),
        SIGNS[ActivityState(activity.state)],
        str(ActivityState(activity.state).label),
        activity.state == ActivityState.CANCELLED,
    )


def entry_of_item(item: PlanItem) -> Entry:
    """A plan item with a day, while no session has served it."""
    assert item.due_on is not None
    href = f"{reverse('plans.year', args=(item.plan.unit.code,))}?year={item.plan.year}"
    return Entry(ITEM, item.due_on, item.topic, href, note=_("in the plan"), sign="due", state=_("in the plan"))


def entry_of_make_up(make_up: MakeUp) -> Entry:
    """The last day of one's own make-up."""
    title = _("Make-up: %(topic)s") % {"topic": make_up.activity.topic}
    href = reverse("activities.make_up", args=(make_up.pk,))
    return Entry(DEADLINE, make_up.due_on, title, href, sign="risk", state=_("last day"))


def entries_of_make_ups(owed: Iterable[MakeUp]) -> list[Entry]:
    """The last days of a unit's make-ups: one entry per session and day, with how many people and nobody's name."""
    found: dict[tuple[date, int], list[MakeUp]] = defaultdict(list)
    for make_up in owed:
        found[make_up.due_on, make_up.activity_id].append(make_up)
    entries = []
    for group in found.values():
        words = ngettext("%(n)s person", "%(n)s people", len(group)) % {"n": len(group)}
        href = reverse("activities.activity", args=(group[0].activity.code,)) + "#make_ups"
        entries.append(replace(entry_of_make_up(group[0]), note=words, href=href))
    return entries


def days(
    first: date, last: date, entries: Iterable[Entry], *, today: date, unit: Unit | None, month: int | None = None
) -> list[Day]:
    """Every day from `first` to `last` with its entries: whole days first, then by the hour; `month`: the one shown."""
    found: dict[date, list[Entry]] = defaultdict(list)
    for entry in entries:
        found[entry.day].append(entry)
    own = _own_days(unit, first, last) if unit else {}
    return [
        Day(
            day,
            day_kind(day, own),
            sorted(found[day], key=lambda entry: (entry.at is not None, entry.at, entry.title)),
            day == today,
            month is not None and day.month != month,
        )
        for day in span(first, last)
    ]


def _own_days(unit: Unit, first: date, last: date) -> Mapping[date, tuple[bool, str]]:
    key = ("own days", unit.pk, first, last)
    return kept_of_organisation(key, lambda: own_days(unit, first=first, last=last))


def span(first: date, last: date) -> list[date]:
    """The days from one to another, both included."""
    return [first + timedelta(days=number) for number in range((last - first).days + 1)]


def monday_of(day: date) -> date:
    return day - day.weekday() * ONE_DAY


def week_around(day: date) -> tuple[date, date]:
    """Monday and Sunday of the day's week."""
    return monday_of(day), monday_of(day) + 6 * ONE_DAY


def month_around(day: date) -> tuple[date, date]:
    """The Monday on or before the first of the month, and the Sunday on or after its last day."""
    first = day.replace(day=1)
    last = (first + timedelta(days=31)).replace(day=1) - ONE_DAY
    return monday_of(first), week_around(last)[1]
