"""The contract's fixed words, and what an activity's cells mean."""

from datetime import date
from decimal import Decimal

import pytest

from tests.exchange.workbooks import house, item, person, places, roll, rule, session, unit
from xueer.activities.models import Activity, Part, RollRow
from xueer.exchange import words
from xueer.org.models import Post, Unit
from xueer.plans.models import Plan, PlanItem
from xueer.records.models import ActivityType, Record
from xueer.rules.models import Requirement, Rulebook


@pytest.mark.parametrize(("word", "stored"), words.MEASURES.items())
def test_measures(bring, word, stored):
    bring(house(要求=[rule(度量=word)]))
    assert Requirement.objects.get().measure == stored


@pytest.mark.parametrize(("word", "stored"), words.PERIODS.items())
def test_periods(bring, word, stored):
    bring(house(要求=[rule(周期=word)]))
    assert Requirement.objects.get().period == stored


@pytest.mark.parametrize(("word", "stored"), [*words.STRENGTHS.items(), ("", "MUST")])
def test_strength_is_must_when_empty(bring, word, stored):
    bring(house(要求=[rule(力度=word)]))
    assert Requirement.objects.get().strength == stored


@pytest.mark.parametrize(("word", "stored"), [*words.TAKING_PART.items(), ("", "PARTICIPANT")])
def test_taking_part_is_plain_when_empty(bring, word, stored):
    bring(house(要求=[rule(参与方式=word)]))
    assert Requirement.objects.get().role == stored


@pytest.mark.parametrize(("word", "stored"), words.SUBJECTS.items())
def test_subjects(bring, word, stored):
    bring(house(要求=[rule(对象=word)]))
    assert Requirement.objects.get().subject_kind == stored


@pytest.mark.parametrize(("word", "stored"), words.STATUSES.items())
def test_statuses_of_a_roll(bring, word, stored):
    bring(house(活动=[session("S")], 签到=[roll("S", "P1", word)]))
    assert RollRow.objects.get().status == stored


@pytest.mark.parametrize(("word", "stored"), words.SECTORS.items())
def test_sectors(bring, word, stored):
    bring({"单位": [unit("R", 类别=word)]})
    assert Unit.objects.get().sector == stored


@pytest.mark.parametrize(("word", "main"), [("主", True), ("兼", False), ("", True)])
def test_an_empty_post_is_a_main_one(bring, word, main):
    bring(house(任职=[{"工号": "P1", "单位编码": "B", "主兼": word, "开始日期": "2020-01-01"}]))
    assert Post.objects.get().main is main


@pytest.mark.parametrize(
    ("word", "stored"),
    [
        ("计划", "PLANNED"), ("已预告", "ANNOUNCED"), ("进行中", "RUNNING"), ("已举行", "HELD"),
        ("取消", "CANCELLED"), ("已取消", "CANCELLED"),
    ],
)  # fmt: skip
def test_states_of_an_activity(bring, word, stored):
    bring(house(活动=[session("S", 状态=word)]))
    assert Activity.objects.get().state == stored


@pytest.mark.parametrize(
    ("sheet", "row", "column"),
    [
        ("单位", unit("U", 类别="工厂"), "类别"),
        ("角色", {"工号": "P1", "角色": "厂长", "单位编码": "A"}, "角色"),
        ("任职", {"工号": "P1", "单位编码": "A", "主兼": "正"}, "主兼"),
        ("要求", rule(度量="次"), "度量"),
        ("要求", rule(周期="旬"), "周期"),
        ("要求", rule(力度="必须"), "力度"),
        ("要求", rule(对象="全体"), "对象"),
        ("要求", rule(参与方式="旁听"), "参与方式"),
        ("活动", session("S", 状态="完成"), "状态"),
        ("签到", roll("S", "P1", "到"), "状态"),
    ],
)
def test_other_words_are_errors_that_name_the_list(refuse, sheet, row, column):
    sheets = house(活动=[session("S")])
    found = refuse(sheets | {sheet: [*sheets.get(sheet, []), row] if sheet == "单位" else [row]})
    assert [(error.sheet, error.column) for error in found.errors] == [(sheet, column)]
    assert "、" in found.errors[0].params["words"]


