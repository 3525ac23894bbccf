"""Days on which a unit works or does not work against the calendar (作息调整)."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from django.db import transaction

from xueer.audit.actions import note
from xueer.org.actions.asking import refuse_far_day
from xueer.org.models import ClosedDay, Unit


def put_closed_days(days: Sequence[tuple[date, bool, str]], *, unit: Unit, by: Any, at: datetime) -> int:
    """Enters (day, works, name) for the unit and everything below it; a day that is there is changed.

    Returns how many are not as they were. Raises OrgRefused for a day more than a year ahead.
    """
    with transaction.atomic():
        there = {row.day: row for row in ClosedDay.objects.select_for_update().filter(unit=unit)}
        written = {}
        for day, works, name in days:
            refuse_far_day(day, at=at, field="days")
            row = there.get(day) or ClosedDay(unit=unit, day=day)
            if row.pk and (row.works, row.name) == (works, name):
                continue
            row.works, row.name = works, name
            row.save()
            there[day] = row
            written[day.isoformat()] = [works, name]
        if written:
            note(verb="org.put_closed_days", by=by, at=at, about=unit, detail=written)
    return len(written)


def drop_closed_day(row: ClosedDay, *, by: Any, at: datetime) -> None:
    """The day follows the calendar again."""
    with transaction.atomic():
        detail = {"day": row.day.isoformat(), "works": row.works, "name": row.name}
        note(verb="org.drop_closed_day", by=by, at=at, about=row.unit, kind="org.ClosedDay", detail=detail)
        row.delete()
