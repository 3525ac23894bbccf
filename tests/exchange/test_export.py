"""What an exported workbook holds, and that it imports into a fresh home and comes out the same."""

from datetime import date, datetime

import pytest

from tests.exchange.workbooks import AT, house, item, person, roll, rule, session, unit, write
from xueer.audit.models import Event
from xueer.common.spreadsheets import open_book
from xueer.exchange.export.actions import export_workbook
from xueer.exchange.sheets import SHEETS_BY_NAME
from xueer.org.models import Unit

# R holds A (with A1 below), B and C; B stood below A until June 2024. P1 is of A, P2 of A1, P3 of C, P4 of B.
YEAR = house(
    单位=[unit("R"), unit("A", "R"), unit("A1", "A"), unit("B", "R"), unit("C", "R"), unit("D", "C")],
    隶属=[{"单位编码": "B", "上级编码": "A", "结束日期": "2024-06-30"}],
    人员=[person("P1", 免集中学习="是"), person("P2", "A1"), person("P3", "C"), person("P4", "B"), person("P5", "D")],
    任职=[{"工号": "P1", "单位编码": "C", "主兼": "兼", "职务": "委员", "开始日期": "2024-01-01"}],
    小组=[
        {"小组编码": "GA", "小组名称": "内", "小组类型": "中心组", "单位编码": "A", "工号": "P1", "组内角色": "组长"},
        {"小组编码": "GA", "小组名称": "内", "小组类型": "中心组", "单位编码": "A", "工号": "P3"},
        {"小组编码": "GC", "小组名称": "外", "小组类型": "中心组", "单位编码": "C", "工号": "P3"},
        {"小组编码": "GE", "小组名称": "空", "小组类型": "党小组", "单位编码": "A1"},
    ],
    角色=[{"工号": "P3", "角色": "学习秘书", "单位编码": "A"}, {"工号": "P3", "角色": "负责人", "单位编码": "C"}],
    事项=[{"事项": "夜学", "上级事项": "集中学习"}, {"事项": "不用"}],
    制度=[
        {"制度编码": "Z", "制度名称": "办法", "单位编码": "R"},
        {"制度编码": "ZC", "制度名称": "别", "单位编码": "C"},
    ],
    条款=[{"制度编码": "Z", "条号": "十", "正文": "甲"}, {"制度编码": "Z", "条号": "九", "正文": "=乙"}],
    要求=[
        rule("QA", 制度编码="Z", 条款="九、十", 对象条件="单位类型=党支部", 替代要求="QX"),
        rule("QX", 单位编码="C", 对象条件="单位编码=D"),
        rule("QC", 单位编码="C", 制度编码="ZC", 对象条件="单位编码=D"),
        rule("QP", 废止日期="2030-12-31", 事项="夜学", 度量="学时", 至少=1.5, 截止="1-31"),
    ],
    计划=[item("J1"), item("J9", "K", 单位编码="C")],
    活动=[
        session("S1", "A", 主讲人="P3、外人", 小组编码="GA", 条目编码="J1"),
        session("S2", "C、A1", 主持人="P4"),
        session("S3", "C", 小组编码="GC", 条目编码="J9", 内容类别="实践性、基础性"),
        session("S4", "C"),
        session("S5", "B", day="2024-03-01"),
    ],
    签到=[
        *(roll("S1", who) for who in ("P1", "P3")),
        *(roll("S2", who) for who in ("P2", "P5")),
        *(roll("S3", who) for who in ("P1", "P3", "P5")),
        roll("S4", "P5"),
    ],
)


@pytest.fixture
def export(bring, tmp_path):
    """`export(code)` gives the sheets of that unit's workbook as lists of dictionaries."""
    bring(YEAR)

    def export(code: str, year: int | None = None, path=tmp_path / "out.xlsx") -> dict[str, list[dict]]:
        export_workbook(path, unit=Unit.objects.get(code=code), year=year, by=None, at=AT)
        return sheets(path)

    return export


def sheets(path) -> dict[str, list[dict]]:
    with open_book(path) as book:
        return {name: _rows(book, name) for name in book.sheet_names}


def _rows(book, name: str) -> list[dict]:
    (_, head), *rest = book.rows(name)
    return [dict(zip(head, [*cells, *[""] * len(head)], strict=False)) for _, cells in rest]


def column(rows: list[dict], name: str) -> list:
    return [row[name] for row in rows]


