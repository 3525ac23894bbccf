"""A copy of a workbook with its wrong cells marked, so that they can be mended where they stand."""

import os
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from heapq import merge
from itertools import groupby
from operator import itemgetter
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from xueer.common.cells import CellError, is_empty
from xueer.common.spreadsheets.book import Book, open_book
from xueer.common.spreadsheets.errors import MEGABYTE, Limits
from xueer.common.spreadsheets.write import AUTHOR, FORMATS, WRONG, whole_file, write_cell
from xueer.common.spreadsheets.xlsx import XlsxBook

# Editing keeps the user's formats but holds every cell as an object, some 50 times the size of a packed byte.
_EDITABLE = 30 * MEGABYTE


@dataclass(frozen=True, slots=True)
class Mark:
    """What is wrong with a cell. `row` counts from 1, `column` from 0; None: the sheet, or the row, as a whole."""

    sheet: str
    row: int | None
    column: int | None
    message: str


Messages = dict[tuple[int, int], str]
Formats = Mapping[str, Format]


def mark_cells(
    source: str | os.PathLike[str],
    out: str | os.PathLike[str],
    marks: Iterable[Mark],
    limits: Limits = Limits(),  # noqa: B008 – frozen
) -> None:
    """Write `out` (.xlsx): `source` with each marked cell filled and commented; marks of unknown sheets are left out.

    A small `.xlsx` keeps its formats; CSV and very large workbooks are written anew, values only.
    """
    messages = _by_sheet(marks)
    with open_book(source, limits) as book:
        if not (isinstance(book, XlsxBook) and _is_small(Path(source)) and _edited(Path(source), Path(out), messages)):
            _rewrite(book, Path(out), messages)


def _by_sheet(marks: Iterable[Mark]) -> dict[str, Messages]:
    messages: dict[str, Messages] = defaultdict(dict)
    for mark in marks:
        place = (mark.row or 1, mark.column or 0)
        before = messages[mark.sheet].get(place)
        messages[mark.sheet][place] = f"{before}\n{mark.message}" if before else mark.message
    return messages


def _is_small(path: Path) -> bool:
    with ZipFile(path) as archive:
        return sum(member.file_size for member in archive.infolist()) <= _EDITABLE


def _edited(source: Path, out: Path, messages: dict[str, Messages]) -> bool:
    # The editing library costs a second and 20 MB in every process; only a refused import needs it.
    from xueer.common.spreadsheets.edit import edit  # noqa: PLC0415

    with whole_file(out) as part:
        return edit(source, part, messages)


def _rewrite(book: Book, out: Path, messages: dict[str, Messages]) -> None:
    with whole_file(out) as part, xlsxwriter.Workbook(part, {"constant_memory": True}) as copy:
        formats = {name: copy.add_format(properties) for name, properties in FORMATS.items()}
        marked = {name: copy.add_format({**properties, "bg_color": WRONG}) for name, properties in FORMATS.items()}
        for name in book.sheet_names:
            page = copy.add_worksheet(name)
            page.freeze_panes(1, 0)
            page.set_column(0, 30, 16)
            _copy_rows(book, page, messages.get(name, {}), formats, marked)


def _copy_rows(book: Book, page: Worksheet, messages: Messages, formats: Formats, marked: Formats) -> None:
    by_row: dict[int, dict[int, str]] = defaultdict(dict)
    for (row, column), message in sorted(messages.items()):
        by_row[row][column] = message
    # The writer wants rows in order: marks on rows that are blank in the source come in between.
    blank: Iterator[tuple[int, list[Any]]] = ((row, []) for row in by_row)
    for number, group in groupby(merge(book.rows(page.get_name()), blank, key=itemgetter(0)), key=itemgetter(0)):
        cells = next(group)[1]
        wrong = by_row.get(number, {})
        for column in range(max(len(cells), max(wrong, default=-1) + 1)):
            value = cells[column] if column < len(cells) else ""
            if column in wrong:
                _write_marked(page, number - 1, column, value, wrong[column], marked)
            else:
                write_cell(page, number - 1, column, _shown(value), formats)


def _write_marked(page: Worksheet, row: int, column: int, value: Any, message: str, marked: Formats) -> None:
    if is_empty(value):
        page.write_blank(row, column, None, marked["text"])
    else:
        write_cell(page, row, column, _shown(value), marked)
    page.write_comment(row, column, message, {"author": AUTHOR})


def _shown(value: Any) -> Any:
    return value.shown if isinstance(value, CellError) else value
