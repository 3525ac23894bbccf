"""The full look at a sheet that screening found unusual: how far it reaches, and which cells hold no value."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from xml.parsers import expat

from xueer.common.cells import CellError
from xueer.common.spreadsheets.archive import damaged
from xueer.common.spreadsheets.screening import column_number
from xueer.common.text import gettext_noop

_ADDRESS = re.compile(r"([A-Za-z]{1,3})([0-9]{1,7})")


@dataclass(slots=True)
class SheetLook:
    """`rows` × `columns`: the area from A1 to the last filled cell; `errors`: row → column (from 0) → what is wrong."""

    rows: int = 0
    columns: int = 0
    errors: dict[int, dict[int, CellError]] = field(default_factory=dict)


class _Reader:
    """Follows the start tags of one sheet: a cell ends where the next begins.

    Addresses that are left out count on from the one before, as in Excel.
    """

    def __init__(self, parser: expat.XMLParserType) -> None:
        self.look = SheetLook()
        self.parser = parser
        self.row = self.column = 0
        self.kind = ""
        self.filled = False
        self.formula: list[str] | None = None
        self.value: list[str] = []

    def start(self, name: str, attributes: dict[str, str]) -> None:
        tag = name.rpartition(":")[2]
        if tag == "c":
            self.end_cell()
            self._start_cell(attributes)
        elif tag == "row":
            self.end_cell()
            self.row = _number(attributes["r"]) if "r" in attributes else self.row + 1
            self.column = 0
        elif tag == "f":
            self.filled = True
            self.formula = []
            self.parser.CharacterDataHandler = self.formula.append
        else:
            # A value, or something else inside the cell: the library then takes the cell for used.
            self.filled = True
            wanted = tag == "v" and (self.formula is not None or self.kind == "e")
            self.parser.CharacterDataHandler = self.value.append if wanted else None

    def _start_cell(self, attributes: dict[str, str]) -> None:
        self.kind = attributes.get("t", "n")
        if "r" not in attributes:
            self.column += 1
            return
        address = _ADDRESS.fullmatch(attributes["r"])
        if address is None:
            raise damaged()
        self.column, self.row = column_number(address[1]), _number(address[2])

    def end_cell(self) -> None:
        if self.filled and self.column:
            value = "".join(self.value).strip()
            if self.kind == "e":
                self._note(CellError(value or "#N/A"))
            elif self.formula is not None and not value and self.kind != "str":
                expected = gettext_noop("a calculated value (open the file in Excel or WPS and save it)")
                self._note(CellError("=" + "".join(self.formula).strip(), expected))
            self.look.rows = max(self.look.rows, self.row)
            self.look.columns = max(self.look.columns, self.column)
        self.filled, self.formula, self.value = False, None, []

    def _note(self, error: CellError) -> None:
        self.look.errors.setdefault(self.row, {})[self.column - 1] = error


def look_into(pieces: Iterable[bytes]) -> SheetLook:
    """Parse a whole sheet. Refuses entities and broken XML."""
    parser = expat.ParserCreate()
    parser.buffer_text = True
    reader = _Reader(parser)
    parser.StartDoctypeDeclHandler = _refuse_doctype
    parser.StartElementHandler = reader.start
    try:
        for piece in pieces:
            parser.Parse(piece, False)
        parser.Parse(b"", True)
        reader.end_cell()
    except expat.ExpatError:
        raise damaged() from None
    return reader.look


def _refuse_doctype(*_: object) -> None:
    raise damaged()


def _number(digits: str) -> int:
    if not re.fullmatch("[0-9]{1,7}", digits):
        raise damaged()
    return int(digits)
