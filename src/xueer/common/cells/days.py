"""Cells that hold a day or a moment."""

import re
from datetime import date, datetime, time, timedelta
from typing import Any

from xueer.common.cells.values import BadCell, is_empty, plain, refuse_error
from xueer.common.text import gettext_noop

_DATE = re.compile(r"([0-9]{4})(?:([-/])([0-9]{1,2})\2([0-9]{1,2})|年([0-9]{1,2})月([0-9]{1,2})日)")
_MOMENT = re.compile(r"(.+?(?:日|\s))\s*([0-9]{1,2}):([0-9]{2})(?::([0-9]{2}))?")


def parse_date(value: Any) -> date | None:
    """A day. A date cell with a time of day is refused: the time would be lost silently."""
    if is_empty(value):
        return None
    expected = gettext_noop("a date such as 2025-03-07")
    refuse_error(value)
    if isinstance(value, datetime):
        if value.time() != time():
            raise BadCell(expected)
        return value.date()
    if isinstance(value, date):
        return value
    match = _DATE.fullmatch(plain(value))
    return _date_of(match, expected)


def parse_moment(value: Any) -> datetime | None:
    """A day and a time, without time zone. A real date cell is midnight: Excel stores both alike."""
    if is_empty(value):
        return None
    expected = gettext_noop("a date and time such as 2025-03-07 14:30")
    refuse_error(value)
    if isinstance(value, datetime):
        return _to_the_second(value, expected)
    if isinstance(value, date):
        return datetime.combine(value, time())
    match = _MOMENT.fullmatch(plain(value))
    if match is None:
        raise BadCell(expected)
    day_text, *clock = match.groups()
    day = _date_of(_DATE.fullmatch(day_text.strip()), expected)
    try:
        hour, minute, second = (int(part or 0) for part in clock)
        return datetime.combine(day, time(hour, minute, second))
    except ValueError:
        raise BadCell(expected) from None


def _to_the_second(moment: datetime, expected: str) -> datetime:
    # A time of day is a fraction in the file; a millisecond of it is noise.
    try:
        return (moment + timedelta(microseconds=500_000)).replace(microsecond=0)
    except OverflowError:
        raise BadCell(expected) from None


def _date_of(match: re.Match[str] | None, expected: str) -> date:
    if match is None:
        raise BadCell(expected)
    year, _, month, day, cn_month, cn_day = match.groups()[:6]
    try:
        return date(int(year), int(month or cn_month), int(day or cn_day))
    except ValueError:
        raise BadCell(expected) from None
