"""Writes sheets as a workbook that is pleasant to open: frozen head, real dates, lists of the allowed words."""

from datetime import date, datetime, time
from pathlib import Path

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.workbook import Workbook
from xlsxwriter.worksheet import Worksheet

from xueer.exchange.example.columns import COLUMNS, Cell, Row, Sheets

NARROW, WIDE = 8, 46
WRAPPED = {"正文", "纪要"}  # columns of running text
REQUIRED = {
    "单位": "单位编码 单位名称 单位类型",
    "隶属": "单位编码",
    "人员": "工号 姓名 单位编码",
    "任职": "工号 单位编码",
    "小组": "小组编码 小组名称 小组类型 单位编码",
    "角色": "工号 角色 单位编码",
    "事项": "事项",
    "制度": "制度编码 制度名称 单位编码",
    "条款": "制度编码 条号 正文",
    "要求": "要求编码 名称 单位编码 对象 事项 度量 周期",
    "计划": "计划编码 单位编码 年度 条目编码 专题 事项",
    "活动": "活动编码 主题 事项 单位编码 开始时间 结束时间",
    "签到": "活动编码 工号 状态",
}
# The words that a column allows; columns that are not here take any text.
WORDS = {
    ("任职", "主兼"): "主 兼",
    ("单位", "类别"): "公务机关 国有企业 企业 学校",
    ("要求", "对象"): "单位 小组 人员",
    ("要求", "参与方式"): "参加 主讲 中心发言 主持",
    ("要求", "度量"): "次数 天数 学时 人均学时 字数 篇数 金额 出席率 平均分 种类数 在位",
    ("要求", "周期"): "周 月 季度 半年 年 五年 一次",
    ("要求", "力度"): "应当 一般 本地",
    ("活动", "状态"): "计划 已预告 进行中 已举行 取消",
    ("签到", "状态"): "出席 迟到 请假 缺席 补学 送学",
}


class Formats:
    """The few cell formats of a workbook."""

    def __init__(self, book: Workbook) -> None:
        head = {"bold": True, "bg_color": "#F1EDE6", "bottom": 1, "valign": "vcenter"}
        self.head = book.add_format(head)
        self.required = book.add_format({**head, "font_color": "#B3261E"})
        self.day = book.add_format({"num_format": "yyyy-mm-dd", "align": "left"})
        self.moment = book.add_format({"num_format": "yyyy-mm-dd hh:mm", "align": "left"})
        self.text = book.add_format({"text_wrap": True, "valign": "top"})


def _width(cell: Cell) -> int:
    """Columns of a typewriter that a cell takes; a Chinese character takes two."""
    if isinstance(cell, date):
        return 16 if isinstance(cell, datetime) else 11
    text = "" if cell is None else str(cell)
    return sum(2 if ord(character) > 0x2E80 else 1 for character in text)


def _write_head(sheet: Worksheet, name: str, rows: list[Row], formats: Formats) -> None:
    """Row 1, with widths from the first few hundred rows and lists of words below."""
    for place, column in enumerate(COLUMNS[name]):
        is_required = column in REQUIRED[name].split()
        sheet.write_string(0, place, column, formats.required if is_required else formats.head)
        widest = max([_width(column) + 3, *(_width(line[column]) + 1 for line in rows[:300])])
        sheet.set_column(place, place, 70 if column in WRAPPED else min(max(widest, NARROW), WIDE))
        if (name, column) in WORDS:
            choice = {"validate": "list", "source": WORDS[name, column].split(), "error_type": "warning"}
            sheet.data_validation(1, place, max(len(rows), 1) + 200, place, choice)
    sheet.set_row(0, 22)
    sheet.freeze_panes(1, 2)
    sheet.autofilter(0, 0, max(len(rows), 1), len(COLUMNS[name]) - 1)


def _write_cell(sheet: Worksheet, line: int, place: int, cell: Cell, text: Format | None, formats: Formats) -> None:
    """One cell in its own type; text stays text, whatever it begins with."""
    if isinstance(cell, str):
        sheet.write_string(line, place, cell, text)
    elif isinstance(cell, datetime):
        sheet.write_datetime(line, place, cell, formats.moment)
    elif isinstance(cell, date):
        sheet.write_datetime(line, place, cell, formats.day)
    elif cell is not None:
        sheet.write_number(line, place, cell)


def write_book(path: Path, sheets: Sheets, today: date) -> Path:
    """Write a workbook; the same sheets and day give the same bytes."""
    with xlsxwriter.Workbook(str(path)) as book:
        book.set_properties({"title": path.stem, "created": datetime.combine(today, time())})
        formats = Formats(book)
        for name, rows in sheets.items():
            sheet = book.add_worksheet(name)
            _write_head(sheet, name, rows, formats)
            texts = [formats.text if column in WRAPPED else None for column in COLUMNS[name]]
            for number, line in enumerate(rows, start=1):
                for place, cell in enumerate(line.values()):
                    if cell is not None:
                        _write_cell(sheet, number, place, cell, texts[place], formats)
    return path
