"""The only place that writes the ledger: `write_source` stores what a source says, `rebuild` proves it is all there."""

import hashlib
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, NamedTuple

from django.db import transaction
from django.db.models import Max, QuerySet

from xueer.audit.actions import note, note_put
from xueer.audit.models import Event
from xueer.common.bulk import Put, Row, insert_rows, put_rows
from xueer.common.calendar import month_number, week_number
from xueer.records.drafts import RecordDraft
from xueer.records.models import ActivityType, CategorySet, HeadingSet, Record
from xueer.records.queries import category_set_ids, heading_set_ids, type_ids

FIELDS = RecordDraft._fields
INSERTED = (*FIELDS, "month_no", "week_no", "source_kind", "source_id", "written_by_id", "written_at", "void_reason")
MOST_NAMED = 200  # sources that the event of a write names; of more it says only how many
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
        detail: dict[str, Any] = {"kind": kind, "sources": len(drafts), "added": len(added), "voided": len(voided)}
        touched = sorted({source for source, _ in added} | {source for _, source, _ in voided})
        if len(touched) <= MOST_NAMED:
            detail["ids"] = touched
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


def wrong_digests() -> tuple[int, list[str]]:
    """Compares the ledger with what the audit trail says was written: (acts proved, acts that differ, in words).

    Acts of one kind at one moment cannot be told apart afterwards; of those only the number of rows is compared.
    """
    acts: dict[tuple[str, datetime], list[Event]] = {}
    for event in Event.objects.filter(verb="records.write").order_by("id"):
        acts.setdefault((event.object_kind, event.at), []).append(event)
    wrong = []
    for (kind, at), events in acts.items():
        added = _drafts(Record.objects.filter(source_kind=kind, written_at=at))
        voided = _drafts(Record.objects.filter(source_kind=kind, voided_at=at))
        told = sum(event.detail["added"] for event in events), sum(event.detail["voided"] for event in events)
        same = (len(added), len(voided)) == told
        if len(events) == 1:
            same = same and _digest(added, voided) == events[0].digest
        if not same:
            wrong.append(f"{kind} {at.isoformat()}")
    known = {(kind, at) for kind, at in acts}
    stored = Record.objects.order_by().values_list("source_kind", "written_at").distinct()
    wrong += [f"{kind} {at.isoformat()}: not in the trail" for kind, at in stored if (kind, at) not in known]
    return len(acts) - len(wrong), wrong


def _drafts(rows: QuerySet[Record]) -> list[tuple[int, RecordDraft]]:
    return [
        (source, RecordDraft(*values))
        for source, *values in rows.order_by().values_list("source_id", *FIELDS).iterator(5000)
    ]


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


def put_types(rows: Sequence[Row], *, by: Any, at: datetime) -> Put:
    """Adds or changes activity types (事项), told apart by name; `parent` is a name or "". New ones come last."""
    bare = [{name: value for name, value in row.items() if name != "parent"} for row in rows]
    last = ActivityType.objects.aggregate(last=Max("position"))["last"] or 0
    put = put_rows(ActivityType, key=("name",), rows=bare, new={"position": last + 10})
    if rows and "parent" in rows[0]:
        refers = {"parent": type_ids()}
        parents = [{"name": row["name"], "parent": row["parent"]} for row in rows]
        for key, changes in put_rows(ActivityType, key=("name",), rows=parents, refers=refers).changed.items():
            put.change(key, "parent", *changes["parent"])
    note_put(put, verb="records.type", by=by, at=at)
    return put


def make_heading_sets(wanted: Iterable[tuple[str, ...]]) -> dict[tuple[str, ...], int]:
    """Makes the combinations that are missing; returns all there are: sorted names of activity types → id."""
    there = heading_set_ids()
    if missing := set(wanted) - there.keys():
        types = {kind.name: kind for kind in ActivityType.objects.all()}
        there |= {names: heading_set(types[name] for name in names).pk for names in missing}
    return there


def make_category_sets(wanted: Iterable[tuple[str, ...]]) -> dict[tuple[str, ...], int]:
    """Makes the combinations that are missing; returns all there are: sorted categories → id. () is none."""
    there = category_set_ids()
    for words in set(wanted) - there.keys():
        if (made := category_set(words)) is not None:
            there[words] = made.pk
    return there


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
    """By the driver's bulk path: a hundred thousand rows without a model instance each."""
    author = getattr(by, "pk", None)
    numbers: dict[date, tuple[int, int]] = {}

    def rows() -> Iterator[tuple]:
        for source, draft in added:
            day = draft.occurred_on
            if day not in numbers:
                numbers[day] = (month_number(day), week_number(day))
            yield (*draft, *numbers[day], kind, source, author, at, "")

    column_of = {field.attname: field.column for field in Record._meta.concrete_fields}
    columns = [str(column_of[name]) for name in INSERTED]
    insert_rows(Record._meta.db_table, columns, rows())


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
