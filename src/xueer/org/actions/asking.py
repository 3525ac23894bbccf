"""What every act on a single unit, person or group asks first. Here are no writes."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime, timedelta
from typing import Any

from django.utils.translation import gettext as _

from xueer.common.calendar import EARLIEST, FOREVER, local_day
from xueer.common.cells import parse_code
from xueer.common.digests import digest
from xueer.common.text import split_values
from xueer.org.errors import OrgRefused, OrgStale
from xueer.org.models import Unit

# Orders are known some months ahead; a day further off is a mistyped year.
AHEAD = timedelta(days=366)


def refuse_stale(stored: Mapping[str, Any], seen: str) -> None:
    """Raises OrgStale when what is stored is not what the form was filled with (`seen`: its digest; empty: any)."""
    if seen and digest(stored) != seen:
        raise OrgStale(dict(stored))


def refuse_far_day(day: date, *, at: datetime, field: str) -> None:
    """Raises OrgRefused for a day more than a year ahead, or before anybody kept records."""
    if day != FOREVER and day > local_day(at) + AHEAD:
        raise OrgRefused(_("That is more than a year ahead. Mind the year."), field)
    if day < EARLIEST:
        raise OrgRefused(_("That is before 1950. Mind the year."), field)


def refuse_disorder(starts_on: date, ends_on: date, *, field: str) -> None:
    """Raises OrgRefused when a range of days (end exclusive) would hold no day."""
    if ends_on <= starts_on:
        raise OrgRefused(_("The last day is earlier than the first."), field)


def refuse_shut(unit: Unit, day: date, *, field: str) -> None:
    """Raises OrgRefused when the unit does not exist on the day."""
    if not unit.starts_on <= day < unit.ends_on:
        raise OrgRefused(_("%(unit)s does not stand on that day.") % {"unit": unit.name}, field)


def checked_code(typed: str, taken: Iterable[str]) -> str:
    """The code as it is stored. Raises OrgRefused for one that cannot stand in a workbook, or that is taken."""
    code = parse_code(typed)
    if not code or code != "".join(code.split()) or len(code) > 64:
        raise OrgRefused(_("A code has no blanks and at most 64 characters."), "code")
    if split_values(code) != [code]:
        raise OrgRefused(_("A code holds no commas: in the workbook they part several codes in one cell."), "code")
    if code in taken:
        raise OrgRefused(_("The code %(code)s is taken.") % {"code": code}, "code")
    return code


def differences(old: Mapping[str, Any], new: Mapping[str, Any]) -> dict[str, list[str | None]]:
    """Field → [old, new] as words for the trail, for what differs."""
    return {name: [_said(old[name]), _said(new[name])] for name in new if old[name] != new[name]}


def _said(value: Any) -> str | None:
    return None if value is None else str(value)
