"""Who stands on a roll at all, head counts, and putting right a roll that is closed: with reason, records follow."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.db import transaction

from xueer.activities.actions.following import follow_activity
from xueer.activities.actions.marking import Mark, lock, write_marks
from xueer.activities.choices import ActivityState, RollStatus
from xueer.activities.errors import NotClosed, NotOnRoll, ReasonMissing, RollClosed
from xueer.activities.models import Activity, RollRow
from xueer.audit.actions import note
from xueer.org.models import Person
from xueer.org.queries import Belonging


def correct_roll(activity: Activity, marks: Iterable[Mark | tuple], *, reason: str, by: Any, at: datetime) -> int:
    """Changes rows of a closed roll; what the ledger holds of them is voided with the reason and written anew.

    Returns how many rows changed. Raises NotClosed, ReasonMissing, NotOnRoll.
    """
    with transaction.atomic():
        locked = lock(activity)
        if locked.state != ActivityState.HELD:
            raise NotClosed
        _may_change(locked, reason)
        changed = write_marks(locked, [Mark(*mark) for mark in marks])
        if changed:
            _corrected(locked, {"marks": changed}, reason=reason, by=by, at=at)
        activity.roll_version, activity.state_reason = locked.roll_version, locked.state_reason
        return len(changed)


def add_to_roll(activity: Activity, person: Person, *, by: Any, at: datetime, reason: str = "") -> bool:
    """Somebody who was not expected came: present, until marked otherwise. False where they stand there already.

    A closed roll takes a reason. Raises RollClosed (cancelled), ReasonMissing.
    """
    with transaction.atomic():
        locked = lock(activity)
        _may_change(locked, reason)
        if locked.roll.filter(person=person).exists():
            return False
        unit, exempt = Belonging([person.pk]).on(person.pk, locked.held_on)
        _next_version(locked)
        RollRow.objects.create(
            activity=locked,
            person=person,
            status=RollStatus.ATTENDED,
            home_unit_id=unit,
            exempt=exempt,
            mark=locked.roll_version,
        )
        _changed(locked, "add", {"person": person.code}, reason=reason, by=by, at=at)
        activity.roll_version, activity.state_reason = locked.roll_version, locked.state_reason
        return True


def note_look_up(activity: Activity, person: Person, *, by: Any, at: datetime) -> None:
    """Keeps in the trail that somebody of a unit out of the caller's sight was looked up for this roll."""
    note(verb="activities.roll.look_up", by=by, at=at, about=person, detail={"for": activity.code})


def remove_from_roll(activity: Activity, person: Person, *, by: Any, at: datetime, reason: str = "") -> None:
    """Takes a name off the roll, as one put there by mistake. A closed roll takes a reason.

    Raises NotOnRoll, RollClosed (cancelled), ReasonMissing.
    """
    with transaction.atomic():
        locked = lock(activity)
        _may_change(locked, reason)
        row = locked.roll.filter(person=person).first()
        if row is None:
            raise NotOnRoll
        said = f"{row.status} {row.reason}".strip()
        row.delete()
        _next_version(locked)
        _changed(locked, "remove", {"person": person.code, "was": said}, reason=reason, by=by, at=at)
        activity.roll_version, activity.state_reason = locked.roll_version, locked.state_reason


def count_heads(
    activity: Activity, *, expected: int | None, came: int | None, by: Any, at: datetime, reason: str = ""
) -> bool:
    """Keeps numbers in place of names (应到、实到); False where they stand so already. A closed one takes a reason.

    Raises RollClosed (cancelled), ReasonMissing.
    """
    with transaction.atomic():
        locked = lock(activity)
        _may_change(locked, reason)
        old = (locked.expected_count, locked.head_count)
        if old == (expected, came):
            return False
        locked.expected_count, locked.head_count = expected, came
        locked.save(update_fields=["expected_count", "head_count"])
        _changed(locked, "count", {"expected": [old[0], expected], "came": [old[1], came]}, reason=reason, by=by, at=at)
        activity.expected_count, activity.head_count = expected, came
        activity.state_reason = locked.state_reason
        return True


def _may_change(locked: Activity, reason: str) -> None:
    if locked.state == ActivityState.CANCELLED:
        raise RollClosed
    if locked.state == ActivityState.HELD and not reason.strip():
        raise ReasonMissing


def _next_version(locked: Activity) -> None:
    locked.roll_version += 1
    locked.save(update_fields=["roll_version"])


def _changed(locked: Activity, verb: str, detail: dict[str, Any], *, reason: str, by: Any, at: datetime) -> None:
    if locked.state == ActivityState.HELD:
        _corrected(locked, {verb: detail}, reason=reason, by=by, at=at)
    else:
        note(verb=f"activities.roll.{verb}", by=by, at=at, about=locked, detail=detail)


def _corrected(locked: Activity, detail: dict[str, Any], *, reason: str, by: Any, at: datetime) -> None:
    locked.state_reason = reason.strip()[:300]
    locked.save(update_fields=["state_reason"])
    note(verb="activities.roll.correct", by=by, at=at, about=locked, detail=detail | {"reason": locked.state_reason})
    follow_activity(locked, by=by, at=at, reason=locked.state_reason)
