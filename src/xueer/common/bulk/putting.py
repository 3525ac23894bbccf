"""Putting rows that may be new, changed or as they were.

`put_rows` compares in the words of the caller: a foreign key is given and reported as a code, which `refers` turns
into an id. Nothing is written for a row that is as it was.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db import connection, models

from xueer.common.bulk.driver import update_rows

Key = tuple[Any, ...]
Row = Mapping[str, Any]
NOTHING = (None, "", ())
CHUNK = 500


@dataclass
class Put:
    """What putting rows did. `changed`: key → field → (old, new), in the caller's words."""

    model: type[models.Model]
    ids: dict[Key, int] = field(default_factory=dict)
    added: dict[Key, Row] = field(default_factory=dict)
    changed: dict[Key, dict[str, tuple[Any, Any]]] = field(default_factory=dict)
    total: int = 0

    @property
    def unchanged(self) -> int:
        return self.total - len(self.added) - len(self.changed)

    @property
    def touched(self) -> list[int]:
        """Ids of the rows added or changed."""
        return [self.ids[key] for key in (*self.added, *self.changed)]

    def change(self, key: Key, name: str, old: Any, new: Any) -> None:
        """Notes a change of something that hangs on the row, unless the row itself is new."""
        if key not in self.added:
            self.changed.setdefault(key, {})[name] = (old, new)


def put_rows(
    model: type[models.Model],
    *,
    key: tuple[str, ...],
    rows: Sequence[Row],
    refers: Mapping[str, Mapping[Any, int]] | None = None,
    new: Mapping[str, Any] | None = None,
) -> Put:
    """Adds the rows whose key is not there yet (with the values of `new` besides), updates those that differ.

    All rows hold the same fields. `refers`: foreign key field → code → id; "" or () stands for no reference.
    """
    put = Put(model, total=len(rows))
    if not rows:
        return put
    refers = refers or {}
    fields = [name for name in rows[0] if name not in key]
    stored = _stored(model, key, fields, rows, refers)
    missing: dict[Key, Row] = {}
    for row in rows:
        at = tuple(row[name] for name in key)
        if at not in stored:
            missing[at] = row
            continue
        pk, values = stored[at]
        put.ids[at] = pk
        differing = {
            name: (old, row[name]) for name, old in zip(fields, values, strict=True) if not _same(old, row[name])
        }
        if differing:
            put.changed[at] = differing
    _update(model, put, refers)
    _insert(model, put, missing, refers, new or {})
    return put


def _same(old: Any, new: Any) -> bool:
    return old == new or (old in NOTHING and new in NOTHING)


def _stored(
    model: type[models.Model],
    key: tuple[str, ...],
    fields: list[str],
    rows: Sequence[Row],
    refers: Mapping[str, Mapping[Any, int]],
) -> dict[Key, tuple[int, list[Any]]]:
    """Key → (id, values) in the caller's words; only the rows in question when they are few."""
    names = (*key, *fields)
    codes = [{pk: code for code, pk in refers[name].items()} if name in refers else None for name in names]
    query = model._default_manager.order_by()
    if len(rows) <= CHUNK:
        first = {row[key[0]] for row in rows}
        if key[0] in refers:
            first = {refers[key[0]][code] for code in first}
        query = query.filter(**{f"{key[0]}__in": first})
    found = {}
    for pk, *values in query.values_list("pk", *names):
        said = [
            value if back is None else None if value is None else back.get(value, value)
            for value, back in zip(values, codes, strict=True)
        ]
        found[tuple(said[: len(key)])] = (pk, said[len(key) :])
    return found


def _insert(
    model: type[models.Model],
    put: Put,
    missing: Mapping[Key, Row],
    refers: Mapping[str, Mapping[Any, int]],
    new: Mapping[str, Any],
) -> None:
    made = []
    for row in missing.values():
        values = {
            (f"{name}_id" if name in refers else name): _id(refers[name], value) if name in refers else value
            for name, value in row.items()
        }
        made.append(model(**new, **values))
    model._default_manager.bulk_create(made, batch_size=CHUNK)
    put.ids |= {at: made_row.pk for at, made_row in zip(missing, made, strict=True)}
    put.added |= missing


def _update(model: type[models.Model], put: Put, refers: Mapping[str, Mapping[Any, int]]) -> None:
    by_fields: dict[tuple[str, ...], list[tuple[Any, ...]]] = {}
    for at, differing in put.changed.items():
        values = [
            _id(refers[name], value) if name in refers else _prepared(model, name, value)
            for name, (_, value) in differing.items()
        ]
        by_fields.setdefault(tuple(differing), []).append((*values, put.ids[at]))
    for names, rows in by_fields.items():
        update_rows(model._meta.db_table, [model._meta.get_field(name).column for name in names], rows)


def _prepared(model: type[models.Model], name: str, value: Any) -> Any:
    return model._meta.get_field(name).get_db_prep_save(value, connection)


def _id(ids: Mapping[Any, int], code: Any) -> int | None:
    return None if code in NOTHING else ids[code]
