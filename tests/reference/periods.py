"""Periods of a requirement: their labels, first and last days, deadlines."""

from dataclasses import dataclass
from datetime import date, timedelta

from tests.reference.rows import day, holds_on
from tests.reference.sheets import Requirement

ONE_DAY = timedelta(days=1)


@dataclass(frozen=True)
class Period:
    """`first` and `last` bound the whole period (None: open), `deadline` is where it ends for states and counting."""

    label: str
    first: date | None
    last: date | None
    deadline: date | None = None

    @property
    def end(self) -> date | None:
        return self.deadline or self.last

    def holds(self, on: date) -> bool:
        return holds_on(self.first, self.last, on)

    def length(self) -> int:
        return (self.last - self.first).days + 1


def periods_of(requirement: Requirement, year: int) -> list[Period]:
    """Every period of the requirement that belongs to the year, in order."""
    if requirement.period == "一次":
        once = _once(requirement)
        touches = holds_on(once.first, None, date(year, 12, 31)) and holds_on(None, once.last, date(year, 1, 1))
        return [once] if touches else []
    plain = {"周": _weeks, "月": _months, "季度": _quarters, "半年": _halves, "年": _years, "五年": _fives}
    found = [Period(label, first, last) for label, first, last in plain[requirement.period](year)]
    return [Period(one.label, one.first, one.last, deadline(requirement, one)) for one in found]


def period_holding(requirement: Requirement, on: date) -> Period | None:
    """The one period of the requirement that holds a day."""
    for year in (on.year - 1, on.year, on.year + 1):
        for period in periods_of(requirement, year):
            if period.holds(on):
                return period
    return None


def deadline(requirement: Requirement, period: Period) -> date | None:
    """截止 within the period; a period that does not hold the day has none; of several years the last one's day."""
    if not requirement.deadline:
        return None
    if is_full(requirement.deadline):
        found = day(requirement.deadline)
        return found if period.holds(found) else None
    month, number = (int(part) for part in requirement.deadline.split("-"))
    if requirement.period == "五年":
        return _day_or_none(period.last.year, month, number)
    years = {period.first.year, period.last.year}
    days = [_day_or_none(year, month, number) for year in years]
    return next((found for found in days if found and period.holds(found)), None)


def is_full(cell: str) -> bool:
    """YYYY-MM-DD rather than MM-DD."""
    return len(cell) > 5


def _day_or_none(year: int, month: int, number: int) -> date | None:
    try:
        return date(year, month, number)
    except ValueError:
        return None


def _once(requirement: Requirement) -> Period:
    last = day(requirement.deadline) if is_full(requirement.deadline) else requirement.last
    return Period("once", requirement.first, last)


def _weeks(year: int):
    """Weeks belong to the year of their Thursday."""
    monday = date(year, 1, 4) - date(year, 1, 4).weekday() * ONE_DAY
    number = 1
    while (monday + 3 * ONE_DAY).year == year:
        yield f"{year}W{number:02}", monday, monday + 6 * ONE_DAY
        monday, number = monday + 7 * ONE_DAY, number + 1


def _spans(year: int, months: int):
    for month in range(1, 13, months):
        after = date(year + 1, 1, 1) if month + months > 12 else date(year, month + months, 1)
        yield date(year, month, 1), after - ONE_DAY


def _months(year: int):
    return [(f"{first:%Y-%m}", first, last) for first, last in _spans(year, 1)]


def _quarters(year: int):
    return [(f"{year}Q{n}", first, last) for n, (first, last) in enumerate(_spans(year, 3), 1)]


def _halves(year: int):
    return [(f"{year}H{n}", first, last) for n, (first, last) in enumerate(_spans(year, 6), 1)]


def _years(year: int):
    return [(f"{year}", date(year, 1, 1), date(year, 12, 31))]


def _fives(year: int):
    """The grid 2021-2025, 2026-2030 and so on both ways."""
    start = year - (year - 2021) % 5
    return [(f"{start}-{start + 4}", date(start, 1, 1), date(start + 4, 12, 31))]
