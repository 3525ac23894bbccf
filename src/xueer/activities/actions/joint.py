"""Units that hold a session together with its host: they are told when they are named, and may take themselves out."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.db import transaction
from django.urls import reverse

from xueer.activities.actions.following import follow_activity
from xueer.activities.actions.marking import lock
from xueer.activities.choices import ActivityState
from xueer.activities.errors import NotHeldWith, ReasonMissing
from xueer.activities.models import Activity
from xueer.activities.queries.joint import clerks_of
from xueer.audit.actions import note
from xueer.common.calendar import local_day
from xueer.notices.actions import notify
from xueer.notices.choices import NoticeKind
from xueer.org.models import Unit


def tell_joint_units(activity: Activity, units: Iterable[Unit], *, by: Any, at: datetime) -> int:
    """Tells those who edit activities at these units that theirs was named; returns how many were told."""
    people = {pk for unit in units if unit.pk != activity.unit_id for pk in clerks_of(unit, on=local_day(at))}
    return notify(
        people,
        NoticeKind.JOINT,
        at=at,
        by=by,
        address=reverse("activities.activity", args=(activity.code,)),
        about=f"activity:{activity.pk}",
        topic=activity.topic,
        day=activity.held_on.isoformat(),
        person=str(by),
        unit=activity.unit.name,
    )


def step_out(activity: Activity, unit: Unit, *, reason: str, by: Any, at: datetime) -> None:
    """The unit holds the activity no longer with its host; what was counted for it is voided with the reason.

    People of the unit who were there stay on the roll. Raises ReasonMissing, NotHeldWith.
    """
    reason = reason.strip()[:300]
    if not reason:
        raise ReasonMissing
    with transaction.atomic():
        locked = lock(activity)
        dropped, _ = locked.joint_units.filter(unit=unit).delete()
        if not dropped:
            raise NotHeldWith
        note(
            verb="activities.activity.step_out",
            by=by,
            at=at,
            about=locked,
            detail={"unit": unit.code, "reason": reason},
        )
        notify(
            clerks_of(locked.unit, on=local_day(at)),
            NoticeKind.JOINT_LEFT,
            at=at,
            by=by,
            address=reverse("activities.activity", args=(locked.code,)),
            about=f"activity:{locked.pk}",
            topic=locked.topic,
            day=locked.held_on.isoformat(),
            unit=unit.name,
            reason=reason,
        )
        if locked.state == ActivityState.HELD:
            follow_activity(locked, by=by, at=at, reason=reason)
