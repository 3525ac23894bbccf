"""The working days of a unit, and where a day of last year falls in this one."""

from collections.abc import Mapping
from datetime import date, timedelta

from django.db.models import Q

from xueer.common.workdays import day_kind, is_workday
from xueer.org.models import ClosedDay, Lineage, Unit

Own = Mapping[date, tuple[bool, str]]
WEEKS = timedelta(weeks=52)
WEEK = timedelta(weeks=1)
# So far, at most, a day moves aside for a holiday; the longest has eight days.
ASIDE = 9


def own_days(unit: Unit, *, year: int) -> Own:
    """The days of the year that the unit, or one above it, closes or works against the calendar; the nearest wins."""
    lineage = Lineage.objects.filter(unit=unit, starts_on__lte=date(year, 12, 31), ends_on__gt=date(year, 1, 1))
    depths: dict[int | None, int] = dict(lineage.values_list("ancestor_id", "depth"))
    depths[None] = max(depths.values(), default=0) + 1
    rows = ClosedDay.objects.filter(Q(unit=None) | Q(unit__in=[pk for pk in depths if pk]), day__year=year)
    farthest_first = sorted(rows, key=lambda row: -depths[row.unit_id])
    return {row.day: (row.works, row.name) for row in farthest_first}


def same_weekday(day: date, own: Own) -> date:
    """The day a year later: the same weekday of the same month, and where that is no working day although the old one
    was, the nearest working day of the month."""
    shifted = day + WEEKS
    target = (day.year + 1, day.month)
    if (shifted.year, shifted.month) != target:
        shifted += WEEK
    if not day_kind(day).works or is_workday(shifted, own):
        return shifted
    near = [shifted + timedelta(days=sign * step) for step in range(1, ASIDE + 1) for sign in (1, -1)]
    return next((one for one in near if (one.year, one.month) == target and is_workday(one, own)), shifted)
