"""Workbooks as an organisation would hand them in: rows as dictionaries, written by other libraries than ours."""

import csv
import io
import zipfile
from collections.abc import Iterable
from datetime import datetime
from pathlib import Path
from typing import Any

import openpyxl

Rows = list[dict[str, Any]]
Sheets = dict[str, Rows]


def unit(code: str, parent: Any = "", **cells: Any) -> dict[str, Any]:
    return {"单位编码": code, "单位名称": f"单位{code}", "上级编码": parent, "单位类型": "党支部", **cells}


def person(code: str, at: str = "A", **cells: Any) -> dict[str, Any]:
    return {"工号": code, "姓名": f"人{code}", "单位编码": at, **cells}


def session(code: str, at: str = "A", day: str = "2025-03-07", **cells: Any) -> dict[str, Any]:
    row = {"活动编码": code, "主题": "题", "事项": "党课", "单位编码": at}
    return {**row, "开始时间": f"{day} 14:30", "结束时间": f"{day} 16:00", "状态": "已举行", **cells}


def rule(code: str = "Q", **cells: Any) -> dict[str, Any]:
    row = {"要求编码": code, "名称": "要求", "单位编码": "R", "对象": "人员", "事项": "党课", "度量": "次数"}
    return {**row, "至少": 4, "周期": "年", **cells}


def item(code: str, plan: str = "J", **cells: Any) -> dict[str, Any]:
    return {"计划编码": plan, "单位编码": "A", "年度": 2025, "条目编码": code, "专题": "题", "事项": "党课", **cells}


def roll(activity: str, who: str, status: str = "出席", **cells: Any) -> dict[str, Any]:
    return {"活动编码": activity, "工号": who, "状态": status, **cells}


def house(**sheets: Rows) -> Sheets:
    """A root R with the units A and B, two people in A; `sheets` replace or add."""
    return {"单位": [unit("R"), unit("A", "R"), unit("B", "R")], "人员": [person("P1"), person("P2")]} | sheets


def head_of(rows: Rows) -> list[str]:
    return list(dict.fromkeys(column for row in rows for column in row))


def table(rows: Rows) -> list[list[Any]]:
    """Head and lines."""
    head = head_of(rows)
    return [head, *([row.get(name) for name in head] for row in rows)]


def xlsx(path: Path, sheets: Sheets | dict[str, list[list[Any]]]) -> Path:
    """Written by openpyxl; a sheet is rows as dictionaries (none: no sheet), or lines of cells as they shall stand."""
    book = openpyxl.Workbook()
    book.remove(book.active)
    for name, rows in ((name, rows) for name, rows in sheets.items() if rows):
        page = book.create_sheet(name)
        for line in table(rows) if rows and isinstance(rows[0], dict) else rows:
            page.append(line)
        for cell in (cell for line in page.iter_rows() for cell in line):
            if isinstance(cell.value, str) and not cell.value.startswith("=SUM("):
                cell.data_type = "s"  # what is typed as text is text
    book.save(path)
    return path


def as_csv(rows: Rows | list[list[Any]], encoding: str = "utf-8") -> bytes:
    stream = io.StringIO(newline="")
    csv.writer(stream).writerows(table(rows) if rows and isinstance(rows[0], dict) else rows)
    return stream.getvalue().encode(encoding)


def csv_folder(path: Path, sheets: Sheets, encoding: str = "utf-8") -> Path:
    path.mkdir()
    for name, rows in sheets.items():
        (path / f"{name}.csv").write_bytes(as_csv(rows, encoding))
    return path


def zipped(path: Path, members: dict[str, bytes]) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members.items():
            archive.writestr(name, data)
    return path


def cells(path: Path) -> dict[str, list[tuple[Any, ...]]]:
    """Every cell of a workbook, head first, sheet by sheet."""
    book = openpyxl.load_workbook(path, data_only=False)
    return {page.title: [plain(line) for line in page.iter_rows(values_only=True)] for page in book.worksheets}


def plain(line: Iterable[Any]) -> tuple[Any, ...]:
    """Midnight and the day alone are the same cell of a column that holds days."""
    return tuple(cell.date() if isinstance(cell, datetime) and not cell.hour + cell.minute else cell for cell in line)


def read(path: Path) -> dict[str, Rows]:
    """The rows of a workbook by column."""
    return {
        name: [dict(zip(lines[0], line, strict=True)) for line in lines[1:]] if lines else []
        for name, lines in cells(path).items()
    }
