"""Putting units and where they stood. References are codes; `derive_lineage` must follow in the same transaction."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from xueer.audit.actions import note_put
from xueer.common.bulk import Put, Row, put_rows
from xueer.common.pinyin import sort_key
from xueer.org.models import Placement, Unit
from xueer.org.queries import unit_ids


def put_units(rows: Sequence[Row], *, by: Any, at: datetime) -> Put:
    """Adds or changes units; `parent` is a code or "". Superiors may stand in any order, also among the new units."""
    there = unit_ids()
    keys = ({"sort_key": sort_key(row["name"], surname=False)} for row in rows)
    bare = [
        {name: value for name, value in row.items() if name != "parent"} | key
        for row, key in zip(rows, keys, strict=True)
    ]
    put = put_rows(Unit, key=("code",), rows=bare)
    if rows and "parent" in rows[0]:
        ids = there | {code: pk for (code,), pk in put.ids.items()}
        parents = [{"code": row["code"], "parent": row["parent"]} for row in rows]
        for key, changes in put_rows(Unit, key=("code",), rows=parents, refers={"parent": ids}).changed.items():
            put.change(key, "parent", *changes["parent"])
    note_put(put, verb="org.unit", by=by, at=at)
    return put


def put_placements(rows: Sequence[Row], *, by: Any, at: datetime) -> Put:
    """Adds or changes dated superiors, told apart by unit and start."""
    ids = unit_ids()
    put = put_rows(Placement, key=("unit", "starts_on"), rows=rows, refers={"unit": ids, "parent": ids})
    note_put(put, verb="org.placement", by=by, at=at)
    return put
