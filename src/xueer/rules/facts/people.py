"""Counting for people, and for groups: one grouped query."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date
from fractions import Fraction

from django.db.models import QuerySet

from xueer.records.choices import Role
from xueer.records.models import Record
from xueer.rules.asked import Asked, Slot
from xueer.rules.choices import Measure, SubjectKind
from xueer.rules.facts.heads import heads, none_yet
from xueer.rules.facts.selecting import (
    KINDS_COLUMN,
    ROWS,
    Row,
    aggregate_of,
    bucket_of,
    due,
    live,
    scaling_of,
    taken,
    words_of_sets,
)


def grouped(asked: Asked, slots: Sequence[Slot], on: date, rows: QuerySet[Record], subject: str) -> Iterable[Row]:
    rows = rows.filter(**{f"{subject}__isnull": False})
    bucket = bucket_of(asked, slots)
    keys = [subject]
    if bucket is not None:
        rows = rows.annotate(bucket=bucket)
        keys.append("bucket")
    if asked.measure == Measure.KINDS:
        yield from _kinds(rows.values_list(*keys, KINDS_COLUMN).annotate(rows=ROWS), bucket is not None)
        return
    scaled = scaling_of(asked)
    for row in rows.values_list(*keys).annotate(quantity=aggregate_of(asked, on), rows=ROWS):
        yield row[0], row[1] if bucket is not None else 0, scaled(row[-2] or 0, row[-1]), row[-1]


def _kinds(rows: Iterable[tuple], bucketed: bool) -> Iterable[Row]:
    words_of = words_of_sets()
    words: dict[tuple[int, int], set[str]] = defaultdict(set)
    counts: dict[tuple[int, int], int] = defaultdict(int)
    for row in rows:
        key = (row[0], row[1] if bucketed else 0)
        words[key] |= words_of[row[-2]]
        counts[key] += row[-1]
    for key, found in words.items():
        yield *key, len(found) * 100, counts[key]


def of_rolls(asked: Asked, slots: Sequence[Slot], on: date, people: frozenset[int] | None = None) -> Iterable[Row]:
    """People (of `people` alone, where given), and rates of groups: over the rows of rolls (or what people gave)."""
    group = asked.requirement.subject_kind == SubjectKind.GROUP
    role = Role.PARTICIPANT if group else asked.requirement.role
    rows = live(asked, slots, on).filter(role=role)
    if people is not None and not group:
        rows = rows.filter(person_id__in=people)
    rows = due(rows, on) if asked.measure == Measure.ATTENDANCE_RATE else taken(rows, on)
    found = grouped(asked, slots, on, rows, "group_id" if group else "person_id")
    if asked.measure != Measure.HOURS_PER_HEAD:
        yield from found
        return
    members_of = heads(asked, slots, on)
    yield from none_yet(members_of)
    for subject, number, minutes, count in found:
        members = members_of[number].get(subject, 0)
        if members:
            yield subject, number, Fraction(minutes, members), count
