"""From numbers to a state; thresholds after proration."""

from datetime import date
from fractions import Fraction
from math import ceil, floor

from tests.reference.periods import Period
from tests.reference.sheets import Requirement

PRORATED = ("次数", "天数", "学时", "字数", "篇数", "金额")
HALF = Fraction(1, 2)


def prorated(requirement: Requirement, days_owed: int, period: Period) -> Fraction | None:
    """至少 × days owed / days of the period, rounded up to a whole (hours to 0.5); untouched when all are owed."""
    at_least = requirement.at_least
    if at_least is None or requirement.measure not in PRORATED or requirement.period == "一次":
        return at_least
    days = period.length()
    if days_owed == days:
        return at_least
    step = HALF if requirement.measure == "学时" else Fraction(1)
    return ceil(at_least * days_owed / days / step) * step


def state_of(
    period: Period,
    on: date,
    actual: Fraction | None,
    at_least: Fraction | None,
    at_most: Fraction | None,
    is_rate: bool,
) -> str:
    """The state of a subject that is not excused. `actual` None: a rate or an average over nothing."""
    if period.first is not None and on < period.first:
        return "not_due"
    if actual is None:
        return "exempt"
    is_over = period.end is not None and on >= period.end
    if at_most is not None and actual > at_most:
        return "missed"
    if at_least is not None and actual < at_least:
        if is_over:
            return "missed"
        return "at_risk" if is_rate or is_behind(period, on, actual, at_least) else "on_track"
    return "met" if is_over or at_most is None else "on_track"


def is_behind(period: Period, on: date, actual: Fraction, at_least: Fraction) -> bool:
    """Behind the pace, or less than a quarter of the period is left; a period with an open end has no pace."""
    if period.first is None or period.end is None:
        return False
    days = (period.end - period.first).days + 1
    elapsed = (on - period.first).days + 1
    return actual < floor(at_least * elapsed / days) or 4 * (days - elapsed) < days


def as_number(value: Fraction | None) -> int | float | None:
    """A number as JSON shows it: two decimals at most, rounded half up."""
    if value is None:
        return None
    rounded = Fraction(floor(value * 100 + HALF), 100)
    return int(rounded) if rounded.denominator == 1 else float(rounded)
