"""The rows of each sheet as values by field, in the order of the contract: code, then 工号 or date."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from typing import Any

from xueer.access.models import Grant
from xueer.activities.choices import PartRole
from xueer.activities.models import Activity, JointUnit, Part, RollRow
from xueer.common.calendar import FOREVER
from xueer.exchange.export.scope import Ids, Scope, chosen, values
from xueer.exchange.words import ROLES, word_of
from xueer.org.models import Exemption, Group, GroupMember, Person, Placement, Post, Unit
from xueer.plans.models import PlanItem
from xueer.records.models import ActivityType, CategorySet, HeadingSet
from xueer.rules.models import Clause, Requirement, Rulebook

Row = dict[str, Any]
PARTS = {PartRole.CHAIR.value: "chairs", PartRole.LECTURER.value: "lecturers", PartRole.SPEAKER.value: "speakers"}


class Rows:
    """Reads what a scope holds, a sheet at a time; codes of units, people and so on are looked up once.

    `files`: the people whose own rows may be shown; of others only what they did inside, by their code.
    """

    def __init__(self, scope: Scope, files: Ids) -> None:
        self.scope, self.files = scope, files
        self.unit = _codes(Unit, scope.units)
        self.person = _codes(Person, scope.everybody)
        self.group = _codes(Group, scope.groups | scope.groups_named)
        self.heading = _headings()
        self.category = {pk: tuple(key.split("、")) for pk, key in CategorySet.objects.values_list("pk", "key")}
        self.plan_item = _codes(PlanItem, scope.plan_items)
        self.activity = _codes(Activity, scope.activities | scope.activities_elsewhere)
        self.parts: dict[tuple[int, str], list[tuple[str, str]]] = defaultdict(list)
        self.joint: dict[int, list[str]] = defaultdict(list)

    def units(self) -> Iterator[Row]:
        for unit in _by_code(chosen(Unit.objects.order_by(), "pk", self.scope.units)):
            yield {**vars(unit), "parent": self.unit.get(unit.parent_id, "")}

    def placements(self) -> Iterator[Row]:
        rows = [
            {**vars(row), "unit": self.unit[row.unit_id], "parent": self.unit.get(row.parent_id, "")}
            for row in chosen(Placement.objects.order_by(), "unit", self.scope.units)
        ]
        yield from sorted(rows, key=lambda row: (row["unit"], row["starts_on"]))

    def people(self) -> Iterator[Row]:
        exempt = dict(
            chosen(
                Exemption.objects.filter(ends_on=FOREVER).order_by().values_list("person_id", "starts_on"),
                "person",
                self.files,
            )
        )
        for person in _by_code(chosen(Person.objects.order_by(), "pk", self.files)):
            yield {
                **vars(person),
                "unit": self.unit.get(person.unit_id, ""),
                "exempt_from": exempt.get(person.pk),
            }

    def posts(self) -> Iterator[Row]:
        rows = [
            {**vars(row), "person": self.person[row.person_id], "unit": self.unit[row.unit_id]}
            for row in chosen(Post.objects.order_by(), "person", self.scope.people)
            if row.person_id in self.files or row.unit_id in self.scope.inside
        ]
        yield from sorted(rows, key=lambda row: (row["person"], row["starts_on"], row["unit"]))

    def groups(self) -> Iterator[Row]:
        members: dict[int, list[Row]] = defaultdict(list)
        for row in chosen(GroupMember.objects.order_by(), "group", self.scope.groups):
            members[row.group_id].append({**vars(row), "person": self.person[row.person_id]})
        for group in _by_code(chosen(Group.objects.order_by(), "pk", self.group)):
            head = {"group": group.code, "name": group.name, "kind": group.kind, "unit": self.unit[group.unit_id]}
            empty = {"person": "", "role": "", "starts_on": None, "ends_on": None}
            rows = sorted(members[group.pk], key=lambda row: (row["person"], row["starts_on"]))
            for row in rows or [empty]:
                yield {**row, **head}

    def grants(self) -> Iterator[Row]:
        """Roles without a unit, the first administrator's, have no place in a workbook."""
        rows = [
            {**vars(row), "person": self.person[row.person_id], "unit": self.unit[row.unit_id]}
            for row in chosen(Grant.objects.order_by(), "unit", self.scope.inside)
        ]
        yield from sorted(
            rows, key=lambda row: (row["person"], row["unit"], word_of(ROLES, row["role"]), row["starts_on"])
        )

    def types(self) -> Iterator[Row]:
        rows = list(chosen(ActivityType.objects.order_by(), "pk", self.scope.types))
        names = {row.pk: row.name for row in rows}
        for row in sorted(rows, key=lambda row: row.name):
            yield {**vars(row), "parent": names.get(row.parent_id, "")}

    def rulebooks(self) -> Iterator[Row]:
        for row in _by_code(chosen(Rulebook.objects.order_by(), "pk", self.scope.rulebooks)):
            yield {**vars(row), "unit": self.unit[row.unit_id]}

    def clauses(self) -> Iterator[Row]:
        """In the order in which the document has them, which is not that of their numbers."""
        code = _codes(Rulebook, self.scope.rulebooks)
        rows = chosen(Clause.objects.order_by(), "rulebook", self.scope.rulebooks)
        for row in sorted(rows, key=lambda row: (code[row.rulebook_id], row.position, row.pk)):
            yield {**vars(row), "rulebook": code[row.rulebook_id]}

    def requirements(self) -> Iterator[Row]:
        ids = self.scope.requirements
        rulebook = _codes(Rulebook, self.scope.rulebooks)
        lists = {name: _pairs(name, target, ids) for name, target in LISTS.items()}
        for row in _by_code(chosen(Requirement.objects.order_by(), "pk", ids)):
            several = {name: tuple(sorted(pairs[row.pk])) for name, pairs in lists.items()}
            several["categories"] = tuple(sorted(row.categories))
            yield {
                **vars(row),
                **several,
                "unit": self.unit[row.unit_id],
                "rulebook": rulebook.get(row.rulebook_id, ""),
            }

    def plans(self) -> Iterator[Row]:
        rows = chosen(PlanItem.objects.order_by().select_related("plan"), "pk", self.scope.plan_items)
        for row in sorted(rows, key=lambda row: (row.plan.code, row.code)):
            yield {
                **vars(row),
                "plan": row.plan.code,
                "unit": self.unit[row.plan.unit_id],
                "year": row.plan.year,
                "heading_set": self.heading[row.heading_set_id],
                "group": self.group.get(row.group_id, ""),
                "category_set": self.category.get(row.category_set_id, ()),
            }

    def activities(self) -> Iterator[Row]:
        for ids in self._activity_chunks():
            self._read_beside(ids)
            for row in _by_code(Activity.objects.filter(pk__in=ids).order_by()):
                yield {
                    **vars(row),
                    "heading_set": self.heading[row.heading_set_id],
                    "category_set": self.category.get(row.category_set_id, ()),
                    "units": (self.unit[row.unit_id], *self.joint[row.pk]),
                    "group": self.group.get(row.group_id, ""),
                    "plan_item": self.plan_item.get(row.plan_item_id, ""),
                    **{name: tuple(self.parts[(row.pk, role)]) for role, name in PARTS.items()},
                }

    def roll(self) -> Iterator[Row]:
        """Sorted a few hundred activities at a time, so that any number of rows fits into memory."""
        names = ("activity", "person", "status", "reason", "made_up_on", "made_up_by")
        columns = ("activity_id", "person_id", *names[2:])
        for ids in self._activity_chunks():
            rows = [
                (self.activity[activity], self.person[person], *rest)
                for activity, person, *rest in RollRow.objects.filter(activity__in=ids).order_by().values_list(*columns)
                if person in self.scope.people or activity in self.scope.activities
            ]
            rows.sort(key=lambda row: row[:2])
            for row in rows:
                yield dict(zip(names, row, strict=True))

    def _activity_chunks(self) -> Iterator[list[int]]:
        ids = sorted(self.activity, key=self.activity.__getitem__)
        for start in range(0, len(ids), 400):
            yield ids[start : start + 400]

    def _read_beside(self, ids: list[int]) -> None:
        self.parts.clear()
        self.joint.clear()
        for row in Part.objects.filter(activity__in=ids).order_by("position", "pk"):
            value = ("", row.outside_name) if row.person_id is None else (self.person[row.person_id], "")
            self.parts[(row.activity_id, row.role)].append(value)
        for activity, unit in (
            JointUnit.objects.filter(activity__in=ids).order_by("position", "pk").values_list("activity_id", "unit_id")
        ):
            self.joint[activity].append(self.unit[unit])


