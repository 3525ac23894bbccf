"""What makes up for absence."""

from typing import Any

from django.http import HttpRequest

from xueer.activities import queries
from xueer.activities.models import Activity


def panel(activity: Activity, _request: HttpRequest) -> dict[str, Any]:
    """open_make_ups: how many; made_up: rows of the roll that were made up."""
    rows = activity.roll.filter(status__in=("MADE_UP", "DELIVERED")).select_related("person")
    return {
        "open_make_ups": queries.open_make_ups(activity),
        "made_up": list(rows.order_by("person__sort_key", "person__code")),
    }
