"""Putting rolls in bulk, and freezing on each row where its person belonged on the day of the activity.

A hundred thousand rows pass here at a time: plain tuples, one query for what is there, the driver's bulk paths.
"""

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import islice
from typing import Any, NamedTuple

from xueer.activities.models import Activity, RollRow
from xueer.common.bulk import insert_rows, update_rows
from xueer.org.queries import Belonging, person_ids

TABLE = RollRow._meta.db_table
CHUNK = 400
INSERTED = ("activity_id", "person_id", "status", "reason", "made_up_on", "made_up_by", "home_unit_id", "exempt")
# Fields of a row that a caller may leave out, with what a new row gets for them.
OPTIONAL: dict[str, Any] = {"reason": "", "made_up_on": None, "made_up_by": ""}


class RollChange(NamedTuple):
    """A row of the roll that differed: activity and person as codes, field → (old, new)."""

    activity: str
    person: str
    fields: dict[str, tuple[Any, Any]]


@dataclass
class PutRoll:
    """What putting a roll did. `activities`: ids of those whose roll is not as it was."""

    added: int = 0
    unchanged: int = 0
    changed: list[RollChange] = field(default_factory=list)
    activities: set[int] = field(default_factory=set)


def put_roll(fields: Sequence[str], rows: Collection[Sequence[Any]]) -> PutRoll:
    """Adds or changes rows of rolls. `rows`: tuples in the order of `fields`, of which the first three are activity
    (code), person (工号) and status; the rest are some of OPTIONAL. No audit here: the import notes itself as a whole.
    """
    done = PutRoll()
    codes = {row[0] for row in rows}
    activities = {
        code: (pk, held_on)
        for code, pk, held_on in Activity.objects.order_by().values_list("code", "pk", "held_on")
        if code in codes
    }
    people = person_ids()
    belonging = Belonging({people[row[1]] for row in rows})
    stored = _stored([pk for pk, _ in activities.values()], fields[2:])
    updates: list[tuple] = []
    insert_rows(TABLE, INSERTED, _sorted_out(fields, rows, activities, people, belonging, stored, updates, done))
    update_rows(TABLE, [*fields[2:], "home_unit_id", "exempt"], updates)
    return done


def _sorted_out(
    fields: Sequence[str],
    rows: Iterable[Sequence[Any]],
    activities: dict[str, tuple[int, date]],
    people: dict[str, int],
    belonging: Belonging,
    stored: dict[tuple[int, int], tuple],
    updates: list[tuple],
    done: PutRoll,
) -> Iterator[tuple]:
    """Yields the rows to insert; collects those to update on the way."""
    places = {name: fields.index(name) for name in OPTIONAL if name in fields}
    reason_at, day_at, way_at = (places.get(name) for name in OPTIONAL)
    on = belonging.on
    for row in rows:
        activity, held_on = activities[row[0]]
        person = people[row[1]]
        there = stored.get((activity, person))
        if there is None:
            done.added += 1
            done.activities.add(activity)
            yield (
                activity,
                person,
                row[2],
                "" if reason_at is None else row[reason_at],
                None if day_at is None else row[day_at],
                "" if way_at is None else row[way_at],
                *on(person, held_on),
            )
            continue
        pk, *values = there
        given = row[2:]
        if all(old == new for old, new in zip(values, given, strict=True)):
            done.unchanged += 1
            continue
        differing = {name: (old, new) for name, old, new in zip(fields[2:], values, given, strict=True) if old != new}
        done.changed.append(RollChange(row[0], row[1], differing))
        done.activities.add(activity)
        updates.append((*given, *on(person, held_on), pk))


def _stored(activities: list[int], fields: Sequence[str]) -> dict[tuple[int, int], tuple]:
    """(activity, person) → (id, values) of the rolls there are."""
    found = {}
    for chunk in _chunks(activities):
        rows = RollRow.objects.filter(activity_id__in=chunk).order_by()
        for activity, person, *values in rows.values_list("activity_id", "person_id", "pk", *fields).iterator(5000):
            found[activity, person] = tuple(values)
    return found


def refreeze_rolls(*, people: Collection[int] = (), activities: Collection[int] = ()) -> set[int]:
    """Freezes anew the rows of these people, and those of these activities, for org as it is now.

    Returns the ids of the activities of which a row changed; the caller records them anew.
    """
    touched: set[int] = set()
    for name, ids in (("person_id", people), ("activity_id", activities)):
        for chunk in _chunks(sorted(ids)):
            touched |= _refreeze(**{f"{name}__in": chunk})
    return touched


def _refreeze(**which: list[int]) -> set[int]:
    fields = ("pk", "activity_id", "person_id", "activity__held_on", "home_unit_id", "exempt")
    rows = list(RollRow.objects.filter(**which).order_by().values_list(*fields))
    belonging = Belonging({row[2] for row in rows})
    updates, touched = [], set()
    for pk, activity, person, held_on, home_unit, exempt in rows:
        now = belonging.on(person, held_on)
        if now != (home_unit, exempt):
            updates.append((*now, pk))
            touched.add(activity)
    update_rows(TABLE, ["home_unit_id", "exempt"], updates)
    return touched


def _chunks(ids: Iterable[int]) -> Iterator[list[int]]:
    stream = iter(ids)
    while chunk := list(islice(stream, CHUNK)):
        yield chunk
