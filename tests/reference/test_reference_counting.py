"""What counts, for whom and when it is known: one case per sentence of the workbook contract."""

from datetime import date, datetime

import pytest

from tests.reference.small_books import ask, book, one, person, roll, rolls, session, sessions
from tests.reference.standings import standings

PEOPLE = ask(对象="人员")
MARCH = "2024-03-01"


@pytest.mark.parametrize(
    ("state", "end", "counts"),
    [
        ("已举行", None, 1),
        ("计划", None, 0),
        ("已预告", None, 0),
        ("进行中", None, 0),
        ("取消", None, 0),
        ("已取消", None, 0),
        (None, None, 1),
        (None, datetime(2030, 1, 1), 0),
    ],
)
def test_only_held_sessions_count_and_an_empty_state_is_settled_when_read(state, end, counts):
    held = session("S", MARCH, 状态=state)
    assert one(book(活动=[held | ({"结束时间": end} if end else {})]))["actual"] == counts


def test_sessions_after_the_day_of_judgement_do_not_count_yet():
    workbook = book(活动=sessions(MARCH, "2024-03-02"))
    assert one(workbook, on=date(2024, 3, 1))["actual"] == 1
    assert one(workbook, on=date(2024, 3, 2))["actual"] == 2


def test_a_session_belongs_to_the_day_of_its_start_when_it_ends_after_midnight():
    late = session("S", "2024-03-31", start="23:00", minutes=180)
    workbook = book(ask(周期="季度"), ask("H", 度量="学时", 周期="季度"), 活动=[late])
    assert one(workbook, period="2024Q1")["actual"] == 1
    assert one(workbook, period="2024Q2")["actual"] == 0
    assert one(workbook, period="2024Q1", code="H")["actual"] == 3


STATUSES = [("出席", 1), ("迟到", 1), ("补学", 1), ("送学", 1), ("请假", 0), ("缺席", 0)]


@pytest.mark.parametrize(("status", "counts"), STATUSES)
def test_present_late_made_up_and_delivered_take_part_leave_and_absent_do_not(status, counts):
    row = one(book(PEOPLE, 活动=sessions(MARCH), 签到=[roll("S1", "P", status)]), "P")
    assert (row["actual"], row["records"]) == (counts, counts)


@pytest.mark.parametrize(
    ("status", "done", "on", "counts"),
    [
        ("补学", "2024-03-10", date(2024, 3, 9), 0),
        ("补学", "2024-03-10", date(2024, 3, 10), 1),
        ("送学", "2024-03-10", date(2024, 3, 9), 0),
        ("补学", None, date(2024, 3, 1), 1),
        ("补学", "2024-02-10", date(2024, 2, 20), 0),
        ("出席", "2024-03-10", date(2024, 3, 9), 1),
    ],
)
def test_a_make_up_counts_for_its_session_once_it_is_done(status, done, on, counts):
    row = one(book(PEOPLE, 活动=sessions(MARCH), 签到=[roll("S1", "P", status, 补学日期=done)]), "P", on=on)
    assert row["actual"] == counts


def test_a_make_up_counts_on_its_sessions_day_not_on_its_own():
    asked = ask(对象="人员", 周期="季度")
    made_up = [roll("S1", "P", "补学", 补学日期="2024-05-01")]
    workbook = book(asked, 活动=sessions(MARCH), 签到=made_up)
    assert one(workbook, "P", "2024Q1")["actual"] == 1
    assert one(workbook, "P", "2024Q2")["actual"] == 0


MEASURES = [
    ("次数", 3, "sessions", 3),
    ("天数", 2, "days", 3),
    ("学时", 4.5, "hours", 3),
    ("种类数", 2, "kinds", 3),
    ("出席率", 66.67, "percent", 6),
    ("人均学时", 2.75, "hours", 4),  # 1 + 1.5 + 2 + 1 hours over two members
]


@pytest.mark.parametrize(("measure", "actual", "word", "records"), MEASURES)
def test_measures_of_units(measure, actual, word, records):
    held = [
        session("S1", MARCH, minutes=60, 内容类别="基础性"),
        session("S2", MARCH, minutes=90, start="14:00", 内容类别="基础性、实践性"),
        session("S3", "2024-03-05", minutes=120),
    ]
    marks = [*rolls(3), roll("S1", "X", "迟到"), roll("S2", "X", "请假"), roll("S3", "X", "缺席")]
    workbook = book(ask(度量=measure), 活动=held, 签到=marks, 人员=[person(), person("X", "A1")])
    row = one(workbook)
    assert (row["actual"], row["unit"], row["records"]) == (actual, word, records)


