"""What requirements ask of the rest of a year, and the sessions that are proposed for it."""

from datetime import date

import pytest

from tests.factories import activity_type, hold, make_group, make_person, make_requirement, make_unit
from tests.plans.making import AT, make_item, make_plan
from xueer.org.models import ClosedDay
from xueer.plans import actions, tables
from xueer.plans.choices import PlanState
from xueer.plans.errors import PlanRefused
from xueer.plans.models import Plan, PlanItem
from xueer.plans.queries import needs, own_days, proposals, same_weekday
from xueer.records.models import ActivityType

pytestmark = pytest.mark.django_db
EVE = date(2025, 12, 20)


def asked(unit, on=EVE, year=2026):
    return [
        (need.requirement.code, need.window.key, need.asked, need.held, need.planned, need.missing)
        for need in needs(unit, year=year, on=on)
    ]


def proposed(unit, on=EVE, year=2026):
    types = {row.pk: row for row in ActivityType.objects.all()}
    return proposals(needs(unit, year=year, on=on), types=types, own=own_days(unit, year=year))


def brief(unit, **when):
    return [(one.month, one.headings, [row.code for row in one.serves]) for one in proposed(unit, **when)]


def test_each_quarter_asks_for_its_session_until_it_is_planned_or_held(cast):
    make_requirement(cast.district, code="Q")
    plan = make_plan(cast.office, 2026)
    make_item(plan, "P-1", month=5)
    make_item(plan, "P-2", month=8, state="取消")
    make_item(plan, "P-3", "党课", month=11)
    hold(cast.office, "2026-02-06 14:30")
    assert asked(cast.office, on=date(2026, 2, 10)) == [
        ("Q", "2026Q2", 1, 0, 1, 0),
        ("Q", "2026Q3", 1, 0, 0, 1),
        ("Q", "2026Q4", 1, 0, 0, 1),
    ]
    [cover] = tables.covers(needs(cast.office, year=2026, on=date(2026, 2, 10)))
    assert (cover.asked, cover.planned, cover.missing, cover.words) == (3, 1, 2, "第3季度、第4季度还要排 2 次")


def test_nothing_is_asked_without_groups_or_rules_of_a_year_that_is_over_or_of_what_sessions_do_not_answer(cast):
    assert asked(cast.office) == []
    make_requirement(cast.district, code="Q")
    make_requirement(cast.district, code="R", measure="ATTENDANCE_RATE", at_least=80)
    make_requirement(cast.district, code="U", at_least=None, at_most=3)
    assert asked(cast.office, year=2024) == []
    assert {row[0] for row in asked(cast.office)} == {"Q"}


def test_periods_that_are_over_ask_for_nothing_and_a_running_one_for_what_is_left(cast):
    make_requirement(cast.district, code="Q", period="MONTH", at_least=2)
    make_item(make_plan(cast.office, 2026), "P-1", due_on=date(2026, 11, 3))
    assert asked(cast.office, on=date(2026, 11, 22)) == [("Q", "2026-11", 2, 0, 0, 2), ("Q", "2026-12", 2, 0, 0, 2)]
    assert {one.month for one in proposed(cast.office, on=date(2026, 11, 22))} == {11, 12}


def test_a_unit_that_is_closed_in_june_is_asked_for_its_half(cast):
    unit = make_unit("O1", cast.office, ends_on=date(2026, 7, 1))
    make_requirement(cast.district, code="Q")
    assert [row[1] for row in asked(unit)] == ["2026Q1", "2026Q2"]


def test_a_group_is_asked_apart_and_its_session_is_its_units_too(cast):
    group = make_group("Z1", cast.office, [cast.head])
    make_requirement(cast.district, code="G", subject_kind="GROUP", period="YEAR", types=("中心组学习",))
    make_requirement(cast.district, code="U", period="YEAR", types=("中心组学习",))
    [one] = proposed(cast.office)
    assert (one.group, [row.code for row in one.serves]) == (group, ["G", "U"])
    item = make_item(make_plan(cast.office, 2026), "P-1", "中心组学习", month=3)
    assert [row[-1] for row in asked(cast.office)] == [1, 0]
    PlanItem.objects.filter(pk=item.pk).update(group=group)
    assert [row[-1] for row in asked(cast.office)] == [0, 0]


