"""The sentences of the workbook contract under "Rules for every sheet", one test or more for each."""

from datetime import date, datetime

import pytest

from tests.exchange.workbooks import house, item, person, places, roll, rule, session, unit
from xueer.access.models import Grant
from xueer.activities.models import Activity, RollRow
from xueer.common.calendar import BEGINNING, FOREVER, local_zone
from xueer.org.models import GroupMember, Person, Placement, Post, Unit
from xueer.plans.models import PlanItem
from xueer.rules.models import Clause, Requirement


def test_column_order_is_free(bring):
    bring({"单位": [unit("R")]}, columns={"单位": ["单位类型", "单位名称", "层面", "单位编码"]})
    assert Unit.objects.values_list("code", "name", "kind").get() == ("R", "单位R", "党支部")


def test_unknown_sheets_are_refused_by_name_with_row_and_column_empty(refuse):
    assert places(refuse(house(说明=[{"甲": "乙"}]))) == [("说明", None, "", "说明")]


@pytest.mark.parametrize("name", ["成果", "考试", "走访", "问题", "经费", "荣誉"])
def test_sheets_of_later_stages_are_refused_as_not_supported_yet(refuse, name):
    found = refuse(house(**{name: [{"甲": "乙"}]}))
    assert places(found) == [(name, None, "", name)]
    assert "not supported yet" in found.errors[0].msgid


def test_unknown_columns_are_refused_by_name_at_row_1(refuse):
    found = refuse({"单位": [unit("R", 备注="x")]})
    assert places(found) == [("单位", 1, "备注", "备注")]


def test_a_missing_required_column_is_an_error_at_row_1_and_its_rows_are_still_checked(refuse):
    row = {"单位编码": "R", "单位名称": "甲", "成立日期": "昨天"}
    assert places(refuse({"单位": [row]})) == [("单位", 1, "单位类型", ""), ("单位", 2, "成立日期", "昨天")]


def test_a_column_twice_is_refused(refuse):
    columns = ["单位编码", "单位名称", "单位类型", "单位名称"]
    assert places(refuse({"单位": [unit("R")]}, columns={"单位": columns})) == [("单位", 1, "单位名称", "单位名称")]


def test_a_value_below_an_empty_head_is_not_lost(refuse):
    assert places(refuse({"单位": [unit("R", **{"": "甲"})]})) == [("单位", 2, "E", "甲")]


def test_a_missing_sheet_is_not_imported(bring):
    bring(house())
    bring({"事项": [{"事项": "夜学"}]})
    assert Unit.objects.count() == 3


def test_a_missing_column_leaves_what_is_there(bring):
    bring(house(单位=[unit("R", 层面="社区", 固定排序=3, 撤销日期="2026-01-01"), unit("A", "R"), unit("B")]))
    bring({"单位": [{"单位编码": "R", "单位名称": "新名", "单位类型": "党委"}]})
    row = Unit.objects.get(code="R")
    assert (row.name, row.stratum, row.position, row.ends_on) == ("新名", "社区", 3, date(2026, 1, 2))
    assert Unit.objects.get(code="A").parent == row


def test_an_empty_cell_clears(bring):
    full = unit("A", "R", 层面="社区", 类别="学校", 固定排序=3, 成立日期="2020-01-01", 撤销日期="2026-01-01")
    bring(house(单位=[unit("R"), full]), columns=None)
    empty = dict.fromkeys(full) | {"单位编码": "A", "单位名称": "单位A", "单位类型": "党支部"}
    bring({"单位": [empty]}, columns={"单位": list(full)})
    row = Unit.objects.get(code="A")
    assert (row.parent, row.stratum, row.sector, row.position) == (None, "", "", None)
    assert (row.starts_on, row.ends_on) == (BEGINNING, FOREVER)


def test_an_empty_cell_clears_what_hangs_on_an_activity(bring):
    lead = {"主讲人": "P1", "条目编码": "J1", "内容类别": "前瞻性", "实到人数": 7, "小组编码": "G"}
    group = {"小组编码": "G", "小组名称": "组", "小组类型": "党小组", "单位编码": "A"}
    bring(house(小组=[group], 计划=[item("J1")], 活动=[session("S", "A、B", **lead)]))
    bring({"活动": [session("S", "A", **dict.fromkeys(lead, ""))]})
    row = Activity.objects.get()
    assert (row.parts.count(), row.joint_units.count(), row.head_count) == (0, 0, None)
    assert (row.plan_item, row.group, row.category_set) == (None, None, None)
    assert PlanItem.objects.get().fulfilled_on is None


