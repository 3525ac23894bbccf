"""The example district is what the issue promises, on whatever day it is made."""

from collections import Counter
from datetime import date, datetime
from functools import lru_cache
from itertools import pairwise

import pytest

from xueer.exchange.example import accounts, district
from xueer.exchange.example.book import WORDS
from xueer.exchange.example.changes import all_people
from xueer.exchange.example.columns import COLUMNS
from xueer.exchange.example.roster import roster_of
from xueer.exchange.sheets.registry import SHEETS

TODAY = date(2026, 11, 21)
DAYS = (TODAY, date(2027, 1, 1), date(2028, 2, 29))
KEYS = {
    "单位": ("单位编码",), "隶属": ("单位编码", "开始日期"), "人员": ("工号",),
    "任职": ("工号", "单位编码", "开始日期"),
    "小组": ("小组编码", "工号", "加入日期"), "角色": ("工号", "角色", "单位编码", "开始日期"), "事项": ("事项",),
    "制度": ("制度编码",), "条款": ("制度编码", "条号"), "要求": ("要求编码",), "计划": ("条目编码",),
    "活动": ("活动编码",), "签到": ("活动编码", "工号"),
}  # fmt: skip
REFERENCES = {
    "单位编码": "单位", "上级编码": "单位", "工号": "人员", "主持人": "人员", "中心发言人": "人员", "小组编码": "小组",
    "制度编码": "制度", "事项": "事项", "上级事项": "事项", "条目编码": "计划", "活动编码": "活动", "替代要求": "要求",
}  # fmt: skip


@lru_cache(maxsize=len(DAYS))
def sheets(today):
    """All sheets of the four workbooks in one; made once per day asked for."""
    merged = {name: [] for name in COLUMNS}
    for book in district(today).values():
        for name, rows in book.items():
            merged[name] += rows
    return merged


def forget():
    for cached in (all_people, roster_of):
        cached.cache_clear()


@pytest.fixture(params=DAYS, ids=str)
def today(request):
    return request.param


def test_district_has_its_organisations_and_members(today):
    rows = sheets(today)
    assert Counter(line["单位类型"] for line in rows["单位"]) == {"党委": 6, "党工委": 1, "党总支": 2, "党支部": 92}
    here = [line for line in rows["人员"] if line["离岗日期"] is None]
    assert len(here) == 1693
    assert all(line["到岗日期"] is None or line["到岗日期"] <= today for line in here)
    assert all(line["离岗日期"] < today for line in rows["人员"] if line["离岗日期"])
    assert sum(line["单位编码"] == "QH0601" for line in here) == 42


def test_same_day_gives_the_same_cells():
    first = district(TODAY)
    forget()
    assert district(TODAY) == first


def test_one_more_day_only_adds_what_happened():
    past = {line["活动编码"]: line for line in district(date(2026, 11, 20))["04-今年"]["活动"]}
    later = {line["活动编码"]: line for line in district(TODAY)["04-今年"]["活动"]}
    held = {code: line for code, line in past.items() if line["状态"] == "已举行"}
    assert held and all(later[code] == line for code, line in held.items())


def test_every_row_has_exactly_the_columns(today):
    for name, rows in sheets(today).items():
        assert rows, name
        assert {tuple(line) for line in rows} == {COLUMNS[name]}


def test_no_key_stands_twice(today):
    for name, rows in sheets(today).items():
        keys = Counter(tuple(line[column] for column in KEYS[name]) for line in rows)
        assert not [key for key, times in keys.items() if times > 1], name


def test_every_reference_is_found(today):
    rows = sheets(today)
    known = {name: {line[KEYS[name][0]] for line in lines} for name, lines in rows.items()}
    known["计划"] = {line["条目编码"] for line in rows["计划"]}
    for name, lines in rows.items():
        for column in REFERENCES.keys() & COLUMNS[name]:
            named = {code for line in lines if line[column] for code in line[column].split("、")}
            assert named <= known[REFERENCES[column]], (name, column)
    clauses = {(line["制度编码"], line["条号"]) for line in rows["条款"]}
    assert {(line["制度编码"], line["条款"]) for line in rows["要求"]} <= clauses