def test_people_bound_by_a_group_are_asked_as_that_group_and_all_others_together(cast):
    group = make_group("Z1", cast.office, [cast.head, cast.secretary])
    make_person("O005", cast.office)
    conditions = {"subject_kind": "PERSON", "period": "YEAR"}
    make_requirement(cast.district, code="G", condition="小组类型=中心组", types=("中心组学习",), **conditions)
    make_requirement(cast.district, code="P", at_least=2, types=("集中学习",), **conditions)
    assert [(one.group, one.headings) for one in proposed(cast.office)] == [
        (None, "集中学习"),
        (group, "中心组学习"),
        (None, "集中学习"),
    ]


def test_lecturers_take_turns_and_lecture_where_the_heading_is_planned_anyway(cast):
    owes = {"subject_kind": "PERSON", "role": "LECTURER", "period": "YEAR", "types": ("党课",)}
    make_requirement(cast.office, code="L", condition="本级=是", **owes)
    make_requirement(cast.district, code="M", period="MONTH", types=("党课",))
    found = proposed(cast.office)
    assert [one.month for one in found] == list(range(1, 13))
    assert [(one.month, one.lecturer) for one in found if one.lecturer] == [
        (3, "单一舟"),
        (7, "陆敏之"),
        (11, "区喆堃"),
    ]


def test_one_session_serves_several_requirements_where_the_month_and_the_people_agree(cast):
    make_requirement(cast.district, code="A", period="QUARTER", types=("集中学习",))
    make_requirement(cast.district, code="B", period="HALF_YEAR", types=("党课",))
    make_requirement(cast.district, code="C", period="YEAR", at_least=3, types=("集中学习", "专题研讨"))
    assert brief(cast.office) == [
        (2, "集中学习", ["A", "C"]),
        (4, "党课", ["B"]),
        (5, "集中学习", ["A", "C"]),
        (8, "集中学习", ["A", "C"]),
        (10, "党课", ["B"]),
        (11, "集中学习", ["A"]),
    ]


def test_two_headings_are_put_together_in_the_month_that_both_want(cast):
    make_requirement(cast.district, code="A", name="季度学习", types=("集中学习",))
    make_requirement(cast.district, code="B", name="季度党课", types=("党课",))
    first = proposed(cast.office)[0]
    assert (first.topic, first.headings) == ("季度学习（第1季度），与季度党课合办", "集中学习、党课")
    assert len(proposed(cast.office)) == 4


def test_kinds_ask_for_a_session_of_each_category(cast):
    words = ["理论", "法治", "业务"]
    make_requirement(cast.district, code="K", measure="KINDS", at_least=3, period="YEAR", categories=words)
    make_item(make_plan(cast.office, 2026), "P-1", month=3, categories=("法治",))
    assert asked(cast.office) == [("K", "2026", 3, 0, 1, 2)]
    assert [one.categories for one in proposed(cast.office)] == [["理论"], ["业务"]]


def test_hours_become_sessions_of_the_usual_length(cast):
    make_requirement(cast.district, code="H", measure="HOURS", at_least=9, period="YEAR", types=("集中学习",))
    assert asked(cast.office)[0][2] == 5
    hold(cast.office, "2025-03-07 09:00", minutes=180)
    assert asked(cast.office)[0][2] == 3


def test_five_years_ask_for_this_years_share(cast):
    make_requirement(cast.district, code="F", at_least=10, period="FIVE_YEARS")
    assert asked(cast.office, on=date(2026, 1, 5)) == [("F", "2026-2030", 2, 0, 0, 2)]


