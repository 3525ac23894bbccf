"""What follows from an activity wherever it changes: the ledger, the plan, what its absent people still owe."""

from datetime import datetime
from typing import Any

from django.db.models import Min

from xueer.activities.actions.leave import settle_leaves
from xueer.activities.actions.make_ups import open_make_ups
from xueer.activities.actions.record import record_activities
from xueer.activities.choices import ActivityState
from xueer.activities.models import Activity
from xueer.plans.actions import fulfil_items


def follow_activity(activity: Activity, *, by: Any, at: datetime, reason: str = "") -> None:
    """Brings ledger, plan item and make-ups into line with what the activity says now, inside the caller's act."""
    record_activities([activity.pk], by=by, at=at, reason=reason)
    tell_plan_item(activity.plan_item_id)
    open_make_ups(activity, by=by, at=at)
    settle_leaves(activity, by=by, at=at)


def tell_plan_item(item: int | None) -> None:
    """The item is served on the day of the first activity held for it; by none: not yet."""
    if item is not None:
        held = Activity.objects.filter(plan_item=item, state=ActivityState.HELD)
        fulfil_items({item: held.aggregate(first=Min("held_on"))["first"]})
