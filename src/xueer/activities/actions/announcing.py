"""Announcing a session: the text, the roll frozen, everybody expected told."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.urls import reverse

from xueer.activities.actions.freezing import freeze_roll
from xueer.activities.actions.marking import lock
from xueer.activities.choices import ActivityState
from xueer.activities.errors import NotPlanned
from xueer.activities.models import Activity
from xueer.audit.actions import note
from xueer.notices.actions import notify
from xueer.notices.choices import NoticeKind


def announce_activity(activity: Activity, text: str, *, by: Any, at: datetime) -> int:
    """From planned to announced; returns how many were told. Once announced only the text is stored anew (0 told).

    The roll is frozen from the audience, so that everybody sees who is expected. Raises NotPlanned where the session
    is over, or began before it was announced.
    """
    with transaction.atomic():
        locked = lock(activity)
        if locked.state not in (ActivityState.PLANNED, ActivityState.ANNOUNCED):
            raise NotPlanned
        first = locked.state == ActivityState.PLANNED
        if first and locked.ends_at < at:
            raise NotPlanned
        if not first and locked.announcement == text:
            return 0
        locked.announcement, locked.state = text, ActivityState.ANNOUNCED
        locked.announced_at = at if first else locked.announced_at
        locked.save(update_fields=["announcement", "state", "announced_at"])
        told = _announced(locked, by=by, at=at) if first else 0
        verb = "activities.activity.announce" if first else "activities.activity.reword"
        note(verb=verb, by=by, at=at, about=locked, detail={"told": told} if first else {})
        activity.state, activity.announced_at, activity.announcement = locked.state, locked.announced_at, text
        return told


def _announced(locked: Activity, *, by: Any, at: datetime) -> int:
    freeze_roll(locked, by=by, at=at)
    return notify(
        locked.roll.filter(exempt=False).values_list("person_id", flat=True),
        NoticeKind.ANNOUNCED,
        at=at,
        by=by,
        address=reverse("activities.activity", args=(locked.code,)),
        about=f"activity:{locked.pk}",
        topic=locked.topic,
        day=locked.held_on.isoformat(),
    )
