"""How lists of activities are laid out: the lines of the page and the rows of the spreadsheet."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from fractions import Fraction
from typing import Any

from django.utils.functional import cached_property
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from xueer.activities.choices import ActivityState, PartRole
from xueer.activities.models import Activity
from xueer.activities.queries import RollCounts, holding_units, roll_counts

# state → kind of sign, see web/templatetags/ui.py
KINDS = {
    ActivityState.PLANNED: "due",
    ActivityState.ANNOUNCED: "due",
    ActivityState.RUNNING: "go",
    ActivityState.HELD: "ok",
    ActivityState.CANCELLED: "na",
}


@dataclass
class Line:
    """One activity as a line of a list."""

    activity: Activity
    counts: RollCounts

    @cached_property
    def headings(self) -> str:
        return "、".join(activity_type.name for activity_type in self.activity.heading_set.types.all())

    @cached_property
    def units(self) -> str:
        return "、".join(unit.name for unit in holding_units(self.activity))

    @cached_property
    def lecturers(self) -> str:
        return names(self.activity, PartRole.LECTURER)

    @property
    def hours(self) -> Fraction:
        """Length in clock hours; a rulebook may count its study hours otherwise."""
        return Fraction(self.activity.minutes, 60)

    @property
    def kind(self) -> str:
        return KINDS[ActivityState(self.activity.state)]


def names(activity: Activity, role: str) -> str:
    """Those who had this part in it, in the order named."""
    parts = sorted((part for part in activity.parts.all() if part.role == role), key=lambda part: part.position)
    return "、".join(part.person.name if part.person else part.outside_name for part in parts)


@dataclass(frozen=True)
class Step:
    """A step on the way of an activity."""

    words: str
    done: bool
    current: bool
    when: datetime | None = None


def steps(activity: Activity) -> list[Step]:
    """Planned, announced, under way, held; the one where it stands is marked."""
    way = [state for state in ActivityState if state != ActivityState.CANCELLED]
    if activity.state not in way:
        return []
    at = way.index(ActivityState(activity.state))
    whens = {ActivityState.ANNOUNCED: activity.announced_at, ActivityState.HELD: activity.closed_at}
    return [
        Step(str(state.label), done=place < at, current=place == at, when=whens.get(state) if place <= at else None)
        for place, state in enumerate(way)
    ]


SIGNS = {"ok": "✓", "go": "…", "risk": "!", "miss": "✗", "due": "○", "na": "–"}


def contents(index: Mapping[str, tuple[str, str]]) -> list[tuple[str, str, tuple[str, str, str]]]:
    """The line of contents of the page: (anchor, words, (kind of sign, sign, figure)), of the panels that have one."""
    words = {
        "programme": _("Programme"),
        "roll": _("Roll"),
        "leaves": _("Leave"),
        "minutes": _("Minutes"),
        "make_ups": _("Make-ups"),
        "files": _("Materials"),
    }
    found = [(name, words[name], index[name]) for name in words if name in index]
    return [(name, said, (kind, SIGNS.get(kind, ""), figure)) for name, said, (kind, figure) in found]


def leading(activity: Activity) -> list[tuple[str, str]]:
    """(word for the part, names) for chair, lecturers and speakers; a part nobody had is left out."""
    pairs = [(str(role.label), names(activity, role)) for role in PartRole]
    return [(words, who) for words, who in pairs if who]


def lines(activities: Iterable[Activity]) -> list[Line]:
    """The lines of a page; one more query for all the rolls."""
    shown = list(activities)
    counts = roll_counts(shown)
    return [Line(activity, counts[activity.pk]) for activity in shown]


def columns() -> list[str]:
    return [
        _("Code"),
        _("Topic"),
        _("Headings"),
        _("Held by"),
        _("Group"),
        _("Start"),
        _("End"),
        _("Place"),
        _("Chair"),
        pgettext("part", "Lecturer"),
        _("State"),
        _("Expected"),
        _("Taken part"),
    ]


def rows(activities: Iterable[Activity]) -> Iterator[list[Any]]:
    """The rows of the spreadsheet, under `columns`."""
    for line in lines(activities):
        activity = line.activity
        yield [
            activity.code,
            activity.topic,
            line.headings,
            line.units,
            activity.group.name if activity.group else "",
            localtime(activity.starts_at).replace(tzinfo=None),
            localtime(activity.ends_at).replace(tzinfo=None),
            activity.place,
            names(activity, PartRole.CHAIR),
            line.lecturers,
            activity.get_state_display(),
            line.counts.expected,
            line.counts.taken_part,
        ]
