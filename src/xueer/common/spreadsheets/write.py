"""Writing workbooks row by row: any number of rows in little memory, and a text is never anything but a text."""

import csv
import os
import zipfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, datetime, time
from decimal import Decimal
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from xueer.common.cells import as_text
from xueer.common.cells.values import EXACT
from xueer.common.spreadsheets.delimited import protect
from xueer.common.spreadsheets.errors import CellTooLong
from xueer.common.text import gettext_noop

# Excel counts in UTF-16 units.
LONGEST_TEXT = 32_767
# Excel takes 1900 for a leap year; before March its dates are one day off or do not exist.
_FIRST_EXCEL_MONTH = (1900, 3)
# How a wrong cell is marked in a copy.
WRONG, AUTHOR = "FFD7D7", "Xue'er"
FORMATS: dict[str, dict[str, Any]] = {
    "head": {"bold": True, "num_format": "@", "bottom": 1},
    "text": {"num_format": "@"},
    "date": {"num_format": "yyyy-mm-dd"},
    "moment": {"num_format": "yyyy-mm-dd hh:mm"},
    "second": {"num_format": "yyyy-mm-dd hh:mm:ss"},
    "time": {"num_format": "hh:mm"},
}


@dataclass(frozen=True, slots=True)
class Sheet:
    """A sheet to write: head, rows (streamed), and widths in characters where the usual one does not do."""

    name: str
    columns: Sequence[str]
    rows: Iterable[Sequence[Any]]
    widths: Mapping[str, float] = field(default_factory=dict)


def write_book(path: str | os.PathLike[str], sheets: Iterable[Sheet]) -> None:
    """Write `.xlsx`, a `.zip` of CSV files, or (any other path) a folder of CSV files.

    A file appears whole or not at all. Raises CellTooLong for a text that an Excel cell would cut off.
    """
    path = Path(path)
    if path.suffix.casefold() == ".xlsx":
        with whole_file(path) as part:
            _write_xlsx(part, sheets)
    elif path.suffix.casefold() == ".zip":
        with whole_file(path) as part, TemporaryDirectory() as folder:
            _write_csv(Path(folder), sheets)
            _pack(Path(folder), part)
    else:
        path.mkdir(parents=True, exist_ok=True)
        _write_csv(path, sheets)


def _write_xlsx(path: Path, sheets: Iterable[Sheet]) -> None:
    # Text is written by write_string alone, so the options that guess formulas, links and numbers never apply.
    with xlsxwriter.Workbook(path, {"constant_memory": True}) as book:
        formats = {name: book.add_format(properties) for name, properties in FORMATS.items()}
        for sheet in sheets:
            page = book.add_worksheet(sheet.name)
            page.freeze_panes(1, 0)
            for index, column in enumerate(sheet.columns):
                page.set_column(index, index, sheet.widths.get(column, max(10, 2 * len(column) + 4)))
                write_cell(page, 0, index, column, formats, "head")
            for number, row in enumerate(sheet.rows, start=1):
                for index, value in enumerate(row):
                    write_cell(page, number, index, value, formats)


def write_cell(
    page: Worksheet, row: int, column: int, value: Any, formats: Mapping[str, Format], text_format: str = "text"
) -> None:
    """Write one value as what it is; row and column count from 0, `formats` are those of `FORMATS`."""
    if value is None or value == "":
        return
    if isinstance(value, date) and (value.year, value.month) >= _FIRST_EXCEL_MONTH:
        kind = "date" if not isinstance(value, datetime) else "second" if value.second else "moment"
        page.write_datetime(row, column, value, formats[kind])
    elif isinstance(value, time):
        page.write_datetime(row, column, value, formats["time"])
    elif isinstance(value, int | float | Decimal) and not isinstance(value, bool) and -EXACT < value < EXACT:
        page.write_number(row, column, value)
    else:
        text = _as_written(value)
        _check_length(text, page.get_name(), row + 1)
        page.write_string(row, column, text, formats[text_format])


def _as_written(value: Any) -> str:
    if isinstance(value, bool):
        return "是" if value else "否"
    return value if isinstance(value, str) else as_text(value)


def _check_length(text: str, sheet: str, row: int) -> None:
    if len(text) > LONGEST_TEXT // 2 and len(text.encode("utf-16-le")) // 2 > LONGEST_TEXT:
        raise CellTooLong(
            gettext_noop("A text in sheet %(sheet)s, row %(row)s is longer than an Excel cell can hold."),
            sheet=sheet,
            row=row,
        )


def _write_csv(folder: Path, sheets: Iterable[Sheet]) -> None:
    for sheet in sheets:
        # With a byte order mark, without which Excel reads Chinese as GBK.
        with (folder / f"{sheet.name}.csv").open("w", encoding="utf-8-sig", newline="") as stream:
            writer = csv.writer(stream)
            writer.writerow([protect(column) for column in sheet.columns])
            writer.writerows([_csv_cell(value) for value in row] for row in sheet.rows)


def _csv_cell(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, str | bool):
        return protect(_as_written(value))
    return as_text(value)


def _pack(folder: Path, out: Path) -> None:
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for file in sorted(folder.iterdir()):
            archive.write(file, file.name)


@contextmanager
def whole_file(path: Path) -> Iterator[Path]:
    """A place to write to beside `path`; it takes the place of `path` only when all has gone well."""
    with TemporaryDirectory(dir=path.parent, prefix=".") as folder:
        part = Path(folder) / path.name
        yield part
        if part.exists():
            part.replace(path)
