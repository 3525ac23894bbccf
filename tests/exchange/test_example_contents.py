"""The example shows what people want to see: movement, gaps, make-ups, all kinds of rules and of content."""

import hashlib
import os
import subprocess
import sys
import unicodedata
from collections import Counter
from datetime import date

import openpyxl
import pytest
from python_calamine import CalamineWorkbook

from tests.exchange.test_example import TODAY, forget, sheets
from xueer.exchange.example import district, write_district
from xueer.exchange.example.book import write_book
from xueer.exchange.example.columns import COLUMNS
from xueer.exchange.example.names import DOUBLE, ODD_READINGS, RARE_CHARACTERS, WIDE_CHARACTERS


def test_size_keeps_the_import_quick():
    rows = sheets(TODAY)
    assert 40_000 <= len(rows["签到"]) <= 60_000
    assert 3_000 <= len(rows["活动"]) <= 5_300


def test_a_unit_moved_in_july_and_people_in_may():
    rows = sheets(TODAY)
    before, after = rows["隶属"]
    assert (before["结束日期"], after["开始日期"]) == (date(2025, 6, 30), date(2025, 7, 1))
    assert before["上级编码"] != after["上级编码"]
    parents = {line["单位编码"]: line["上级编码"] for line in rows["单位"]}
    assert parents[after["单位编码"]] == after["上级编码"]
    moved = [line for line in rows["任职"] if line["主兼"] == "主" and line["结束日期"] is None]
    today = {line["工号"]: line["单位编码"] for line in rows["人员"]}
    assert all(line["开始日期"].month == 5 and today[line["工号"]] == line["单位编码"] for line in moved)


def test_names_hold_the_hard_cases():
    names = [line["姓名"] for line in sheets(TODAY)["人员"]]
    for surname in (*ODD_READINGS, *DOUBLE):
        assert any(name.startswith(surname) for name in names), surname
    for character in (*RARE_CHARACTERS, *WIDE_CHARACTERS):
        assert any(character in name for name in names), character
    assert sum(any(ord(character) > 0xFFFF for character in name) for name in names) < 10
    assert len(set(names)) > 1500
    assert all(unicodedata.category(character) == "Lo" for name in names for character in name)


def test_people_are_exempt_undated_joining_and_leaving():
    people = sheets(TODAY)["人员"]
    exempt = Counter(type(line["免集中学习"]).__name__ for line in people if line["免集中学习"] != "否")
    assert exempt["str"] >= 20 and exempt["date"] >= 5
    assert 1 <= sum(line["出生日期"] is None for line in people) <= 10
    assert sum(line["离岗日期"] is not None for line in people) >= 10
    assert sum(line["到岗日期"] is not None and line["到岗日期"] >= date(2025, 2, 1) for line in people) >= 15
    assert {"社区", "企业", "学校", "机关事业单位"} == {line["层面"] for line in sheets(TODAY)["单位"]}


def test_requirements_cover_the_kinds_and_strengths():
    asked = sheets(TODAY)["要求"]
    assert 14 <= len(asked) <= 20
    assert {line["对象"] for line in asked} == {"单位", "小组", "人员"}
    assert {line["力度"] for line in asked} == {"应当", "一般", "本地"}
    assert {"次数", "天数", "学时", "人均学时", "出席率", "种类数", "在位"} == {line["度量"] for line in asked}
    assert {"周", "月", "季度", "半年", "年"} == {line["周期"] for line in asked}
    either = {line["要求编码"]: (line["至少"], line["度量"]) for line in asked if line["替代要求"]}
    assert set(either.values()) == {(12, "天数"), (90, "学时")}
    assert [line["截止"] for line in asked if line["截止"]] == ["01-31"]
    assert any(line["至多"] for line in asked) and any(line["免除条件"] for line in asked)


def test_office_lectures_on_fridays_with_make_ups():
    rows = sheets(TODAY)
    lectures = [line for line in rows["活动"] if line["事项"] == "周五讲座" and line["状态"] == "已举行"]
    assert len(lectures) > 80 and {line["开始时间"].weekday() for line in lectures} == {4}
    codes = {line["活动编码"] for line in lectures}
    roll = Counter(line["状态"] for line in rows["签到"] if line["活动编码"] in codes)
    assert roll["补学"] > 50 and roll["请假"] > 50 and roll["缺席"] > 5
    assert {line["活动编码"] for line in rows["签到"]} >= codes