def test_a_weekly_round_has_its_days_off_holidays_and_own_closed_days(cast):
    make_requirement(cast.district, code="W", period="WEEK")
    ClosedDay.objects.create(unit=cast.district, day=date(2026, 3, 13), name="停电")
    ClosedDay.objects.create(unit=cast.office, day=date(2026, 3, 20), works=False)
    days = [one.due_on for one in proposed(cast.office)]
    assert len(days) == 53 and len({day.isocalendar()[:2] for day in days}) == 53
    march = [day.day for day in days if day.month == 3]
    assert march == [6, 12, 19, 27]
    assert date(2026, 5, 1) not in days


def test_what_is_ticked_is_planned_and_proposed_no_more(cast):
    make_requirement(cast.district, code="Q", name="季度学习", categories=["理论"])
    first, second, *_rest = proposed(cast.office)
    picked, months = {first.key, second.key}, {second.key: 6}
    who = {"by": cast.secretary, "at": AT, "on": EVE}
    actions.take_proposals(cast.office, year=2026, picked=picked, months=months, **who)
    rows = PlanItem.objects.order_by("code").values_list("topic", "month", "state", "requirement__code")
    assert list(rows) == [("季度学习（第1季度）", 2, "草稿", "Q"), ("季度学习（第2季度）", 6, "草稿", "Q")]
    assert Plan.objects.get().state == PlanState.DRAFT
    assert [one.month for one in proposed(cast.office)] == [8, 11]
    with pytest.raises(PlanRefused):
        actions.take_proposals(cast.office, year=2026, picked=picked, months={}, **who)
    with pytest.raises(PlanRefused):
        actions.take_proposals(cast.office, year=2026, picked=set(), months={}, **who)
    assert PlanItem.objects.count() == 2


@pytest.mark.parametrize(
    ("day", "later"),
    [
        (date(2025, 3, 7), date(2026, 3, 6)),  # Friday to Friday
        (date(2025, 1, 1), date(2026, 1, 7)),  # stays in January
        (date(2025, 10, 10), date(2026, 10, 9)),
        (date(2025, 10, 9), date(2026, 10, 8)),  # the first day after the holiday
        (date(2025, 4, 30), date(2026, 4, 29)),
        (date(2025, 5, 8), date(2026, 5, 7)),
        (date(2028, 2, 29), date(2029, 2, 27)),
        (date(2025, 3, 8), date(2026, 3, 7)),  # a Saturday on purpose stays one
        (date(2024, 10, 8), date(2025, 10, 9)),  # its Tuesday is a holiday: the nearest working day
    ],
)
def test_a_day_of_last_year_falls_on_the_same_weekday_and_off_holidays(day, later):
    assert same_weekday(day, {}) == later


def test_last_years_lines_are_chosen_again_with_the_year_counted_on(cast):
    plan = make_plan(cast.office, 2025, code="P25")
    group = make_group("Z1", cast.office)
    make_item(plan, "P25-1", month=3, due_on=date(2025, 3, 7), topic="2025年第一讲", group=group, lecturer="单一舟")
    make_item(plan, "P25-2", month=4, state="取消")
    make_item(plan, "P25-3", topic="读书会")
    who = {"by": cast.secretary, "at": AT}
    actions.take_last_year(cast.office, year=2026, picked={"P25-1", "P25-2", "P25-3"}, **who)
    rows = PlanItem.objects.filter(plan__year=2026).order_by("code")
    found = [(row.topic, row.month, row.due_on, row.group, row.state) for row in rows]
    assert found == [("2026年第一讲", 3, date(2026, 3, 6), group, "草稿"), ("读书会", None, None, None, "草稿")]
    with pytest.raises(PlanRefused):
        actions.take_last_year(cast.office, year=2026, picked={"P25-1"}, **who)
    assert activity_type("集中学习") in rows[0].heading_set.types.all()