@pytest.mark.parametrize(
    ("measure", "actual", "records"), [("次数", 3, 3), ("天数", 2, 3), ("学时", 4.5, 3), ("出席率", 75, 4)]
)
def test_measures_of_people_run_over_their_roll_rows_wherever_they_were_held(measure, actual, records):
    held = [
        session("S1", MARCH, minutes=60, at="B"),
        session("S2", MARCH, minutes=90, start="14:00"),
        session("S3", "2024-03-05", minutes=120),
        session("S4", "2024-03-06"),
    ]
    workbook = book(ask(对象="人员", 度量=measure), 活动=held, 签到=[*rolls(3), roll("S4", "P", "缺席")])
    row = one(workbook, "P")
    assert (row["actual"], row["records"]) == (actual, records)


def test_study_minutes_of_the_rulebook_make_the_hour():
    rule = {"制度编码": "Z", "制度名称": "制度", "单位编码": "R", "学时分钟": 45}
    requirements = ask(度量="学时", 制度编码="Z"), ask("H", 度量="学时")
    workbook = book(*requirements, 制度=[rule], 活动=sessions(MARCH, minutes=100))
    assert (one(workbook)["actual"], one(workbook, code="H")["actual"]) == (2.22, 1.67)


def test_several_types_count_a_source_once_and_supertypes_count_nothing():
    types = [{"事项": "学习"}, {"事项": "党课", "上级事项": "学习"}]
    held = [session("S1", MARCH, 事项="学习、党课"), session("S2", MARCH, 事项="党课")]
    assert one(book(ask(事项="学习、党课"), 事项=types, 活动=held))["actual"] == 2
    assert one(book(ask(事项="学习"), 事项=types, 活动=held))["actual"] == 1


def test_categories_of_the_requirement_limit_the_sessions_that_count():
    held = [session("S1", MARCH, 内容类别="基础性、实践性"), session("S2", MARCH, 内容类别="应用性")]
    assert one(book(ask(内容类别="实践性、品味性"), 活动=held))["actual"] == 1
    assert one(book(ask(度量="种类数", 内容类别="实践性"), 活动=held))["actual"] == 2


GROUP = {"小组编码": "G", "小组名称": "组", "小组类型": "中心组", "单位编码": "A", "工号": "P"}


def test_groups_count_the_sessions_of_their_own_code_whoever_held_them():
    held = [session("S1", MARCH, at="B", 小组编码="G"), session("S2", MARCH)]
    row = one(book(ask(对象="小组"), 小组=[GROUP], 活动=held), "G")
    assert (row["subject_kind"], row["actual"], row["records"]) == ("group", 1, 1)


def test_hours_a_head_of_a_group_go_by_its_members_on_the_last_day():
    group = [GROUP, GROUP | {"工号": "X", "退出日期": "2024-12-30"}]
    held = sessions(MARCH, at="B", 小组编码="G")
    workbook = book(
        ask(对象="小组", 度量="人均学时", 至少=2),
        小组=group,
        活动=held,
        签到=[*rolls(1), *rolls(1, "X"), *rolls(1, "Y", "缺席")],
        人员=[person(), person("X"), person("Y")],
    )
    row = one(workbook, "G")
    assert (row["actual"], row["unit"], row["records"], row["state"]) == (4, "hours", 2, "met")


def test_members_of_a_unit_count_by_main_post_only_and_an_average_over_nobody_is_exempt():
    second = {"工号": "P", "单位编码": "B", "主兼": "兼"}
    held = {"活动": [session("S1", MARCH, at="A、B")], "签到": rolls(1), "任职": [second]}
    workbook = book(ask(度量="人均学时", 至少=2), **held)
    assert one(workbook, "A")["actual"] == 2
    assert [one(workbook, "B")[key] for key in ("actual", "records", "state")] == [None, 0, "exempt"]


@pytest.mark.parametrize(
    ("cells", "actual"),
    [({"截止": "06-30"}, 2), ({"截止": "07-01"}, 4), ({"对象条件": "本级=是"}, 4), ({"施行日期": "2024-05-01"}, 4)],
)
def test_members_are_those_of_the_last_day_that_counts_and_of_the_unit_alone_at_own_level(cells, actual):
    people = [person(), person("X", "A1", 到岗日期="2024-02-01"), person("Y", 离岗日期="2024-02-01")]
    posts = [{"工号": "X", "单位编码": "B", "开始日期": "2024-07-01"}]
    marks = [roll("S1"), roll("S1", "X")]
    asked = ask(度量="人均学时", 至少=2, **cells)
    assert one(book(asked, 活动=sessions(MARCH), 签到=marks, 人员=people, 任职=posts))["actual"] == actual


def test_at_own_level_people_of_units_below_are_no_members():
    people, marks = [person(), person("X", "A1")], [roll("S1"), roll("S1", "X")]
    held = {"活动": sessions(MARCH), "签到": marks, "人员": people}
    assert one(book(ask(度量="人均学时"), **held))["actual"] == 2
    assert one(book(ask(度量="人均学时", 对象条件="本级=是"), **held))["actual"] == 4


