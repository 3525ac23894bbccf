"""A workbook of plain rows as a real .xlsx file."""

from datetime import date, datetime
from pathlib import Path

import xlsxwriter

from tests.reference.rows import Workbook


def write(workbook: Workbook, path: Path | str) -> None:
    """One sheet per non-empty list; text stays text, dates and times become real ones."""
    with xlsxwriter.Workbook(str(path), {"default_date_format": "yyyy-mm-dd"}) as book:
        moment = book.add_format({"num_format": "yyyy-mm-dd hh:mm"})
        for name, rows in workbook.items():
            if rows:
                _write_rows(book.add_worksheet(name), rows, moment)


def _write_rows(sheet, rows: list[dict], moment) -> None:
    columns = list(dict.fromkeys(column for row in rows for column in row))
    for place, column in enumerate(columns):
        sheet.write_string(0, place, column)
    for line, row in enumerate(rows, 1):
        for place, column in enumerate(columns):
            _write_cell(sheet, line, place, row.get(column), moment)


def _write_cell(sheet, line: int, place: int, cell, moment) -> None:
    if cell is None:
        return
    if isinstance(cell, datetime):
        sheet.write_datetime(line, place, cell, moment)
    elif isinstance(cell, date):
        sheet.write_datetime(line, place, cell)
    elif isinstance(cell, str):
        sheet.write_string(line, place, cell)
    else:
        sheet.write_number(line, place, cell)
