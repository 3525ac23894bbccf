"""How a year's plan is laid out: the track of the year by heading, and the items month by month."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta

from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from xueer.plans.models import PlanItem
from xueer.plans.queries import Asked, served_by
from xueer.rules.models import Requirement

DONE, PLANNED, MISSED, DROPPED = "done", "planned", "missed", "dropped"
DROPPED_WORDS = ("取消", "已取消", "作废")


@dataclass(frozen=True)
class Line:
    """One item of the plan with where it stands: DONE, PLANNED, MISSED or DROPPED."""

    item: PlanItem
    standing: str
    served: list[Requirement]

    @property
    def headings(self) -> str:
        return "、".join(activity_type.name for activity_type in self.item.heading_set.types.all())

    @property
    def month(self) -> int | None:
        """The month in which it is due, 1 to 12; None for some time in the year."""
        return self.item.month or (self.item.due_on.month if self.item.due_on else None)

    @property
    def kind(self) -> str:
        """The sign's kind, see web/templatetags/ui.py."""
        return {DONE: "ok", PLANNED: "due", MISSED: "miss", DROPPED: "na"}[self.standing]

    @property
    def words(self) -> str:
        late = self.days_late
        if self.standing == DONE:
            return ngettext("%(n)s day later", "%(n)s days later", late) % {"n": late} if late > 0 else _("Done")
        if self.standing == DROPPED:
            return self.item.state
        return _("Not done") if self.standing == MISSED else _("Scheduled")

    @property
    def days_late(self) -> int:
        """Days between the day planned and the day it was held."""
        if self.item.due_on and self.item.fulfilled_on:
            return (self.item.fulfilled_on - self.item.due_on).days
        return 0


@dataclass
class Month:
    """The items of a month (None: without one)."""

    number: int | None
    lines: list[Line] = field(default_factory=list)

    @property
    def done(self) -> int:
        return sum(line.standing == DONE for line in self.lines)


@dataclass
class Track:
    """One heading over the year: twelve lists of lines."""

    words: str
    months: list[list[Line]] = field(default_factory=lambda: [[] for _month in range(12)])

    @property
    def planned(self) -> int:
        return sum(line.standing != DROPPED for lines in self.months for line in lines)

    @property
    def done(self) -> int:
        return sum(line.standing == DONE for lines in self.months for line in lines)


def lines(items: Iterable[PlanItem], asked: Asked, *, on: date) -> list[Line]:
    """Every item with where it stands on the day."""
    return [Line(item, _standing(item, on), served_by(item, asked)) for item in items]


def _standing(item: PlanItem, on: date) -> str:
    if item.fulfilled_on and item.fulfilled_on <= on:
        return DONE
    if item.state in DROPPED_WORDS:
        return DROPPED
    return MISSED if on > _last_day(item) else PLANNED


def _last_day(item: PlanItem) -> date:
    """The last day on which it would still be in time."""
    if item.due_on:
        return item.due_on
    year = item.plan.year
    if not item.month or item.month == 12:
        return date(year, 12, 31)
    return date(year, item.month + 1, 1) - timedelta(days=1)


def months(shown: Iterable[Line]) -> list[Month]:
    """The lines by month, those without a month last."""
    found: dict[int | None, Month] = {}
    for line in shown:
        found.setdefault(line.month, Month(line.month)).lines.append(line)
    return [found[number] for number in sorted(found, key=lambda number: number or 13)]


def tracks(shown: Iterable[Line]) -> list[Track]:
    """The lines that have a month, by their headings, in the order in which these first occur."""
    found: dict[str, Track] = {}
    for line in shown:
        if line.month:
            found.setdefault(line.headings, Track(line.headings)).months[line.month - 1].append(line)
    return list(found.values())


def columns() -> list[str]:
    return [
        _("Code"),
        _("Month"),
        _("Day"),
        _("Topic"),
        _("Headings"),
        pgettext("part", "Lecturer"),
        _("Counts for"),
        _("Held on"),
        _("State"),
    ]


def rows(shown: Iterable[Line]) -> list[list[object]]:
    """The rows of the spreadsheet, under `columns`."""
    return [
        [
            line.item.code,
            line.month,
            line.item.due_on,
            line.item.topic,
            line.headings,
            line.item.lecturer,
            "、".join(requirement.name for requirement in line.served),
            line.item.fulfilled_on,
            line.words,
        ]
        for line in shown
    ]
