"""How a year's plan is laid out: the track of the year by heading, and the items month by month."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from xueer.plans.choices import CARRIED_WORD, DROPPED_WORDS
from xueer.plans.models import PlanItem
from xueer.plans.queries import Asked, Proposal, served_by
from xueer.rules.models import Requirement

DONE, PLANNED, MISSED, DROPPED, MOVED = "done", "planned", "missed", "dropped", "moved"
# So many items stand on one page; of more, each quarter has its own.
FEW = 24
SOON = 14
# So many requirements, or periods, are named in a line; of more it says how many.
NAMED = 3
QUARTERS = ((1, 3), (4, 6), (7, 9), (10, 12))


@dataclass(frozen=True)
class Line:
    """One item of the plan with where it stands: DONE, PLANNED, MISSED, DROPPED or MOVED (carried over)."""

    item: PlanItem
    standing: str
    served: list[Requirement]
    days_left: int | None = None

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
        return {DONE: "ok", PLANNED: "due", MISSED: "miss", DROPPED: "na", MOVED: "miss"}[self.standing]

    @property
    def words(self) -> str:
        late = self.days_late
        if self.standing == DONE:
            return ngettext("%(n)s day later", "%(n)s days later", late) % {"n": late} if late > 0 else _("Done")
        if self.standing == DROPPED:
            return self.item.state
        if self.standing == MOVED:
            return _("Not done, moved to %(where)s") % {"where": self.moved_to}
        if self.standing == PLANNED and self.days_left is not None and self.days_left <= SOON:
            n = self.days_left
            return ngettext("in %(n)s day", "in %(n)s days", n) % {"n": n} if n else _("Today")
        return _("Not done") if self.standing == MISSED else _("Scheduled")

    @property
    def moved_to(self) -> str:
        """Where a carried item went: 10月, 2026年; of an imported one the trail is not known."""
        later = next(iter(self.item.carried_to.all()), None)
        if later is None:
            return _("later")
        return time_words(later.month, later.plan.year, self.item.plan.year)

    @property
    def counts(self) -> bool:
        """Is it one of the lines that the year is measured by? Not what was dropped, and of a line that was put off
        within the year only the later one. What left the year undone stays in its sum."""
        if self.standing != MOVED:
            return self.standing != DROPPED
        return all(later.plan_id != self.item.plan_id for later in self.item.carried_to.all())

    @property
    def carried_on(self) -> bool:
        """Was it carried out of this plan, into that of the next year?"""
        return self.standing == MOVED and self.counts

    @property
    def came_from(self) -> str:
        """Where a continued item stood before: 7月, 2025年; empty for any other."""
        earlier = self.item.carried_from
        return time_words(earlier.month, earlier.plan.year, self.item.plan.year) if earlier else ""

    @property
    def counts_for(self) -> str:
        """The requirements towards which it counts, the one it was made for first; of many the first few."""
        made_for = self.item.requirement_id
        names = [row.name for row in sorted(self.served, key=lambda row: row.pk != made_for)]
        if len(names) <= NAMED:
            return "、".join(names)
        return _("%(names)s and others, %(n)s in all") % {"names": "、".join(names[:NAMED]), "n": len(names)}

    @property
    def reason(self) -> str:
        """Why it was moved, dropped, left undone or carried over."""
        return self.item.state_reason or self.item.carried_reason

    @property
    def days_late(self) -> int:
        """Days between the day planned and the day it was held."""
        if self.item.due_on and self.item.fulfilled_on:
            return (self.item.fulfilled_on - self.item.due_on).days
        return 0


def time_words(month: int | None, year: int, here: int) -> str:
    """A month of the year one speaks of, else the year."""
    if year != here:
        return _("%(year)s") % {"year": year}
    return _("Month %(n)s") % {"n": month} if month else _("Some time in the year")


@dataclass
class Month:
    """The items of a month (None: without one), and what is proposed for it."""

    number: int | None
    lines: list[Line] = field(default_factory=list)
    proposed: list[Proposal] = field(default_factory=list)

    @property
    def done(self) -> int:
        return sum(line.standing == DONE for line in self.lines)


@dataclass
class Track:
    """One heading over the year: twelve lists of lines, and twelve of proposals."""

    words: str
    months: list[list[Line]] = field(default_factory=lambda: [[] for _month in range(12)])
    proposed: list[int] = field(default_factory=lambda: [0] * 12)

    @property
    def cells(self) -> list[tuple[list[Line], range]]:
        return [(lines, range(count)) for lines, count in zip(self.months, self.proposed, strict=True)]

    @property
    def planned(self) -> int:
        return sum(line.counts for lines in self.months for line in lines)

    @property
    def done(self) -> int:
        return sum(line.standing == DONE for lines in self.months for line in lines)


def lines(items: Iterable[PlanItem], asked: Asked, *, on: date) -> list[Line]:
    """Every item with where it stands on the day."""
    return [line(item, asked, on=on) for item in items]


def line(item: PlanItem, asked: Asked, *, on: date) -> Line:
    """One item with where it stands on the day."""
    left = (item.due_on - on).days if item.due_on and item.due_on >= on else None
    return Line(item, _standing(item, on), served_by(item, asked), left)


def _standing(item: PlanItem, on: date) -> str:
    if item.fulfilled_on and item.fulfilled_on <= on:
        return DONE
    if item.state in DROPPED_WORDS:
        return DROPPED
    if item.state == CARRIED_WORD:
        return MOVED
    return MISSED if on > _last_day(item) else PLANNED


def _last_day(item: PlanItem) -> date:
    """The last day on which it would still be in time."""
    if item.due_on:
        return item.due_on
    year = item.plan.year
    if not item.month or item.month == 12:
        return date(year, 12, 31)
    return date(year, item.month + 1, 1) - timedelta(days=1)


def months(shown: Iterable[Line], proposed: Iterable[Proposal] = ()) -> list[Month]:
    """The lines by month, those without a month last."""
    found: dict[int | None, Month] = {}
    for one in shown:
        found.setdefault(one.month, Month(one.month)).lines.append(one)
    for proposal in proposed:
        found.setdefault(proposal.month, Month(proposal.month)).proposed.append(proposal)
    return [found[number] for number in sorted(found, key=lambda number: number or 13)]


def tracks(shown: Iterable[Line], proposed: Iterable[Proposal] = ()) -> list[Track]:
    """The lines that have a month, by their headings, in the order in which these first occur."""
    found: dict[str, Track] = {}
    for one in shown:
        if one.month:
            found.setdefault(one.headings, Track(one.headings)).months[one.month - 1].append(one)
    for proposal in proposed:
        found.setdefault(proposal.headings, Track(proposal.headings)).proposed[proposal.month - 1] += 1
    return list(found.values())


@dataclass(frozen=True)
class Leaf:
    """One page of the list: the quarter from `first` to `last`, or the whole year (both 0)."""

    first: int
    last: int

    @property
    def key(self) -> str:
        return f"{self.first}-{self.last}" if self.first else "all"

    @property
    def words(self) -> str:
        if not self.first:
            return _("Whole year")
        return _("Months %(first)s–%(last)s") % {"first": self.first, "last": self.last}

    def holds(self, month: int | None) -> bool:
        """What has no month stands on every page: it may still be done in each."""
        return not self.first or month is None or self.first <= month <= self.last


WHOLE_YEAR = Leaf(0, 0)


def leaves(count: int) -> list[Leaf]:
    """The pages of a plan with so many lines; none where they fit on one."""
    return [*(Leaf(first, last) for first, last in QUARTERS), WHOLE_YEAR] if count > FEW else []


def leaf_named(key: str, offered: Sequence[Leaf], this_month: int) -> Leaf:
    """The page that the address asks for, else the quarter that holds this month; of another year the whole."""
    if not offered:
        return WHOLE_YEAR
    named = [leaf for leaf in offered if leaf.key == key]
    return next(iter(named or [leaf for leaf in offered if leaf.first <= this_month <= leaf.last]), WHOLE_YEAR)
