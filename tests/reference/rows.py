"""Cells of a sheet as typed values: codes, dates, moments, yes/no, several values."""

import re
from datetime import date, datetime, timedelta
from fractions import Fraction

Cell = str | int | float | date | datetime | None
Row = dict[str, Cell]
Workbook = dict[str, list[Row]]

ALWAYS = date.min
# Full-width digits and letters only; they lie at one fixed distance from the plain ones.
FULL_WIDTH = {wide: wide - 0xFEE0 for a, z in ("０９", "ＡＺ", "ａｚ") for wide in range(ord(a), ord(z) + 1)}
DAY = re.compile(r"(\d{4})(?:-|/|年)(\d{1,2})(?:-|/|月)(\d{1,2})日?")
CLOCK = re.compile(r"(\d{1,2}):(\d{2})(?::(\d{2}))?")
SEPARATORS = re.compile("[、;；,，]")


def text(cell: Cell) -> str:
    """The cell as trimmed text, "" when empty; whole floats lose their ".0", as a reader of .xlsx gives 7 as 7.0."""
    if cell is None:
        return ""
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    if isinstance(cell, datetime) and (cell.hour, cell.minute, cell.second) == (0, 0, 0):
        return cell.date().isoformat()
    return str(cell).strip()


def word(cell: Cell) -> str:
    """A code or a fixed word: full-width digits and letters are folded."""
    return text(cell).translate(FULL_WIDTH)


def many(cell: Cell) -> list[str]:
    """Several values of one cell, in their order, each once."""
    parts = [part.strip() for part in SEPARATORS.split(text(cell))]
    return list(dict.fromkeys(part for part in parts if part))


def codes(cell: Cell) -> list[str]:
    return [value.translate(FULL_WIDTH) for value in many(cell)]


def day(cell: Cell) -> date | None:
    if isinstance(cell, datetime):
        return cell.date()
    if isinstance(cell, date) or cell is None:
        return cell
    if not word(cell):
        return None
    found = DAY.fullmatch(word(cell))
    if not found:
        raise ValueError(f"not a date: {cell!r}")
    return date(*(int(part) for part in found.groups()))


def moment(cell: Cell) -> datetime:
    if isinstance(cell, datetime):
        return cell
    if isinstance(cell, date):
        return datetime(cell.year, cell.month, cell.day)
    on, _, clock = word(cell).partition(" ")
    found = CLOCK.fullmatch(clock.strip() or "0:00")
    midnight = moment(day(on))
    hours, minutes, seconds = (int(part or 0) for part in found.groups())
    return midnight + timedelta(hours=hours, minutes=minutes, seconds=seconds)


def number(cell: Cell) -> Fraction | None:
    return Fraction(word(cell)) if word(cell) else None


def exempt_from(cell: Cell) -> date | None:
    """免集中学习: 是 means always, 否 or nothing never, a day from that day on."""
    if word(cell) in ("", "否"):
        return None
    return ALWAYS if word(cell) == "是" else day(cell)


def holds_on(first: date | None, last: date | None, on: date) -> bool:
    """An empty start means always, an empty end still; the end is the last day on which it holds."""
    return (first is None or first <= on) and (last is None or on <= last)
