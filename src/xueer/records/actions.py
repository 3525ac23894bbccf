"""The only place that writes the ledger: `write_source` stores what a source says, `rebuild` proves it is all there."""

import hashlib
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, NamedTuple

from django.db import connection, transaction

from xueer.audit.actions import note
from xueer.common.calendar import month_number, week_number
from xueer.records.drafts import RecordDraft
from xueer.records.models import ActivityType, CategorySet, HeadingSet, Record

FIELDS = RecordDraft._fields
INSERTED = (*FIELDS, "month_no", "week_no", "source_kind", "source_id", "written_by_id", "written_at", "void_reason")
CHUNK = 400  # ids per IN list: below SQLite's limit of variables on every build


class Written(NamedTuple):
    """How many rows an act added to the ledger and voided in it."""

    added: int
    voided: int


@dataclass(frozen=True)
class Source:
    """One kind of source for `rebuild`: yields (source id, drafts) for every source that exists."""

    kind: str
    records_of_all: Any


def write_source(
    *, kind: str, drafts: Mapping[int, list[RecordDraft]], by: Any, at: datetime, reason: str = "", fresh: bool = False
) -> Written:
    """Makes the live records of the sources in `drafts` (source id → drafts) exactly those drafts.

    Rows that no longer hold are voided with `reason`, new ones added; rows that still hold are not touched.
    `fresh` promises that the sources have no records yet, which saves reading them. One audit event with a digest.
    """
    with transaction.atomic():
        added: list[tuple[int, RecordDraft]] = []
        voided: list[tuple[int, int, RecordDraft]] = []
        if fresh:
            added = [(source, draft) for source, wanted in drafts.items() for draft in wanted]
        else:
            for source, wanted, stored in _beside(kind, drafts):
                missing = Counter(wanted) - Counter(draft for _, draft in stored)
                surplus = Counter(draft for _, draft in stored) - Counter(wanted)
                added += [(source, draft) for draft in missing.elements()]
                for pk, draft in stored:
                    if surplus[draft] > 0:
                        surplus[draft] -= 1
                        voided.append((pk, source, draft))
        if not added and not voided:
            return Written(0, 0)
        _void([pk for pk, _, _ in voided], by=by, at=at, reason=reason)
        _insert(kind, added, by=by, at=at)
        detail = {"kind": kind, "sources": len(drafts), "added": len(added), "voided": len(voided)}
        if reason:
            detail["reason"] = reason
        digest = _digest(added, [(source, draft) for _, source, draft in voided])
        note(verb="records.write", by=by, at=at, kind=kind, detail=detail, digest=digest)
        return Written(len(added), len(voided))


def rebuild(*, sources: Iterable[Source]) -> dict[str, int]:
    """Compares the ledger with what every source says. Returns differences as {"ACTIVITY missing": n, …}; empty when
    sound. Reads only."""
    differences: Counter[str] = Counter()
    for source in sources:
        stored: dict[int, Counter[RecordDraft]] = {}
        for _, source_id, draft in _live(source.kind, None):
            stored.setdefault(source_id, Counter())[draft] += 1
        for source_id, wanted in source.records_of_all():
            there, should = stored.pop(source_id, Counter()), Counter(wanted)
            differences[f"{source.kind} missing"] += (should - there).total()
            differences[f"{source.kind} surplus"] += (there - should).total()
        differences[f"{source.kind} surplus"] += sum(rows.total() for rows in stored.values())
    return {name: count for name, count in differences.items() if count}


def heading_set(types: Iterable[ActivityType]) -> HeadingSet:
    """The combination of these activity types, made when it occurs for the first time."""
    ids = sorted({activity_type.pk for activity_type in types})
    found, made = HeadingSet.objects.get_or_create(key=",".join(map(str, ids)))
    if made:
        found.types.set(ids)
    return found


def category_set(words: Iterable[str]) -> CategorySet | None:
    """The combination of these categories, made when it occurs for the first time; None for no category."""
    key = "、".join(sorted(set(words)))
    return CategorySet.objects.get_or_create(key=key)[0] if key else None


def _beside(
    kind: str, drafts: Mapping[int, list[RecordDraft]]
) -> Iterator[tuple[int, list[RecordDraft], list[tuple[int, RecordDraft]]]]:
    ids = list(drafts)
    for start in range(0, len(ids), CHUNK):
        chunk = ids[start : start + CHUNK]
        stored: dict[int, list[tuple[int, RecordDraft]]] = {}
        for pk, source_id, draft in _live(kind, chunk):
            stored.setdefault(source_id, []).append((pk, draft))
        for source in chunk:
            yield source, drafts[source], stored.get(source, [])


def _live(kind: str, ids: list[int] | None) -> Iterator[tuple[int, int, RecordDraft]]:
    rows = Record.objects.filter(source_kind=kind, voided_at__isnull=True)
    if ids is not None:
        rows = rows.filter(source_id__in=ids)
    for pk, source_id, *values in rows.order_by("id").values_list("id", "source_id", *FIELDS).iterator(5000):
        yield pk, source_id, RecordDraft(*values)


def _insert(kind: str, added: list[tuple[int, RecordDraft]], *, by: Any, at: datetime) -> None:
    """Plain executemany: a hundred thousand rows without a model instance each."""
    if not added:
        return
    names = ", ".join(Record._meta.get_field(name).column for name in INSERTED)
    sql = f"INSERT INTO {Record._meta.db_table} ({names}) VALUES ({', '.join(['%s'] * len(INSERTED))})"
    moment = connection.ops.adapt_datetimefield_value(at)
    author = getattr(by, "pk", None)
    numbers: dict[date, tuple[int, int]] = {}

    def row(source: int, draft: RecordDraft) -> tuple:
        day = draft.occurred_on
        if day not in numbers:
            numbers[day] = (month_number(day), week_number(day))
        plain = _plain(draft) if connection.vendor == "sqlite" else draft
        return (*plain, *numbers[day], kind, source, author, moment, "")

    with connection.cursor() as cursor:
        for start in range(0, len(added), 5000):
            cursor.executemany(sql, [row(source, draft) for source, draft in added[start : start + 5000]])


def _plain(draft: RecordDraft) -> list[Any]:
    """SQLite's driver knows neither dates nor decimals: text as Django stores it."""
    return [
        value.isoformat() if isinstance(value, date) else str(value) if hasattr(value, "as_tuple") else value
        for value in draft
    ]


def _void(pks: list[int], *, by: Any, at: datetime, reason: str) -> None:
    for start in range(0, len(pks), CHUNK):
        Record.objects.filter(pk__in=pks[start : start + CHUNK], voided_at__isnull=True).update(
            voided_at=at, voided_by_id=getattr(by, "pk", None), void_reason=reason[:300] or "-"
        )


def _digest(added: list[tuple[int, RecordDraft]], voided: list[tuple[int, RecordDraft]]) -> str:
    """SHA-256 over the rows added and voided, in a fixed order, so that the trail can prove what an act wrote."""
    hashed = hashlib.sha256()
    for sign, rows in (("+", added), ("-", voided)):
        for line in sorted("\t".join(map(str, (source, *draft))) for source, draft in rows):
            hashed.update(f"{sign}{line}\n".encode())
    return hashed.hexdigest()
