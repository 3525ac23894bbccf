"""Days as forms take them."""

import re
from datetime import date
from typing import Any

from django import forms
from django.core.validators import MaxValueValidator, MinValueValidator
from django.utils.translation import gettext as _

from xueer.common.calendar import EARLIEST, LATEST
from xueer.common.text import fold_width, trim
from xueer.rules.errors import RuleRefused

MONTH_DAY = re.compile(r"(?:(\d{4})\s*[-/.年])?\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})\s*日?前?")
LEAP = 2024


class DayField(forms.DateField):
    """A day within the years that anybody may ask for, in the browser's own picker."""

    def __init__(self, **options: Any) -> None:
        widget = forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})
        checks = [MinValueValidator(EARLIEST), MaxValueValidator(LATEST)]
        super().__init__(widget=widget, validators=checks, **options)


def deadline_of(text: str) -> str:
    """`MM-DD` or `YYYY-MM-DD` from what was typed; "" for nothing. Raises RuleRefused for no such day."""
    text = trim(fold_width(text))
    if not text:
        return ""
    match = MONTH_DAY.fullmatch(text)
    try:
        if match is None:
            raise ValueError(text)
        year, month, day = match.groups()
        found = date(int(year or LEAP), int(month), int(day))
    except ValueError:
        raise RuleRefused(_("A day such as 01-31 or 2026-01-31."), field="deadline") from None
    return found.isoformat() if year else found.strftime("%m-%d")
