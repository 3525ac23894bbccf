"""Writing the workbook of a unit."""

from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

from xueer.access.queries import Reach
from xueer.audit.actions import note
from xueer.common.spreadsheets import Sheet as SheetToWrite
from xueer.common.spreadsheets import write_book
from xueer.exchange.export.rows import READERS, Rows
from xueer.exchange.export.scope import scope_of
from xueer.exchange.export.sight import Sight, sight_of
from xueer.exchange.sheets import SHEETS_BY_NAME, Sheet
from xueer.exchange.sheets.columns import Column
from xueer.org.models import Unit


def export_workbook(
    path: Path, *, unit: Unit, year: int | None, by: Any, at: datetime, reach: Reach | None = None
) -> dict[str, int]:
    """Writes the unit and everything below it as a workbook; returns the number of rows by sheet.

    `.xlsx`: one workbook; `.zip`: CSV files; any other path: a folder of CSV files. Only `year` of activities, rolls
    and plans when given. `reach`: what the caller may see (None: the command line, everything). Raises CellTooLong for
    a text that no Excel cell holds.
    """
    scope = scope_of(unit, year, elsewhere=reach is None)
    sight = sight_of(reach, unit, scope.everybody)
    rows = Rows(scope, sight.people)
    written: Counter[str] = Counter()
    write_book(
        path,
        [_sheet(sheet, rows, written, sight) for sheet in SHEETS_BY_NAME.values()],
    )
    detail = {"unit": unit.code, "year": year, "rows": dict(written)}
    note(verb="exchange.export", by=by, at=at, about=unit, detail=detail)
    return dict(written)


def _sheet(sheet: Sheet, rows: Rows, written: Counter[str], sight: Sight) -> SheetToWrite:
    columns = [column for column in sheet.columns if (sheet.name, column.field) not in sight.hidden]
    return SheetToWrite(sheet.name, [column.name for column in columns], _cells(sheet, columns, rows, written), WIDTHS)


def _cells(sheet: Sheet, shown: Sequence[Column], rows: Rows, written: Counter[str]) -> Iterator[list[Any]]:
    columns = [(column.field, column.show) for column in shown]
    for row in READERS[sheet.name](rows):
        written[sheet.name] += 1
        yield [None if row[field] is None and field not in SHOWN_EMPTY else show(row[field]) for field, show in columns]


# A value of none that is written as a word: 否.
SHOWN_EMPTY = {"exempt_from"}
WIDTHS = {"单位名称": 28, "姓名": 12, "主题": 40, "专题": 40, "正文": 80, "纪要": 60, "名称": 36, "制度名称": 36}
