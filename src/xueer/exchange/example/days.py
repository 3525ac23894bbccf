"""Days on which offices work: good enough to place example sessions, not a holiday calendar."""

from datetime import date, timedelta

DAY = timedelta(days=1)

# First day of the lunar year; sessions keep clear of the week that follows it.
LUNAR_NEW_YEAR = {
    day.year: day
    for day in (
        date(2022, 2, 1), date(2023, 1, 22), date(2024, 2, 10), date(2025, 1, 29), date(2026, 2, 17),
        date(2027, 2, 6), date(2028, 1, 26), date(2029, 2, 13), date(2030, 2, 3), date(2031, 1, 23),
        date(2032, 2, 11), date(2033, 1, 31), date(2034, 2, 19), date(2035, 2, 8), date(2036, 1, 28),
    )
}  # fmt: skip
FIXED_HOLIDAYS = {(1, 1), (4, 4), (4, 5), *((5, day) for day in range(1, 6)), *((10, day) for day in range(1, 8))}


def is_workday(day: date) -> bool:
    """Neither a weekend nor a holiday known here."""
    new_year = LUNAR_NEW_YEAR.get(day.year)
    in_spring_break = new_year is not None and new_year - DAY <= day <= new_year + 6 * DAY
    return day.weekday() < 5 and (day.month, day.day) not in FIXED_HOLIDAYS and not in_spring_break


def workday_near(day: date) -> date:
    """The first workday from `day` on in the same month, else the last one before it."""
    later = day
    while later.month == day.month:
        if is_workday(later):
            return later
        later += DAY
    while not is_workday(day):
        day -= DAY
    return day


def working_fridays(year: int) -> list[date]:
    """The Fridays of a year that are workdays."""
    first = date(year, 1, 1)
    days = (first + DAY * number for number in range(366))
    return [day for day in days if day.year == year and day.weekday() == 4 and is_workday(day)]
