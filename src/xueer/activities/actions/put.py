"""Putting activities in bulk: the event itself, the units that hold it jointly, those who led."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db.models import Min

from xueer.activities.actions.roll import CHUNK
from xueer.activities.choices import ActivityState, PartRole
from xueer.activities.models import Activity, JointUnit, Part
from xueer.audit.actions import note_put
from xueer.common.bulk import Put, Row, insert_rows, put_rows
from xueer.org.queries import group_ids, person_ids, unit_ids
from xueer.plans.actions import fulfil_items
from xueer.plans.models import PlanItem
from xueer.records.actions import make_category_sets, make_heading_sets

# What hangs on an activity in tables of its own, as named in the rows.
JOINT = "joint_units"
PARTS = {"chairs": PartRole.CHAIR, "lecturers": PartRole.LECTURER, "speakers": PartRole.SPEAKER}


def put_activities(rows: Sequence[Row], *, by: Any, at: datetime) -> Put:
    """Adds or changes activities; `unit`, `group`, `plan_item` and `joint_units` are codes, `heading_set` and
    `category_set` sorted words, `chairs`, `lecturers` and `speakers` tuples of (工号, "") or ("", outside name).

    Tells plan items what served them. The ledger is not touched: `record_activities` follows once the roll is in.
    """
    if not rows:
        return Put(Activity)
    own = [{name: value for name, value in row.items() if name != JOINT and name not in PARTS} for row in rows]
    items = dict(PlanItem.objects.order_by().values_list("code", "pk"))
    refers: dict[str, Mapping[Any, int]] = {
        "unit": unit_ids(),
        "group": group_ids(),
        "plan_item": items,
        "heading_set": make_heading_sets(row["heading_set"] for row in rows),
        "category_set": make_category_sets(row.get("category_set", ()) for row in rows),
    }
    put = put_rows(
        Activity, key=("code",), rows=own, refers={name: ids for name, ids in refers.items() if name in own[0]}
    )
    _put_joint_units(put, rows, refers["unit"])
    _put_parts(put, rows)
    note_put(put, verb="activities.activity", by=by, at=at)
    _tell_plan_items(put, items)
    return put


def _put_joint_units(put: Put, rows: Sequence[Row], ids: Mapping[str, int]) -> None:
    codes = {pk: code for code, pk in ids.items()}
    stored: dict[int, list[str]] = defaultdict(list)
    for activity, unit in JointUnit.objects.order_by("position").values_list("activity_id", "unit_id"):
        stored[activity].append(codes[unit])
    added, surplus = [], []
    for row in rows:
        key = (row["code"],)
        pk, wanted = put.ids[key], tuple(row[JOINT])
        if tuple(stored.get(pk, ())) == wanted:
            continue
        put.change(key, JOINT, tuple(stored.get(pk, ())), wanted)
        surplus.append(pk)
        added += [(pk, ids[code], place) for place, code in enumerate(wanted, 1)]
    for chunk in _chunks(surplus):
        JointUnit.objects.filter(activity_id__in=chunk).delete()
    insert_rows(JointUnit._meta.db_table, ["activity_id", "unit_id", "position"], added)


def _put_parts(put: Put, rows: Sequence[Row]) -> None:
    given = [name for name in PARTS if rows and name in rows[0]]
    if not given:
        return
    people = person_ids()
    codes = {pk: code for code, pk in people.items()}
    stored: dict[tuple[int, str], list[tuple[str, str]]] = defaultdict(list)
    parts = Part.objects.order_by("position").values_list("activity_id", "role", "person_id", "outside_name")
    for activity, role, person, name in parts:
        stored[activity, role].append((codes.get(person, ""), name))
    added = []
    for name in given:
        role, surplus = PARTS[name].value, []
        for row in rows:
            key = (row["code"],)
            pk, wanted = put.ids[key], tuple(row[name])
            if tuple(stored.get((pk, role), ())) == wanted:
                continue
            put.change(key, name, tuple(stored.get((pk, role), ())), wanted)
            surplus.append(pk)
            added += [
                (pk, role, people[code] if code else None, outside, place)
                for place, (code, outside) in enumerate(wanted)
            ]
        for chunk in _chunks(surplus):
            Part.objects.filter(activity_id__in=chunk, role=role).delete()
    insert_rows(Part._meta.db_table, ["activity_id", "role", "person_id", "outside_name", "position"], added)


def _tell_plan_items(put: Put, items: Mapping[str, int]) -> None:
    """A plan item is fulfilled on the day of the first activity held that names it."""
    concerned = {row["plan_item"] for row in put.added.values() if row.get("plan_item")}
    for changes in put.changed.values():
        concerned |= {code for code in changes.get("plan_item", ()) if code}
    days = {items[code]: None for code in concerned}
    moved = [put.ids[key] for key, changes in put.changed.items() if changes.keys() & {"state", "held_on"}]
    for chunk in _chunks(moved):
        served = Activity.objects.filter(pk__in=chunk, plan_item__isnull=False)
        days |= dict.fromkeys(served.values_list("plan_item_id", flat=True))
    for chunk in _chunks(days):
        held = Activity.objects.filter(plan_item_id__in=chunk, state=ActivityState.HELD).order_by()
        days |= dict(held.values_list("plan_item_id").annotate(first=Min("held_on")))
    fulfil_items(days)


def _chunks(ids: Iterable[int]) -> list[list[int]]:
    every = list(ids)
    return [every[start : start + CHUNK] for start in range(0, len(every), CHUNK)]
