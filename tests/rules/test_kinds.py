"""States by table: every sentence of the contract on states, for every way of counting."""

from fractions import Fraction

import pytest

from xueer.rules.kinds import deadline, quota, standing, variety
from xueer.rules.kinds.facts import Facts, Window
from xueer.rules.kinds.judging import pace, prorated
from xueer.rules.kinds.registry import KINDS, kind_of

YEAR = (1, 365)


def facts(actual, *, on, at_least=4, at_most=None, rate=False, excused=False, first=1, last=365):
    least = None if at_least is None else at_least * 100
    most = None if at_most is None else at_most * 100
    done = None if actual is None else actual * 100
    return Facts(Window(first, last, on), done, least, most, 100, rate, excused)


@pytest.mark.parametrize(
    ("given", "state"),
    [
        (facts(4, on=100), "met"),
        (facts(4, on=365), "met"),
        (facts(3, on=365), "missed"),
        (facts(3, on=364), "at_risk"),
        (facts(0, on=91), "on_track"),  # floor(4 × 91/365) = 0
        (facts(0, on=92), "at_risk"),  # floor(4 × 92/365) = 1
        (facts(1, on=92), "on_track"),
        (facts(3, on=273), "on_track"),  # 92 days left, a quarter of the year is 91.25
        (facts(3, on=274), "at_risk"),  # 91 days left: less than a quarter, and something is missing
        (facts(0, on=0), "not_due"),
        (facts(0, on=500, excused=True), "exempt"),
        (facts(0, on=0, excused=True), "exempt"),
        (facts(None, on=50, rate=True), "exempt"),
        (facts(None, on=0, rate=True), "not_due"),
        (facts(3, on=50, rate=True), "at_risk"),  # a running rate is met or at risk
        (facts(4, on=50, rate=True), "met"),
        (facts(2, on=50, at_least=None, at_most=3), "on_track"),
        (facts(3, on=365, at_least=None, at_most=3), "met"),
        (facts(4, on=50, at_least=None, at_most=3), "missed"),  # as soon as exceeded
        (facts(4, on=50, at_most=5), "on_track"),  # reached, but the period has to end first
        (facts(4, on=365, at_most=5), "met"),
        (facts(0, on=5000, first=None, last=None), "on_track"),  # never over without an end
        (facts(4, on=5000, first=None, last=None), "met"),
    ],
)
def test_states(given, state):
    assert quota.judge(given) == state
    assert deadline.judge(given) == state
    assert variety.judge(given) == state


@pytest.mark.parametrize(
    ("actual", "on", "state"), [(1, 10, "met"), (0, 10, "on_track"), (0, 280, "at_risk"), (0, 365, "missed")]
)
def test_standing_needs_one_thing_in_force_when_the_row_names_no_threshold(actual, on, state):
    assert standing.judge(facts(actual, on=on, at_least=None)) == state


@pytest.mark.parametrize(
    ("at_least", "owed", "days", "step", "expected"),
    [
        (400, 365, 365, 100, 400),  # nothing is rounded when all days are owed
        (450, 365, 365, 100, 450),
        (400, 182, 365, 100, 200),  # 1.99 … rounded up to 2
        (400, 183, 365, 100, 300),
        (9000 * 60, 100, 365, 50 * 60, 2500 * 60),  # 24.66 hours to 25.0
        (9000 * 60, 99, 365, 50 * 60, 2450 * 60),  # 24.41 hours to 24.5
        (400, 0, 365, 100, 0),
    ],
)
def test_proration_rounds_up_to_a_whole_or_half_an_hour(at_least, owed, days, step, expected):
    assert prorated(at_least, owed, days, step) == expected


def test_pace_is_floored_to_whole_units():
    assert pace(1050 * 60, Window(1, 365, 100), 100 * 60) == 2 * 100 * 60
    assert pace(Fraction(400), Window(1, 4, 3), 100) == 300


def test_the_way_of_counting_follows_from_the_row():
    assert [
        kind_of(*row).slug for row in (("KINDS", ""), ("IN_FORCE", ""), ("SESSIONS", "01-31"), ("SESSIONS", ""))
    ] == [
        "variety",
        "standing",
        "deadline",
        "quota",
    ]
    assert {kind.slug for kind in KINDS} == {"quota", "variety", "standing", "deadline"}


@pytest.mark.parametrize("measure", ["ATTENDANCE_RATE", "AVERAGE_SCORE", "HOURS_PER_HEAD", "KINDS", "IN_FORCE"])
def test_rates_and_averages_are_never_prorated(measure):
    assert not quota.prorates(measure)
    assert not variety.prorates(measure)
    assert not standing.prorates(measure)
