"""From cells to rows of values: heads, known columns, every cell parsed. What a value refers to is checked later."""

from collections.abc import Callable
from typing import Any, NamedTuple

from xueer.common.cells import BadCell, as_text, is_empty
from xueer.common.spreadsheets import Book, BookError
from xueer.common.text import fold_width, gettext_noop, trim
from xueer.exchange.findings import Findings, Read, Row
from xueer.exchange.sheets import LATER_SHEETS, SHEETS_BY_NAME, Column, Sheet
from xueer.exchange.sheets.columns import REQUIRED

UNKNOWN_SHEET = gettext_noop("a sheet of the workbook; there are: %(names)s")
LATER_SHEET = gettext_noop("a sheet that is supported; this one is not supported yet")
SHEET_TWICE = gettext_noop("each sheet only once")
UNKNOWN_COLUMN = gettext_noop("a column of this sheet; there are: %(names)s")
COLUMN_TWICE = gettext_noop("each column only once")
MISSING_COLUMN = gettext_noop("this column, which must not be missing")
NO_HEAD = gettext_noop("no value in a column without a head")
# So many different values of a column are remembered; a longer column has hardly any twice.
REMEMBERED = 20_000
NOTHING = (None, "", ())
_UNREAD = object()


class Reader(NamedTuple):
    """How one column of a sheet is read: where it stands, and what its values so far came to."""

    place: int
    field: str
    column: Column
    seen: dict[str, Any]


def known_sheets(book: Book, findings: Findings) -> dict[str, str]:
    """Name of the contract → title in the workbook, for the sheets that can be read; refuses the others by name."""
    findings.begin(book.sheet_names)
    found: dict[str, str] = {}
    for title in book.sheet_names:
        name = trim(fold_width(title))
        if name in found:
            findings.refuse_sheet(title, title, SHEET_TWICE)
        elif name in SHEETS_BY_NAME:
            found[name] = title
        elif name in LATER_SHEETS:
            findings.refuse_sheet(title, title, LATER_SHEET)
        else:
            findings.refuse_sheet(title, title, UNKNOWN_SHEET, names="、".join(SHEETS_BY_NAME))
    return found


def read_sheet(
    book: Book, sheet: Sheet, title: str, findings: Findings, step: Callable[[int], None] = lambda _rows: None
) -> Read:
    """Reads one sheet. Every cell of every row is parsed, also of rows that are refused already."""
    read = Read(sheet, title)
    stream = book.rows(title)
    try:
        number, head = next(stream, (1, []))
        nameless = _read_head(read, head if number == 1 else [], findings)
        if number == 1:
            _read_rows(read, stream, nameless, findings, step)
    except BookError as error:
        findings.refuse_sheet(title, "", error.msgid, **error.params)
        read.keyless = True  # nobody knows which rows it would have had
    return read


def _read_head(read: Read, head: list[Any], findings: Findings) -> bool:
    """Places the columns; tells whether some column has no name."""
    sheet, nameless = read.sheet, False
    for place, cell in enumerate(head):
        if is_empty(cell):
            nameless = True
            continue
        name = trim(as_text(cell))
        column = sheet.by_name.get(trim(fold_width(name)))
        if column is None:
            names = "、".join(sheet.column_names)
            findings.refuse_head(read.title, name, name, place, UNKNOWN_COLUMN, names=names)
            read.unknown.add(place)
        elif column.field in read.places:
            findings.refuse_head(read.title, name, name, place, COLUMN_TWICE)
            read.unknown.add(place)
        else:
            read.places[column.field] = place
    for column in sheet.columns:
        if column.required and column.field not in read.places:
            findings.refuse_head(read.title, column.name, "", None, MISSING_COLUMN)
    read.keyless = any(sheet.by_field[name].required and not read.has(name) for name in sheet.key)
    return nameless


def _read_rows(read: Read, rows: Any, nameless: bool, findings: Findings, step: Callable[[int], None]) -> None:
    sheet, width = read.sheet, max(read.places.values(), default=-1) + 1
    # A key column that may be missing reads as empty; any other missing column leaves what is there.
    base = {name: sheet.by_field[name].empty for name in sheet.key if not sheet.by_field[name].required}
    incomplete = any(column.required and not read.has(column.field) for column in sheet.columns)
    readers = [Reader(place, name, sheet.by_field[name], {}) for name, place in read.places.items()]
    taken = set(read.places.values())
    for number, cells in rows:
        row = Row(number, base.copy(), cells, incomplete)
        values, count = row.values, len(cells)
        for place, name, column, seen in readers:
            cell = cells[place] if place < count else ""
            if type(cell) is str:
                value = seen.get(cell, _UNREAD)
                if value is not _UNREAD:
                    values[name] = value
                    continue
            _read_cell(read, row, cell, column, seen, findings)
        read.rows.append(row)
        if nameless or count > width:
            _refuse_nameless(read, row, taken, findings)
        if not number % 5000:
            step(number)


def _read_cell(read: Read, row: Row, cell: Any, column: Column, seen: dict[str, Any], findings: Findings) -> None:
    try:
        value = column.empty if is_empty(cell) else column.parse(cell)
    except BadCell as bad:
        findings.refuse(read, row, column, bad.expected, **bad.params)
        row.values.pop(column.field, None)
        return
    if column.required and value in NOTHING:
        findings.refuse(read, row, column, REQUIRED)
        return
    row.values[column.field] = value
    if type(cell) is str and column.repeats and len(seen) < REMEMBERED:
        seen[cell] = value


def _refuse_nameless(read: Read, row: Row, taken: set[int], findings: Findings) -> None:
    """A value below an empty head would be lost without a word."""
    for place, cell in enumerate(row.cells):
        if place not in taken and place not in read.unknown and not is_empty(cell):
            findings.refuse_place(read, row, place, NO_HEAD)
