"""What became of a plan and of a line, as the trail has it."""

from collections.abc import Iterable

from django.db.models import CharField, QuerySet
from django.db.models.functions import Cast

from xueer.audit.models import Event
from xueer.plans.models import Plan, PlanItem


def history_of_item(item: PlanItem) -> QuerySet[Event]:
    """What was done to the line, latest first."""
    return Event.objects.filter(object_kind=PlanItem._meta.label, object_id=str(item.pk)).order_by("-at", "-id")


def history_of_plan(plan: Plan) -> QuerySet[Event]:
    """What was decided on the plan, latest first."""
    return Event.objects.filter(object_kind=Plan._meta.label, object_id=str(plan.pk)).order_by("-at", "-id")


def changes_since_approval(plans: Iterable[Plan]) -> int:
    """How many lines were added, changed, moved, carried or dropped after the approval in the page; 0 without one."""
    ids = [plan.pk for plan in plans]
    kind, keys = Plan._meta.label, [str(pk) for pk in ids]
    approvals = Event.objects.filter(object_kind=kind, object_id__in=keys, verb="plans.plan.approve")
    last = approvals.order_by("-id").values_list("id", flat=True).first()
    if last is None:
        return 0
    items = PlanItem.objects.filter(plan__in=ids).order_by().annotate(key=Cast("pk", CharField())).values("key")
    return Event.objects.filter(object_kind=PlanItem._meta.label, object_id__in=items, id__gt=last).count()
