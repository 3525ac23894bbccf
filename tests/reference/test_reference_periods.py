"""Periods, deadlines and proration: one case per sentence of the workbook contract."""

from datetime import date

import pytest

from tests.reference.periods import period_holding, periods_of
from tests.reference.sheets import read
from tests.reference.small_books import NOW, ask, book, one, person, rolls, session, sessions, stand, unit


def requirement(**cells):
    return read(book(ask(**cells)), NOW).requirements["Q"]


def spans(year: int, **cells):
    return [(one.label, str(one.first), str(one.last)) for one in periods_of(requirement(**cells), year)]


@pytest.mark.parametrize(
    ("word", "year", "count", "first", "last"),
    [
        ("周", 2020, 53, ("2020W01", "2019-12-30", "2020-01-05"), ("2020W53", "2020-12-28", "2021-01-03")),
        ("周", 2025, 52, ("2025W01", "2024-12-30", "2025-01-05"), ("2025W52", "2025-12-22", "2025-12-28")),
        ("月", 2024, 12, ("2024-01", "2024-01-01", "2024-01-31"), ("2024-12", "2024-12-01", "2024-12-31")),
        ("季度", 2024, 4, ("2024Q1", "2024-01-01", "2024-03-31"), ("2024Q4", "2024-10-01", "2024-12-31")),
        ("半年", 2024, 2, ("2024H1", "2024-01-01", "2024-06-30"), ("2024H2", "2024-07-01", "2024-12-31")),
        ("年", 2024, 1, ("2024", "2024-01-01", "2024-12-31"), ("2024", "2024-01-01", "2024-12-31")),
        ("五年", 2025, 1, ("2021-2025", "2021-01-01", "2025-12-31"), ("2021-2025", "2021-01-01", "2025-12-31")),
        ("五年", 2026, 1, ("2026-2030", "2026-01-01", "2030-12-31"), ("2026-2030", "2026-01-01", "2030-12-31")),
    ],
)
def test_weeks_by_their_thursday_months_to_years_by_the_calendar_fives_on_the_grid(word, year, count, first, last):
    found = spans(year, 周期=word)
    assert (len(found), found[0], found[-1]) == (count, first, last)


@pytest.mark.parametrize(
    ("cells", "first", "last", "years"),
    [
        ({}, None, None, {2023, 2024, 2025}),
        ({"施行日期": "2024-03-01"}, date(2024, 3, 1), None, {2024, 2025}),
        ({"施行日期": "2024-03-01", "废止日期": "2024-09-30"}, date(2024, 3, 1), date(2024, 9, 30), {2024}),
        ({"截止": "2024-05-31", "废止日期": "2025-09-30"}, None, date(2024, 5, 31), {2023, 2024}),
        ({"截止": "05-31"}, None, None, {2023, 2024, 2025}),
    ],
)
def test_once_runs_from_coming_into_force_to_the_full_deadline_else_the_repeal_in_every_year_it_touches(
    cells, first, last, years
):
    asked = requirement(周期="一次", **cells)
    found = {year: periods_of(asked, year) for year in (2023, 2024, 2025)}
    assert {year for year, periods in found.items() if periods} == years
    assert {(period.label, period.first, period.end) for periods in found.values() for period in periods} == {
        ("once", first, last)
    }


@pytest.mark.parametrize(
    ("word", "deadline", "on", "end"),
    [
        ("年", "01-31", date(2024, 5, 1), date(2024, 1, 31)),
        ("季度", "01-31", date(2024, 2, 1), date(2024, 1, 31)),
        ("季度", "01-31", date(2024, 5, 1), date(2024, 6, 30)),
        ("周", "12-31", date(2025, 1, 2), date(2024, 12, 31)),
        ("周", "01-02", date(2024, 12, 30), date(2025, 1, 2)),
        ("年", "2024-06-30", date(2024, 5, 1), date(2024, 6, 30)),
        ("年", "2024-06-30", date(2025, 5, 1), date(2025, 12, 31)),
        ("五年", "03-31", date(2022, 5, 1), date(2025, 3, 31)),
        ("五年", "03-31", date(2026, 1, 1), date(2030, 3, 31)),
    ],
)
def test_a_period_ends_on_the_deadline_it_holds_else_on_its_last_day(word, deadline, on, end):
    period = period_holding(requirement(周期=word, 截止=deadline), on)
    assert period.holds(on) and period.end == end


