"""The grid of periods: weeks by their Thursday, months to years by the calendar, five years 2021-2025, 2026-2030."""

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from xueer.common.calendar import month_number, week_number


class PeriodKind(StrEnum):
    WEEK = "WEEK"
    MONTH = "MONTH"
    QUARTER = "QUARTER"
    HALF_YEAR = "HALF_YEAR"
    YEAR = "YEAR"
    FIVE_YEARS = "FIVE_YEARS"
    ONCE = "ONCE"


MONTHS = {
    PeriodKind.MONTH: 1,
    PeriodKind.QUARTER: 3,
    PeriodKind.HALF_YEAR: 6,
    PeriodKind.YEAR: 12,
    PeriodKind.FIVE_YEARS: 60,
}
# 2021 begins a five-year period; the number of its first month aligns the grid of 60 months.
FIVE_YEAR_OFFSET = (2021 * 12) % 60


@dataclass(frozen=True, slots=True, order=True)
class Period:
    """A period of the grid. `first` and `last` are inclusive days; `key` as users write it (2025Q1, 2025W09)."""

    first: date
    last: date
    key: str
    kind: PeriodKind

    @property
    def days(self) -> int:
        return self.last.toordinal() - self.first.toordinal() + 1


def period_number(kind: PeriodKind, day: date) -> int:
    """The running number of the period that holds `day`; equal numbers mean the same period."""
    if kind == PeriodKind.WEEK:
        return week_number(day)
    if kind == PeriodKind.FIVE_YEARS:
        return (month_number(day) - FIVE_YEAR_OFFSET) // 60
    return month_number(day) // MONTHS[kind]


def period_holding(kind: PeriodKind, day: date) -> Period:
    """The period of the grid that holds `day`. Not for ONCE, which has no grid."""
    if kind == PeriodKind.WEEK:
        monday = day - timedelta(days=day.weekday())
        year, week, _ = day.isocalendar()
        return Period(monday, monday + timedelta(days=6), f"{year}W{week:02}", kind)
    offset = FIVE_YEAR_OFFSET if kind == PeriodKind.FIVE_YEARS else 0
    months = MONTHS[kind]
    start = (month_number(day) - offset) // months * months + offset
    first, after = _first_of(start), _first_of(start + months)
    return Period(first, after - timedelta(days=1), _key(kind, first), kind)


def periods_of_year(kind: PeriodKind, year: int) -> list[Period]:
    """All periods of `kind` that belong to `year`, in order; a five-year period belongs to each of its years."""
    day = date(year, 1, 4) if kind == PeriodKind.WEEK else date(year, 1, 1)
    found = []
    while True:
        period = period_holding(kind, day)
        if _year_of(period) > year:
            return found
        found.append(period)
        if kind == PeriodKind.FIVE_YEARS:
            return found
        day = period.last + timedelta(days=1)


def _year_of(period: Period) -> int:
    if period.kind == PeriodKind.WEEK:
        return (period.first + timedelta(days=3)).year
    return period.first.year


def _first_of(month: int) -> date:
    return date(month // 12, month % 12 + 1, 1)


def _key(kind: PeriodKind, first: date) -> str:
    year = first.year
    match kind:
        case PeriodKind.MONTH:
            return f"{year}-{first.month:02}"
        case PeriodKind.QUARTER:
            return f"{year}Q{first.month // 3 + 1}"
        case PeriodKind.HALF_YEAR:
            return f"{year}H{first.month // 6 + 1}"
        case PeriodKind.YEAR:
            return f"{year}"
        case _:
            return f"{year}-{year + 4}"
