"""Text as people in China type it.

    fold_width("Ａ００１　") == "A001 "        full-width letters, digits, punctuation → ASCII
    trim("　张三\u00a0") == "张三"              what counts as blank at the edges of a cell
    split_values("甲、乙；丙,丁") == ["甲", "乙", "丙", "丁"]
    one_line("a\tb\r\nc") == "a b c"           for error lines, where tabs part the fields

Fold only codes, numbers, dates and fixed words: names and texts are kept as typed.
"""

import re

_FULL_WIDTH = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)} | {0x3000: 0x20}
# str.strip() knows U+3000 and NBSP but not the invisible marks that arrive by copying from a web page.
_EDGES = re.compile("^[\\s\u200b-\u200f\u2060\ufeff]+|[\\s\u200b-\u200f\u2060\ufeff]+$")
_SEPARATORS = re.compile("[、;；,，]")
# Everything str.splitlines() splits at, and tabs.
_BREAKS = re.compile("\r\n|[\t\n\r\v\f\x1c-\x1e\x85\u2028\u2029]")


def fold_width(text: str) -> str:
    """Full-width letters, digits and punctuation as their ASCII twins."""
    return text if text.isascii() else text.translate(_FULL_WIDTH)


def trim(text: str) -> str:
    """Without blanks at the edges, also ideographic, no-break and zero-width ones."""
    return text.strip() if text.isascii() else _EDGES.sub("", text)


def split_values(text: str) -> list[str]:
    """The several values of one cell, trimmed, in their order, empty ones left out."""
    return [value for part in _SEPARATORS.split(text) if (value := trim(part))]


def one_line(text: str) -> str:
    """Tabs and line breaks as single spaces, everything else as it is."""
    return _BREAKS.sub(" ", text)


def gettext_noop(msgid: str) -> str:
    """Marks an English sentence for the catalogue; who shows it translates it. Unlike Django's, needs no settings."""
    return msgid
