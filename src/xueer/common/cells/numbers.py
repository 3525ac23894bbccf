"""Cells that hold a number."""

import math
import re
from decimal import Decimal
from typing import Any

from xueer.common.cells.values import BadCell, is_empty, plain, refuse_error
from xueer.common.text import gettext_noop

_WHOLE = re.compile(r"[+-]?[0-9]{1,15}(?:\.0{1,15})?")
_DECIMAL = re.compile(r"[+-]?[0-9]{1,15}(?:\.[0-9]{1,15})?")


def parse_whole(value: Any, *, at_least: int | None = None) -> int | None:
    """A whole number; 12.0 is one."""
    if is_empty(value):
        return None
    number = _number(value, _WHOLE)
    if number is None or number != number.to_integral_value() or (at_least is not None and number < at_least):
        if at_least is None:
            raise BadCell(gettext_noop("a whole number"))
        raise BadCell(gettext_noop("a whole number, at least %(least)s"), least=at_least)
    return int(number)


def parse_decimal(value: Any, *, at_least: int | None = None) -> Decimal | None:
    """A number as it reads in Excel: 15 significant digits, so 0.1 is 0.1."""
    if is_empty(value):
        return None
    number = _number(value, _DECIMAL)
    if number is None or (at_least is not None and number < at_least):
        if at_least is None:
            raise BadCell(gettext_noop("a number"))
        raise BadCell(gettext_noop("a number, at least %(least)s"), least=at_least)
    return number


def _number(value: Any, form: re.Pattern[str]) -> Decimal | None:
    refuse_error(value)
    if isinstance(value, bool):
        return None
    if isinstance(value, Decimal | int):
        return Decimal(value)
    if isinstance(value, float):
        return Decimal(f"{value:.15g}") if math.isfinite(value) else None
    text = plain(value)
    return Decimal(text) if form.fullmatch(text) else None
