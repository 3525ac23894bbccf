"""What was written down."""

from typing import Any

from django.http import HttpRequest

from xueer.activities.choices import ActivityState
from xueer.activities.minutes import DISCUSSION, FREE, HEADS, LABELS, parts_of, speeches_of
from xueer.activities.models import Activity
from xueer.activities.queries.minutes import last_written, minutes_points, session_of
from xueer.activities.queries.roll import may_take_roll


def panel(activity: Activity, request: HttpRequest) -> dict[str, Any]:
    """minutes_parts: (part, label, text) of what is written; speeches; minutes_missing; minutes_by; writes_minutes."""
    parts = parts_of(activity.minutes_text)
    gaps = [point for point in minutes_points(activity) if point.missing] if activity.minutes_text else []
    due = activity.state == ActivityState.HELD and not activity.minutes_text
    writes = activity.state != ActivityState.CANCELLED and may_take_roll(
        activity,
        request.reach,  # type: ignore[attr-defined]
    )
    return {
        "index": ("risk" if gaps or due else "ok" if activity.minutes_text else "due", ""),
        "minutes_parts": [(part, LABELS[part], parts[part]) for part in (FREE, *HEADS) if parts[part]],
        "speeches": speeches_of(parts[DISCUSSION], session_of(activity).speakers),
        "minutes_missing": [(LABELS[point.part], point.who) for point in gaps],
        "minutes_by": last_written(activity) if activity.minutes_text else None,
        "writes_minutes": writes,
    }
