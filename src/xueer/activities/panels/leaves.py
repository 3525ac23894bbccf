"""Leave asked for from the activity."""

from typing import Any

from django.http import HttpRequest

from xueer.activities.models import Activity


def panel(_activity: Activity, _request: HttpRequest) -> dict[str, Any]:
    return {}  # filled with the page of its own
