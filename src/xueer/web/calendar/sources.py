"""What stands in whose calendar: of a person what concerns them, of a unit what it holds and has planned."""

from collections.abc import Collection
from datetime import date

from django.db.models import Exists, OuterRef, Q, QuerySet

from xueer.activities.choices import ActivityState, MakeUpState
from xueer.activities.models import Activity, JointUnit, MakeUp
from xueer.activities.queries import held_within
from xueer.org.models import GroupMember, Membership, Person, Unit
from xueer.org.queries import within
from xueer.plans.choices import CARRIED_WORD, DRAFT_WORD, DROPPED_WORDS, PlanState
from xueer.plans.models import PlanItem

# The organisation's own words for an item that nobody waits for (计划.状态).
NOBODY_WAITS = (*DROPPED_WORDS, CARRIED_WORD, DRAFT_WORD)


# What an entry says of a session.
SHOWN = ("code", "topic", "starts_at", "place", "state")


def sessions_of_unit(unit: Unit, first: date, last: date, *, below: bool) -> QuerySet[Activity]:
    """What the unit holds, alone or jointly; with `below` also what the units below it hold."""
    rows = held_within(unit, own=not below).filter(held_on__gte=first, held_on__lte=last)
    return rows.select_related("unit", "group").order_by("starts_at", "code")


def sessions_nearby(units: Collection[int], first: date, last: date) -> QuerySet[Activity]:
    """What these units hold, alone or jointly: for the days around today, on which the tree is as it is."""
    joint = JointUnit.objects.filter(unit_id__in=units).values("activity_id")
    rows = Activity.objects.filter(Q(unit_id__in=units) | Q(pk__in=joint), held_on__gte=first, held_on__lte=last)
    rows = rows.exclude(state=ActivityState.CANCELLED).select_related("unit").only(*SHOWN, "unit__name")
    return rows.order_by("starts_at", "code")


def make_ups_nearby(units: Collection[int], first: date, last: date) -> QuerySet[MakeUp]:
    """Make-ups that are owed to sessions of these units, by their last day."""
    rows = MakeUp.objects.filter(
        activity__unit_id__in=units, state=MakeUpState.OPEN, due_on__gte=first, due_on__lte=last
    )
    rows = rows.select_related("activity").only("due_on", "activity__code", "activity__topic")
    return rows.order_by("due_on", "activity_id", "pk")


def _open_items(first: date, last: date) -> QuerySet[PlanItem]:
    served = Activity.objects.filter(plan_item=OuterRef("pk")).exclude(state=ActivityState.CANCELLED)
    rows = PlanItem.objects.filter(
        ~Q(Exists(served)), due_on__gte=first, due_on__lte=last, fulfilled_on=None, plan__state=PlanState.IN_FORCE
    )
    return rows.exclude(state__in=NOBODY_WAITS).select_related("plan__unit").order_by("due_on", "code")


def items_of_unit(unit: Unit, first: date, last: date, *, below: bool, on: date) -> QuerySet[PlanItem]:
    """Items of plans in force with a day in between that no session has served or will serve."""
    rows = _open_items(first, last)
    return rows.filter(plan__unit__in=within(unit, on=on).values("unit_id")) if below else rows.filter(plan__unit=unit)


def items_of_person(person: Person, first: date, last: date, *, on: date) -> QuerySet[PlanItem]:
    """The same of the units to which the person belongs; items for a group only for its members."""
    dated = {"person": person, "starts_on__lte": on, "ends_on__gt": on}
    units = Membership.objects.filter(**dated).values("unit_id")
    groups = GroupMember.objects.filter(**dated).values("group_id")
    return _open_items(first, last).filter(Q(group=None) | Q(group__in=groups), plan__unit__in=units)


def make_ups_of_unit(unit: Unit, first: date, last: date, *, below: bool) -> QuerySet[MakeUp]:
    """Make-ups that are still owed to sessions of the unit, by their last day."""
    held = held_within(unit, own=not below).values("pk")
    rows = MakeUp.objects.filter(activity__in=held, state=MakeUpState.OPEN, due_on__gte=first, due_on__lte=last)
    return rows.select_related("activity").order_by("due_on", "activity_id", "pk")


def make_ups_of_person(person: Person, first: date, last: date) -> QuerySet[MakeUp]:
    """What the person still owes, by its last day."""
    rows = MakeUp.objects.filter(person=person, state=MakeUpState.OPEN, due_on__gte=first, due_on__lte=last)
    return rows.select_related("activity").order_by("due_on", "pk")
