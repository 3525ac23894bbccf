"""What a check finds: wrong cells, warnings, and how many references were not listed again."""

from collections import defaultdict
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext
from xlsxwriter.utility import xl_col_to_name

from xueer.common.cells import as_text
from xueer.common.text import one_line
from xueer.exchange.errors import CellError
from xueer.exchange.sheets import Column, Sheet


@dataclass(slots=True, eq=False)
class Row:
    """A row as read: its number, its values by field (without those that are wrong), its cells as typed."""

    number: int
    values: dict[str, Any]
    cells: list[Any]
    refused: bool = False


@dataclass(slots=True)
class Read:
    """A sheet as read. `places`: field → column counted from 0, for the columns that are there.

    `keyless`: a column that identifies rows is missing. `unknown`: places of columns that were refused in the head.
    """

    sheet: Sheet
    title: str
    places: dict[str, int] = field(default_factory=dict)
    rows: list[Row] = field(default_factory=list)
    keyless: bool = False
    unknown: set[int] = field(default_factory=set)

    def has(self, name: str) -> bool:
        return name in self.places

    def typed(self, row: Row, name: str) -> str:
        """The cell of a field as typed."""
        place = self.places.get(name)
        return as_text(row.cells[place]) if place is not None and place < len(row.cells) else ""


@dataclass(frozen=True, slots=True)
class Warned:
    """Something odd that is accepted; translated when shown."""

    msgid: str
    params: dict[str, Any]

    @property
    def words(self) -> str:
        return one_line(gettext(self.msgid) % self.params)


class Findings:
    """Collects errors and gives them back in the order of the workbook: sheet, row, column."""

    def __init__(self) -> None:
        self.warnings: list[Warned] = []
        self.suppressed = 0
        self._titles: list[str] = []
        self._errors: dict[str, list[CellError]] = defaultdict(list)

    def begin(self, titles: list[str]) -> None:
        """The sheets of the workbook in their order."""
        self._titles = titles

    @property
    def errors(self) -> list[CellError]:
        found = []
        for title in [*dict.fromkeys(("", *self._titles))]:
            errors = self._errors.get(title, [])
            found += sorted(errors, key=lambda error: (error.row or 0, error.position is None, error.position or 0))
        return found

    @property
    def any(self) -> bool:
        return any(self._errors.values())

    def refuse_sheet(self, title: str, value: str, msgid: str, /, **params: Any) -> None:
        """A sheet as a whole, or with an empty title the file."""
        self._errors[title].append(CellError(title, None, "", one_line(value), msgid, params))

    def refuse_head(self, title: str, column: str, value: str, place: int | None, msgid: str, /, **params: Any) -> None:
        """A column as a whole: unknown, missing, twice."""
        self._errors[title].append(CellError(title, 1, column, one_line(value), msgid, params, place))

    def refuse(self, read: Read, row: Row, column: Column | str, msgid: str, /, **params: Any) -> None:
        """One cell, and with it its row."""
        if isinstance(column, str):
            column = read.sheet.by_field[column]
        row.refused = True
        place, value = read.places.get(column.field), read.typed(row, column.field)
        self._errors[read.title].append(CellError(read.title, row.number, column.name, value, msgid, params, place))

    def refuse_place(self, read: Read, row: Row, place: int, msgid: str) -> None:
        """A cell in a column without a name, shown by its letter."""
        row.refused = True
        letter = xl_col_to_name(place)
        error = CellError(read.title, row.number, letter, as_text(row.cells[place]), msgid, {}, place)
        self._errors[read.title].append(error)

    def warn(self, msgid: str, /, **params: Any) -> None:
        self.warnings.append(Warned(msgid, params))
