"""Who was there, or is expected: the roll by status."""

from typing import Any

from django.http import HttpRequest

from xueer.access.permissions import Permission
from xueer.activities import queries
from xueer.activities.choices import ActivityState, RollStatus
from xueer.activities.models import Activity


def panel(activity: Activity, request: HttpRequest) -> dict[str, Any]:
    """roll: (status, word, rows), for people from elsewhere their own row only; sees_reasons."""
    reach = request.reach  # type: ignore[attr-defined]
    if queries.may_view(activity, reach):
        roll = queries.roll_by_status(activity)
    else:
        own = list(activity.roll.filter(person_id=request.user.pk).select_related("person"))
        roll = {row.status: [row] for row in own}
    counts = queries.roll_counts([activity])[activity.pk]
    held = activity.state == ActivityState.HELD and counts.taken_part is not None
    figure = f"{counts.taken_part}/{counts.expected}" if counts.expected is not None else f"{counts.taken_part}"
    return {
        "index": ("ok" if held else "due", figure if held else ""),
        "roll": [(status, RollStatus(status).label, rows) for status, rows in roll.items()],
        "sees_reasons": reach.covers(Permission.REASON_VIEW, activity.unit_id),
    }
