"""Turning the audience into a roll, and bringing a roll into line with an audience that has changed since."""

from collections.abc import Collection
from datetime import datetime
from typing import Any

from django.db import transaction

from xueer.activities.actions.marking import OVER, lock
from xueer.activities.choices import ActivityState
from xueer.activities.errors import RollClosed
from xueer.activities.models import Activity, RollRow
from xueer.activities.queries.roll import audience_people, granted_leaves, is_untouched, roll_difference, unmarked
from xueer.audit.actions import note
from xueer.common.bulk import insert_rows, update_rows
from xueer.common.calendar import local_day
from xueer.org.queries import Belonging

TABLE = RollRow._meta.db_table
INSERTED = ("activity_id", "person_id", "status", "reason", "made_up_by", "home_unit_id", "exempt", "mark")
CHUNK = 400

__all__ = ["audience_people", "freeze_roll", "start_roll"]


def freeze_roll(activity: Activity, *, by: Any, at: datetime) -> int:
    """Makes the roll hold exactly those whom the audience names, with unit and exemption of the day; returns how many
    rows changed.

    Everybody is present until marked otherwise, on leave where leave was granted, 免 where exempt. A row that somebody
    marked by hand stays as it is, also of a person whom the audience names no more. Without an audience nobody comes
    or goes. Raises RollClosed.
    """
    with transaction.atomic():
        locked = lock(activity)
        if locked.state in OVER:
            raise RollClosed
        difference = roll_difference(locked)
        changed = _drop([row.pk for row in difference.gone]) + _add(locked, difference.new)
        changed += _refresh(locked)
        if changed:
            locked.roll_version += 1
            locked.save(update_fields=["roll_version"])
            detail = {"rows": changed, "added": len(difference.new), "dropped": len(difference.gone)}
            note(verb="activities.roll.freeze", by=by, at=at, about=locked, detail=detail)
        activity.roll_version = locked.roll_version
        return changed


def start_roll(activity: Activity, *, by: Any, at: datetime) -> None:
    """Begins taking the roll: freezes it unless it is there already, and from the day itself on the activity is under
    way. Raises RollClosed."""
    with transaction.atomic():
        locked = lock(activity)
        if locked.state in OVER:
            raise RollClosed
        if not locked.roll.exists():
            freeze_roll(locked, by=by, at=at)
        if locked.state != ActivityState.RUNNING and locked.held_on <= local_day(at):
            locked.state = ActivityState.RUNNING
            locked.save(update_fields=["state"])
            note(verb="activities.activity.start", by=by, at=at, about=locked)
        activity.state, activity.roll_version = locked.state, locked.roll_version


def _drop(ids: Collection[int]) -> int:
    every = list(ids)
    for start in range(0, len(every), CHUNK):
        RollRow.objects.filter(pk__in=every[start : start + CHUNK]).delete()
    return len(every)


def _add(locked: Activity, people: Collection[int]) -> int:
    belonging, leaves = Belonging(people), granted_leaves(locked)
    rows = []
    for person in sorted(people):
        unit, exempt = belonging.on(person, locked.held_on)
        rows.append((locked.pk, person, *unmarked(person, exempt=exempt, leaves=leaves), "", unit, exempt, 0))
    insert_rows(TABLE, INSERTED, rows)
    return len(rows)


def _refresh(locked: Activity) -> int:
    """Unit, exemption and granted leave as they are known now."""
    rows = list(locked.roll.all())
    belonging, leaves = Belonging({row.person_id for row in rows}), granted_leaves(locked)
    updates = []
    for row in rows:
        unit, exempt = belonging.on(row.person_id, locked.held_on)
        said = (row.status, row.reason)
        if is_untouched(row, leaves):
            said = unmarked(row.person_id, exempt=exempt, leaves=leaves)
        if (*said, unit, exempt) != (row.status, row.reason, row.home_unit_id, row.exempt):
            updates.append((*said, unit, exempt, row.pk))
    update_rows(TABLE, ["status", "reason", "home_unit_id", "exempt"], updates)
    return len(updates)
