"""Arithmetic of dated values: spans of days that carry a value, gaps filled with a default. No database."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any, Generic, NamedTuple, TypeVar

from xueer.common.calendar import BEGINNING, FOREVER
from xueer.org.errors import CycleInTree, PlacementsOverlap, PostsOverlap

T = TypeVar("T")


class Span(NamedTuple, Generic[T]):
    """A value that holds from `start` (inclusive) to `end` (exclusive)."""

    start: date
    end: date
    value: T


def filled(default: T, given: Iterable[Span[T]], overlap: type[Exception]) -> list[Span[T]]:
    """All days from BEGINNING to FOREVER: the given spans, and `default` where none covers. Raises `overlap`."""
    spans: list[Span[T]] = []
    reached = BEGINNING
    for span in sorted((span for span in given if span.start < span.end), key=lambda span: span.start):
        if span.start < reached:
            raise overlap
        if span.start > reached:
            spans.append(Span(reached, span.start, default))
        spans.append(span)
        reached = span.end
    if reached < FOREVER:
        spans.append(Span(reached, FOREVER, default))
    return spans


def parent_spans(today: int | None, moves: Iterable[Span[int | None]]) -> list[Span[int | None]]:
    """Superiors over time: the dated placements, today's superior on the days none covers. Raises PlacementsOverlap."""
    return filled(today, moves, PlacementsOverlap)


def main_spans(own: Any, posts: Iterable[Span[Any]]) -> list[Span[Any]]:
    """Main posts over time: the dated ones, the person's own unit on the days none covers. Raises PostsOverlap."""
    return filled(own, posts, PostsOverlap)


def joined(spans: Iterable[Span[T]]) -> list[Span[T]]:
    """Touching spans of the same value as one; the others as they are, in order."""
    found: list[Span[T]] = []
    for span in sorted(spans, key=lambda span: span.start):
        if found and found[-1].end == span.start and found[-1].value == span.value:
            found[-1] = found[-1]._replace(end=span.end)
        else:
            found.append(span)
    return found


def cut(spans: Iterable[Span[T]], start: date, value: T) -> list[Span[T]]:
    """The same days, with another value from `start` on."""
    kept = [span._replace(end=min(span.end, start)) for span in spans if span.start < start]
    return joined([*kept, Span(start, FOREVER, value)])


def at(spans: Iterable[Span[T]], day: date) -> Span[T]:
    """The span that holds the day; the spans cover all days."""
    return next(span for span in spans if span.start <= day < span.end)


def lineage_of(unit: int, parents: Mapping[int, list[Span[int | None]]]) -> list[tuple[int, int, date, date]]:
    """(ancestor, depth, start, end) for the unit itself (depth 0) and everything above it, over all days.

    Touching spans of the same ancestor and depth are joined. Raises CycleInTree with the ids around a cycle.
    """
    found: dict[tuple[int, int], list[tuple[date, date]]] = {}
    stack: list[tuple[int, date, date, tuple[int, ...]]] = [(unit, BEGINNING, FOREVER, (unit,))]
    while stack:
        current, start, end, path = stack.pop()
        found.setdefault((current, len(path) - 1), []).append((start, end))
        for span in parents[current]:
            first, after = max(start, span.start), min(end, span.end)
            if span.value is None or first >= after:
                continue
            if span.value in path:
                raise CycleInTree([*path[path.index(span.value) :], span.value])
            stack.append((span.value, first, after, (*path, span.value)))
    return [(*key, *span) for key, spans in found.items() for span in _joined(spans)]


def _joined(spans: list[tuple[date, date]]) -> list[tuple[date, date]]:
    joined: list[tuple[date, date]] = []
    for start, end in sorted(spans):
        if joined and joined[-1][1] == start:
            joined[-1] = (joined[-1][0], end)
        else:
            joined.append((start, end))
    return joined
