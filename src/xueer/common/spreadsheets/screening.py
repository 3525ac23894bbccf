"""A look into the XML of a sheet before the reader library sees it.

The library allocates a sheet as one dense block from the first to the last used cell, and gives Excel errors and
formulas without a stored value as empty cells. A file of a few kilobytes with one cell at XFD1048576 would end the
whole process; a lost formula would silently clear a column. A sheet is therefore screened with byte searches, at the
speed of unpacking; only what looks unusual is parsed in full.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass

# A cell or row tag that does not begin with the plain address every producer writes (A1 … Z99999).
_UNUSUAL = re.compile(rb'<(?:c|row)(?! r="[A-Z]?[0-9]{1,5}")[\s/>]')
_ADDRESS = re.compile(rb' r="([A-Z]{0,3})([0-9]{1,7})"')
# A cell with a formula and no value after it; with t="str" the empty text is the value.
_UNCALCULATED = re.compile(
    rb"<c([^<>]*)>\s*<f(?:[^<>]*/>|[^<>]*>[^<]*</f>)\s*(?:<v\s*/>|<v\s*>\s*</v>)?\s*</c>",
)
_ERROR = re.compile(rb"""t\s*=\s*["']e["']""")
_PREFIXED = re.compile(rb"<[\w.-]+:(?:c|row)[\s/>]")
# No cell is longer: 32,767 characters of text and 8,192 of formula.
_CELL = 256 * 1024
_USUAL_COLUMNS, _USUAL_ROWS = 26, 99_999
# No single tag is longer; text between two tags may not be either, as a cell holds at most 32,767 characters.
_LONGEST = 4 * 1024 * 1024


@dataclass(slots=True)
class Screening:
    """What byte searches can tell: the last column and row that may be used, and whether a full look is needed."""

    columns: int = _USUAL_COLUMNS
    rows: int = _USUAL_ROWS
    look: bool = False
    broken: bool = False

    def needs_look(self, cells: int) -> bool:
        return self.look or self.columns * self.rows > cells


def screen(pieces: Iterable[bytes]) -> Screening:
    """Screen a sheet piece by piece; each tag, and each cell that holds a formula, is seen whole."""
    found = Screening()
    rest = b""
    for piece in pieces:
        data = rest + piece
        cut = _last_start(data)
        whole, rest = data[:cut], data[cut:]
        found.broken = found.broken or len(rest) > _LONGEST or _not_utf8(whole)
        if found.broken or found.look:
            break
        _screen_tags(whole, found)
    _screen_tags(rest, found)
    return found


def has_doctype(pieces: Iterable[bytes]) -> bool:
    """Whether XML declares entities; no spreadsheet programme does, and expanding them is how such files attack."""
    tail = b""
    seen = False
    for piece in pieces:
        # The whole member is read in any case: only then is its checksum verified.
        seen = seen or b"<!DOCTYPE" in tail + piece or _not_utf8(piece)
        tail = piece[-16:]
    return seen


def _not_utf8(piece: bytes) -> bool:
    # In UTF-16 every second byte of a tag is zero: byte searches would see nothing.
    return b"\0" in piece


def _screen_tags(tags: bytes, found: Screening) -> None:
    found.broken = found.broken or b"<!DOCTYPE" in tags
    found.look = found.look or _has_uncalculated(tags) or _has_error(tags) or _has_prefix(tags)
    if found.look or found.broken:
        return
    for tag in _UNUSUAL.finditer(tags):
        address = _ADDRESS.match(tags, tag.end() - 1)
        if address is None:
            found.look = True
            return
        letters, digits = address.groups()
        found.columns = max(found.columns, column_number(letters.decode()))
        found.rows = max(found.rows, int(digits))


def _last_start(data: bytes) -> int:
    """Where the last cell starts, or else the last tag."""
    cell = data.rfind(b"<c ", max(0, len(data) - _CELL))
    return cell if cell >= 0 else max(0, data.rfind(b"<"))


def _has_uncalculated(tags: bytes) -> bool:
    return b"<f" in tags and any(b't="str"' not in cell[1] for cell in _UNCALCULATED.finditer(tags))


def _has_error(tags: bytes) -> bool:
    return (b'"e"' in tags or b"'e'" in tags) and _ERROR.search(tags) is not None


def _has_prefix(tags: bytes) -> bool:
    return (b":c" in tags or b":row" in tags) and _PREFIXED.search(tags) is not None


def column_number(letters: str) -> int:
    """A → 1, Z → 26, AA → 27; no letters → 0."""
    number = 0
    for letter in letters.upper():
        number = number * 26 + ord(letter) - 64
    return number
