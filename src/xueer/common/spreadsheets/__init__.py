"""Workbooks in and out: `.xlsx`, a `.csv`, a folder or a zip of `.csv` (sheet = the file's name without `.csv`).

Reading::

    with open_book(path, limits=Limits()) as book:   raises a BookError before anything large is unpacked
        book.sheet_names                             list[str] in their order, as typed
        for number, cells in book.rows(name):        number as Excel counts rows (from 1); blank rows are left out
            ...                                      cells: list of values (see `common.cells`), index 0 = column A,
                                                     "" = empty; a row may be shorter or longer than the head

Values are `str | float | bool | date | datetime | time | timedelta | CellError`; from CSV always `str`.

Errors (`BookError`): TooLarge, ZipBomb, NotASpreadsheet, Encrypted, UnknownEncoding, CellTooLong. Some come only while
rows are read. `str(error)` is the English sentence; translated it is `gettext(error.msgid) % error.params`.

Writing::

    write_book(path, [Sheet(name, columns=["工号", ...], rows=<iterable of sequences>, widths={"工号": 12})])
        `path` ends in .xlsx (one workbook) or .zip (a CSV per sheet), or is a folder for CSV files. Rows are streamed.
        str → text cell, never a formula, link or number; int, float, Decimal → number; bool → 是/否;
        date, datetime (naive), time → Excel date, date and time, time; None or "" → no cell.
    mark_cells(source, out, [Mark(sheet, row, column, message)], limits=Limits())
        a copy of `source` as .xlsx with wrong cells filled and commented; row counts from 1, column from 0;
        row or column may be None (the sheet as a whole, the row as a whole).
"""

from xueer.common.spreadsheets.book import Book, open_book
from xueer.common.spreadsheets.errors import (
    BookError,
    CellTooLong,
    Encrypted,
    Limits,
    NotASpreadsheet,
    TooLarge,
    UnknownEncoding,
    ZipBomb,
)
from xueer.common.spreadsheets.mark import Mark, mark_cells
from xueer.common.spreadsheets.write import Sheet, write_book

__all__ = [
    "Book",
    "BookError",
    "CellTooLong",
    "Encrypted",
    "Limits",
    "Mark",
    "NotASpreadsheet",
    "Sheet",
    "TooLarge",
    "UnknownEncoding",
    "ZipBomb",
    "mark_cells",
    "open_book",
    "write_book",
]