def test_fixed_words_are_valid(today):
    rows = sheets(today)
    for (name, column), allowed in WORDS.items():
        assert {line[column] for line in rows[name]} - {None} <= set(allowed.split()), (name, column)


def test_dates_stand_in_order(today):
    rows = sheets(today)
    for name, first, last in (
        ("隶属", "开始日期", "结束日期"), ("人员", "出生日期", "入党日期"), ("人员", "出生日期", "到岗日期"),
        ("人员", "到岗日期", "离岗日期"), ("任职", "开始日期", "结束日期"), ("小组", "加入日期", "退出日期"),
        ("活动", "开始时间", "结束时间"), ("要求", "施行日期", "废止日期"), ("单位", "成立日期", "撤销日期"),
    ):  # fmt: skip
        for line in rows[name]:
            assert line[first] is None or line[last] is None or line[first] <= line[last], (name, line)
    born = {line["工号"]: line["出生日期"] for line in rows["人员"]}
    assert all(today.year - day.year >= 20 for day in born.values() if day)
    assert all(line["入党日期"] <= today for line in rows["人员"])


def test_nothing_in_the_future_was_held(today):
    rows = sheets(today)
    start_of_day = datetime.combine(today, datetime.min.time())
    held = {line["活动编码"] for line in rows["活动"] if line["状态"] == "已举行"}
    assert all(line["开始时间"] < start_of_day for line in rows["活动"] if line["状态"] == "已举行")
    assert all(line["开始时间"] >= start_of_day for line in rows["活动"] if line["状态"] in ("计划", "已预告"))
    assert {line["活动编码"] for line in rows["签到"]} <= held
    assert all(line["补学日期"] < today for line in rows["签到"] if line["补学日期"])


def test_people_are_in_post_when_they_stand_on_a_roll(today):
    rows = sheets(today)
    days = {line["活动编码"]: line["开始时间"].date() for line in rows["活动"]}
    posts = {line["工号"]: (line["到岗日期"] or date.min, line["离岗日期"] or date.max) for line in rows["人员"]}
    for line in rows["签到"]:
        first, last = posts[line["工号"]]
        assert first <= days[line["活动编码"]] <= last


def test_main_posts_of_a_person_do_not_overlap(today):
    rows = sheets(today)
    main = {}
    for line in rows["任职"]:
        if line["主兼"] == "主":
            main.setdefault(line["工号"], []).append((line["开始日期"] or date.min, line["结束日期"] or date.max))
    assert len(main) == 7
    for spans in main.values():
        spans.sort()
        assert all(before[1] < after[0] for before, after in pairwise(spans))


def test_accounts_are_six_different_people_with_their_roles(today):
    people = accounts(today)
    assert [role for role, _ in people] == ["系统管理员", "上级", "负责人", "学习秘书", "成员", "外单位成员"]
    assert len({code for _, code in people}) == 6
    rows = sheets(today)
    units = {line["工号"]: line["单位编码"] for line in rows["人员"] if line["离岗日期"] is None}
    granted = {(line["工号"], line["角色"]): line["单位编码"] for line in rows["角色"]}
    for role, code in people[:5]:
        assert (code, role) in granted
    assert [units[code] for _, code in people[2:5]] == ["QH0601"] * 3
    assert units[people[5][1]] != "QH0601"


def test_importer_knows_the_columns_and_reads_every_cell(today):
    rows = sheets(today)
    assert {sheet.name: set(sheet.column_names) for sheet in SHEETS} == {name: set(COLUMNS[name]) for name in COLUMNS}
    for sheet in SHEETS:
        for column in sheet.columns:
            cells = {line[column.name] for line in rows[sheet.name]}
            assert not column.required or None not in cells, (sheet.name, column.name)
            for cell in cells - {None}:
                column.parse(cell)  # raises BadCell for what the import would refuse


def test_rows_of_one_group_plan_or_rulebook_agree(today):
    rows = sheets(today)
    for sheet in SHEETS:
        if not sheet.agree_on:
            continue
        shared = [sheet.by_field[field].name for field in sheet.agree]
        said = {}
        for line in rows[sheet.name]:
            key, facts = line[sheet.by_field[sheet.agree_on].name], [line[column] for column in shared]
            assert said.setdefault(key, facts) == facts, (sheet.name, key)
