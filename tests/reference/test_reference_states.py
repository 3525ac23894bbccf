"""States, upper bounds and alternatives: one case per sentence of the workbook contract."""

from datetime import date
from fractions import Fraction

import pytest

from tests.reference.periods import Period
from tests.reference.small_books import ask, book, one, person, roll, rolls, session, sessions, unit
from tests.reference.states import as_number, state_of

# A period of exactly 100 days.
HUNDRED = Period("x", date(2024, 1, 1), date(2024, 4, 9))
DAY_50, DAY_75, DAY_76 = date(2024, 2, 19), date(2024, 3, 15), date(2024, 3, 16)
AT_LEAST = [
    (date(2023, 12, 31), 0, 4, "not_due"),
    (date(2024, 1, 1), 0, 4, "on_track"),
    (date(2024, 1, 1), 4, 4, "met"),
    (DAY_50, 2, 4, "on_track"),
    (DAY_50, 1, 4, "at_risk"),  # less than floor(4 × 50 / 100)
    (date(2024, 2, 18), 1, 4, "on_track"),  # floor(4 × 49 / 100) is still 1
    (DAY_75, 3, 4, "on_track"),  # exactly a quarter is left
    (DAY_76, 3, 4, "at_risk"),  # less than a quarter is left
    (date(2024, 4, 8), 3, 4, "at_risk"),
    (date(2024, 4, 9), 3, 4, "missed"),  # over on the evening of its last day
    (date(2024, 4, 9), 4, 4, "met"),
    (date(2024, 5, 1), 3, 4, "missed"),
]


@pytest.mark.parametrize(("on", "actual", "at_least", "state"), AT_LEAST)
def test_states_of_a_lower_bound(on, actual, at_least, state):
    assert state_of(HUNDRED, on, Fraction(actual), Fraction(at_least), None, is_rate=False) == state


AT_MOST = [
    (date(2023, 12, 31), 0, None, "not_due"),
    (DAY_50, 3, None, "on_track"),
    (DAY_50, 4, None, "missed"),  # as soon as exceeded
    (date(2024, 4, 9), 3, None, "met"),
    (DAY_50, 2, 2, "on_track"),  # reached, but the upper bound is only judged when the period is over
    (DAY_50, 0, 2, "at_risk"),
    (date(2024, 4, 9), 2, 2, "met"),
    (date(2024, 4, 9), 1, 2, "missed"),
    (date(2024, 4, 9), 4, 2, "missed"),
]


@pytest.mark.parametrize(("on", "actual", "at_least", "state"), AT_MOST)
def test_states_of_an_upper_bound_of_three_alone_and_with_a_lower_one(on, actual, at_least, state):
    least = None if at_least is None else Fraction(at_least)
    assert state_of(HUNDRED, on, Fraction(actual), least, Fraction(3), is_rate=False) == state


@pytest.mark.parametrize(
    ("on", "actual", "state"),
    [
        (date(2023, 12, 31), None, "not_due"),
        (date(2024, 1, 1), None, "exempt"),
        (date(2024, 1, 1), 79, "at_risk"),
        (date(2024, 1, 1), 80, "met"),
        (date(2024, 4, 9), 79, "missed"),
        (date(2024, 4, 9), None, "exempt"),
    ],
)
def test_a_running_rate_is_met_or_at_risk_and_over_nothing_exempt_once_begun(on, actual, state):
    actual = None if actual is None else Fraction(actual)
    assert state_of(HUNDRED, on, actual, Fraction(80), None, is_rate=True) == state


@pytest.mark.parametrize("period", [Period("once", date(2024, 1, 1), None), Period("once", None, date(2024, 4, 9))])
def test_once_with_an_open_end_has_no_pace(period):
    assert state_of(period, date(2024, 4, 8), Fraction(0), Fraction(4), None, is_rate=False) == "on_track"


def test_once_is_never_over_without_an_end():
    asked = ask(周期="一次", 施行日期="2024-01-01")
    row = one(book(asked), period="once", on=date(2099, 1, 1), year=2099)
    assert (row["from"], row["to"], row["state"]) == ("2024-01-01", None, "on_track")


@pytest.mark.parametrize(
    ("word", "strength"), [(None, "must"), ("应当", "must"), ("一般", "should"), ("本地", "local")]
)
def test_states_are_the_same_arithmetic_for_every_strength(word, strength):
    row = one(book(ask(力度=word)))
    assert (row["strength"], row["state"]) == (strength, "missed")


def test_days_elapsed_and_days_belong_to_the_period_as_the_deadline_ends_it():
    asked = ask(截止="04-09")
    assert one(book(asked), on=date(2024, 2, 18))["state"] == "at_risk"
    assert one(book(asked, 活动=sessions("2024-01-02")), on=date(2024, 2, 18))["state"] == "on_track"
    assert one(book(asked, 活动=sessions("2024-01-02")), on=DAY_50)["state"] == "at_risk"