def test_the_organisations_own_words_are_kept_as_typed(bring):
    bring(house(单位=[unit("R", 单位类型="联合Ａ支部", 层面="两新·楼宇"), unit("A", "R")]))
    assert Unit.objects.values_list("kind", "stratum").get(code="R") == ("联合Ａ支部", "两新·楼宇")


@pytest.mark.parametrize(("end", "state"), [("2025-06-01 11:59", "HELD"), ("2025-06-01 12:00", "PLANNED")])
def test_an_empty_state_is_held_if_the_end_is_past_else_planned(bring, end, state):
    bring(house(活动=[session("S", 状态="", 开始时间="2025-06-01 09:00", 结束时间=end)]))
    assert Activity.objects.get().state == state


def test_held_with_a_start_in_the_future_is_an_error(refuse):
    later = {"开始时间": "2025-06-01 12:01", "结束时间": "2025-06-01 13:00"}
    assert places(refuse(house(活动=[session("S", **later)]))) == [("活动", 2, "状态", "已举行")]


def test_a_missing_state_column_leaves_the_state_and_settles_new_ones(bring):
    bring(house(活动=[session("S", 状态="取消")]))
    rows = [{name: value for name, value in session(code).items() if name != "状态"} for code in "ST"]
    bring({"活动": rows})
    assert dict(Activity.objects.values_list("code", "state")) == {"S": "CANCELLED", "T": "HELD"}


def test_whoever_leads_is_named_by_code_or_name_and_else_comes_from_outside_with_a_warning(bring):
    people = [person("P1", 姓名="张三"), person("P2", 姓名="李四"), person("P3", 姓名="李四")]
    done = bring(house(人员=people, 活动=[session("S", 主讲人="张三、Ｐ２、李四、王五")]))
    rows = Part.objects.order_by("position").values_list("person__code", "outside_name")
    assert list(rows) == [("P1", ""), ("P2", ""), (None, "李四"), (None, "王五")]
    assert [warning.params["name"] for warning in done.warnings] == ["李四", "王五"]


def test_categories_put_where_there_were_none_are_a_change_that_can_be_shown(bring):
    bring(house(活动=[session("S")]))
    done = bring({"活动": [session("S", 内容类别="乙类、甲类", 单位编码="A、B")]})
    assert done.changes[0].cells == {"内容类别": ("", "乙类、甲类"), "单位编码": ("A", "A、B")}


def test_a_person_named_twice_leads_once(bring):
    bring(house(活动=[session("S", 主持人="P1、人P1、P1")]))
    assert Part.objects.count() == 1


@pytest.mark.parametrize(
    ("cells", "column"),
    [
        ({"对象条件": "颜色=红"}, "对象条件"),
        ({"对象条件": "职级"}, "对象条件"),
        ({"免除条件": "小组类型=中心组|星座=狮子"}, "免除条件"),
        ({"对象": "单位", "对象条件": "职级=科级"}, "对象条件"),
    ],
)
def test_an_unknown_field_of_a_condition_is_an_error(refuse, cells, column):
    found = refuse(house(要求=[rule(**cells)]))
    assert [(error.sheet, error.row, error.column) for error in found.errors] == [("要求", 2, column)]


def test_one_of_two_thresholds_is_required_except_for_in_force(bring, refuse):
    assert places(refuse(house(要求=[rule(至少="")]))) == [("要求", 2, "至少", "")]
    bring(house(要求=[rule("Q1", 至少="", 至多=3), rule("Q2", 度量="在位", 至少="")]))
    assert Requirement.objects.count() == 2


def test_a_threshold_may_have_two_decimals(bring, refuse):
    assert places(refuse(house(要求=[rule(至少=1.125)]))) == [("要求", 2, "至少", "1.125")]
    bring(house(要求=[rule(至少=0.1)]))
    assert Requirement.objects.get().at_least == Decimal("0.10")


@pytest.mark.parametrize(
    ("typed", "kept"),
    [("01-31", "01-31"), ("1-31", "01-31"), ("02-29", "02-29"), (date(2025, 1, 31), "2025-01-31"), ("", "")],
)
def test_a_deadline_is_a_day_of_every_year_or_of_one(bring, typed, kept):
    bring(house(要求=[rule(截止=typed)]))
    assert Requirement.objects.get().deadline == kept


@pytest.mark.parametrize("typed", ["02-30", "13-01", "2025-02-29", "年底", 1.31])
def test_other_deadlines_are_errors(refuse, typed):
    assert [error.column for error in refuse(house(要求=[rule(截止=typed)])).errors] == ["截止"]


