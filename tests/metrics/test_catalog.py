"""Figures with exact numbers, and each opens to as many rows as it says."""

from datetime import date

import pytest

from tests.cast import Cast
from tests.factories import AWAY, HERE, LATE, LEAVE, hold
from xueer.metrics.queries import age_band, figures, records_behind, value_of
from xueer.metrics.registry import METRICS

YEAR = (date(2025, 1, 1), date(2025, 12, 31))


@pytest.fixture
def year(cast: Cast) -> Cast:
    """Three sessions: one under two headings, one joint with the other unit, one with a head count only."""
    hold(cast.office, "2025-03-07 14:30", types=("集中学习", "党课"), roll={cast.member: HERE, cast.head: LATE})
    hold(cast.other, "2025-05-09 09:00", minutes=90, joint=(cast.office,), roll={cast.stranger: HERE, cast.head: LEAVE})
    hold(cast.office, "2025-06-01 09:00", types=("党课",), head_count=40)
    hold(cast.other, "2025-07-01 09:00", roll={cast.stranger: AWAY})
    return cast


def test_figures_count_each_event_once_and_headings_apart(year: Cast):
    found = {(row.item, row.measure): (row.value, row.records) for row in figures(year.office, *YEAR)}

    assert {key: value for key, value in found.items() if key[1] != "people" or ":" not in key[0]} == {
        ("集中学习", "sessions"): (2, 2),
        ("集中学习", "person_times"): (3, 3),
        ("集中学习", "people"): (3, 3),
        ("集中学习", "hours"): (5.5, 3),
        ("党课", "sessions"): (2, 2),
        ("党课", "person_times"): (42, 3),
        ("党课", "people"): (2, 2),
        ("党课", "hours"): (4, 2),
        ("全部活动", "sessions"): (3, 3),
        ("全部活动", "person_times"): (43, 4),
        ("全部活动", "people"): (3, 3),
        ("全部活动", "hours"): (5.5, 3),
        ("人员", "people"): (3, 3),
        ("单位类型:党支部", "count"): (1, 1),
    }


@pytest.mark.parametrize("metric", METRICS, ids=lambda metric: metric.slug)
@pytest.mark.parametrize("item", [None, "党课"])
def test_every_figure_opens_to_as_many_rows_as_it_says(year: Cast, metric, item):
    if item and not metric.by_item:
        item = None
    measured = value_of(metric.slug, year.district, *YEAR, item)

    assert len(list(records_behind(metric.slug, year.district, *YEAR, item))) == measured.records


def test_rates_leave_and_absence(year: Cast):
    values = {slug: value_of(slug, year.district, *YEAR).value for slug in ("attendance_rate", "leave", "absences")}

    assert values == {"attendance_rate": 60, "leave": 1, "absences": 1}


def test_a_rate_over_nothing_has_no_value(cast: Cast):
    assert value_of("attendance_rate", cast.office, *YEAR) == (None, 0)


@pytest.mark.parametrize(
    ("born_on", "band"),
    [
        (None, "未登记"),
        (date(1996, 1, 1), "<30"),
        (date(1995, 12, 31), "[30,40)"),
        (date(1965, 12, 31), ">=60"),
        (date(1966, 1, 1), "[50,60)"),
    ],
)
def test_age_bands_are_half_open(born_on, band):
    assert age_band(born_on, date(2025, 12, 31)) == band
