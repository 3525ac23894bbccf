"""Each sheet's rows handed to the stage that owns them, in the order in which one needs the other."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from xueer.access.actions import put_grants
from xueer.activities.actions import (
    expect_the_usual,
    follow_rolls,
    put_activities,
    put_roll,
    record_activities,
    refreeze_rolls,
)
from xueer.common.bulk import Key, Put
from xueer.common.calendar import local_day
from xueer.exchange.actions.outcome import Change, Imported, SheetCount, shown_cells, shown_key
from xueer.exchange.findings import Read
from xueer.org.actions import (
    derive_lineage,
    derive_memberships,
    put_group_members,
    put_groups,
    put_people,
    put_placements,
    put_posts,
    put_units,
)
from xueer.org.queries import MANY, person_ids
from xueer.plans.actions import put_plans
from xueer.records.actions import put_types
from xueer.rules.actions import put_clauses, put_requirements, put_rulebooks

# A change of these moves the days on which a person belonged somewhere or was exempt.
BELONGING = {"unit", "starts_on", "ends_on", "exempt_from"}
MEMBER_FIELDS = ("group", "person", "role", "starts_on", "ends_on")


class Putting:
    """One import at work: puts sheet after sheet and remembers what must follow from them."""

    def __init__(self, imported: Imported, *, by: Any, at: datetime) -> None:
        self._imported = imported
        self._who = {"by": by, "at": at}
        self._tree_moved = False
        self._people_moved: set[int] = set()
        self._people_new: set[int] = set()
        self._activities_new: set[int] = set()
        self._activities_moved: set[int] = set()

    def put(self, read: Read) -> None:
        """Puts one sheet. Sheets come in the order of the registry."""
        {
            "单位": self._units,
            "隶属": self._placements,
            "人员": self._people,
            "任职": self._posts,
            "小组": self._groups,
            "角色": self._grants,
            "事项": self._types,
            "制度": self._rulebooks,
            "条款": self._clauses,
            "要求": self._requirements,
            "计划": self._plans,
            "活动": self._activities,
            "签到": self._roll,
        }[read.sheet.name](read)

    def settle_org(self) -> None:
        """Derives lineage and memberships, and freezes anew the rolls of those who belonged elsewhere."""
        if self._tree_moved:
            derive_lineage()
        people = self._people_moved | self._people_new
        if people:
            derive_memberships(people if len(people) <= MANY else None)
        self._activities_moved |= refreeze_rolls(people=self._people_moved)

    def settle_ledger(self) -> None:
        """Writes what the activities say now, and brings into line with it what absent people owe."""
        record_activities(sorted(self._activities_new), fresh=True, **self._who)
        record_activities(sorted(self._activities_moved - self._activities_new), reason="import", **self._who)
        follow_rolls(self._activities_new | self._activities_moved, late_ones=False, **self._who)
        expect_the_usual(self._activities_new)

    def _units(self, read: Read) -> None:
        put = put_units(_rows(read), **self._who)
        self._tree_moved |= bool(put.added) or any("parent" in cells for cells in put.changed.values())
        self._imported.take(read, put)

    def _placements(self, read: Read) -> None:
        put = put_placements(_rows(read), **self._who)
        self._tree_moved |= bool(put.touched)
        self._imported.take(read, put)

    def _people(self, read: Read) -> None:
        put = put_people(_rows(read), **self._who)
        self._people_new |= {put.ids[key] for key in put.added}
        self._people_moved |= {
            put.ids[key] for key, cells in put.changed.items() if cells.keys() & {*BELONGING, "duty"}
        }
        self._imported.take(read, put)

    def _posts(self, read: Read) -> None:
        put = put_posts(_rows(read), **self._who)
        if put.touched:
            ids = person_ids()
            self._people_moved |= {ids[person] for person, *_ in (*put.added, *put.changed)}
        self._imported.take(read, put)

    def _groups(self, read: Read) -> None:
        groups = {
            row["group"]: {"code": row["group"], "name": row["name"], "kind": row["kind"], "unit": row["unit"]}
            for row in _rows(read)
        }
        put = put_groups(list(groups.values()), **self._who)
        fields = [name for name in MEMBER_FIELDS if read.has(name) or name in read.sheet.key]
        rows = [{name: row[name] for name in fields} for row in _rows(read) if row["person"]]
        members = put_group_members(rows, **self._who)
        for row in _rows(read):
            key = (row["group"], row["person"], row["starts_on"])
            if not row["person"] and (row["group"],) in put.added:
                members.added[key] = row
        self._imported.take(read, members, _shared(read, put, "group"))

    def _grants(self, read: Read) -> None:
        self._imported.take(read, put_grants(_rows(read), **self._who))

    def _types(self, read: Read) -> None:
        self._imported.take(read, put_types(_rows(read), **self._who))

    def _rulebooks(self, read: Read) -> None:
        self._imported.take(read, put_rulebooks(_rows(read), **self._who))

    def _clauses(self, read: Read) -> None:
        self._imported.take(read, put_clauses(_rows(read), **self._who))

    def _requirements(self, read: Read) -> None:
        rows = _rows(read)
        for row in rows if read.has("categories") else ():
            row["categories"] = list(row["categories"])
        put = put_requirements(rows, **self._who)
        for cells in put.changed.values():
            if "clauses" in cells:
                old, new = cells["clauses"]
                cells["clauses"] = (_numbers(old), _numbers(new))
        self._imported.take(read, put)

    def _plans(self, read: Read) -> None:
        plans, items = put_plans(_rows(read), **self._who)
        self._imported.take(read, items, _shared(read, plans, "plan"))

    def _activities(self, read: Read) -> None:
        rows = []
        for values in _rows(read):
            host, *others = values["units"]
            row = {name: value for name, value in values.items() if name != "units"}
            row |= {"unit": host, "joint_units": tuple(others), "held_on": local_day(row["starts_at"])}
            rows.append(row)
        put = put_activities(rows, **self._who)
        self._activities_new |= {put.ids[key] for key in put.added}
        self._activities_moved |= {put.ids[key] for key in put.changed}
        days_moved = {put.ids[key] for key, cells in put.changed.items() if "held_on" in cells}
        self._activities_moved |= refreeze_rolls(activities=days_moved)
        for key, cells in put.changed.items():
            _join_units(cells, next(row for row in rows if row["code"] == key[0]))
        self._imported.take(read, put)

    def _roll(self, read: Read) -> None:
        fields = ["activity", "person", "status"]
        fields += [name for name in ("reason", "made_up_on", "made_up_by") if read.has(name)]
        done = put_roll(fields, [tuple(row.values[name] for name in fields) for row in read.rows])
        self._activities_moved |= done.activities
        name = read.sheet.name
        self._imported.counts.append(SheetCount(name, done.added, len(done.changed), done.unchanged))
        for change in done.changed:
            key = shown_key((change.activity, change.person))
            self._imported.changes.append(Change(name, None, key, False, shown_cells(read.sheet, change.fields)))


def _rows(read: Read) -> list[dict[str, Any]]:
    return [row.values for row in read.rows]


def _numbers(clauses: tuple[tuple[str, str], ...]) -> tuple[str, ...]:
    return tuple(number for _, number in clauses)


def _shared(read: Read, put: Put, name: str) -> Mapping[Key, dict[str, tuple[Any, Any]]]:
    """Changes of what several rows share, told at the first of them."""
    first: dict[str, Key] = {}
    for row in read.rows:
        first.setdefault(row.values[name], tuple(row.values[part] for part in read.sheet.key))
    return {first[code]: cells for (code,), cells in put.changed.items() if code in first}


def _join_units(cells: dict[str, tuple[Any, Any]], row: Mapping[str, Any]) -> None:
    """Host and joint units are one column of the workbook."""
    if cells.keys() & {"unit", "joint_units"}:
        hosts = cells.get("unit", (row["unit"], row["unit"]))
        others = cells.get("joint_units", (row["joint_units"], row["joint_units"]))
        (old_host, new_host), (old, new) = hosts, others
        cells["units"] = ((old_host, *old), (new_host, *new))
