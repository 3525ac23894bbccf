"""Planning a session that is to come, and changing one: before it is announced, after, and when it has been held."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.urls import reverse

from xueer.activities.actions.details import Details, write_details
from xueer.activities.actions.following import follow_activity, tell_plan_item
from xueer.activities.actions.freezing import freeze_roll
from xueer.activities.actions.joint import tell_joint_units
from xueer.activities.actions.marking import lock
from xueer.activities.actions.roll import refreeze_rolls
from xueer.activities.choices import ActivityState
from xueer.activities.codes import new_code
from xueer.activities.errors import ActivityCancelled, NotBegun, ReasonMissing
from xueer.activities.models import Activity
from xueer.audit.actions import note
from xueer.common.calendar import local_day
from xueer.notices.actions import notify
from xueer.notices.choices import NoticeKind

# Those who were told when and where must be told when it changes.
PROMISED = ("starts_at", "ends_at", "place")


def plan_activity(details: Details, *, by: Any, at: datetime) -> Activity:
    """A session that is to come. Nobody expected is told until it is announced; units named with the host are."""
    with transaction.atomic():
        activity = Activity(code=new_code(details.unit, local_day(details.starts_at)), state=ActivityState.PLANNED)
        write_details(activity, details)
        note(verb="activities.activity.plan", by=by, at=at, about=activity, detail={"code": activity.code})
        tell_joint_units(activity, details.joint_units, by=by, at=at)
        return activity


def change_activity(
    activity: Activity, details: Details, *, by: Any, at: datetime, reason: str = ""
) -> dict[str, list[str]]:
    """Says other things of a session; returns what changed, field → [old, new], and writes nothing where nothing did.

    Moving one that is announced, and any change of one that is held, takes a reason. Those expected are told of a move;
    what the ledger holds of a session that was held follows, its roll frozen anew for another day.
    Raises ReasonMissing, NotBegun (one that is held moved to a day to come), ActivityCancelled.
    """
    reason = reason.strip()[:300]
    with transaction.atomic():
        locked = lock(activity)
        held = locked.state == ActivityState.HELD
        if locked.state == ActivityState.CANCELLED:
            raise ActivityCancelled
        if held and details.starts_at > at:
            raise NotBegun
        item, joint = locked.plan_item_id, set(locked.joint_units.values_list("unit_id", flat=True))
        changes = write_details(locked, details)
        moved = any(name in changes for name in PROMISED)
        if changes and not reason and (held or (moved and locked.state != ActivityState.PLANNED)):
            raise ReasonMissing
        if changes:
            if reason:
                locked.state_reason = reason
                locked.save(update_fields=["state_reason"])
            detail = changes | ({"reason": reason} if reason else {})
            note(verb="activities.activity.change", by=by, at=at, about=locked, detail=detail)
            named = [unit for unit in details.joint_units if unit.pk not in joint]
            tell_joint_units(locked, named, by=by, at=at)
            _follow(locked, changes, by=by, at=at, reason=reason)
            if item != locked.plan_item_id:
                tell_plan_item(item)
            if moved and not held:
                _tell_of_move(locked, reason=reason, by=by, at=at)
        return changes


def _follow(locked: Activity, changes: dict[str, list[str]], *, by: Any, at: datetime, reason: str) -> None:
    if locked.state == ActivityState.HELD:
        if "held_on" in changes:
            refreeze_rolls(activities=[locked.pk])
        follow_activity(locked, by=by, at=at, reason=reason)
    elif locked.state != ActivityState.PLANNED and changes.keys() & {"held_on", "audience"}:
        freeze_roll(locked, by=by, at=at)


def _tell_of_move(locked: Activity, *, reason: str, by: Any, at: datetime) -> None:
    if locked.state == ActivityState.PLANNED:
        return
    notify(
        locked.roll.filter(exempt=False).values_list("person_id", flat=True),
        NoticeKind.MOVED,
        at=at,
        by=by,
        address=reverse("activities.activity", args=(locked.code,)),
        about=f"activity:{locked.pk}",
        topic=locked.topic,
        day=locked.held_on.isoformat(),
        reason=reason,
    )