def test_clauses_are_those_of_the_rulebook_named(refuse):
    books = [{"制度编码": code, "制度名称": "办法", "单位编码": "R"} for code in "YZ"]
    asked = [rule("Q1", 制度编码="Z", 条款="1、2"), rule("Q2", 制度编码="", 条款="1")]
    found = refuse(house(制度=books, 条款=[{"制度编码": "Z", "条号": 1, "正文": "文"}], 要求=asked))
    assert places(found) == [("要求", 2, "条款", "1、2"), ("要求", 3, "条款", "1")]


def test_alternatives_may_name_later_rows_and_must_be_found(bring, refuse):
    bring(house(要求=[rule("Q1", 替代要求="Q2"), rule("Q2")]))
    assert Requirement.objects.get(code="Q1").alternatives.get().code == "Q2"
    assert places(refuse({"要求": [rule("Q3", 替代要求="Q9")]})) == [("要求", 2, "替代要求", "Q9")]


def test_types_may_name_later_rows_as_parents_but_not_lie_above_themselves(bring, refuse):
    bring({"事项": [{"事项": "甲", "上级事项": "乙"}, {"事项": "乙", "上级事项": "集中学习"}]})
    assert ActivityType.objects.get(name="甲").parent.name == "乙"
    found = refuse({"事项": [{"事项": "乙", "上级事项": "甲"}]})
    assert places(found) == [("事项", 2, "上级事项", "甲")]


def test_rulebooks_keep_what_an_hour_is_worth(bring):
    bring(house(制度=[{"制度编码": "Z", "制度名称": "办法", "单位编码": "R", "学时分钟": "４５"}]))
    assert Rulebook.objects.get().minutes_per_hour == 45


def test_rows_of_one_plan_agree_on_unit_and_year(refuse):
    found = refuse(house(计划=[item("J1"), item("J2", 年度=2024), item("J3", 单位编码="B"), item("J4", "K")]))
    assert places(found) == [("计划", 3, "年度", "2024"), ("计划", 4, "单位编码", "B")]


def test_a_plan_whose_every_row_is_a_draft_stands_nowhere(bring):
    bring(house(计划=[item("J1", 状态="草稿"), item("J2", "K", 状态="草稿"), item("J3", "K", 状态="已定")]))
    assert dict(Plan.objects.values_list("code", "state")) == {"J": "DRAFT", "K": "IN_FORCE"}
    rows = Record.objects.values_list("source_kind", "source_id", "held_by__code", "occurred_on", "ends_on")
    plan = Plan.objects.get(code="K")
    assert list(rows) == [("PLAN", plan.pk, "A", date(2025, 1, 1), date(2025, 12, 31))]


def test_a_plan_that_comes_into_force_is_recorded_and_one_withdrawn_is_voided(bring):
    bring(house(计划=[item("J1", 状态="草稿")]))
    bring({"计划": [item("J1", 状态="已定")]})
    assert Record.objects.filter(voided_at=None).count() == 1
    bring({"计划": [item("J1", 状态="草稿")]})
    assert Record.objects.filter(voided_at=None).count() == 0


def test_rows_of_one_group_agree_on_what_they_say_of_it(refuse):
    rows = [{"小组编码": "G", "小组名称": name, "小组类型": "组", "单位编码": "A"} for name in ("甲", "乙")]
    rows[1]["工号"] = "P1"
    assert places(refuse(house(小组=rows))) == [("小组", 3, "小组名称", "乙")]


def test_a_plan_item_is_served_by_the_first_activity_held_that_names_it(bring):
    held = [session("S", day="2025-03-07", 条目编码="J1"), session("T", day="2025-02-07", 条目编码="J1")]
    bring(house(计划=[item("J1"), item("J2")], 活动=[*held, session("U", 条目编码="J2", 状态="取消")]))
    assert dict(PlanItem.objects.values_list("code", "fulfilled_on")) == {"J1": date(2025, 2, 7), "J2": None}
    bring({"活动": [session("T", day="2025-02-07", 条目编码="J2")]})
    assert dict(PlanItem.objects.values_list("code", "fulfilled_on")) == {
        "J1": date(2025, 3, 7),
        "J2": date(2025, 2, 7),
    }