def test_row_1_is_the_head_and_blank_rows_are_skipped_but_counted(refuse):
    rows = [unit("R"), {}, {"单位编码": "  ", "单位名称": None}, unit("", "R")]
    assert places(refuse({"单位": rows})) == [("单位", 5, "单位编码", "")]


def test_text_is_trimmed(bring):
    bring({"单位": [unit("R", 单位名称="　甲　单位 ", 层面=" 社区\u00a0")]})
    assert Unit.objects.values_list("name", "stratum").get() == ("甲　单位", "社区")


def test_full_width_letters_are_folded_in_codes_numbers_dates_and_words_only(bring):
    bring(
        house(
            单位=[unit("Ｒ１", 单位名称="Ａ１单位", 固定排序="１２", 成立日期="２０２０－０１－０２"), unit("A", "R1")],
            人员=[person("Ｐ１", "Ａ", 姓名="李Ａ")],
        )
    )
    row = Unit.objects.get(code="R1")
    assert (row.name, row.position, row.starts_on) == ("Ａ１单位", 12, date(2020, 1, 2))
    assert Person.objects.values_list("code", "name", "unit__code").get() == ("P1", "李Ａ", "A")


def test_codes_typed_as_numbers_are_read_as_they_show(bring):
    bring({"单位": [unit("101"), {**unit("x", "x"), "单位编码": 102, "上级编码": 101}]})
    assert Unit.objects.get(code="102").parent.code == "101"


def test_a_changed_row_updates(bring):
    bring(house())
    done = bring(house(人员=[person("P1"), person("P2", "B")]))
    assert Person.objects.get(code="P2").unit.code == "B"
    assert [(c.sheet, c.added, c.changed, c.unchanged) for c in done.counts] == [("单位", 0, 0, 3), ("人员", 0, 1, 1)]
    assert [(c.row, c.key, c.cells) for c in done.changes] == [(3, "P2", {"单位编码": ("A", "B")})]


def test_nothing_is_ever_deleted_by_an_import(bring):
    bring(house(活动=[session("S")], 签到=[roll("S", "P1"), roll("S", "P2")]))
    bring({"单位": [unit("A", "R")], "人员": [person("P2")], "签到": [roll("S", "P2", "迟到")]})
    assert (Unit.objects.count(), Person.objects.count(), RollRow.objects.count()) == (3, 2, 2)


POST = {"工号": "P1", "单位编码": "B", "主兼": "兼"}
MEMBER = {"小组编码": "G", "小组名称": "组", "小组类型": "党小组", "单位编码": "A", "工号": "P1"}
GRANT = {"工号": "P1", "角色": "成员", "单位编码": "A"}
PLACED = {"单位编码": "B", "上级编码": "A"}
LEFT = {"结束日期": "2020-01-01"}


@pytest.mark.parametrize(
    ("sheet", "model", "row", "other", "changes"),
    [
        ("隶属", Placement, PLACED | LEFT, {"开始日期": "2020-02-01", "结束日期": ""}, {"上级编码": ""}),
        ("任职", Post, POST, {"开始日期": "2020-02-01"}, {"职务": "委员"}),
        ("任职", Post, POST, {"单位编码": "R"}, {"主兼": "主", "结束日期": "2020-01-01"}),
        ("小组", GroupMember, MEMBER, {"开始日期": None, "加入日期": "2020-02-01"}, {"组内角色": "组长"}),
        ("小组", GroupMember, MEMBER, {"工号": "P2"}, {"退出日期": "2020-02-01"}),
        ("角色", Grant, GRANT, {"角色": "负责人"}, {"结束日期": "2020-02-01"}),
        ("角色", Grant, GRANT, {"开始日期": "2020-02-01"}, {"结束日期": "2020-02-01"}),
    ],
)
def test_codes_identify_rows(bring, sheet, model, row, other, changes):
    """A row with another key is another row, one with the same key the same, changed."""
    other = {name: value for name, value in other.items() if value is not None or name in row}
    bring(house(**{sheet: [row, row | other]}))
    assert model.objects.count() == 2
    done = bring({sheet: [row | changes]})
    assert model.objects.count() == 2
    assert [(c.added, c.changed) for c in done.counts] == [(0, 1)]


