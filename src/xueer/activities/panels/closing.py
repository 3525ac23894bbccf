"""The box that ends an activity: what is missing, what closing will write; afterwards who closed it."""

from typing import Any

from django.http import HttpRequest

from xueer.access.permissions import Permission
from xueer.activities.choices import ActivityState
from xueer.activities.models import Activity
from xueer.activities.queries.outlook import outlook
from xueer.activities.queries.roll import edits_at, may_take_roll
from xueer.common.calendar import now


def panel(activity: Activity, request: HttpRequest) -> dict[str, Any]:
    """closes: may the reader close it; outlook: what that will write (None once it is over); begun; edits_closed: may
    the reader cancel, reopen and correct."""
    reach = request.reach  # type: ignore[attr-defined]
    closes = may_take_roll(activity, reach)
    over = activity.state in (ActivityState.HELD, ActivityState.CANCELLED)
    return {
        "closes": closes,
        "outlook": outlook(activity) if closes and not over else None,
        "begun": activity.starts_at <= now(),
        "edits_closed": edits_at(activity, reach, Permission.ACTIVITY_EDIT),
    }