LISTS = {"clauses": "number", "types": "name", "alternatives": "code"}
# The sheets by name, in the order of the contract's table.
READERS: dict[str, Callable[[Rows], Iterator[Row]]] = {
    "单位": Rows.units,
    "隶属": Rows.placements,
    "人员": Rows.people,
    "任职": Rows.posts,
    "小组": Rows.groups,
    "角色": Rows.grants,
    "事项": Rows.types,
    "制度": Rows.rulebooks,
    "条款": Rows.clauses,
    "要求": Rows.requirements,
    "计划": Rows.plans,
    "活动": Rows.activities,
    "签到": Rows.roll,
}


def _codes(model: type, ids: Iterable[int]) -> dict[int, str]:
    return dict(values(model, "pk", ids, "pk", "code"))


def _by_code(rows: Iterable[Any]) -> list[Any]:
    return sorted(rows, key=lambda row: row.code)


def _headings() -> dict[int, tuple[str, ...]]:
    names: dict[int, list[str]] = defaultdict(list)
    for pk, name in HeadingSet.objects.values_list("pk", "types__name"):
        names[pk].append(name)
    return {pk: tuple(sorted(words)) for pk, words in names.items()}


def _pairs(name: str, target: str, ids: Iterable[int]) -> dict[int, list[str]]:
    found: dict[int, list[str]] = defaultdict(list)
    for pk, value in values(Requirement, "pk", ids, "pk", f"{name}__{target}"):
        if value is not None:
            found[pk].append(value)
    return found
