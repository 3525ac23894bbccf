"""The working calendar of China: statutory holidays, weekends, and the weekends worked in exchange (调休).

The library behind it is loaded on first use: a process that shows no calendar does not pay for it. Days that an
organisation closes or works on its own are `org.ClosedDay` and stand above this calendar.
"""

from collections.abc import Mapping
from datetime import date
from functools import lru_cache
from typing import Any, NamedTuple

SATURDAY = 5


class DayKind(NamedTuple):
    """Is it a working day, and why not (or why, on a weekend): the holiday's name, or empty."""

    works: bool
    name: str = ""


def day_kind(day: date, own: Mapping[date, tuple[bool, str]] | None = None) -> DayKind:
    """What the day is. `own`: day → (works, name), the organisation's own days, which win."""
    if own and day in own:
        return DayKind(*own[day])
    calendar = _calendar()
    name = calendar.get(day)  # asking for a day is what loads its year, worked weekends included
    if day in calendar.weekend_workdays:
        return DayKind(True, "调休上班")
    if name:
        return DayKind(False, str(name).partition("（")[0])
    return DayKind(day.weekday() < SATURDAY)


def is_workday(day: date, own: Mapping[date, tuple[bool, str]] | None = None) -> bool:
    """Does one work on the day?"""
    return day_kind(day, own).works


@lru_cache(maxsize=1)
def _calendar() -> Any:
    import holidays  # noqa: PLC0415 - more than a second to load

    return holidays.country_holidays("CN", language="zh_CN")
