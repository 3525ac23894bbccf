"""What a cell says: pure functions from a cell's value to a value of the programme.

A value is what `spreadsheets.open_book` yields: `str | float | int | bool | date | datetime | time | timedelta |
CellError`; `""` and `None` are empty. Each parser returns None for an empty cell (`parse_text`, `parse_code`: "") and
raises `BadCell` if the value does not fit.

    is_empty(value) -> bool
    parse_text(value) -> str                      trimmed, line breaks as \\n
    parse_code(value) -> str                      trimmed and folded; 1.0 → "1"
    parse_word(value, words) -> str | None        one of a fixed list, folded
    parse_date(value) -> date | None
    parse_moment(value) -> datetime | None        naive, to the second
    parse_yes_no(value) -> bool | None            是 / 否
    parse_whole(value, *, at_least=None) -> int | None
    parse_decimal(value, *, at_least=None) -> Decimal | None
    as_text(value) -> str                         as typed, on one line: for error lines
    BadCell(expected, **params)                   .expected: an English msgid, .params: its values, str(): the sentence
    CellError(shown, expected)                    stands where a cell holds an Excel error or a formula never calculated
"""

from xueer.common.cells.days import parse_date, parse_moment
from xueer.common.cells.numbers import parse_decimal, parse_whole
from xueer.common.cells.values import BadCell, CellError, as_text, is_empty
from xueer.common.cells.words import parse_code, parse_text, parse_word, parse_yes_no

__all__ = [
    "BadCell",
    "CellError",
    "as_text",
    "is_empty",
    "parse_code",
    "parse_date",
    "parse_decimal",
    "parse_moment",
    "parse_text",
    "parse_whole",
    "parse_word",
    "parse_yes_no",
]
