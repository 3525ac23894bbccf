"""What a cell can hold, how it shows, and the refusal of what does not fit."""

from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import Any

from xueer.common.text import fold_width, gettext_noop, one_line, trim

# Excel keeps 15 digits of a number.
EXACT = 10**15


class BadCell(ValueError):
    """A value that does not fit; `expected` (a msgid) % `params` says what would."""

    def __init__(self, expected: str, **params: object) -> None:
        super().__init__(expected % params if params else expected)
        self.expected = expected
        self.params = params


@dataclass(frozen=True, slots=True)
class CellError:
    """A cell without a usable value: `shown` as Excel shows it, `expected` (a msgid) what should stand there."""

    shown: str
    expected: str = gettext_noop("a value instead of an error")


def is_empty(value: Any) -> bool:
    """Nothing, or only blanks."""
    return value is None or (isinstance(value, str) and not trim(value))


def as_text(value: Any) -> str:
    """A cell as typed, on one line, untrimmed."""
    if isinstance(value, CellError):
        return one_line(value.shown)
    return one_line(value if isinstance(value, str) else shown(value))


def refuse_error(value: Any) -> None:
    """An Excel error fits no column."""
    if isinstance(value, CellError):
        raise BadCell(value.expected)


def plain(value: Any) -> str:
    """Folded and trimmed text; nothing for values of other types."""
    return trim(fold_width(value)) if isinstance(value, str) else ""


def shown(value: Any) -> str:
    """A value that is no text, as Excel would show it."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() and abs(value) < EXACT else f"{value:.15g}".upper()
    if isinstance(value, datetime):
        return value.isoformat(" ", "seconds" if value.second else "minutes")
    if isinstance(value, time):
        return value.isoformat("seconds" if value.second else "minutes")
    if isinstance(value, timedelta):
        minutes, seconds = divmod(round(value.total_seconds()), 60)
        return f"{minutes // 60}:{minutes % 60:02}" + (f":{seconds:02}" if seconds else "")
    return str(value)
