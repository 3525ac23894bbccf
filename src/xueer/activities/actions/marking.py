"""Marking a roll: by hand, by taps of a device, by leave that was granted. Nothing here reaches the ledger."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any, NamedTuple

from django.db import connection, transaction

from xueer.activities.choices import ActivityState, LeaveState, RollStatus
from xueer.activities.errors import NotOnRoll, RollClosed
from xueer.activities.models import Activity, RollRow, Tap
from xueer.activities.queries.roll import granted_leaves
from xueer.audit.actions import note
from xueer.common.bulk import update_rows

OVER = (ActivityState.HELD, ActivityState.CANCELLED)
AWAY = (RollStatus.LEAVE, RollStatus.ABSENT)
LATER = (RollStatus.MADE_UP, RollStatus.DELIVERED)


class Mark(NamedTuple):
    """What is to stand beside a name. `reason` None: the one there stays as far as it still fits the status."""

    person_id: int
    status: str
    reason: str | None = None


def mark_roll(activity: Activity, marks: Iterable[Mark | tuple], *, by: Any, at: datetime, reason: str = "") -> int:
    """Sets the status of these people on the roll of an activity that is not over; returns how many rows changed.

    `reason` stands for every mark that brings none of its own. Raises RollClosed, NotOnRoll. After closing there is
    `correcting.correct_roll`.
    """
    with transaction.atomic():
        locked = lock(activity)
        if locked.state in OVER:
            raise RollClosed
        given = [Mark(*mark) for mark in marks]
        if reason:
            given = [mark if mark.reason is not None else mark._replace(reason=reason) for mark in given]
        changed = write_marks(locked, given)
        if changed:
            note(verb="activities.roll.mark", by=by, at=at, about=locked, detail={"marks": changed})
        activity.roll_version = locked.roll_version
        return len(changed)


def lock(activity: Activity) -> Activity:
    """The activity as it stands now, kept from others until the transaction ends."""
    return Activity.objects.select_for_update().get(pk=activity.pk)


def write_marks(locked: Activity, marks: Sequence[Mark]) -> dict[str, list[str]]:
    """Writes the marks, each under a new version of the roll. Returns 工号 → [old, new] of the rows that changed."""
    rows = {
        row.person_id: row
        for row in locked.roll.filter(person__in={mark.person_id for mark in marks}).select_related("person")
    }
    leaves = granted_leaves(locked) if any(mark.status == RollStatus.LEAVE for mark in marks) else {}
    updates, changed, version = [], {}, locked.roll_version
    for mark in marks:
        row = rows.get(mark.person_id)
        if row is None:
            raise NotOnRoll
        reason = _reason(row, mark, leaves)
        if (row.status, row.reason) == (mark.status, reason):
            continue
        version += 1
        changed[row.person.code] = [_said(row.status, row.reason), _said(mark.status, reason)]
        day, way = (row.made_up_on, row.made_up_by) if mark.status == row.status else (None, "")
        row.status, row.reason = mark.status, reason
        updates.append((mark.status, reason, day, way, version, row.pk))
    if updates:
        update_rows(RollRow._meta.db_table, ["status", "reason", "made_up_on", "made_up_by", "mark"], updates)
        locked.roll_version = version
        locked.save(update_fields=["roll_version"])
    return changed


def _reason(row: RollRow, mark: Mark, leaves: Mapping[int, str]) -> str:
    """What is said of somebody away is no reason for somebody present, though a form may still send it; granted leave
    brings its own."""
    if mark.status == RollStatus.ATTENDED:
        return ""
    if mark.reason is not None:
        return mark.reason.strip()[:300]
    if mark.status == RollStatus.LEAVE and row.person_id in leaves:
        return leaves[row.person_id]
    return row.reason if mark.status in AWAY and row.status in AWAY else ""


def _said(status: str, reason: str) -> str:
    return f"{status} {reason}".strip()


def take_tap(activity_id: int, *, key: str, person_id: int, status: str, by: Any, at: datetime) -> int:
    """Carries out one tap of a device: sets a status, never the next one. Returns the version of the roll after it; a
    tap that was carried out before changes nothing, also after closing.

    The row of `Tap` is its trail; no event is added besides, as nothing is counted before closing and what is kept of
    standings stays good. Plain SQL: forty names are tapped within a minute, by many rooms at once.
    Raises RollClosed, NotOnRoll.
    """
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(LOCKED + (" FOR UPDATE" if connection.features.has_select_for_update else ""), [activity_id])
        state, version = cursor.fetchone()
        if state in OVER:
            if Tap.objects.filter(activity=activity_id, key=key).exists():
                return version
            raise RollClosed
        moment = connection.ops.adapt_datetimefield_value(at)
        cursor.execute(TAPPED, [activity_id, key, person_id, status, by.pk, moment])
        if not cursor.rowcount:
            return version
        granted = LeaveState.GRANTED.value if status == RollStatus.LEAVE else ""
        away = status in AWAY
        cursor.execute(
            MARKED, [activity_id, person_id, granted, away, *AWAY, status, version + 1, activity_id, person_id, status]
        )
        if cursor.rowcount:
            version += 1
            cursor.execute(COUNTED, [version, activity_id])
        elif not RollRow.objects.filter(activity=activity_id, person=person_id).exists():
            raise NotOnRoll
        return version


LOCKED = "SELECT state, roll_version FROM activities_activity WHERE id = %s"
TAPPED = (
    "INSERT INTO activities_tap (activity_id, key, person_id, status, by_id, at) VALUES (%s, %s, %s, %s, %s, %s) "
    "ON CONFLICT (activity_id, key) DO NOTHING"
)
# The reason as `_reason` gives it: that of granted leave, else the one there from one way of being away to another.
MARKED = (
    "UPDATE activities_rollrow SET reason = COALESCE((SELECT reason FROM activities_leave WHERE activity_id = %s "
    "AND person_id = %s AND state = %s), CASE WHEN %s AND status IN (%s, %s) THEN reason ELSE '' END), "
    "status = %s, made_up_on = NULL, made_up_by = '', mark = %s WHERE activity_id = %s AND person_id = %s "
    "AND status <> %s"
)
COUNTED = "UPDATE activities_activity SET roll_version = %s WHERE id = %s"