def test_branches_differ_in_zeal():
    rows = sheets(TODAY)
    last_year = [line for line in rows["活动"] if line["开始时间"].year == 2025 and line["状态"] == "已举行"]
    remote = Counter(
        unit for line in last_year if "党员远程教育" in line["事项"] for unit in line["单位编码"].split("、")
    )
    branches = [line["单位编码"] for line in rows["单位"] if line["单位类型"] == "党支部"]
    complete = sum(remote[code] >= 23 for code in branches)
    behind = sum(remote[code] <= 19 for code in branches)
    assert complete > 40 and behind >= 5
    kinds = {code: set() for code in branches}
    for line in last_year:
        for unit in line["单位编码"].split("、"):
            kinds.get(unit, set()).add(line["内容类别"])
    lacking = sum(not {"基础性", "应用性", "前瞻性", "实践性", "品味性"} <= found for found in kinds.values())
    assert 5 <= lacking <= 40


def test_head_counts_stand_only_where_there_is_no_roll():
    rows = sheets(TODAY)
    with_roll = {line["活动编码"] for line in rows["签到"]}
    for line in rows["活动"]:
        if line["活动编码"] in with_roll:
            assert line["实到人数"] is None
    counted = [line for line in rows["活动"] if line["实到人数"] is not None]
    assert len(counted) > 1000 and all(0 < line["实到人数"] <= line["应到人数"] for line in counted)


def test_plans_are_made_for_both_years_and_mostly_kept():
    rows = sheets(TODAY)
    assert {line["年度"] for line in rows["计划"]} == {2025, 2026}
    assert all(line["计划编码"].startswith(f"JH{line['年度']}-") for line in rows["计划"])
    items = {line["条目编码"] for line in rows["计划"]}
    kept = {line["条目编码"] for line in rows["活动"] if line["状态"] == "已举行"} - {None}
    assert 0.6 < len(kept) / len(items) < 0.95


def test_topics_vary():
    topics = {line["主题"].split("：")[-1] for line in sheets(TODAY)["活动"]}
    assert len(topics) > 150


@pytest.mark.slow
def test_books_read_back_hold_the_same_cells(tmp_path):
    forget()
    paths = write_district(tmp_path, TODAY)
    assert [path.name for path in paths] == ["01-组织.xlsx", "02-制度.xlsx", "03-去年.xlsx", "04-今年.xlsx"]
    books = district(TODAY)
    for path in paths:
        book = CalamineWorkbook.from_path(str(path))
        for name, rows in books[path.stem].items():
            head, *lines = book.get_sheet_by_name(name).to_python()
            assert tuple(head) == COLUMNS[name] and len(lines) == len(rows)
            expected = [["" if cell is None else cell for cell in line.values()] for line in rows]
            assert lines == expected


def test_same_sheets_give_the_same_bytes(tmp_path):
    rules = district(TODAY)["02-制度"]
    first, again = tmp_path / "first" / "02.xlsx", tmp_path / "again" / "02.xlsx"
    for path in (first, again):
        path.parent.mkdir()
        write_book(path, rules, TODAY)
    assert first.read_bytes() == again.read_bytes()


@pytest.mark.slow
def test_another_process_makes_the_same_cells():
    """The order of sets and hashes differs between processes; the example must not."""
    script = (
        "import datetime, hashlib; from xueer.exchange.example import district;"
        f"print(hashlib.sha256(repr(district({TODAY!r})).encode()).hexdigest())"
    )
    environment = os.environ | {"PYTHONHASHSEED": "4711", "PYTHONIOENCODING": "utf-8"}
    there = subprocess.run([sys.executable, "-c", script], env=environment, capture_output=True, text=True, check=True)
    assert there.stdout.strip() == hashlib.sha256(repr(district(TODAY)).encode()).hexdigest()


def test_head_row_stays_in_sight_and_dates_are_dates(tmp_path):
    path = write_book(tmp_path / "01.xlsx", {"单位": sheets(TODAY)["单位"]}, TODAY)
    sheet = openpyxl.load_workbook(path)["单位"]
    assert sheet.freeze_panes == "C2"
    founded = COLUMNS["单位"].index("成立日期") + 1
    dates = [sheet.cell(line, founded) for line in range(2, sheet.max_row + 1) if sheet.cell(line, founded).value]
    assert dates and all(cell.is_date and cell.number_format == "yyyy-mm-dd" for cell in dates)
    assert all(dimension.width >= 8 for dimension in sheet.column_dimensions.values())