def test_a_member_who_has_left_is_no_member_and_meets_no_group_condition():
    left = {
        "人员": [person(离岗日期="2024-06-30")],
        "小组": [GROUP],
        "活动": sessions(MARCH, 小组编码="G"),
        "签到": rolls(1),
    }
    assert one(book(ask(对象="小组", 度量="人均学时"), **left), "G")["state"] == "exempt"
    assert one(book(ask(对象="人员", 至少=366, 对象条件="小组编码=G"), **left), "P")["at_least"] == 182


GIVEN = [("主讲", "S1", 1), ("中心发言", "S1", 1), ("主持", "S1", 1), ("参加", "S1", 0)]


@pytest.mark.parametrize(("role", "session_code", "actual"), GIVEN)
def test_people_are_asked_for_what_they_took_part_in_or_with_another_role_for_what_they_gave(
    role, session_code, actual
):
    held = session("S1", MARCH, 主讲人="人P、P、外人", 中心发言人="Ｐ", 主持人="人P", at="B")
    row = one(book(ask(对象="人员", 参与方式=role), 活动=[held]), "P")
    assert (row["actual"], row["records"]) == (actual, actual)


def test_a_name_that_fits_several_is_an_outside_person():
    held = sessions(MARCH, 主讲人="人P")
    workbook = book(ask(对象="人员", 参与方式="主讲"), 活动=held, 人员=[person(), person("X", 姓名="人P")])
    assert one(workbook, "P")["actual"] == 0


@pytest.mark.parametrize(("status", "rate", "records"), [("缺席", 100, 1), ("请假", 100, 1), ("迟到", 100, 2)])
def test_rows_of_exempt_people_enter_a_rate_only_where_they_took_part(status, rate, records):
    people = [person(), person("X", 免集中学习="2024-03-01")]
    workbook = book(
        ask(度量="出席率", 至少=80), 活动=sessions(MARCH), 签到=[*rolls(1), roll("S1", "X", status)], 人员=people
    )
    row = one(workbook)
    assert (row["actual"], row["records"]) == (rate, records)


def test_rows_before_the_exemption_enter_the_rate_and_an_undone_make_up_of_the_exempt_does_not():
    marks = [*rolls(1), roll("S1", "X", "补学", 补学日期="2024-04-01")]

    def rate(exempt_from, on):
        people = [person(), person("X", 免集中学习=exempt_from)]
        asked = ask(度量="出席率", 至少=80)
        row = one(book(asked, 活动=sessions(MARCH), 签到=marks, 人员=people), on=on)
        return row["actual"], row["records"]

    assert rate("2024-03-02", date(2024, 3, 31)) == (50, 2)
    assert rate("2024-03-01", date(2024, 3, 31)) == (100, 1)
    assert rate("2024-03-01", date(2024, 4, 1)) == (100, 2)


def plan(unit: str = "A1", year: int = 2024, **cells):
    return {
        "计划编码": f"J{year}{unit}",
        "单位编码": unit,
        "年度": year,
        "条目编码": "1",
        "专题": "题",
        "事项": "学习",
        **cells,
    }


IN_FORCE = ask(事项="学习计划", 度量="在位", 至少=None, 截止="01-31")


@pytest.mark.parametrize(
    ("plans", "on", "actual", "state"),
    [
        ([plan()], date(2024, 1, 1), 1, "met"),
        ([plan()], date(2023, 12, 31), 0, "not_due"),
        ([plan(year=2023)], date(2024, 1, 5), 0, "on_track"),
        ([plan(状态="草稿")], date(2024, 1, 30), 0, "at_risk"),
        ([], date(2024, 1, 31), 0, "missed"),
        ([plan(), plan("A")], date(2024, 1, 31), 1, "met"),
    ],
)
def test_a_plan_is_in_force_for_its_year_and_counts_for_the_units_above(plans, on, actual, state):
    row = one(book(IN_FORCE, 计划=plans), on=on)
    assert (row["actual"], row["state"], row["at_least"], row["unit"]) == (actual, state, None, "sessions")
    assert row["records"] == (len(plans) if actual else 0)


def test_a_plan_below_does_not_count_at_own_level():
    workbook = book(ask(事项="学习计划", 度量="在位", 至少=None, 对象条件="本级=是"), 计划=[plan()])
    assert (one(workbook, "A")["actual"], one(workbook, "A1")["actual"]) == (0, 1)


def test_sessions_are_in_force_on_their_own_day_only():
    workbook = book(ask(度量="在位", 至少=None, 周期="月"), 活动=sessions("2024-03-30", "2024-04-30"))
    assert one(workbook, period="2024-03")["actual"] == 0
    assert one(workbook, period="2024-04")["actual"] == 1


def test_the_answer_has_exactly_these_keys():
    (row,) = standings(book(活动=sessions(MARCH)), "A1", 2024, date(2024, 12, 31))
    assert row == {
        "requirement": "Q",
        "subject_kind": "unit",
        "subject": "A1",
        "period": "2024",
        "from": "2024-01-01",
        "to": "2024-12-31",
        "actual": 0,
        "at_least": 4,
        "at_most": None,
        "unit": "sessions",
        "strength": "must",
        "state": "missed",
        "records": 0,
    }
