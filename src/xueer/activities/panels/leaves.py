"""Leave asked for from the activity: one's own, and for whoever decides or keeps the roll everybody's."""

from typing import Any

from django.http import HttpRequest

from xueer.activities.choices import ActivityState, LeaveState, RollStatus
from xueer.activities.models import Activity
from xueer.activities.queries import leave as queries
from xueer.activities.queries.roll import audience_people
from xueer.common.calendar import now
from xueer.org.models import Person

SIGNS = {LeaveState.ASKED: "go", LeaveState.GRANTED: "ok", LeaveState.REFUSED: "miss"}
SHOWN = tuple(SIGNS)


def panel(activity: Activity, request: HttpRequest) -> dict[str, Any]:
    """my_leave; may_ask: leave can still be asked for here; leaves: (sign, leave) as far as the reader may know;
    decides; may_enter: people for whom leave can be entered."""
    reach, me = request.reach, request.user.pk  # type: ignore[attr-defined]
    decides = queries.may_decide(activity, reach)
    sees = decides or queries.sees_reasons(activity, reach)
    found = list(queries.leaves_shown(activity, SHOWN)) if sees else []
    coming = activity.state in queries.COMING and activity.starts_at > now()
    live = queries.live_leave(activity, request.user)  # type: ignore[arg-type]
    context = {
        "my_leave": live,
        "may_ask": coming and live is None and queries.is_expected(activity, request.user),  # type: ignore[arg-type]
        "leaves": [(SIGNS[LeaveState(leave.state)], leave) for leave in found if leave.person_id != me],
        "leaves_decided": decides,
        "may_enter": _enterable(activity) if decides else [],
    }
    waiting = sum(leave.state == LeaveState.ASKED for leave in found)
    if any(context[name] for name in ("my_leave", "may_ask", "leaves", "may_enter")):
        context["index"] = ("go", str(waiting)) if waiting else ("", "")
    return context


def _enterable(activity: Activity) -> list[Person]:
    """Before closing everybody expected who has no leave yet; afterwards whoever stands there as absent."""
    if activity.state == ActivityState.CANCELLED:
        return []
    roll = activity.roll.filter(exempt=False)
    if activity.state == ActivityState.HELD:
        people = roll.filter(status=RollStatus.ABSENT).values("person_id")
    else:
        people = roll.values("person_id")
        named = [] if roll.exists() else list(audience_people(activity))
        if named:
            return _by_name(activity, pk__in=named)
    return _by_name(activity, pk__in=people)


def _by_name(activity: Activity, **which: Any) -> list[Person]:
    granted = activity.leaves.filter(state=LeaveState.GRANTED).values("person_id")
    return list(Person.objects.filter(**which).exclude(pk__in=granted).order_by("sort_key", "code"))
