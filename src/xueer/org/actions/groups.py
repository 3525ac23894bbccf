"""Putting groups and who belonged to them. References are codes."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from xueer.audit.actions import note_put
from xueer.common.bulk import Put, Row, put_rows
from xueer.org.models import Group, GroupMember
from xueer.org.queries import group_ids, person_ids, unit_ids


def put_groups(rows: Sequence[Row], *, by: Any, at: datetime) -> Put:
    """Adds or changes groups; `unit` is a code."""
    put = put_rows(Group, key=("code",), rows=rows, refers={"unit": unit_ids()})
    note_put(put, verb="org.group", by=by, at=at)
    return put


def put_group_members(rows: Sequence[Row], *, by: Any, at: datetime) -> Put:
    """Adds or changes memberships of groups, told apart by group, person and start."""
    refers = {"group": group_ids(), "person": person_ids()}
    put = put_rows(GroupMember, key=("group", "person", "starts_on"), rows=rows, refers=refers)
    note_put(put, verb="org.group_member", by=by, at=at)
    return put