@pytest.mark.parametrize(
    ("sheet", "row", "column", "value"),
    [
        ("隶属", PLACED, "单位编码", "B"),
        ("任职", POST, "工号", "P1"),
        ("小组", MEMBER, "小组编码", "G"),
        ("角色", GRANT, "工号", "P1"),
        ("事项", {"事项": "夜学"}, "事项", "夜学"),
        ("计划", item("J1"), "条目编码", "J1"),
        ("活动", session("S"), "活动编码", "S"),
        ("要求", rule("Q"), "要求编码", "Q"),
        ("制度", {"制度编码": "Z", "制度名称": "办法", "单位编码": "R"}, "制度编码", "Z"),
    ],
)
def test_the_same_key_twice_in_a_sheet_is_an_error(refuse, sheet, row, column, value):
    assert places(refuse(house(**{sheet: [row, row]}))) == [(sheet, 3, column, value)]


def test_a_clause_is_identified_by_rulebook_and_number_and_a_roll_row_by_activity_and_person(bring, refuse):
    books = [{"制度编码": code, "制度名称": "办法", "单位编码": "R"} for code in "YZ"]
    clauses = [{"制度编码": code, "条号": number, "正文": "文"} for code in "YZ" for number in ("一", "二")]
    bring(house(制度=books, 条款=clauses, 活动=[session("S"), session("T")]))
    assert Clause.objects.count() == 4
    twice = refuse({"条款": [clauses[0]] * 2, "签到": [roll("S", "P1"), roll("T", "P1"), roll("S", "P1", "迟到")]})
    assert places(twice) == [("条款", 3, "制度编码", "Y"), ("签到", 4, "活动编码", "S")]


@pytest.mark.parametrize(
    "typed", [date(2025, 3, 7), datetime(2025, 3, 7), "2025-03-07", "2025/3/7", "2025年3月7日", "２０２５/３/７"]
)
def test_dates_are_real_ones_or_written_in_three_ways(bring, typed):
    bring(house(人员=[person("P1", 出生日期=typed)]))
    assert Person.objects.get().born_on == date(2025, 3, 7)


@pytest.mark.parametrize("typed", ["2025-02-30", "03-07", "昨天", 45000.5, "2025-03-07 10:00"])
def test_other_dates_are_errors(refuse, typed):
    found = refuse(house(人员=[person("P1", 出生日期=typed)]))
    assert places(found) == [("人员", 2, "出生日期", str(typed))]


@pytest.mark.parametrize("typed", [datetime(2025, 3, 7, 14, 30), "2025-03-07 14:30", "2025年3月7日 14:30"])
def test_times_are_local_moments(bring, typed):
    bring(house(活动=[session("S", 开始时间=typed)]))
    assert Activity.objects.get().starts_at == datetime(2025, 3, 7, 14, 30, tzinfo=local_zone())


def test_a_session_belongs_to_the_local_date_of_its_start_also_past_midnight(bring):
    bring(house(活动=[session("S", 开始时间="2025-03-07 23:30", 结束时间="2025-03-08 01:00")]))
    assert Activity.objects.values_list("held_on", flat=True).get() == date(2025, 3, 7)


def test_an_end_date_is_the_last_day_on_which_it_holds(bring):
    bring(house(人员=[person("P1", 到岗日期="2024-01-01", 离岗日期="2024-01-01")]))
    row = Person.objects.get()
    assert (row.starts_on, row.ends_on) == (date(2024, 1, 1), date(2024, 1, 2))


@pytest.mark.parametrize("mark", list("、;；,，"))
def test_several_values_are_parted_by_any_of_these_signs(bring, mark):
    bring(house(活动=[session("S", f"A{mark} B", 事项=f"党课{mark}集中学习{mark}党课")]))
    row = Activity.objects.get()
    assert [row.unit.code, *(joint.unit.code for joint in row.joint_units.all())] == ["A", "B"]
    assert {kind.name for kind in row.heading_set.types.all()} == {"党课", "集中学习"}


def test_with_any_error_nothing_is_written(refuse):
    refuse(house(人员=[person("P1"), person("P2", "不存在")]))
    assert Unit.objects.count() == Person.objects.count() == 0


