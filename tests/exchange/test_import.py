"""What an import puts into the home, sheet by sheet."""

from datetime import date

import pytest

from tests.exchange.workbooks import AT, house, item, person, roll, rule, session, unit
from xueer.access.models import Grant
from xueer.activities.models import Activity, RollRow
from xueer.audit.models import Event
from xueer.common.calendar import BEGINNING, FOREVER
from xueer.exchange.sources import SOURCES
from xueer.org.models import Exemption, Group, Membership, Person, Placement, Post, Unit
from xueer.plans.models import Plan, PlanItem
from xueer.records.actions import rebuild
from xueer.records.models import ActivityType, Record
from xueer.rules.models import Clause, Requirement, Rulebook

FULL = house(
    隶属=[{"单位编码": "B", "上级编码": "A", "开始日期": None, "结束日期": date(2024, 6, 30)}],
    任职=[{"工号": "P1", "单位编码": "B", "职务": "委员", "主兼": "兼", "开始日期": "2024年1月1日"}],
    小组=[
        {
            "小组编码": "G",
            "小组名称": "中心组",
            "小组类型": "中心组",
            "单位编码": "R",
            "工号": "P1",
            "组内角色": "组长",
        },
        {"小组编码": "G2", "小组名称": "空", "小组类型": "党小组", "单位编码": "A"},
    ],
    角色=[{"工号": "P1", "角色": "学习秘书", "单位编码": "A", "开始日期": "2025/1/1"}],
    事项=[{"事项": "夜学", "上级事项": "集中学习", "记录单位": "次"}],
    制度=[{"制度编码": "Z", "制度名称": "办法", "单位编码": "R", "学时分钟": 45, "施行日期": "2024-01-01"}],
    条款=[{"制度编码": "Z", "条号": "1", "正文": "甲"}, {"制度编码": "Z", "条号": "2", "章": "一", "正文": "乙"}],
    要求=[
        rule("Q1", 制度编码="Z", 条款="1、2", 事项="夜学、党课", 内容类别="前瞻性、基础性", 替代要求="Q2"),
        rule("Q2", 度量="学时", 至少=90, 对象条件="单位类型=党支部", 截止="1-31", 力度="一般"),
    ],
    计划=[item("J1", 月份=3), item("J2", 状态="草稿")],
    活动=[session("S1", "A、B", 条目编码="J1", 主讲人="P1、外人", 主持人="人P2", 内容类别="实践性", 实到人数=9)],
    签到=[roll("S1", "P1"), roll("S1", "P2", "请假", 事由="病")],
)
TABLES = (
    Unit, Placement, Person, Post, Group, Grant, ActivityType, Rulebook, Clause, Requirement, Plan, PlanItem, Activity,
    RollRow, Record, Event, Membership, Exemption,
)  # fmt: skip


def test_every_sheet_lands_in_its_stage(bring):
    bring(FULL)
    activity = Activity.objects.get()
    assert (activity.unit.code, [j.unit.code for j in activity.joint_units.all()]) == ("A", ["B"])
    parts = activity.parts.order_by("role", "position").values_list("role", "person__code", "outside_name")
    assert list(parts) == [("CHAIR", "P2", ""), ("LECTURER", "P1", ""), ("LECTURER", None, "外人")]
    requirement = Requirement.objects.get(code="Q1")
    assert {clause.number for clause in requirement.clauses.all()} == {"1", "2"}
    assert {kind.name for kind in requirement.types.all()} == {"夜学", "党课"}
    assert [other.code for other in requirement.alternatives.all()] == ["Q2"]
    assert Requirement.objects.get(code="Q2").deadline == "01-31"
    assert PlanItem.objects.get(code="J1").fulfilled_on == date(2025, 3, 7)
    assert Group.objects.get(code="G2").members.count() == 0
    assert Post.objects.get().main is False


def test_the_ledger_says_what_the_sources_say(bring):
    bring(FULL)
    rows = Record.objects.values_list("source_kind", "role", "outcome", "person__code", "home_unit__code")
    assert sorted(rows, key=str) == sorted(
        [
            ("ACTIVITY", "COHOST", "HELD", None, None),
            ("ACTIVITY", "HOST", "HELD", None, None),
            ("ACTIVITY", "LECTURER", "ATTENDED", "P1", None),
            ("ACTIVITY", "CHAIR", "ATTENDED", "P2", None),
            ("ACTIVITY", "PARTICIPANT", "ATTENDED", "P1", "A"),
            ("ACTIVITY", "PARTICIPANT", "LEAVE", "P2", "A"),
            ("PLAN", "HOST", "IN_FORCE", None, None),
        ],
        key=str,
    )
    assert rebuild(sources=SOURCES) == {}


def test_importing_the_same_workbook_twice_changes_nothing(bring):
    first = bring(FULL)
    before = {model: list(model.objects.order_by("pk").values()) for model in TABLES}
    second = bring(FULL)
    assert first.changed_anything and not second.changed_anything
    assert [(c.sheet, c.added + c.changed + c.unchanged) for c in second.counts] == [
        (c.sheet, c.added) for c in first.counts
    ]
    assert {model: list(model.objects.order_by("pk").values()) for model in TABLES} == before


def test_dry_run_reports_what_would_change_and_writes_nothing(bring):
    bring(house())
    before = {model: list(model.objects.order_by("pk").values()) for model in TABLES}
    found = bring(house(单位=[unit("R"), unit("A", "R", 层面="社区"), unit("B", "A"), unit("C", "A")]), dry_run=True)
    assert {model: list(model.objects.order_by("pk").values()) for model in TABLES} == before
    assert [(c.key, c.added, c.cells) for c in found.changes] == [
        ("C", True, {}),
        ("A", False, {"层面": ("", "社区")}),
        ("B", False, {"上级编码": ("R", "A")}),
    ]


@pytest.mark.parametrize(
    ("typed", "stored"),
    [("是", BEGINNING), (date(2025, 5, 1), date(2025, 5, 1)), ("否", None), ("", None)],
)
def test_exempt_from_study_is_yes_no_or_the_day_from_which_it_holds(bring, typed, stored):
    bring(house(人员=[person("P1", 免集中学习="是")]))
    bring(house(人员=[person("P1", 免集中学习=typed)]))
    found = list(Exemption.objects.values_list("starts_on", "ends_on"))
    assert found == ([] if stored is None else [(stored, FOREVER)])
    assert AT
