"""The codes of activities and series that are made in pages; the workbook's own codes are never touched."""

import secrets
from datetime import date

from xueer.activities.models import Activity, Series
from xueer.org.models import Unit

# Without 0/O and 1/I: codes are read out and typed.
LETTERS = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"
LENGTH = 4
LONGEST = 64


def new_code(unit: Unit, day: date) -> str:
    """A code that no activity has: the unit's code, the day, four letters drawn by lot (`SWJ-20250912-7KQ2`).

    Drawn, not counted: two secretaries who save at the same moment do not meet on one number.
    """
    while True:
        code = _drawn(unit, day, "")
        if not Activity.objects.filter(code=code).exists():
            return code


def new_series_code(unit: Unit, day: date) -> str:
    """A code that no series has: as of activities, with XL before the letters."""
    while True:
        code = _drawn(unit, day, "XL")
        if not Series.objects.filter(code=code).exists():
            return code


def _drawn(unit: Unit, day: date, prefix: str) -> str:
    tail = f"-{day:%Y%m%d}-{prefix}{''.join(secrets.choice(LETTERS) for _ in range(LENGTH))}"
    return unit.code.replace("/", "-")[: LONGEST - len(tail)] + tail
