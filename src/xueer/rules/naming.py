"""Names by which others refer to a rule, clause numbers and codes: what a page takes, the workbook can say."""

from collections.abc import Collection

from django.utils.translation import gettext as _

from xueer.common.cells import BadCell, parse_code
from xueer.common.text import split_values
from xueer.rules.errors import RuleRefused

LONGEST_CODE = 64


def nameable(text: str, *, field: str, most: int = LONGEST_CODE) -> str:
    """A code or number as the workbook would read it: folded and trimmed. Raises RuleRefused for what a cell of several
    values could not name."""
    try:
        value = parse_code(text)
    except BadCell as bad:
        raise RuleRefused(str(bad), field=field) from None
    if not value:
        raise RuleRefused(_("This must not be empty."), field=field)
    if split_values(value) != [value]:
        words = _("“%(value)s” holds 、 ; or , which part several values in the workbook: it could not be named there.")
        raise RuleRefused(words % {"value": value}, field=field)
    if len(value) > most:
        raise RuleRefused(_("At most %(most)s characters.") % {"most": most}, field=field)
    if any(ord(letter) < 32 for letter in value):
        raise RuleRefused(_("No control characters."), field=field)
    return value


def next_code(prefix: str, taken: Collection[str]) -> str:
    """The first free `prefix-01`, `prefix-02` …, cut so that it stays within the length of a code."""
    stem, number = prefix[: LONGEST_CODE - 5], 1
    while f"{stem}-{number:02}" in taken:
        number += 1
    return f"{stem}-{number:02}"
