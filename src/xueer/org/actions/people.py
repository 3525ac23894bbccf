"""Putting people and their posts. References are codes; `derive_memberships` must follow in the same transaction."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from django.contrib.auth.hashers import make_password

from xueer.audit.actions import note_put
from xueer.common.bulk import Put, Row, insert_rows, put_rows, update_rows
from xueer.common.calendar import FOREVER
from xueer.common.pinyin import sort_key
from xueer.org.models import Exemption, Person, Post
from xueer.org.queries import open_exemptions, person_ids, unit_ids


def put_people(rows: Sequence[Row], *, by: Any, at: datetime) -> Put:
    """Adds or changes people; `unit` is a code. New ones cannot sign in until somebody gives them a password.

    `exempt_from` (a day, or None): from when the person is exempt for good; it is kept as the open exemption.
    """
    own = [
        {name: value for name, value in row.items() if name != "exempt_from"} | {"sort_key": sort_key(row["name"])}
        for row in rows
    ]
    refers = {"unit": unit_ids()}
    put = put_rows(Person, key=("code",), rows=own, refers=refers, new={"password": make_password(None)})
    if rows and "exempt_from" in rows[0]:
        _put_exemptions(put, {put.ids[(row["code"],)]: (row["code"], row["exempt_from"]) for row in rows})
    note_put(put, verb="org.person", by=by, at=at)
    return put


def put_posts(rows: Sequence[Row], *, by: Any, at: datetime) -> Put:
    """Adds or changes dated posts, told apart by person, unit and start."""
    refers = {"person": person_ids(), "unit": unit_ids()}
    put = put_rows(Post, key=("person", "unit", "starts_on"), rows=rows, refers=refers)
    note_put(put, verb="org.post", by=by, at=at)
    return put


def _put_exemptions(put: Put, wanted: dict[int, tuple[str, date | None]]) -> None:
    """Brings the one open exemption of each person into line; exemptions that have an end are left alone."""
    stored = open_exemptions(wanted)
    added, moved, ended = [], [], []
    for person, (code, start) in wanted.items():
        pk, old = stored.get(person, (None, None))
        if old == start:
            continue
        put.change((code,), "exempt_from", old, start)
        if start is None:
            ended.append(pk)
        elif pk is None:
            added.append((person, start, FOREVER, ""))
        else:
            moved.append((start, pk))
    table = Exemption._meta.db_table
    insert_rows(table, ["person_id", "starts_on", "ends_on", "basis"], added)
    update_rows(table, ["starts_on"], moved)
    for place in range(0, len(ended), 500):
        Exemption.objects.filter(pk__in=[pk for pk in ended[place : place + 500] if pk]).delete()