def test_every_cell_of_a_refused_row_is_still_checked(refuse):
    row = person("P1", "X", 姓名="", 出生日期="昨天", 离岗日期="2020-01-01", 到岗日期="2021-01-01", 免集中学习="也许")
    assert places(refuse(house(人员=[row]))) == [
        ("人员", 2, "姓名", ""),
        ("人员", 2, "单位编码", "X"),
        ("人员", 2, "出生日期", "昨天"),
        ("人员", 2, "离岗日期", "2020-01-01"),
        ("人员", 2, "免集中学习", "也许"),
    ]


def test_errors_come_in_the_order_of_the_workbooks_own_sheets_never_capped(refuse):
    many = [person(f"P{n}", "X") for n in range(1500)]
    found = refuse({"人员": many, "单位": [unit("R", "Y")]})
    assert len(found.errors) == 1501
    assert [(error.sheet, error.row) for error in found.errors[-2:]] == [("人员", 1501), ("单位", 2)]


def test_a_reference_to_a_row_that_was_itself_refused_is_not_listed_again(refuse):
    units = [unit("R"), unit("A", "R", 单位类型="")]
    found = refuse(house(单位=units, 人员=[person("P1"), person("P2", "R")], 活动=[session("S", "A、R")]))
    assert places(found) == [("单位", 3, "单位类型", "")]
    assert found.suppressed == 2


def test_nothing_is_said_of_references_to_a_sheet_whose_codes_are_not_known(refuse):
    row = {"单位名称": "甲", "单位类型": "党支部"}
    found = refuse({"单位": [row], "人员": [person("P1", "A")]})
    assert (places(found), found.suppressed) == ([("单位", 1, "单位编码", "")], 1)


def test_a_reference_to_a_refused_row_of_something_in_the_home_is_found_there(bring, refuse):
    bring(house())
    found = refuse({"单位": [unit("A", "R", 单位类型="")], "人员": [person("P3", "A")]})
    assert (len(found.errors), found.suppressed) == (1, 0)


def test_references_are_found_in_the_workbook_or_in_the_home(bring):
    bring(house())
    bring({"单位": [unit("C", "B")], "人员": [person("P3", "C"), person("P4", "A")]})
    assert Unit.objects.get(code="C").parent.code == "B"


@pytest.mark.parametrize(
    ("sheet", "row", "column"),
    [
        ("单位", unit("U", "R", 成立日期="2025-01-02", 撤销日期="2025-01-01"), "撤销日期"),
        ("隶属", PLACED | {"开始日期": "2025-01-02", "结束日期": "2025-01-01"}, "结束日期"),
        ("人员", person("P1", 到岗日期="2025-01-02", 离岗日期="2025-01-01"), "离岗日期"),
        ("任职", POST | {"开始日期": "2025-01-02", "结束日期": "2025-01-01"}, "结束日期"),
        ("小组", MEMBER | {"加入日期": "2025-01-02", "退出日期": "2025-01-01"}, "退出日期"),
        ("角色", GRANT | {"开始日期": "2025-01-02", "结束日期": "2025-01-01"}, "结束日期"),
        ("要求", rule(施行日期="2025-01-02", 废止日期="2025-01-01"), "废止日期"),
        ("活动", session("S", 结束时间="2025-03-07 14:29"), "结束时间"),
    ],
)
def test_dates_out_of_order_are_an_error_at_the_end(refuse, sheet, row, column):
    found = refuse(house(**{sheet: [*(house()["单位"] if sheet == "单位" else []), row]}))
    assert [(error.sheet, error.column) for error in found.errors] == [(sheet, column)]


def test_dates_out_of_order_are_found_when_one_of_them_is_stored(bring, refuse):
    bring(house(人员=[person("P1", 到岗日期="2025-01-02")]))
    assert places(refuse({"人员": [person("P1", 离岗日期="2025-01-01")]})) == [("人员", 2, "离岗日期", "2025-01-01")]


def test_requirements_keep_what_a_missing_column_does_not_say(bring):
    bring(house(要求=[rule(至多=9, 内容类别="前瞻性")]))
    bring({"要求": [{name: value for name, value in rule().items() if name != "至少"}]})
    row = Requirement.objects.get()
    assert (row.at_least, row.at_most, row.categories) == (4, 9, ["前瞻性"])


@pytest.mark.parametrize(("column", "most"), [("单位编码", 64), ("单位名称", 200), ("单位类型", 100)])
def test_text_too_long_to_be_kept_is_an_error(refuse, column, most):
    found = refuse({"单位": [unit("R") | {column: "长" * (most + 1)}]})
    assert [(error.column, error.params) for error in found.errors] == [(column, {"most": most})]
