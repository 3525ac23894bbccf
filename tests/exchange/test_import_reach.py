"""In the pages everybody imports only what belongs to the own units and below."""

from datetime import date

import pytest

from tests.exchange.workbooks import AT, house, item, person, places, roll, rule, session, unit
from xueer.access.models import Grant
from xueer.access.queries import Reach
from xueer.org.models import Exemption, Person, Unit
from xueer.plans.models import Plan

ON = date(2025, 6, 1)
GROUP = {"小组编码": "G", "小组名称": "组", "小组类型": "组", "单位编码": "B"}
BOOK = {"制度编码": "Z", "制度名称": "办法", "单位编码": "R"}
CLAUSE = {"制度编码": "Z", "条号": "1", "正文": "文"}
STRANGE = {
    "单位": [unit("B", "A"), unit("C", "B"), unit("D")],
    "隶属": [{"单位编码": "B", "上级编码": "A"}],
    "人员": [person("P2", "B"), person("P3", "B"), person("P9", "A")],
    "任职": [{"工号": "P1", "单位编码": "B", "主兼": "兼"}, {"工号": "P9", "单位编码": "A", "主兼": "兼"}],
    "小组": [GROUP, GROUP | {"小组编码": "H"}],
    "角色": [{"工号": "P1", "角色": "系统管理员", "单位编码": "A"}],
    "事项": [{"事项": "夜学"}],
    "制度": [BOOK, BOOK | {"制度编码": "Y", "单位编码": "B"}],
    "条款": [CLAUSE],
    "要求": [rule("Q"), rule("Q2")],
    "计划": [item("J1", "K", 单位编码="B"), item("J2", "L", 单位编码="R")],
    "活动": [session("T", "A"), session("U", "B、A")],
    "签到": [roll("T", "P1")],
}


@pytest.fixture
def secretary(bring) -> Reach:
    """Study secretary of A, in a house where B holds a group, a plan and an activity too."""
    people = [person("P1"), person("P2"), person("P9", "B")]
    sheets = {"制度": [BOOK], "条款": [CLAUSE], "要求": [rule("Q")], "计划": [item("J1", "K", 单位编码="B")]}
    bring(house(人员=people, 小组=[GROUP], 活动=[session("S"), session("T", "B")], **sheets))
    who = Person.objects.get(code="P1")
    Grant.objects.create(person=who, role="SECRETARY", unit=Unit.objects.get(code="A"))
    return Reach(who, ON)


@pytest.mark.parametrize("sheet", STRANGE)
def test_every_row_of_a_strange_unit_is_refused(secretary, refuse, sheet):
    found = refuse({sheet: STRANGE[sheet]}, reach=secretary)
    assert [row for _, row, *_ in places(found)] == list(range(2, 2 + len(STRANGE[sheet])))
    assert all("you may not" in error.msgid for error in found.errors)


def test_an_account_without_a_unit_is_nobodys_to_take_over(secretary, refuse):
    Person.objects.create(code="ADMIN", name="管理员")
    assert places(refuse({"人员": [person("ADMIN", "A")]}, reach=secretary)) == [("人员", 2, "工号", "ADMIN")]


def test_a_secretary_imports_what_belongs_to_the_own_units(secretary, bring):
    sheets = {
        "单位": [unit("A", "A1") | {"上级编码": ""}, unit("A1", "A"), unit("A2", "A1")],
        "人员": [person("P1", "A2"), person("P3", "A1")],
        "活动": [session("S", "A、B"), session("V", "A1")],
        "签到": [roll("S", "P9")],
    }
    done = bring(sheets, reach=secretary, at=AT)
    assert {count.sheet: count.added for count in done.counts} == {"单位": 2, "人员": 1, "活动": 1, "签到": 1}


def test_nobody_frees_themselves_by_a_workbook(secretary, bring, refuse):
    found = refuse({"人员": [person("P1") | {"免集中学习": "是"}, person("P3")]}, reach=secretary)
    assert places(found) == [("人员", 2, "免集中学习", "是")]
    other = bring({"人员": [person("P1") | {"免集中学习": "否"}, person("P3") | {"免集中学习": "是"}]}, reach=secretary)
    assert (other.changed_anything, Exemption.objects.get().person.code) == (True, "P3")


def test_a_plan_is_put_in_force_only_by_those_who_approve_plans(secretary, bring, refuse):
    new, draft = item("J2", "L"), item("J3", "M", 状态="草稿")
    found = refuse({"计划": [new | {"状态": ""}, draft]}, reach=secretary)
    assert places(found) == [("计划", 2, "状态", "")]
    assert places(refuse({"计划": [new]}, reach=secretary)) == [("计划", 2, "计划编码", "L")]
    bring({"计划": [draft]}, reach=secretary)
    assert len(refuse({"计划": [item("J3", "M", 状态="")]}, reach=secretary).errors) == 1
    assert Plan.objects.get(code="M").state == "DRAFT"
    bring({"计划": [new]})
    assert bring({"计划": [new | {"专题": "新题"}, item("J4", "L")]}, reach=secretary).changed_anything
    Grant.objects.create(person=secretary.person, role="LEADER", unit=Unit.objects.get(code="A"))
    bring({"计划": [item("J3", "M", 状态="")]}, reach=Reach(secretary.person, ON))
    assert Plan.objects.get(code="M").state == "IN_FORCE"


def test_an_administrator_imports_everything(bring, secretary):
    Grant.objects.create(person=Person.objects.get(code="P2"), role="ADMINISTRATOR", unit=None)
    sheets = {name: rows for name, rows in STRANGE.items() if name not in ("单位", "隶属")}
    assert bring(sheets, reach=Reach(Person.objects.get(code="P2"), ON)).changed_anything
