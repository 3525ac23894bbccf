"""A plan proposed from what the requirements ask: as few sessions as they allow, spread over the year."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

from django.utils.translation import gettext as _

from xueer.common.digests import digest
from xueer.common.workdays import is_workday
from xueer.org.models import Group
from xueer.plans.queries.calendar import Own
from xueer.plans.queries.needs import Need
from xueer.records.models import ActivityType
from xueer.rules.choices import Measure
from xueer.rules.models import Requirement

# One session stands under so many headings at most, or nobody could say what it was about.
HEADINGS = 2
# So many sessions are proposed for one need at most; a threshold in hours may ask for more than anybody plans.
MOST = 24
FRIDAY = 4


@dataclass(eq=False)
class Proposal:
    """An item that is not saved: the caller ticks it. `key` is the same whenever the same is proposed."""

    key: str
    topic: str
    month: int
    due_on: date | None
    types: list[ActivityType]
    categories: list[str]
    group: Group | None
    lecturer: str
    requirement: Requirement
    serves: list[Requirement] = field(default_factory=list)

    @property
    def headings(self) -> str:
        return "、".join(row.name for row in self.types)

    @property
    def why(self) -> str:
        """The names of the requirements that it answers."""
        return "、".join(row.name for row in self.serves)


def proposals(needs: Sequence[Need], *, types: dict[int, ActivityType], own: Own) -> list[Proposal]:
    """Sessions that would meet what is missing, in the order of the year. The shortest period is served first; a need
    that wants the same month goes along in the same session where the same people come."""
    wants = _wanted(needs)
    ordered = sorted(
        wants, key=lambda need: (need.window.last - need.window.first, need.window.last, need.lecturer != "")
    )
    used: dict[Need, int] = defaultdict(int)
    found = []
    for need in ordered:
        while wants[need]:
            month = wants[need].pop(0)
            used[need] += 1
            made = _proposal(need, month, used[need], types, own)
            _take_along(made, need, ordered, wants, used, types)
            found.append(made)
    return sorted(found, key=lambda made: (made.month, made.due_on or date.max, made.requirement.code, made.key))


def _wanted(needs: Sequence[Need]) -> dict[Need, list[int]]:
    """The months in which the missing sessions are best held: even steps through the window; several people who owe a
    lecture take their turns through the year."""
    wants, turns = {}, defaultdict(list)
    for need in needs:
        if need.missing and need.lecturer:
            turns[need.requirement.pk, need.window.key].append(need)
        elif need.missing:
            wants[need] = _spread(need.window.months, min(need.missing, MOST if not need.weekly else 7))
    for taking in turns.values():
        total = sum(need.missing for need in taking)
        months = iter(_spread(taking[0].window.months, total))
        for need in taking:
            wants[need] = [next(months) for _turn in range(need.missing)]
    return wants


def _spread(months: range, count: int) -> list[int]:
    return [months[int((step + 0.5) * len(months) / count)] for step in range(count)]


def _proposal(need: Need, month: int, number: int, types: dict[int, ActivityType], own: Own) -> Proposal:
    requirement = need.requirement
    key = f"{requirement.code}/{need.window.key}/{need.whom}/{number}"
    return Proposal(
        key=digest({"": key})[:12],
        topic=_topic(need, number),
        month=month,
        due_on=_day(need, own) if need.weekly else None,
        types=[_first_of(need, types)],
        categories=_category(need, number),
        group=need.group,
        lecturer=need.lecturer,
        requirement=requirement,
        serves=[requirement],
    )


def _topic(need: Need, number: int) -> str:
    words = {"name": need.requirement.name, "period": need.window.words, "n": number}
    if need.missing > 1:
        return _("%(name)s (%(period)s, no. %(n)s)") % words
    return _("%(name)s (%(period)s)") % words


def _category(need: Need, number: int) -> list[str]:
    """For a number of kinds, one that is not planned yet; where the requirement limits the categories, each in turn."""
    words = need.kinds if need.requirement.measure == Measure.KINDS else list(need.requirement.categories)
    return [words[(number - 1) % len(words)]] if words else []


def _day(need: Need, own: Own) -> date:
    """In a weekly round, the Friday or the nearest working day before it."""
    days = [need.window.first + timedelta(days=n) for n in range((need.window.last - need.window.first).days + 1)]
    working = [day for day in days if is_workday(day, own)]
    return max((day for day in working or days if day.weekday() <= FRIDAY), default=days[-1])


def _take_along(
    made: Proposal,
    need: Need,
    others: Iterable[Need],
    wants: dict[Need, list[int]],
    used: dict[Need, int],
    types: dict[int, ActivityType],
) -> None:
    """Lets other needs go along: under the same heading anywhere in their window, under another in the wanted month."""
    for other in others:
        if other is need or not wants[other] or not _within(made, other) or not _same_people(made, other):
            continue
        shares = bool({row.pk for row in made.types} & other.types)
        if not shares and not _may_join(made, need, other, wants[other]):
            continue
        if other.lecturer and (not shares or made.lecturer or made.month not in wants[other]):
            continue
        if not shares:
            made.types.append(_first_of(other, types))
            words = {"topic": made.topic, "other": other.requirement.name}
            made.topic = _("%(topic)s, together with %(other)s") % words
        used[other] += 1
        made.categories += [word for word in _category(other, used[other]) if word not in made.categories]
        made.group, made.lecturer = made.group or other.group, made.lecturer or other.lecturer
        made.serves.append(other.requirement)
        wants[other].remove(min(wants[other], key=lambda month: abs(month - made.month)))


def _within(made: Proposal, other: Need) -> bool:
    """Does the session fall into the other's days? Of a weekly need only a session on a day can say so."""
    if made.due_on:
        return other.window.first <= made.due_on <= other.window.last
    return made.month in other.window.months and not other.weekly


def _may_join(made: Proposal, need: Need, other: Need, wanted: list[int]) -> bool:
    """May the other's heading be added? Not to a weekly round or a lecture of one person, not for a deadline, which
    asks for something handed in rather than a session."""
    single = need.weekly or made.lecturer or need.requirement.deadline or other.requirement.deadline
    return not single and made.month in wanted and len(made.types) < HEADINGS


def _first_of(need: Need, types: dict[int, ActivityType]) -> ActivityType:
    return min((types[pk] for pk in need.types), key=lambda row: (row.position, row.pk))


def _same_people(made: Proposal, other: Need) -> bool:
    """May one session be both? A group's session is its unit's as well, but not one for all of the unit's people."""
    if made.group and other.group:
        return made.group.pk == other.group.pk
    if other.group:
        return all(row.subject_kind == "UNIT" for row in made.serves)
    return made.group is None or other.requirement.subject_kind == "UNIT"
