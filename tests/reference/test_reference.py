"""Cells, the tree as of a day, and whom a requirement binds: one case per sentence of the workbook contract."""

from datetime import date, datetime

import pytest

from tests.reference import rows
from tests.reference.conditions import alternatives
from tests.reference.sheets import read
from tests.reference.small_books import NOW, ask, book, one, person, session, sessions, stand, unit
from tests.reference.tree import Tree

JULY = date(2024, 7, 1)


@pytest.mark.parametrize(
    "cell",
    [
        "2025-03-07",
        "2025/3/7",
        "2025年3月7日",
        "２０２５-０３-０７",
        date(2025, 3, 7),
        datetime(2025, 3, 7),
        " 2025-3-7 ",
    ],
)
def test_dates_come_in_these_forms(cell):
    assert rows.day(cell) == date(2025, 3, 7)


def test_moments_are_a_date_and_a_clock_time():
    assert rows.moment("2025-03-07 14:30") == datetime(2025, 3, 7, 14, 30)


def test_several_values_are_parted_by_five_marks():
    assert rows.many("甲、乙;丙；丁,戊，己、 甲 ") == ["甲", "乙", "丙", "丁", "戊", "己"]


@pytest.mark.parametrize(("cell", "code"), [("Ａ０１", "A01"), (1001.0, "1001"), (7, "7"), (" x ", "x"), (None, "")])
def test_full_width_digits_and_letters_are_folded_in_codes(cell, code):
    assert rows.word(cell) == code


@pytest.mark.parametrize(("cell", "first"), [("是", date.min), ("否", None), (None, None), ("2024-07-01", JULY)])
def test_free_of_study_is_yes_no_or_the_day_from_which_it_holds(cell, first):
    assert rows.exempt_from(cell) == first


@pytest.mark.parametrize(
    ("first", "last", "holds"),
    [(None, None, True), (JULY, None, True), (None, JULY, True), (date(2024, 7, 2), None, False)],
)
def test_an_end_date_is_the_last_day_on_which_it_holds_and_empty_is_open(first, last, holds):
    assert rows.holds_on(first, last, JULY) is holds


def test_and_binds_tighter_than_or():
    assert alternatives("a=1、b=2|c=3") == [[("a", "1"), ("b", "2")], [("c", "3")]]


def tree_of(**sheets) -> Tree:
    return Tree(read(book(**sheets), NOW))


def test_a_unit_stood_under_the_parent_of_its_placement_row_that_day_else_under_todays():
    tree = tree_of(隶属=[{"单位编码": "A1", "上级编码": "B", "开始日期": None, "结束日期": "2024-06-30"}])
    assert tree.is_inside("A1", "B", date(2024, 6, 30)) and not tree.is_inside("A1", "A", date(2024, 6, 30))
    assert tree.is_inside("A1", "A", JULY) and not tree.is_inside("A1", "B", JULY)
    assert tree.is_inside("A1", "R", date(2024, 1, 1))


POSTS = [
    {"工号": "P", "单位编码": "B", "职务": "书记", "主兼": None, "结束日期": "2024-05-31"},
    {"工号": "P", "单位编码": "A1", "职务": "委员", "主兼": "兼", "开始日期": "2024-05-01"},
]


@pytest.mark.parametrize(
    ("on", "posts"),
    [
        (date(2024, 4, 30), [("B", "书记")]),
        (date(2024, 5, 31), [("B", "书记"), ("A1", "委员")]),
        (date(2024, 6, 1), [("A", "科员"), ("A1", "委员")]),
        (date(2024, 12, 31), []),
    ],
)
def test_empty_post_kind_is_main_and_a_day_without_main_row_falls_to_the_persons_unit(on, posts):
    tree = tree_of(人员=[person(职务="科员", 离岗日期="2024-12-30")], 任职=POSTS)
    assert [(post.unit, post.duty) for post in tree.posts("P", on)] == posts


def test_a_group_and_its_memberships_exist_while_its_unit_does():
    units = [unit("R"), unit("A", "R", 撤销日期="2024-06-30")]
    tree = tree_of(
        单位=units, 小组=[{"小组编码": "G", "小组名称": "组", "小组类型": "中心组", "单位编码": "A", "工号": "P"}]
    )
    assert len(tree.memberships("P", date(2024, 6, 30))) == 1
    assert tree.memberships("P", JULY) == []


def test_a_requirement_of_a_unit_above_binds_below_and_one_of_a_sister_unit_does_not():
    found = stand(book(ask(), ask("Z", 单位编码="B")), unit="A")
    assert [(code, subject) for code, subject, _ in found] == [("Q", "A"), ("Q", "A1")]


def test_a_unit_closed_before_the_period_is_not_bound():
    units = [unit("R"), unit("A", "R", 撤销日期="2023-12-31"), unit("B", "R", 撤销日期="2024-01-01")]
    assert {subject for _, subject, _ in stand(book(单位=units, 人员=[]))} == {"R", "B"}


def test_only_the_requirements_own_dates_decide_whether_it_is_in_force():
    rule = {"制度编码": "Z", "制度名称": "制度", "单位编码": "R", "施行日期": "2030-01-01"}
    assert one(book(ask(制度编码="Z"), 制度=[rule]))
    assert one(book(ask(废止日期="2023-12-31"))) is None
    assert one(book(ask(施行日期="2024-12-31")))


