"""Closing an activity, cancelling it, opening it again. Each is one transaction: all of it happened or nothing."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.urls import reverse

from xueer.activities.actions.following import follow_activity
from xueer.activities.actions.freezing import freeze_roll
from xueer.activities.actions.marking import lock
from xueer.activities.choices import ActivityState
from xueer.activities.errors import ActivityCancelled, ActivityClosed, NotBegun, NotClosed, ReasonMissing
from xueer.activities.models import Activity
from xueer.activities.queries.roll import audience_people
from xueer.audit.actions import note
from xueer.notices.actions import notify
from xueer.notices.choices import NoticeKind

STATED = ("state", "state_reason", "closed_at", "closed_by", "roll_version")


def close_activity(activity: Activity, *, by: Any, at: datetime, reason: str = "") -> bool:
    """The activity is held: its roll stands, the ledger is written, the plan told, make-ups opened.

    Where nobody took a roll, everybody whom the audience names is taken as present. Closing it once more changes
    nothing (False). Raises NotBegun, ActivityCancelled.
    """
    with transaction.atomic():
        locked = lock(activity)
        if locked.state == ActivityState.HELD:
            _told(activity, locked)
            return False
        if locked.state == ActivityState.CANCELLED:
            raise ActivityCancelled
        if locked.starts_at > at:
            raise NotBegun
        if locked.head_count is None and not locked.roll.exists():
            freeze_roll(locked, by=by, at=at)
        locked.state, locked.state_reason = ActivityState.HELD, reason[:300]
        locked.closed_at, locked.closed_by_id = at, getattr(by, "pk", None)
        locked.save(update_fields=STATED)
        detail = {"reason": reason} if reason else {}
        note(verb="activities.activity.close", by=by, at=at, about=locked, detail=detail)
        follow_activity(locked, by=by, at=at, reason=reason)
        _told(activity, locked)
        return True


def cancel_activity(activity: Activity, *, reason: str, by: Any, at: datetime) -> bool:
    """The activity does not take place; those expected are told why. False where it was cancelled before.

    Raises ReasonMissing, and ActivityClosed where it was held.
    """
    reason = _stated(reason)
    with transaction.atomic():
        locked = lock(activity)
        if locked.state == ActivityState.CANCELLED:
            return False
        if locked.state == ActivityState.HELD:
            raise ActivityClosed
        announced = locked.state != ActivityState.PLANNED
        locked.state, locked.state_reason = ActivityState.CANCELLED, reason
        locked.save(update_fields=STATED)
        note(verb="activities.activity.cancel", by=by, at=at, about=locked, detail={"reason": reason})
        follow_activity(locked, by=by, at=at, reason=reason)
        if announced and locked.starts_at > at:
            _tell_of_cancelling(locked, reason=reason, by=by, at=at)
        _told(activity, locked)
        return True


def reopen_activity(activity: Activity, *, reason: str, by: Any, at: datetime) -> None:
    """A closed activity is under way again: what it wrote into the ledger is voided until it is closed anew. A
    cancelled one takes place after all. Raises ReasonMissing, NotClosed."""
    reason = _stated(reason)
    with transaction.atomic():
        locked = lock(activity)
        if locked.state == ActivityState.HELD:
            locked.state = ActivityState.RUNNING
        elif locked.state == ActivityState.CANCELLED:
            locked.state = ActivityState.ANNOUNCED if locked.announced_at else ActivityState.PLANNED
        else:
            raise NotClosed
        locked.state_reason, locked.closed_at, locked.closed_by = reason, None, None
        locked.save(update_fields=STATED)
        note(verb="activities.activity.reopen", by=by, at=at, about=locked, detail={"reason": reason})
        follow_activity(locked, by=by, at=at, reason=reason)
        _told(activity, locked)


def _stated(reason: str) -> str:
    if not reason.strip():
        raise ReasonMissing
    return reason.strip()[:300]


def _told(activity: Activity, locked: Activity) -> None:
    """The caller's own copy says what is stored now."""
    for name in ("state", "state_reason", "closed_at", "closed_by_id", "roll_version"):
        setattr(activity, name, getattr(locked, name))


def _tell_of_cancelling(locked: Activity, *, reason: str, by: Any, at: datetime) -> None:
    expected = set(locked.roll.values_list("person_id", flat=True)) or audience_people(locked)
    notify(
        expected,
        NoticeKind.CANCELLED,
        at=at,
        by=by,
        address=reverse("activities.activity", args=(locked.code,)),
        about=f"activity:{locked.pk}",
        topic=locked.topic,
        day=locked.held_on.isoformat(),
        reason=reason,
    )
