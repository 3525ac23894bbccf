"""Restating: what was frozen of one person on rolls follows org, after a transfer or exemption that came in late."""

from collections.abc import Collection
from datetime import date, datetime
from typing import Any

from django.db import transaction

from xueer.activities.actions.freezing import freeze_roll
from xueer.activities.actions.make_ups import follow_rolls
from xueer.activities.actions.marking import lock
from xueer.activities.actions.record import record_activities
from xueer.activities.choices import ActivityState
from xueer.activities.errors import ReasonMissing
from xueer.activities.models import Activity, RollRow
from xueer.activities.queries.frozen import outdated_rows
from xueer.audit.actions import note
from xueer.org.models import Person


def restate_rolls(
    person: Person, since: date, *, reason: str, by: Any, at: datetime, units: Collection[int] | None = None
) -> int:
    """Freezes the person's rows from a day on anew; the ledger follows with the reason, and what is owed with it.

    `units`: only sessions held by one of these. Nobody else's row of a closed roll is touched; rolls that are open
    are frozen anew as a whole. Returns how many sessions are not as they were. Raises ReasonMissing.
    """
    if not reason.strip():
        raise ReasonMissing
    with transaction.atomic():
        _hold([one.row.activity_id for one in outdated_rows(person, since, units=units)])
        found = outdated_rows(
            person, since, units=units
        )  # as it is now: some may have been closed or cancelled meanwhile
        held = [one for one in found if one.row.activity.state == ActivityState.HELD]
        for one in held:
            locked = lock(one.row.activity)
            locked.roll_version += 1
            locked.state_reason = reason.strip()[:300]
            locked.save(update_fields=["roll_version", "state_reason"])
            home = one.unit.pk if one.unit else None
            RollRow.objects.filter(pk=one.row.pk).update(home_unit_id=home, exempt=one.exempt)
        for one in found:
            if one not in held:
                freeze_roll(one.row.activity, by=by, at=at)
        ids = [one.row.activity_id for one in held]
        record_activities(ids, by=by, at=at, reason=reason)
        follow_rolls(ids, by=by, at=at)
        if found:
            sessions = [one.row.activity.code for one in found]
            detail = {"since": since.isoformat(), "sessions": sessions, "reason": reason}
            note(verb="activities.restate_rolls", by=by, at=at, about=person, detail=detail)
    return len(found)


def _hold(activities: Collection[int]) -> None:
    """Keeps these sessions from everybody else until the transaction ends, so that none is closed or cancelled while
    its roll is restated."""
    list(Activity.objects.select_for_update().filter(pk__in=activities).order_by("pk").values_list("pk"))
