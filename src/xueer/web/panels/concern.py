"""Whether what somebody wrote elsewhere can have changed what stands on a desk.

In a district of hundreds of units somebody writes every few seconds, and nearly all of it happens elsewhere. An act
about a session that is near the seat, or about anything but a session, makes the desk be read anew.
"""

from collections.abc import Sequence

from django.db.models import Q

from xueer.access.permissions import Permission
from xueer.activities.models import Activity, Audience, JointUnit, Leave, Part, RollRow
from xueer.audit.queries import Change
from xueer.records.choices import SourceKind
from xueer.web.calendar.concerning import naming, places_of
from xueer.web.panels.parts import Seat

# Roles are part of the key under which a desk is kept; what is looked up or exported changes nothing.
QUIET = ("access.", "reports.", "exchange.export", "activities.roll.look_up")
# Written in one act with the session that it is about, which names itself.
ALONG = ("activities.make_up.follow",)
# For which units a desk shows what is held there.
SHOWING = (Permission.ACTIVITY_EDIT, Permission.REASON_VIEW, Permission.LEAVE_DECIDE)


def concerns(seat: Seat, changes: Sequence[Change]) -> bool:
    """Can any of these acts have changed the desk?"""
    sessions: set[int] = set()
    for change in changes:
        if change.verb.startswith(QUIET) or change.verb in ALONG:
            continue
        found = _sessions_of(change)
        if found is None:
            return True
        sessions |= found
    return bool(sessions) and _near(seat, sessions)


def _sessions_of(change: Change) -> set[int] | None:
    """Ids of the sessions that the act is about; None where it is about anything else."""
    if change.verb == "records.write" and change.detail["kind"] == SourceKind.ACTIVITY:
        return set(change.detail["ids"]) if "ids" in change.detail else None
    if change.kind == Activity._meta.label:
        return {int(change.object_id)}
    if change.kind == Leave._meta.label:
        return set(Leave.objects.filter(pk=change.object_id).values_list("activity_id", flat=True))
    return None


def _near(seat: Seat, sessions: set[int]) -> bool:
    """Are any of the sessions held where the seat answers, do they concern its person, or somebody of its unit?"""
    units = set(seat.around.units) if seat.unit else set()
    for permission in SHOWING:
        there = seat.reach.units(permission)
        if there is None:
            return True
        units |= there
    me, places, about = seat.person, places_of(seat.person), {"activity__in": sessions}
    near = Q(unit__in=units) | Q(group__in=list(places.groups))
    return (
        Activity.objects.filter(near, pk__in=sessions).exists()
        or RollRow.objects.filter(Q(home_unit__in=units) | Q(person=me), **about).exists()
        or JointUnit.objects.filter(unit__in=units, **about).exists()
        or Audience.objects.filter(naming(places, me), **about).exists()
        or Part.objects.filter(person=me, **about).exists()
    )