def test_the_pace_uses_the_threshold_after_proration():
    units = [unit("R"), unit("A", "R", 成立日期="2024-12-01")]
    row = one(book(ask(至少=12), 单位=units), on=date(2024, 3, 31))
    assert (row["at_least"], row["state"]) == (2, "on_track")


@pytest.mark.parametrize(
    ("value", "shown"), [((1, 3), 0.33), ((1, 200), 0.01), ((2, 1), 2), ((12345, 1000), 12.35), ((6667, 100), 66.67)]
)
def test_numbers_have_two_decimals_rounded_half_up(value, shown):
    assert as_number(Fraction(*value)) == shown


def test_a_percentage_is_judged_unrounded():
    people = [person(f"P{n}") for n in range(30000)]
    row = state_of(HUNDRED, date(2024, 4, 9), Fraction(100 * 23999, 30000), Fraction(80), None, is_rate=True)
    assert (row, as_number(Fraction(100 * 23999, len(people)))) == ("missed", 80)


HOURS_INSTEAD = {"度量": "学时", "至少": 6}


def test_an_alternative_met_by_the_same_subject_makes_met_and_changes_nothing_else():
    workbook = book(ask(替代要求="H"), ask("H", **HOURS_INSTEAD), 活动=sessions("2024-03-01", minutes=360))
    row = one(workbook)
    assert (row["state"], row["actual"], row["at_least"], row["records"]) == ("met", 1, 4, 1)
    assert one(workbook, "B")["state"] == "missed"


def test_the_alternative_is_judged_in_its_period_that_holds_this_periods_last_day():
    requirements = ask(周期="年", 替代要求="H"), ask("H", 度量="学时", 至少=6, 周期="季度")
    assert one(book(*requirements, 活动=sessions("2024-10-01", minutes=360)))["state"] == "met"
    assert one(book(*requirements, 活动=sessions("2024-09-30", minutes=360)))["state"] == "missed"


def test_the_alternative_looks_at_the_full_periods_last_day_not_at_the_deadline():
    requirements = ask(截止="01-31", 替代要求="H"), ask("H", 至少=1, 周期="季度")
    workbook = book(*requirements, 活动=sessions("2024-10-01"))
    assert one(workbook)["state"] == "met"
    assert one(workbook, on=date(2024, 9, 30))["state"] == "missed"


def test_alternatives_chain_and_cycles_end():
    chain = ask(替代要求="X"), ask("X", 度量="天数", 至少=9, 替代要求="H、Q"), ask("H", **HOURS_INSTEAD)
    held = sessions("2024-03-01", minutes=360)
    assert one(book(*chain, 活动=held))["state"] == "met"
    assert one(book(*chain))["state"] == "missed"


def test_an_alternative_that_does_not_bind_the_subject_or_is_exempt_saves_nothing():
    held = {"活动": sessions("2024-03-01", minutes=360)}
    for cells in ({"单位编码": "B"}, {"免除条件": "单位类型=党支部"}, {"对象": "人员"}, {"废止日期": "2023-12-31"}):
        assert one(book(ask(替代要求="H"), ask("H", **HOURS_INSTEAD, **cells), **held))["state"] == "missed"


def test_alternatives_leave_exempt_and_not_due_as_they_are():
    workbook = book(
        ask(免除条件="单位编码=A", 替代要求="H"),
        ask("N", 周期="季度", 替代要求="H"),
        ask("H", 至少=1),
        活动=sessions("2024-03-01"),
    )
    assert one(workbook)["state"] == "exempt"
    assert one(workbook, period="2024Q4", code="N", on=date(2024, 4, 1))["state"] == "not_due"
    assert one(workbook, period="2024Q2", code="N", on=date(2024, 4, 1))["state"] == "met"


def test_an_alternative_saves_what_exceeded_its_upper_bound():
    workbook = book(ask(至少=None, 至多=0, 替代要求="H"), ask("H", 至少=1), 活动=sessions("2024-03-01"))
    assert one(workbook)["state"] == "met"


def test_a_rate_over_nothing_is_exempt_with_null_and_no_records():
    asked = ask(度量="出席率", 至少=80)
    row = one(book(asked, 活动=[session("S", "2024-03-01", 实到人数=9)]))
    assert (row["state"], row["actual"], row["records"], row["at_least"]) == ("exempt", None, 0, 80)
    assert one(book(asked), on=date(2023, 12, 31))["state"] == "not_due"


def test_a_running_rate_below_the_threshold_is_at_risk_from_the_first_day():
    workbook = book(ask(度量="出席率", 至少=80), 活动=[session("S1", "2024-01-01")], 签到=[roll("S1", "P", "缺席")])
    assert one(workbook, on=date(2024, 1, 1))["state"] == "at_risk"
    assert one(workbook | {"签到": rolls(1)}, on=date(2024, 1, 1))["state"] == "met"
