"""The days of a series: every n weeks on a weekday, without holidays and the unit's own days off."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from django.utils.translation import gettext as _

from xueer.common.calendar import ONE_DAY
from xueer.common.workdays import SATURDAY, day_kind
from xueer.org.models import Unit
from xueer.org.queries import closed_days

MOST_SESSIONS = 120


@dataclass(frozen=True)
class SeriesDay:
    """A day on which a series would meet. `off`: why it does not, or empty. `note`: worked in exchange for another."""

    day: date
    off: str = ""
    note: str = ""


def own_days(unit: Unit, *, first: date, last: date) -> dict[date, tuple[bool, str]]:
    """Day → (works, name) of what holds at the unit; what the unit itself says stands above what is said higher up."""
    found: dict[date, tuple[int, bool, str]] = {}
    for row in closed_days(unit, on=first, after=first):
        near = 2 if row.unit_id == unit.pk else 1 if row.unit_id else 0
        if row.day <= last and near >= found.get(row.day, (-1,))[0]:
            found[row.day] = (near, row.works, row.name)
    return {day: (works, name) for day, (_near, works, name) in found.items()}


def series_days(unit: Unit, *, weekday: int, every_weeks: int, first: date, last: date) -> list[SeriesDay]:
    """Every n-th such weekday from `first` to `last`, at most 120. A statutory holiday and an own day off say so; a
    series on a weekend meets on weekends, and leaves holidays out."""
    own = own_days(unit, first=first, last=last)
    day = first + timedelta(days=(weekday - first.weekday()) % 7)
    found: list[SeriesDay] = []
    while day <= last and len(found) < MOST_SESSIONS:
        found.append(_judged(day, own))
        day += timedelta(weeks=every_weeks)
    return found


def _judged(day: date, own: Mapping[date, tuple[bool, str]]) -> SeriesDay:
    kind = day_kind(day, own)
    if kind.works:
        return SeriesDay(day, note=kind.name)
    if day.weekday() >= SATURDAY and not kind.name and day not in own:
        return SeriesDay(day, off=_within_holiday(day))
    return SeriesDay(day, off=kind.name or _("day off"))


def _within_holiday(weekend: date) -> str:
    """The name of the holiday that goes on over a weekend: the Friday before and the Monday after belong to it."""
    friday = weekend - timedelta(days=weekend.weekday() - 4)
    before, after = day_kind(friday), day_kind(friday + timedelta(days=3))
    return before.name if before.name and after.name and not before.works and not after.works else ""


def day_words(unit: Unit, day: date) -> str:
    """What must be said of a day on which somebody plans a session: the holiday's name, a weekend; or nothing."""
    kind = day_kind(day, own_days(unit, first=day, last=day + ONE_DAY))
    if kind.works:
        return ""
    return kind.name or _("weekend")
