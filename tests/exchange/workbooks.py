"""Workbooks for tests of the import: rows as dictionaries, a small house of two units, and how to bring them in."""

from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import xlsxwriter

from xueer.exchange.actions import Imported, import_workbook
from xueer.exchange.checking import Checked
from xueer.exchange.errors import WorkbookRefused

AT = datetime(2025, 6, 1, 12, 0, tzinfo=ZoneInfo("Asia/Shanghai"))
Rows = list[dict[str, Any]]


def unit(code: str, parent: str = "", **cells: Any) -> dict[str, Any]:
    return {"单位编码": code, "单位名称": f"单位{code}", "上级编码": parent, "单位类型": "党支部", **cells}


def person(code: str, at: str = "A", **cells: Any) -> dict[str, Any]:
    return {"工号": code, "姓名": f"人{code}", "单位编码": at, **cells}


def session(code: str, at: str = "A", day: str = "2025-03-07", **cells: Any) -> dict[str, Any]:
    row = {"活动编码": code, "主题": "题", "事项": "党课", "单位编码": at, "状态": "已举行"}
    return {**row, "开始时间": f"{day} 14:30", "结束时间": f"{day} 16:00", **cells}


def rule(code: str = "Q", **cells: Any) -> dict[str, Any]:
    row = {"要求编码": code, "名称": "要求", "单位编码": "R", "对象": "人员", "事项": "党课", "度量": "次数"}
    return {**row, "至少": 4, "周期": "年", **cells}


def item(code: str, plan: str = "J", **cells: Any) -> dict[str, Any]:
    return {"计划编码": plan, "单位编码": "A", "年度": 2025, "条目编码": code, "专题": "题", "事项": "党课", **cells}


def roll(activity: str, who: str, status: str = "出席", **cells: Any) -> dict[str, Any]:
    return {"活动编码": activity, "工号": who, "状态": status, **cells}


def house(**sheets: Rows) -> dict[str, Rows]:
    """A root R, units A and B below it, two people in A; `sheets` replace or add."""
    base = {"单位": [unit("R"), unit("A", "R"), unit("B", "R")], "人员": [person("P1"), person("P2")]}
    return base | sheets


def write(path: Path, sheets: dict[str, Rows], columns: dict[str, list[str]] | None = None) -> Path:
    """An .xlsx of these rows; the columns of a sheet are those that its rows name, unless given."""
    with xlsxwriter.Workbook(str(path), {"default_date_format": "yyyy-mm-dd"}) as book:
        moment = book.add_format({"num_format": "yyyy-mm-dd hh:mm"})
        for name, rows in sheets.items():
            page = book.add_worksheet(name)
            head = (columns or {}).get(name) or list(dict.fromkeys(column for row in rows for column in row))
            page.write_row(0, 0, head)
            for line, row in enumerate(rows, 1):
                for place, column in enumerate(head):
                    _write_cell(page, line, place, row.get(column), moment)
    return path


def _write_cell(page: Any, line: int, place: int, value: Any, moment: Any) -> None:
    if isinstance(value, datetime):
        page.write_datetime(line, place, value, moment)
    elif isinstance(value, date):
        page.write_datetime(line, place, value)
    elif isinstance(value, str):
        page.write_string(line, place, value)
    elif value is not None:
        page.write(line, place, value)


def importer(folder: Path) -> Callable[..., Imported]:
    """`bring(sheets)` imports them; `columns` fixes the heads, `at` the moment."""

    def bring(sheets: dict[str, Rows], *, at: datetime = AT, columns: Any = None, **how: Any) -> Imported:
        path = write(folder / "book.xlsx", sheets, columns)
        return import_workbook(path, by=None, at=at, **how)

    return bring


def refuser(folder: Path) -> Callable[..., Checked]:
    """`refuse(sheets)` imports them, expects a refusal and returns what was found."""

    def refuse(sheets: dict[str, Rows], **how: Any) -> Checked:
        try:
            importer(folder)(sheets, **how)
        except WorkbookRefused as refused:
            return refused.checked
        raise AssertionError("the workbook was accepted")

    return refuse


def places(checked: Checked) -> list[tuple[str, int | None, str, str]]:
    """(sheet, row, column, value) of every error."""
    return [(error.sheet, error.row, error.column, error.value) for error in checked.errors]
