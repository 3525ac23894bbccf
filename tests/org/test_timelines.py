"""Lineage as derived equals a naive walk up the tree on every day that matters."""

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from xueer.common.calendar import BEGINNING, FOREVER
from xueer.org.errors import CycleInTree, PlacementsOverlap
from xueer.org.timelines import Span, filled, lineage_of, parent_spans

START = date(2025, 1, 1)
DAYS = st.integers(0, 40).map(lambda days: START + timedelta(days=days))


@st.composite
def trees(draw):
    """Superiors over time of up to seven units; a unit's superior always has a smaller number, so no cycles."""
    size = draw(st.integers(1, 7))
    parents = {}
    for unit in range(size):
        above = st.none() if unit == 0 else st.one_of(st.none(), st.integers(0, unit - 1))
        cuts = sorted(draw(st.lists(DAYS, max_size=4, unique=True)))
        moves = [Span(cuts[i], cuts[i + 1], draw(above)) for i in range(len(cuts) - 1) if draw(st.booleans())]
        parents[unit] = parent_spans(draw(above), moves)
    return parents


def superior(parents, unit, day):
    return next(span.value for span in parents[unit] if span.start <= day < span.end)


def walk(parents, unit, day):
    found = {(unit, 0)}
    depth, current = 0, superior(parents, unit, day)
    while current is not None:
        depth += 1
        found.add((current, depth))
        current = superior(parents, current, day)
    return found


@given(trees())
@settings(max_examples=80, deadline=None)
def test_lineage_equals_a_naive_walk_on_every_day(parents):
    days = [START + timedelta(days=offset) for offset in range(-1, 42)]
    for unit in parents:
        rows = lineage_of(unit, parents)
        for day in days:
            derived = [(ancestor, depth) for ancestor, depth, start, end in rows if start <= day < end]
            assert sorted(derived) == sorted(walk(parents, unit, day))


def test_a_cycle_on_a_few_days_only_is_found():
    parents = {
        1: [Span(BEGINNING, START, None), Span(START, FOREVER, 2)],
        2: [Span(BEGINNING, START + timedelta(days=3), 1), Span(START + timedelta(days=3), FOREVER, None)],
    }
    with pytest.raises(CycleInTree):
        lineage_of(1, parents)


def test_gaps_are_filled_with_today_and_overlaps_refused():
    middle = Span(date(2025, 3, 1), date(2025, 4, 1), 7)
    assert filled(1, [middle], PlacementsOverlap) == [
        Span(BEGINNING, date(2025, 3, 1), 1),
        middle,
        Span(date(2025, 4, 1), FOREVER, 1),
    ]
    with pytest.raises(PlacementsOverlap):
        filled(1, [middle, Span(date(2025, 3, 31), date(2025, 5, 1), 8)], PlacementsOverlap)