def test_the_deadline_bounds_what_counts_and_is_the_to_of_the_answer_but_proration_keeps_the_whole_period():
    asked = ask(截止="03-31", 施行日期="2024-07-02")
    row = one(book(asked, 活动=sessions("2024-03-31", "2024-04-01")), on=date(2024, 4, 1))
    assert (row["to"], row["actual"], row["state"]) == ("2024-03-31", 1, "missed")
    assert row["at_least"] == 2  # 4 × 183 / 366


PRORATION = [
    ("次数", 4, "2024-07-02", 2),  # 183 of 366 days
    ("次数", 4, "2024-07-01", 3),  # one day more is rounded up
    ("天数", 12, "2024-12-31", 1),
    ("学时", 12, "2024-07-01", 6.5),  # hours to the half
    ("学时", 2.25, "2024-01-01", 2.25),  # nothing is rounded when all days are owed
    ("种类数", 5, "2024-07-02", 5),
    ("出席率", 80, "2024-07-02", 80),
    ("人均学时", 40, "2024-07-02", 40),
]


@pytest.mark.parametrize(("measure", "at_least", "in_force_from", "threshold"), PRORATION)
def test_thresholds_of_sums_are_prorated_and_rounded_up_rates_and_kinds_never(
    measure, at_least, in_force_from, threshold
):
    row = one(book(ask(度量=measure, 至少=at_least, 施行日期=in_force_from)))
    assert row["at_least"] == threshold


def test_an_upper_bound_is_never_prorated():
    assert one(book(ask(至少=None, 至多=10, 施行日期="2024-12-31")))["at_most"] == 10


def test_once_is_never_prorated():
    units = [unit("R"), unit("A", "R", 成立日期="2024-12-30")]
    asked = ask(周期="一次", 施行日期="2024-01-01", 废止日期="2024-12-31")
    assert one(book(asked, 单位=units), period="once")["at_least"] == 4


@pytest.mark.parametrize(
    ("cells", "at_least"),
    [
        ({"到岗日期": "2024-07-02"}, 2),
        ({"离岗日期": "2024-03-31"}, 1),
        ({"免集中学习": "2024-07-02"}, 2),
        ({"到岗日期": "2024-12-31", "离岗日期": "2024-12-31"}, 1),
    ],
)
def test_days_not_in_post_and_days_free_of_study_are_not_owed(cells, at_least):
    assert one(book(ask(对象="人员"), 人员=[person(**cells)]), "P")["at_least"] == at_least


def test_days_outside_the_owners_subtree_are_not_owed_but_what_was_done_on_them_counts():
    move = {"工号": "P", "单位编码": "B", "主兼": "主", "结束日期": "2024-07-01"}
    asked = ask(单位编码="A", 对象="人员")
    workbook = book(asked, 任职=[move], 活动=sessions("2024-01-10", "2024-08-01"), 签到=rolls(2))
    row = one(workbook, "P")
    assert (row["at_least"], row["actual"], row["state"]) == (2, 2, "met")


def test_days_on_which_the_exemption_holds_are_not_owed_and_all_of_them_make_exempt():
    on_leave = {"小组编码": "G", "小组名称": "组", "小组类型": "借调", "单位编码": "A", "工号": "P"}
    asked = ask(对象="人员", 免除条件="小组类型=借调")
    half = one(book(asked, 小组=[on_leave | {"退出日期": "2024-07-01"}]), "P")
    assert (half["at_least"], half["state"]) == (2, "missed")
    held = {"活动": [session("S1", "2024-03-01")], "签到": rolls(1)}
    full = one(book(asked, 小组=[on_leave], **held), "P", on=date(2024, 5, 1))
    assert (full["at_least"], full["actual"], full["records"], full["state"]) == (0, 1, 1, "exempt")


def test_excused_for_all_days_is_exempt_even_before_the_period():
    asked = ask(对象="人员")
    row = one(book(asked, 人员=[person(免集中学习="是")]), "P", on=date(2023, 6, 1))
    assert row["state"] == "exempt"


@pytest.mark.parametrize(
    ("measure", "state"),
    [("次数", "exempt"), ("天数", "exempt"), ("学时", "exempt"), ("出席率", "exempt"), ("种类数", "missed")],
)
def test_free_of_study_exempts_people_from_four_measures(measure, state):
    asked = ask(对象="人员", 度量=measure)
    workbook = book(asked, 人员=[person(免集中学习="是")], 活动=sessions("2024-03-01"), 签到=rolls(1))
    assert one(workbook, "P")["state"] == state


def test_every_period_of_the_year_is_listed_that_binds():
    found = stand(book(ask(周期="季度", 施行日期="2024-06-30", 废止日期="2024-07-01")))
    assert [period for _, subject, period in found if subject == "A"] == ["2024Q2", "2024Q3"]
