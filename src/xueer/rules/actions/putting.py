"""Every write to rulebooks, clauses and requirements. References are codes; clauses go by (rulebook, number)."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db.models import Model

from xueer.audit.actions import note_put
from xueer.common.bulk import Put, Row, insert_rows, put_rows
from xueer.org.queries import unit_ids
from xueer.records.queries import type_ids
from xueer.rules.models import Clause, Requirement, Rulebook

# Several values of one requirement, each a table of pairs beside it.
LISTS = ("clauses", "types", "alternatives")


def put_rulebooks(rows: Sequence[Row], *, by: Any, at: datetime) -> Put:
    """Adds or changes rulebooks; `unit` is a code."""
    put = put_rows(Rulebook, key=("code",), rows=rows, refers={"unit": unit_ids()})
    note_put(put, verb="rules.rulebook", by=by, at=at)
    return put


def put_clauses(rows: Sequence[Row], *, by: Any, at: datetime) -> Put:
    """Adds or changes clauses. Rows that name all clauses of a rulebook also fix their order; else new ones go last."""
    places = _places(rows)
    placed = [{**row, "position": places[(row["rulebook"], row["number"])]} for row in rows]
    put = put_rows(Clause, key=("rulebook", "number"), rows=placed, refers={"rulebook": _ids(Rulebook)})
    note_put(put, verb="rules.clause", by=by, at=at)
    return put


def _places(rows: Sequence[Row]) -> dict[tuple[str, str], int]:
    """(rulebook, number) → place among the clauses of its rulebook."""
    stored: dict[str, dict[str, int]] = {}
    for book, number, place in Clause.objects.values_list("rulebook__code", "number", "position"):
        stored.setdefault(book, {})[number] = place
    given: dict[str, list[str]] = {}
    for row in rows:
        given.setdefault(row["rulebook"], []).append(row["number"])
    places: dict[tuple[str, str], int] = {}
    for book, numbers in given.items():
        there = stored.get(book, {})
        if there.keys() <= set(numbers):
            places |= {(book, number): place for place, number in enumerate(numbers, 1)}
            continue
        new = [number for number in numbers if number not in there]
        places |= {(book, number): place for number, place in there.items()}
        places |= {(book, number): place for place, number in enumerate(new, max(there.values()) + 1)}
    return places


def put_requirements(rows: Sequence[Row], *, by: Any, at: datetime) -> Put:
    """Adds or changes requirements. `clauses`: (rulebook, number); `types`: names; `alternatives`: codes."""
    own = [{name: value for name, value in row.items() if name not in LISTS} for row in rows]
    refers = {"unit": unit_ids(), "rulebook": _ids(Rulebook)}
    put = put_rows(Requirement, key=("code",), rows=own, refers=refers)
    for name, ids in (("clauses", _clause_ids()), ("types", type_ids()), ("alternatives", _ids(Requirement))):
        if rows and name in rows[0]:
            _put_list(put, name, rows, ids)
    note_put(put, verb="rules.requirement", by=by, at=at)
    return put


def _put_list(put: Put, name: str, rows: Iterable[Row], ids: Mapping[Any, int]) -> None:
    """Brings one table of pairs into line with the several values of the rows."""
    through = getattr(Requirement, name).through
    own, other = (field.attname for field in through._meta.fields[1:3])
    codes = {pk: code for code, pk in ids.items()}
    stored: dict[int, dict[Any, int]] = {}
    for pk, owner, value in through.objects.values_list("pk", own, other):
        stored.setdefault(owner, {})[codes[value]] = pk
    added, surplus = [], []
    for row in rows:
        key = (row["code"],)
        there, wanted = stored.get(put.ids[key], {}), set(row[name])
        if there.keys() != wanted:
            put.change(key, name, tuple(sorted(there)), tuple(sorted(wanted)))
            added += [(put.ids[key], ids[value]) for value in sorted(wanted - there.keys())]
            surplus += [pk for value, pk in there.items() if value not in wanted]
    insert_rows(through._meta.db_table, [own, other], added)
    for start in range(0, len(surplus), 500):
        through.objects.filter(pk__in=surplus[start : start + 500]).delete()


def _ids(model: type[Model]) -> dict[str, int]:
    return dict(model._default_manager.order_by().values_list("code", "pk"))


def _clause_ids() -> dict[tuple[str, str], int]:
    return {(book, number): pk for pk, book, number in Clause.objects.values_list("pk", "rulebook__code", "number")}