def test_everything_must_hold_at_once_on_one_day():
    # In force only after the unit was closed.
    units = [unit("R"), unit("A", "R", 撤销日期="2024-03-31")]
    assert one(book(ask(施行日期="2024-04-01"), 单位=units)) is None


def test_a_subject_is_listed_for_a_unit_only_if_inside_it_on_a_bound_day():
    move = {"单位编码": "A1", "上级编码": "B", "结束日期": "2024-03-31"}
    assert one(book(ask(施行日期="2024-04-01"), 隶属=[move]), "A1", unit="B") is None
    assert one(book(ask(施行日期="2024-03-31"), 隶属=[move]), "A1", unit="B")


def test_people_are_inside_a_subtree_through_any_post():
    second = {"工号": "P", "单位编码": "B", "主兼": "兼", "开始日期": "2024-12-31"}
    workbook = book(ask(单位编码="B", 对象="人员"), 任职=[second])
    assert one(workbook, "P")["at_least"] == 1
    assert one(workbook, "P", unit="B") and one(workbook, "P", unit="A")
    assert one(book(ask(单位编码="B", 对象="人员")), "P") is None


PEOPLE_CONDITIONS = [
    ("职级=科级", True),
    ("职级=处级", False),
    ("职级=处级|层面=社区", True),
    ("职级=科级、层面=社区", True),
    ("职级=科级，层面=企业", True),
    ("层面=社区、职务=书记", True),
    ("层面=企业、职务=书记", False),
    ("小组类型=中心组、组内角色=组长", True),
    ("小组类型=党小组、组内角色=组长", False),
    ("本级=是", True),
    ("本级=是、职务=书记", False),
    ("小组类型=党小组、职务=委员、职级=科级", True),
]


@pytest.mark.parametrize(("condition", "binds"), PEOPLE_CONDITIONS)
def test_people_meet_unit_fields_in_one_post_and_group_fields_in_one_membership(condition, binds):
    workbook = book(
        ask(单位编码="A", 对象="人员", 对象条件=condition),
        单位=[unit("R"), unit("A", "R", 层面="企业"), unit("B", "A", 层面="社区")],
        人员=[person(职级="科级", 职务="委员")],
        任职=[{"工号": "P", "单位编码": "B", "职务": "书记", "主兼": "兼"}],
        小组=[
            {"小组编码": "G", "小组名称": "甲", "小组类型": "中心组", "单位编码": "A", "工号": "P", "组内角色": "组长"},
            {"小组编码": "H", "小组名称": "乙", "小组类型": "党小组", "单位编码": "B", "工号": "P", "组内角色": "成员"},
        ],
    )
    assert (one(workbook, "P") is not None) is binds


def test_own_level_means_directly_in_the_requirements_unit_for_groups_and_no_filter_for_units():
    groups = [
        {"小组编码": code, "小组名称": code, "小组类型": "中心组", "单位编码": at}
        for code, at in (("G", "R"), ("H", "A"))
    ]
    found = stand(book(ask(对象="小组", 对象条件="本级=是"), 小组=groups))
    assert [subject for _, subject, _ in found] == ["G"]
    assert len(stand(book(ask(对象条件="本级=是")))) == 4


def test_own_level_counts_only_what_the_unit_itself_held():
    held = {"活动": sessions("2024-03-01", at="A1")}
    assert one(book(**held))["actual"] == 1
    assert one(book(ask(对象条件="本级=是"), **held))["actual"] == 0


def test_own_level_sees_any_of_the_holders_and_may_stand_beside_other_pairs():
    held = {"活动": [session("S", "2024-03-01", at="B、A"), session("T", "2024-03-01", at="A1")]}
    assert one(book(ask(对象条件="单位类型=党支部、本级=是"), **held))["actual"] == 1


def test_a_session_counts_where_its_unit_stood_on_the_sessions_day():
    move = {"单位编码": "A1", "上级编码": "B", "结束日期": "2024-06-30"}
    workbook = book(隶属=[move], 活动=sessions("2024-06-30", "2024-07-01", "2024-07-02", at="A1"))
    assert (one(workbook, "A")["actual"], one(workbook, "B")["actual"], one(workbook, "R")["actual"]) == (2, 1, 3)


def test_a_joint_session_counts_once_for_each_holder_and_once_above():
    workbook = book(活动=[session("S", "2024-03-01", at="A、B")])
    assert [one(workbook, code)["actual"] for code in ("A", "B", "R", "A1")] == [1, 1, 1, 0]


def test_keeping_answers_between_change_days_gives_what_asking_every_day_gives():
    move = {"单位编码": "A1", "上级编码": "B", "开始日期": "2024-02-03", "结束日期": "2024-02-09"}
    kept = tree_of(隶属=[move], 任职=POSTS)
    for number in range(1, 29):
        on, fresh = date(2024, 2, number), tree_of(隶属=[move], 任职=POSTS)
        fresh.settled = lambda day: day
        assert kept.is_inside("A1", "B", on) == fresh.is_inside("A1", "B", on) == (3 <= number <= 9)
