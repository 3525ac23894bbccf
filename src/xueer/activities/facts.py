"""Activities as the ledger sees them, read in bulk: four queries per chunk, however many there are."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from itertools import islice
from typing import Any

from xueer.activities.models import Activity, JointUnit, Part, RollRow
from xueer.activities.records_of import ActivityFacts, RollFacts, records_of
from xueer.records.drafts import RecordDraft

# Ids per IN list; below SQLite's limit of variables on every build.
CHUNK = 400


def facts(ids: Iterable[int]) -> Iterator[tuple[int, ActivityFacts]]:
    """(activity id, its facts) for each of these activities."""
    stream = iter(ids)
    while chunk := list(islice(stream, CHUNK)):
        yield from _facts_of(chunk)


def records_of_all() -> Iterator[tuple[int, list[RecordDraft]]]:
    """(activity id, its records) of every activity: what `records.actions.rebuild` compares the ledger with."""
    ids = list(Activity.objects.order_by("pk").values_list("pk", flat=True))
    for pk, known in facts(ids):
        yield pk, records_of(known)


def _facts_of(ids: list[int]) -> Iterator[tuple[int, ActivityFacts]]:
    units = _grouped(JointUnit.objects.filter(activity_id__in=ids).order_by("position"), "unit_id")
    people = Part.objects.filter(activity_id__in=ids, person__isnull=False).order_by("role", "position")
    parts = _grouped(people, "role", "person_id")
    # The fields in the order of RollFacts.
    roll = _grouped(
        RollRow.objects.filter(activity_id__in=ids).order_by("activity_id", "person_id"),
        "person_id", "status", "made_up_on", "home_unit_id", "exempt",
    )  # fmt: skip
    rows = Activity.objects.filter(pk__in=ids).order_by("pk").values_list(
        "pk", "state", "held_on", "starts_at", "ends_at", "unit_id", "group_id", "heading_set_id", "category_set_id",
        "head_count",
    )  # fmt: skip
    for pk, state, held_on, starts_at, ends_at, unit, group, headings, categories, head_count in rows:
        yield (
            pk,
            ActivityFacts(
                state=state,
                held_on=held_on,
                minutes=int((ends_at - starts_at).total_seconds()) // 60,
                unit_ids=(unit, *(other for (other,) in units[pk])),
                group_id=group,
                heading_set_id=headings,
                category_set_id=categories,
                head_count=head_count,
                parts=tuple(parts[pk]),
                roll=tuple(map(RollFacts._make, roll[pk])),
            ),
        )


def _grouped(rows: Any, *fields: str) -> dict[int, list[tuple]]:
    found: dict[int, list[tuple]] = defaultdict(list)
    for activity, *values in rows.values_list("activity_id", *fields):
        found[activity].append(tuple(values))
    return found
