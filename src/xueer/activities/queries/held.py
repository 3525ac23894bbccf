"""What is held where, its counts and what it serves."""

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.urls import reverse

from xueer.access.permissions import Permission
from xueer.access.queries import Reach
from xueer.activities.choices import ActivityState, RollStatus
from xueer.activities.models import Activity, JointUnit, Part, RollRow
from xueer.org.models import Lineage, Unit
from xueer.records.models import ActivityType
from xueer.records.sources import SourcePage
from xueer.rules.models import Requirement

TAKEN_PART = (RollStatus.ATTENDED, RollStatus.LATE, RollStatus.MADE_UP, RollStatus.DELIVERED)
ORDERS = {
    "-date": ("-starts_at", "code"),
    "date": ("starts_at", "code"),
    "unit": ("unit__position", "unit__code", "-starts_at", "code"),
    "topic": ("topic", "-starts_at"),
    "code": ("code",),
}


@dataclass
class RollCounts:
    """How many stand on a roll, by status. Falls back on the head counts given where there is no roll.

    Before an activity is `held` its roll only says who is expected: nobody has taken part.
    """

    by_status: Counter[str] = field(default_factory=Counter)
    expected_count: int | None = None
    head_count: int | None = None
    held: bool = True

    @property
    def has_roll(self) -> bool:
        return bool(self.by_status)

    @property
    def expected(self) -> int | None:
        """People on the roll, else 应到人数."""
        return self.by_status.total() if self.has_roll else self.expected_count

    @property
    def taken_part(self) -> int | None:
        """出席, 迟到, 补学 and 送学, else 实到人数; None before it is held."""
        if not self.held:
            return None
        if not self.has_roll:
            return self.head_count
        if not self.held:
            return None
        return sum(self.by_status[status.value] for status in TAKEN_PART)


def held_within(unit: Unit, *, own: bool = False) -> QuerySet[Activity]:
    """Activities held, alone or jointly, by the unit and (unless `own`) what lay below it on the day."""
    if own:
        joint = JointUnit.objects.filter(activity=OuterRef("pk"), unit=unit)
        return Activity.objects.filter(Q(unit=unit) | Exists(joint))
    day = OuterRef("held_on")
    inside = Lineage.objects.filter(ancestor=unit, unit=OuterRef("unit"), starts_on__lte=day, ends_on__gt=day)
    joint = JointUnit.objects.filter(
        activity=OuterRef("pk"),
        unit__lineage__ancestor=unit,
        unit__lineage__starts_on__lte=day,
        unit__lineage__ends_on__gt=day,
    )
    return Activity.objects.filter(Exists(inside) | Exists(joint))


def matching(
    activities: QuerySet[Activity],
    *,
    words: str = "",
    year: int | None = None,
    activity_type: ActivityType | None = None,
    state: str = "",
    series: str = "",
    order: str = "-date",
) -> QuerySet[Activity]:
    """Narrowed by words in topic, place, code or the names of those who led; by year, heading,
    state and series; ordered."""
    for word in words.split():
        led = Part.objects.filter(
            Q(person__name__icontains=word) | Q(outside_name__icontains=word), activity=OuterRef("pk")
        )
        activities = activities.filter(
            Q(topic__icontains=word) | Q(place__icontains=word) | Q(code__icontains=word) | Exists(led)
        )
    if year:
        activities = activities.filter(held_on__gte=date(year, 1, 1), held_on__lte=date(year, 12, 31))
    if activity_type:
        activities = activities.filter(heading_set__in=activity_type.heading_sets.all())
    if state:
        activities = activities.filter(state=state)
    if series:
        activities = activities.filter(series__code=series)
    return activities.order_by(*ORDERS.get(order, ORDERS["-date"]))


def for_list(activities: QuerySet[Activity]) -> QuerySet[Activity]:
    """With everything that a line of a list shows, in a constant number of queries."""
    return activities.select_related("unit", "group", "category_set").prefetch_related(
        "heading_set__types", "parts__person", "joint_units__unit"
    )


def roll_counts(activities: Iterable[Activity]) -> dict[int, RollCounts]:
    """The counts of each roll by activity id, in one query."""
    found = {
        activity.pk: RollCounts(
            expected_count=activity.expected_count,
            head_count=activity.head_count,
            held=activity.state == ActivityState.HELD,
        )
        for activity in activities
    }
    rows = RollRow.objects.filter(activity__in=list(found)).order_by().values_list("activity_id", "status")
    for activity_id, status in rows.iterator(5000):
        found[activity_id].by_status[status] += 1
    return found


def years_of(activities: QuerySet[Activity]) -> list[int]:
    """The years in which any was held, latest first."""
    ends = activities.order_by("held_on").values_list("held_on", flat=True)
    first, last = ends.first(), ends.last()
    return list(range(last.year, first.year - 1, -1)) if first and last else []


def types_of(activities: QuerySet[Activity]) -> QuerySet[ActivityType]:
    """The headings under which any was held."""
    return ActivityType.objects.filter(heading_sets__in=activities.order_by().values("heading_set")).distinct()


def holding_units(activity: Activity) -> list[Unit]:
    """Host first, then those that held it with the host, in the order named."""
    return [activity.unit, *(joint.unit for joint in activity.joint_units.all())]


def may_view(activity: Activity, reach: Reach) -> bool:
    """May the person see the activity: UNIT_VIEW at a unit that held it, or at one that lay above it on the day?"""
    allowed = reach.units(Permission.UNIT_VIEW)
    if allowed is None:
        return True
    above = Lineage.objects.filter(
        unit__in=[unit.pk for unit in holding_units(activity)],
        ancestor__in=allowed,
        starts_on__lte=activity.held_on,
        ends_on__gt=activity.held_on,
    )
    return above.exists()


def roll_by_status(activity: Activity) -> dict[str, list[RollRow]]:
    """The roll as a page shows it: per status that occurs, in the order of `RollStatus`, names by pinyin."""
    rows = activity.roll.select_related("person").order_by("person__sort_key", "person__code")
    found: dict[str, list[RollRow]] = defaultdict(list)
    for row in rows:
        found[row.status].append(row)
    return {status.value: found[status.value] for status in RollStatus if found[status.value]}


def requirements_served(activity: Activity) -> list[Requirement]:
    """Requirements for which the activity can count: one of its headings, in force on the day, owned by a holding unit
    or one above it, and not limited to other categories."""
    day = activity.held_on
    owners = Lineage.objects.filter(
        unit__in=[unit.pk for unit in holding_units(activity)], starts_on__lte=day, ends_on__gt=day
    )
    rows = (
        Requirement.objects.filter(
            types__in=activity.heading_set.types.all(),
            unit__in=owners.values("ancestor"),
            starts_on__lte=day,
            ends_on__gt=day,
        )
        .select_related("rulebook")
        .order_by("code")
        .distinct()
    )
    words = set(activity.category_set.words) if activity.category_set else set()
    return [row for row in rows if not row.categories or words & set(row.categories)]


def open_make_ups(activity: Activity) -> int:
    """Rows of the roll still on leave or absent, exempt people left out."""
    if activity.state != ActivityState.HELD:
        return 0
    return activity.roll.filter(status__in=(RollStatus.LEAVE, RollStatus.ABSENT), exempt=False).count()


def source_pages(ids: list[int]) -> dict[int, SourcePage]:
    """What each activity is called and where its page is, by id; for the pages of the ledger."""
    rows = Activity.objects.filter(pk__in=ids).values_list("pk", "topic", "code")
    return {pk: SourcePage(topic, reverse("activities.activity", args=(code,))) for pk, topic, code in rows}
