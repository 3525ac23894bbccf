"""What was written down."""

from typing import Any

from django.http import HttpRequest

from xueer.activities.models import Activity


def panel(activity: Activity, _request: HttpRequest) -> dict[str, Any]:
    """The minutes stand on the activity itself."""
    return {"index": ("ok" if activity.minutes_text else "due", "")}
