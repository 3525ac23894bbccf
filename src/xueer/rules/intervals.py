"""Sets of days as sorted, disjoint, half-open intervals of day numbers (`date.toordinal`). Pure arithmetic."""

from collections.abc import Iterable

Interval = tuple[int, int]
Days = tuple[Interval, ...]
NONE: Days = ()


def union(spans: Iterable[Interval]) -> Days:
    """All days in any of the spans."""
    merged: list[Interval] = []
    for start, end in sorted(span for span in spans if span[0] < span[1]):
        if merged and start <= merged[-1][1]:
            if end > merged[-1][1]:
                merged[-1] = (merged[-1][0], end)
        else:
            merged.append((start, end))
    return tuple(merged)


def meet(one: Days, other: Days) -> Days:
    """Days in both."""
    found, i, j = [], 0, 0
    while i < len(one) and j < len(other):
        start, end = max(one[i][0], other[j][0]), min(one[i][1], other[j][1])
        if start < end:
            found.append((start, end))
        if one[i][1] < other[j][1]:
            i += 1
        else:
            j += 1
    return tuple(found)


def without(days: Days, taken: Days) -> Days:
    """Days in the first and not in the second."""
    found = []
    for start, end in days:
        for first, after in taken:
            if after <= start or first >= end:
                continue
            if first > start:
                found.append((start, first))
            start = max(start, after)
        if start < end:
            found.append((start, end))
    return tuple(found)


def count_within(days: Days, start: int, end: int) -> int:
    """How many of the days lie in [start, end)."""
    return sum(max(0, min(after, end) - max(first, start)) for first, after in days)


def touches(days: Days, start: int, end: int) -> bool:
    """Is any of the days in [start, end)?"""
    return any(first < end and after > start for first, after in days)
