"""Counting for units: sessions held by a unit and the units below, each once, on the tree of the session's own day."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from datetime import date
from fractions import Fraction
from typing import Any

from django.db.models import CharField, QuerySet
from django.db.models.functions import Cast

from xueer.common.periods import PeriodKind
from xueer.records.choices import Role, SourceKind
from xueer.records.models import Record
from xueer.rules.asked import Asked, Slot
from xueer.rules.choices import Measure
from xueer.rules.facts.heads import heads, none_yet
from xueer.rules.facts.held import Held, Occasion, period_of
from xueer.rules.facts.selecting import (
    COLUMN_OF,
    OVER_ROLLS,
    ROWS,
    Row,
    aggregate_of,
    bucket_of,
    due,
    live,
    occasions,
    taken,
    window,
    words_of_sets,
)
from xueer.rules.kinds.facts import Quantity
from xueer.rules.roster import Above

# What of a session is added up, besides that it was held.
ADDED = {Measure.HOURS: "minutes", Measure.KINDS: "category_set"}
OCCASION_FIELDS = Occasion._fields


def of_units(
    asked: Asked, slots: Sequence[Slot], on: date, above: Above, held: Held, holders: frozenset[int] | None = None
) -> Iterable[Row]:
    """Every unit with a session in a slot. `above`: the dated ancestors of each unit; `holders`: whose suffice."""
    members_of = heads(asked, slots, on) if asked.measure == Measure.HOURS_PER_HEAD else {}
    words_of = words_of_sets() if asked.measure == Measure.KINDS else {}
    yield from none_yet(members_of)
    for (subject, where), sessions in _sessions(asked, slots, on, above, held, holders).items():
        judged = _summed(asked.measure, sessions.values(), members_of.get(where, {}).get(subject, 0), words_of)
        if judged is not None:
            yield subject, where, *judged


def _sessions(
    asked: Asked, slots: Sequence[Slot], on: date, above: Above, held: Held, holders: frozenset[int] | None
) -> Mapping[tuple[int, int], Mapping[int, Any]]:
    """(unit, slot number) → session → what of it is added up. A session held jointly has several rows, one key."""
    if Measure(asked.measure) in COLUMN_OF:
        rows = _columns(asked, slots, on, holders)
    else:
        rows = _occasions(asked, slots, on, held, holders)
    found: dict[tuple[int, int], dict[int, Any]] = defaultdict(dict)
    direct = asked.condition.direct
    for unit, source, day, value, where in rows:
        if direct:
            found[unit, where][source] = value
            continue
        for ancestor, start, end in above[unit]:
            if start <= day < end:
                found[ancestor, where][source] = value
    return found


# What an occasion looks like here: held by, key of the session, day, what is added up, number of the slot.
Counting = tuple[int, int, str, Any, int]


def _occasions(
    asked: Asked, slots: Sequence[Slot], on: date, held: Held, holders: frozenset[int] | None
) -> Iterator[Counting]:
    first, last = window(slots, on)
    kind, one_slot = PeriodKind(asked.requirement.period), len(slots) == 1
    categories = None if asked.categories is None else frozenset(asked.categories)
    rolls = None
    if asked.measure in OVER_ROLLS:
        rolls = _rolls_by_source(asked, slots, on, None if holders is None else _held_by(asked, slots, on, holders))
    at = OCCASION_FIELDS.index(ADDED.get(Measure(asked.measure), "day"))
    for row in held.rows(frozenset(asked.headings), first, last):
        if categories is not None and row.category_set not in categories:
            continue
        value = row[at]
        if rolls is not None:
            value = rolls.get(row.source)  # what is added up stands in the roll instead
            if value is None:
                continue
        yield row.held_by, row.source, row.day, value, 0 if one_slot else period_of(row, kind)


def _held_by(asked: Asked, slots: Sequence[Slot], on: date, holders: frozenset[int]) -> QuerySet[Record]:
    return occasions(asked, slots, on).filter(held_by_id__in=holders)


def _columns(asked: Asked, slots: Sequence[Slot], on: date, holders: frozenset[int] | None) -> Iterator[Counting]:
    """Texts, payments, results: each record is a session of its own."""
    rows = occasions(asked, slots, on)
    if holders is not None:
        rows = rows.filter(held_by_id__in=holders)
    bucket = bucket_of(asked, slots)
    rows = rows.annotate(day=Cast("occurred_on", CharField()))
    fields = ["held_by_id", "id", "day", COLUMN_OF[Measure(asked.measure)]]
    if bucket is not None:
        rows = rows.annotate(bucket=bucket)
        fields.append("bucket")
    for unit, pk, day, value, *number in rows.values_list(*fields):
        yield unit, pk, day, value, number[0] if number else 0


def _rolls_by_source(
    asked: Asked, slots: Sequence[Slot], on: date, held: QuerySet[Record] | None
) -> dict[int, tuple[int, int]]:
    """Per session (of `held` alone, where given): (minutes of those who took part, rows) or, for the attendance rate,
    (taken part, rows)."""
    rows = live(asked, slots, on).filter(role=Role.PARTICIPANT, source_kind=SourceKind.ACTIVITY)
    if held is not None:
        rows = rows.filter(source_id__in=held.values("source_id"))
    rate = asked.measure == Measure.ATTENDANCE_RATE
    rows = due(rows, on) if rate else taken(rows, on)
    summed = rows.values_list("source_id").annotate(quantity=aggregate_of(asked, on), rows=ROWS)
    return {source: (quantity or 0, count) for source, quantity, count in summed}


def _summed(
    measure: str, values: Collection[Any], members: int, words_of: Mapping[int | None, frozenset[str]]
) -> tuple[Quantity, int] | None:
    """The unit's quantity over its sessions, and how many rows it opens to; None over nothing."""
    match measure:
        case Measure.DAYS:
            return len(set(values)) * 100, len(values)
        case Measure.HOURS:
            return sum(minutes or 0 for minutes in values) * 100, len(values)
        case Measure.KINDS:
            return len(frozenset().union(*(words_of[pk] for pk in set(values)))) * 100, len(values)
        case Measure.ATTENDANCE_RATE:
            rows = sum(count for _, count in values)
            return (Fraction(sum(share for share, _ in values) * 100 * 100, rows), rows) if rows else None
        case Measure.HOURS_PER_HEAD:
            rows = sum(count for _, count in values)
            return (Fraction(sum(minutes for minutes, _ in values) * 100, members), rows) if members else None
        case Measure.CHARACTERS | Measure.AMOUNT:
            return int(sum(values) * 100), len(values)
        case Measure.AVERAGE_SCORE:
            return Fraction(sum(values)) * 100 / len(values), len(values)
        case _:
            return len(values) * 100, len(values)
