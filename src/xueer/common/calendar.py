"""Days and moments. Ranges of days start inclusive and end exclusive; two sentinels stand for "always" and "still".

With sentinels instead of NULL a day is inside a range by two plain comparisons, in Python, in SQL and in an index.
"""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from django.conf import settings
from django.utils import timezone

BEGINNING = date(1, 1, 1)
FOREVER = date(9999, 12, 31)
# Days that somebody may ask a page for: further off lie sentinels, and years that nobody has records of.
EARLIEST, LATEST = date(1950, 1, 1), date(2099, 12, 31)
ONE_DAY = timedelta(days=1)


def now() -> datetime:
    """This moment; views and commands call it once and hand it down as `at=`."""
    return timezone.now()


def today() -> date:
    """The local day of the instance (TIME_ZONE)."""
    return timezone.localdate()


def local_zone() -> ZoneInfo:
    return ZoneInfo(settings.TIME_ZONE)


def local_day(moment: datetime) -> date:
    """The day a session belongs to: the local date of its start, also when it ends after midnight."""
    return moment.astimezone(local_zone()).date()


def day_after(last: date) -> date:
    """The exclusive end for an inclusive last day."""
    return last if last >= FOREVER else last + ONE_DAY


def last_day(ends_on: date) -> date | None:
    """The inclusive last day of an exclusive end; None when the range has no end."""
    return None if ends_on >= FOREVER else ends_on - ONE_DAY


def first_day(starts_on: date) -> date | None:
    """The start of a range; None when it has always held."""
    return None if starts_on <= BEGINNING else starts_on


def month_number(day: date) -> int:
    """Months since year 0. Integer division by 3, 6 or 12 gives quarter, half-year and year, in SQL as well."""
    return day.year * 12 + day.month - 1


def week_number(day: date) -> int:
    """Weeks (Monday first) since 1 January of year 1, which was a Monday."""
    return (day.toordinal() - 1) // 7
