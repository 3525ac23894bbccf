"""Standings in words: what is missing, by name and day, in both languages."""

from datetime import date
from decimal import Decimal

import pytest
from django.utils.translation import override

from tests.cast import Cast
from tests.factories import HERE, LEAVE, hold, make_requirement
from xueer.org.models import Exemption
from xueer.rules.explain import explain, explain_all, quantity
from xueer.rules.models import Requirement
from xueer.rules.queries import standings
from xueer.rules.words import rate_words, sentence, threshold_words

END = date(2025, 12, 31)


def words(cast: Cast, requirement, *, on: date = END, language: str = "zh-hans") -> str:
    """The sentence over all periods of 2025 for the first subject."""
    rows = standings(cast.office, year=2025, on=on, requirements=[requirement])
    first = [row for row in rows if row.subject_code == rows[0].subject_code]
    with override(language):
        return explain_all(first)


def stored(requirement: Requirement) -> Requirement:
    """As the database gives it back: numbers with two places."""
    return Requirement.objects.get(pk=requirement.pk)


def test_missing_quarters_are_named(cast: Cast):
    requirement = make_requirement(cast.office)
    hold(cast.office, "2025-02-01 09:00")
    hold(cast.office, "2025-05-01 09:00")

    assert words(cast, requirement) == "还差第3、第4季度"
    assert words(cast, requirement, language="en") == "Missing: quarters no. 3, no. 4"


def test_missing_months_and_half_years_are_named(cast: Cast):
    hold(cast.office, "2025-02-01 09:00")
    monthly = make_requirement(cast.office, period="MONTH")
    half = make_requirement(cast.office, period="HALF_YEAR")

    assert words(cast, monthly, on=date(2025, 3, 31)) == "还差1月、3月"
    assert words(cast, half) == "还差下半年"


def test_a_running_year_says_how_much_and_by_when(cast: Cast):
    requirement = make_requirement(cast.office, period="YEAR", at_least=4)
    hold(cast.office, "2025-02-01 09:00")

    assert words(cast, requirement, on=date(2025, 6, 30)) == "还差 3 次，12月31日前完成"
    assert words(cast, requirement) == "还差 3 次"


def test_a_missed_recommendation_is_a_hint(cast: Cast):
    requirement = make_requirement(cast.office, period="YEAR", strength="SHOULD")

    assert words(cast, requirement) == "未达到，供参考：还差 1 次"


def test_hours_rates_limits_and_plans_have_their_own_words(cast: Cast):
    hold(cast.office, "2025-02-01 09:00", minutes=90, roll={cast.member: HERE, cast.head: LEAVE})
    asked = {
        "还差 0.5 学时": {"measure": "HOURS", "at_least": 2},
        "50%，低于 80%": {"measure": "ATTENDANCE_RATE", "at_least": 80},
        "超出 1 次": {"at_least": None, "at_most": 0},
        "到最后一天还没有": {"measure": "IN_FORCE", "at_least": None},
    }
    found = [words(cast, make_requirement(cast.office, period="YEAR", **fields)) for fields in asked.values()]

    assert found == list(asked)


SENTENCES = [
    ({}, "每季度至少 1 次", "Each quarter at least 1 time"),
    ({"at_least": 2, "at_most": 4, "period": "MONTH"}, "每月须为 2 至 4 次", "Each month 2 to 4 times"),
    ({"at_least": None, "at_most": 8, "period": "MONTH"}, "每月至多 8 次", "Each month at most 8 times"),
    (
        {"measure": "ATTENDANCE_RATE", "at_least": 80, "period": "HALF_YEAR"},
        "每半年出席率至少 80%",
        "Each half-year attendance of at least 80%",
    ),
    (
        {"measure": "HOURS_PER_HEAD", "at_least": 24, "period": "YEAR"},
        "每年人均至少 24 学时",
        "Each year at least 24 study hours per head",
    ),
    ({"measure": "KINDS", "at_least": 5, "period": "YEAR"}, "每年至少 5 类", "Each year at least 5 kinds"),
    ({"period": "YEAR", "deadline": "01-31"}, "每年至少 1 次，1月31日前", "Each year at least 1 time, by 1-31"),
    (
        {"period": "ONCE", "deadline": "2025-12-31"},
        "一次性至少 1 次，2025年12月31日前",
        "Once: at least 1 time, by 2025-12-31",
    ),
    (
        {"measure": "IN_FORCE", "at_least": None, "period": "YEAR"},
        "每年须有集中学习",
        "Each year 集中学习 must be in place",
    ),
    (
        {"measure": "IN_FORCE", "at_least": 2, "period": "YEAR"},
        "每年须有 2 项集中学习",
        "Each year 2 of 集中学习 must be in place",
    ),
    (
        {"measure": "IN_FORCE", "at_least": None, "at_most": 3, "period": "YEAR"},
        "每年至多 3 项",
        "Each year at most 3 in force",
    ),
]


@pytest.mark.parametrize("fields, chinese, english", SENTENCES)
def test_a_requirement_is_said_as_one_would_say_it(cast: Cast, fields, chinese, english):
    requirement = stored(make_requirement(cast.office, **fields))
    with override("zh-hans"):
        assert sentence(requirement) == chinese
    with override("en"):
        assert sentence(requirement) == english


def test_the_head_of_a_column_says_it_short(cast: Cast):
    plan = stored(make_requirement(cast.office, measure="IN_FORCE", at_least=None, period="YEAR"))
    several = stored(make_requirement(cast.office, measure="IN_FORCE", at_least=2, period="YEAR"))
    with override("zh-hans"):
        assert (threshold_words(plan), rate_words(plan)) == ("须有", "每年")
        assert (threshold_words(several), rate_words(several)) == ("≥2", "每年")


def test_somebody_exempt_owes_nothing(cast: Cast):
    Exemption.objects.create(person=cast.member)
    requirement = make_requirement(cast.office, subject_kind="PERSON", period="YEAR", condition="工号=O003")
    row = standings(cast.office, year=2025, on=END, requirements=[requirement])[0]

    with override("en"):
        assert (row.state, explain(row)) == ("exempt", "Excused for the whole period")


@pytest.mark.parametrize(
    ("number", "text"), [(None, ""), (3, "3"), (Decimal("2.5"), "2.5"), (Decimal("0.005"), "0.01"), (10, "10")]
)
def test_quantities_are_rounded_half_up_without_zeros(number, text):
    assert quantity(number) == text
