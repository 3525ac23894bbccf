"""What makes up for absence from the activity."""

from typing import Any

from django.http import HttpRequest

from xueer.access.permissions import Permission
from xueer.activities.choices import ActivityState, MakeUpState
from xueer.activities.make_up_tables import lines
from xueer.activities.models import Activity
from xueer.activities.queries import leave as leave_queries
from xueer.activities.queries import make_ups as queries
from xueer.activities.queries import may_view
from xueer.common.calendar import today


def panel(activity: Activity, request: HttpRequest) -> dict[str, Any]:
    """open_make_ups: how many are owed; make_ups: lines; made_up: rows of the roll made up without one, as imported;
    opens_make_ups: may the reader open each. People from elsewhere see their own only."""
    if activity.state != ActivityState.HELD:
        return {"make_ups": [], "made_up": [], "open_make_ups": 0}
    reach = request.reach  # type: ignore[attr-defined]
    rows = activity.make_ups.exclude(state=MakeUpState.DROPPED).select_related("person", "other", "activity")
    if not may_view(activity, reach):
        rows = rows.filter(person=request.user.pk)
    found = list(rows.order_by("person__sort_key", "id"))
    made_up = activity.roll.filter(status__in=("MADE_UP", "DELIVERED")).select_related("person")
    known = {row.person_id for row in found}
    owed = sum(row.state in queries.OWED for row in found)
    context: dict[str, Any] = {
        "open_make_ups": owed,
        "make_ups": lines(found, on=today()),
        "made_up": [row for row in made_up.order_by("person__sort_key", "person__code") if row.person_id not in known],
        "opens_make_ups": reach.covers(Permission.PERSON_VIEW, activity.unit_id)
        or leave_queries.may_decide(activity, reach),
    }
    if found or context["made_up"]:
        context["index"] = ("go" if owed else "ok", str(owed) if owed else "")
    return context