def test_all_sheets_are_there_in_the_order_of_the_contract(export):
    assert list(export("A")) == list(SHEETS_BY_NAME)


def test_units_below_on_any_day_and_all_that_is_pointed_to(export):
    got = export("A")
    assert column(got["单位"], "单位编码") == ["A", "A1", "B", "C", "D", "R"]
    assert [(row["单位编码"], row["上级编码"], row["结束日期"]) for row in got["隶属"]] == [
        ("B", "A", date(2024, 6, 30))
    ]


def test_own_people_in_full_and_others_by_their_row_only(export):
    got = export("A")
    assert column(got["人员"], "工号") == ["P1", "P2", "P3", "P4", "P5"]
    assert column(got["人员"], "免集中学习") == ["是", "否", "否", "否", "否"]
    assert column(got["任职"], "工号") == ["P1"]


def test_own_groups_with_all_members_and_others_by_name_only(export):
    rows = [(row["小组编码"], row["工号"]) for row in export("A")["小组"]]
    assert rows == [("GA", "P1"), ("GA", "P3"), ("GC", ""), ("GE", "")]


def test_roles_given_inside(export):
    assert [(row["工号"], row["角色"], row["单位编码"]) for row in export("A")["角色"]] == [("P3", "学习秘书", "A")]


def test_requirements_that_bind_inside_with_rulebooks_clauses_and_alternatives(export):
    got = export("A")
    assert column(got["要求"], "要求编码") == ["QA", "QP", "QX"]
    assert column(got["制度"], "制度编码") == ["Z"]
    assert [(row["条号"], row["正文"]) for row in got["条款"]] == [("十", "甲"), ("九", "=乙")]


def test_types_that_are_named_with_those_above(export):
    assert column(export("A")["事项"], "事项") == ["三会一课", "党课", "夜学", "集中学习"]


def test_sessions_held_inside_with_their_roll_and_those_elsewhere_with_own_rows(export):
    got = export("A")
    assert column(got["活动"], "活动编码") == ["S1", "S2", "S3", "S5"]
    assert [(row["活动编码"], row["工号"]) for row in got["签到"]] == [
        ("S1", "P1"), ("S1", "P3"), ("S2", "P2"), ("S2", "P5"), ("S3", "P1"),
    ]  # fmt: skip
    assert column(got["计划"], "条目编码") == ["J1", "J9"]


def test_a_year_limits_activities_rolls_and_plans_only(export):
    every, one = export("A"), export("A", 2024)
    assert column(one["活动"], "活动编码") == ["S5"] and one["签到"] == [] and one["计划"] == []
    assert one["要求"] == every["要求"] and one["小组"] == [row for row in every["小组"] if row["小组编码"] != "GC"]


def test_cells_have_their_one_form(export):
    session = export("A")["活动"][2]
    assert session["开始时间"] == datetime(2025, 3, 7, 14, 30)
    assert (session["内容类别"], session["状态"], session["单位编码"]) == ("基础性、实践性", "已举行", "C")
    assert export("A")["要求"][1] | {"至少": 1.5, "废止日期": date(2030, 12, 31)} == export("A")["要求"][1]


def test_an_export_is_in_the_trail(export):
    export("A", 2025)
    event = Event.objects.get(verb="exchange.export")
    assert (event.object_words, event.detail["year"]) == ("单位A", 2025)


@pytest.mark.slow
@pytest.mark.parametrize("code", ["A", "R", "B"])
@pytest.mark.parametrize("suffix", [".xlsx", ".zip"])
def test_export_imports_into_a_fresh_home_and_comes_out_the_same(export, new_home, tmp_path, code, suffix):
    if suffix == ".zip" and code != "A":
        return
    first, again = tmp_path / f"first{suffix}", tmp_path / f"again{suffix}"
    wanted = export(code, path=first)
    new_home(set_up=True).run_all(("import", first), ("export", again, "--unit", code), ("import", again), ("check",))
    assert sheets(again) == wanted


def test_what_was_exported_changes_nothing_when_it_is_imported_again(export, bring, tmp_path):
    export("R")
    from xueer.exchange.actions import import_workbook

    assert not import_workbook(tmp_path / "out.xlsx", by=None, at=AT).changed_anything


def test_the_whole_house_comes_back(export, tmp_path):
    got = export("R")
    for name in ("单位", "人员", "要求", "计划", "活动", "签到", "制度", "角色"):
        assert len(got[name]) == len(YEAR[name]), name
    write(tmp_path / "again.xlsx", got)
