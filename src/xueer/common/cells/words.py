"""Cells that hold text, codes and fixed words."""

import re
from collections.abc import Iterable
from typing import Any

from xueer.common.cells.values import EXACT, BadCell, is_empty, refuse_error, shown
from xueer.common.text import fold_width, gettext_noop, one_line, trim

_LINE_BREAK = re.compile("\r\n|[\r\v\f]")
# Nobody can type them, and PostgreSQL refuses the first of them.
_UNPRINTABLE = re.compile("[\x00-\x08\x0e-\x1f\x7f]")


def parse_text(value: Any) -> str:
    """Words as typed, trimmed; a number or a date reads as Excel shows it."""
    refuse_error(value)
    text = value if isinstance(value, str) else shown(value)
    return trim(_UNPRINTABLE.sub("", _LINE_BREAK.sub("\n", text)))


def parse_code(value: Any) -> str:
    """A code: folded and trimmed, so that A1 and Ａ１ are one; a code typed as the number 1 is "1"."""
    if isinstance(value, float | int) and abs(value) >= EXACT:
        raise BadCell(gettext_noop("a code stored as text, not as a number"))
    return trim(fold_width(one_line(parse_text(value))))


def parse_word(value: Any, words: Iterable[str]) -> str | None:
    """One of a fixed list of words, full-width letters and digits folded."""
    if is_empty(value):
        return None
    allowed = {fold_width(word): word for word in words}
    word = allowed.get(parse_code(value))
    if word is None:
        raise BadCell(gettext_noop("one of: %(words)s"), words="、".join(allowed.values()))
    return word


def parse_yes_no(value: Any) -> bool | None:
    """是 or 否."""
    word = parse_word(value, ["是", "否"])
    return None if word is None else word == "是"
