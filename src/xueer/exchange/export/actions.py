"""Writing the workbook of a unit."""

from collections import Counter
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

from xueer.audit.actions import note
from xueer.common.spreadsheets import Sheet as SheetToWrite
from xueer.common.spreadsheets import write_book
from xueer.exchange.export.rows import READERS, Rows
from xueer.exchange.export.scope import scope_of
from xueer.exchange.sheets import SHEETS_BY_NAME, Sheet
from xueer.org.models import Unit


def export_workbook(path: Path, *, unit: Unit, year: int | None, by: Any, at: datetime) -> dict[str, int]:
    """Writes the unit and everything below it as a workbook; returns the number of rows by sheet.

    `.xlsx`: one workbook; `.zip`: CSV files; any other path: a folder of CSV files. Only `year` of activities, rolls
    and plans when given. Raises CellTooLong for a text that no Excel cell holds.
    """
    rows = Rows(scope_of(unit, year))
    written: Counter[str] = Counter()
    write_book(
        path,
        [
            SheetToWrite(name, sheet.column_names, _cells(sheet, rows, written), WIDTHS)
            for name, sheet in SHEETS_BY_NAME.items()
        ],
    )
    detail = {"unit": unit.code, "year": year, "rows": dict(written)}
    note(verb="exchange.export", by=by, at=at, about=unit, detail=detail)
    return dict(written)


def _cells(sheet: Sheet, rows: Rows, written: Counter[str]) -> Iterator[list[Any]]:
    columns = [(column.field, column.show) for column in sheet.columns]
    for row in READERS[sheet.name](rows):
        written[sheet.name] += 1
        yield [None if row[field] is None and field not in SHOWN_EMPTY else show(row[field]) for field, show in columns]


# A value of none that is written as a word: 否.
SHOWN_EMPTY = {"exempt_from"}
WIDTHS = {"单位名称": 28, "姓名": 12, "主题": 40, "专题": 40, "正文": 80, "纪要": 60, "名称": 36, "制度名称": 36}
