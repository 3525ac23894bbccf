"""Writing the minutes: the parts as typed, joined with what somebody else wrote in between."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction

from xueer.activities.choices import ActivityState
from xueer.activities.errors import MinutesChanged, MinutesOfCancelled, MinutesTooLong
from xueer.activities.minutes import LONGEST, parts_of, text_of
from xueer.activities.models import Activity
from xueer.activities.queries.minutes import WRITTEN
from xueer.audit.actions import note
from xueer.common.stale import meet


def write_minutes(activity: Activity, *, typed: Mapping[str, str], seen: str, by: Any, at: datetime) -> tuple[str, ...]:
    """Stores the parts as one text; returns the parts that somebody else changed meanwhile and that were kept.

    `seen`: the mark of what the form showed (`common.stale`). Raises MinutesChanged with both versions where two people
    changed the same part, MinutesTooLong when the text would not fit a cell of the workbook, MinutesOfCancelled. What
    stood there before stays in the trail.
    """
    with transaction.atomic():
        locked = Activity.objects.select_for_update().get(pk=activity.pk)
        if locked.state == ActivityState.CANCELLED:
            raise MinutesOfCancelled
        stored = parts_of(locked.minutes_text)
        met = meet(seen=seen, stored=stored, typed=typed)
        if met.conflicts:
            raise MinutesChanged(stored=stored, typed=met.values, parts=met.conflicts)
        text = text_of(met.values)
        if len(text.encode("utf-16-le")) // 2 > LONGEST:
            raise MinutesTooLong(longest=LONGEST)
        new = parts_of(text)
        changes = {part: [stored[part], new[part]] for part in new if stored[part] != new[part]}
        if changes:
            locked.minutes_text = text
            locked.save(update_fields=["minutes_text"])
            note(verb=WRITTEN, by=by, at=at, about=locked, detail=changes)
    activity.minutes_text = locked.minutes_text
    return met.theirs
