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
    """Sessions that would meet what is missing, in the order of the year. The narrowest period is served first; a need
    that wants the same month goes along in the same session where the same people come."""
    wants = {need: _spread(need) for need in needs if need.missing}
    ordered = sorted(wants, key=lambda need: (len(need.window.months), need.window.last, need.requirement.code))
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


def _spread(need: Need) -> list[int]:
    """The months in which the missing sessions are best held: even steps through the window."""
    months, count = need.window.months, min(need.missing, MOST if not need.weekly else 7)
    return [months[int((step + 0.5) * len(months) / count)] for step in range(count)]


def _proposal(need: Need, month: int, number: int, types: dict[int, ActivityType], own: Own) -> Proposal:
    requirement = need.requirement
    chosen = min((types[pk] for pk in need.types), key=lambda row: (row.position, row.pk))
    key = f"{requirement.code}/{need.window.key}/{need.whom}/{number}"
    return Proposal(
        key=digest({"": key})[:12],
        topic=_topic(need, number),
        month=month,
        due_on=_day(need, own) if need.weekly else None,
        types=[chosen],
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
        if other is need or not wants[other] or other.lecturer or need.lecturer or not _same_people(made, other):
            continue
        if made.month not in other.window.months or (other.weekly and made.due_on is None):
            continue
        shares = bool({row.pk for row in made.types} & other.types)
        if not shares and (made.month not in wants[other] or len(made.types) >= HEADINGS or need.weekly):
            continue
        words = _category(other, used[other] + 1)
        if not shares:
            made.types.append(min((types[pk] for pk in other.types), key=lambda row: (row.position, row.pk)))
            made.topic = _("%(topic)s, together with %(other)s") % {
                "topic": made.topic,
                "other": other.requirement.name,
            }
        made.categories += [word for word in words if word not in made.categories]
        made.group = made.group or other.group
        made.serves.append(other.requirement)
        used[other] += 1
        wants[other].remove(min(wants[other], key=lambda month: abs(month - made.month)))


def _same_people(made: Proposal, other: Need) -> bool:
    """May one session be both? A group's session is its unit's as well, but not one for all of the unit's people."""
    if made.group and other.group:
        return made.group.pk == other.group.pk
    if other.group:
        return all(row.subject_kind == "UNIT" for row in made.serves)
    return made.group is None or other.requirement.subject_kind == "UNIT"
