"""Papers of the activity."""

from typing import Any

from django.http import HttpRequest

from xueer.activities.models import Activity
from xueer.activities.queries.files import files_for, total
from xueer.activities.queries.roll import may_take_roll


def panel(activity: Activity, request: HttpRequest) -> dict[str, Any]:
    """files: those the reader may see; files_total; keeps_files: may they add and take off."""
    reach = request.reach  # type: ignore[attr-defined]
    found = list(files_for(activity, reach))
    return {
        "index": ("ok" if found else "due", str(len(found)) if found else ""),
        "files": found,
        "files_total": total(found),
        "keeps_files": may_take_roll(activity, reach),
    }
