"""Which rows an export holds: ids by model, closed under "points to", so that the file imports into a fresh home."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Q, QuerySet

from xueer.activities.models import Activity, JointUnit, Part, RollRow
from xueer.exchange.export.binding import binding_requirements
from xueer.org.models import Group, GroupMember, Lineage, Membership, Person, Placement, Post, Unit
from xueer.plans.models import PlanItem
from xueer.records.models import ActivityType, HeadingSet
from xueer.rules.models import Requirement, Rulebook

CHUNK = 500  # ids per IN list: below SQLite's limit of variables on every build

Ids = set[int]


@dataclass
class Scope:
    """What is exported. `inside`: the unit and all below it on any day; `people`, `groups`, `activities` are theirs.

    The others are pointed to: of such a person only the row of 人员, of a group only its name, of an activity only the
    rows of `people` on its roll.
    """

    inside: Ids
    people: Ids
    groups: Ids
    units: Ids = field(default_factory=set)
    people_named: Ids = field(default_factory=set)
    groups_named: Ids = field(default_factory=set)
    rulebooks: Ids = field(default_factory=set)
    requirements: Ids = field(default_factory=set)
    plan_items: Ids = field(default_factory=set)
    activities: Ids = field(default_factory=set)
    activities_elsewhere: Ids = field(default_factory=set)
    types: Ids = field(default_factory=set)

    @property
    def everybody(self) -> Ids:
        return self.people | self.people_named


def scope_of(unit: Unit, year: int | None, *, elsewhere: bool = True) -> Scope:
    """Everything that the export of a unit holds. `year` limits activities, rolls and plans only; without `elsewhere`
    what own people attended outside, held by others, is left out."""
    below = Lineage.objects.filter(ancestor=unit).values("unit_id")
    people = Person.objects.filter(
        Q(unit__in=below)
        | Q(pk__in=Membership.objects.filter(unit__in=below).values("person_id"))
        | Q(pk__in=Post.objects.filter(unit__in=below).values("person_id"))
    )
    inside = {unit.pk, *below.values_list("unit_id", flat=True)}
    groups = set(Group.objects.filter(unit__in=below).values_list("pk", flat=True))
    scope = Scope(inside, set(people.values_list("pk", flat=True)), groups)
    _add_activities(scope, below, people, year)
    if not elsewhere:
        scope.activities_elsewhere = set()
    _add_plans(scope, below, year)
    _add_rules(scope, unit, people)
    _add_named_people(scope, below)
    _add_named_groups(scope)
    _add_types(scope)
    _add_units(scope)
    return scope


def chosen(rows: QuerySet, name: str, ids: Iterable[int]) -> Iterator[Any]:
    """The rows whose column `name` is one of the ids, whatever their number."""
    wanted = sorted(ids)
    for start in range(0, len(wanted), CHUNK):
        yield from rows.filter(**{f"{name}__in": wanted[start : start + CHUNK]})


def values(model: type, name: str, ids: Iterable[int], *columns: str) -> Iterator[Any]:
    """Values of such rows: tuples, or plain values of a single column; without nulls there."""
    flat = len(columns) == 1
    for value in chosen(model.objects.order_by().values_list(*columns, flat=flat), name, ids):
        if not flat or value is not None:
            yield value


def _add_activities(scope: Scope, below: QuerySet, people: QuerySet, year: int | None) -> None:
    sessions = Activity.objects.order_by()
    if year is not None:
        sessions = sessions.filter(held_on__year=year)
    joint = JointUnit.objects.filter(unit__in=below).values("activity_id")
    scope.activities = set(sessions.filter(Q(unit__in=below) | Q(pk__in=joint)).values_list("pk", flat=True))
    attended = sessions.filter(pk__in=RollRow.objects.filter(person__in=people.values("pk")).values("activity_id"))
    scope.activities_elsewhere = set(attended.values_list("pk", flat=True)) - scope.activities


def _add_plans(scope: Scope, below: QuerySet, year: int | None) -> None:
    items = PlanItem.objects.filter(plan__unit__in=below)
    if year is not None:
        items = items.filter(plan__year=year)
    scope.plan_items = set(items.values_list("pk", flat=True))
    scope.plan_items |= set(values(Activity, "pk", _all_activities(scope), "plan_item_id"))


def _add_rules(scope: Scope, unit: Unit, people: QuerySet) -> None:
    own = Requirement.objects.filter(unit__in=scope_units(unit))
    scope.requirements = binding_requirements(unit, people, scope.groups) | set(own.values_list("pk", flat=True))
    reached = scope.requirements
    while reached:
        reached = set(values(Requirement, "pk", reached, "alternatives")) - scope.requirements
        scope.requirements |= reached
    scope.rulebooks = set(Rulebook.objects.filter(unit__in=scope_units(unit)).values_list("pk", flat=True))
    scope.rulebooks |= set(values(Requirement, "pk", scope.requirements, "rulebook_id"))


def scope_units(unit: Unit) -> QuerySet:
    """Ids of the unit and of all that was ever below it."""
    return Lineage.objects.filter(ancestor=unit).values("unit_id")


def _add_named_people(scope: Scope, below: QuerySet) -> None:
    named = set(values(GroupMember, "group_id", scope.groups, "person_id"))
    named |= set(values(RollRow, "activity_id", scope.activities, "person_id"))
    named |= set(values(Part, "activity_id", _all_activities(scope), "person_id"))
    # A role given inside to somebody from outside.
    named |= set(Person.objects.filter(grants__unit__in=below).values_list("pk", flat=True))
    scope.people_named = named - scope.people


def _add_named_groups(scope: Scope) -> None:
    named = set(values(Activity, "pk", _all_activities(scope), "group_id"))
    named |= set(values(PlanItem, "pk", scope.plan_items, "group_id"))
    scope.groups_named = named - scope.groups


def _add_types(scope: Scope) -> None:
    sets = set(values(Activity, "pk", _all_activities(scope), "heading_set_id"))
    sets |= set(values(PlanItem, "pk", scope.plan_items, "heading_set_id"))
    scope.types = set(values(HeadingSet, "pk", sets, "types"))
    scope.types |= set(values(Requirement, "pk", scope.requirements, "types"))
    parents = dict(ActivityType.objects.values_list("pk", "parent_id"))
    scope.types = _with_all_above(scope.types, {pk: (parent,) for pk, parent in parents.items()})


def _add_units(scope: Scope) -> None:
    """Every unit that anything points to, and all that stood above any of them on any day."""
    named = set(scope.inside)
    groups = scope.groups | scope.groups_named
    named |= set(values(Person, "pk", scope.everybody, "unit_id"))
    named |= set(values(Post, "person_id", scope.people, "unit_id"))
    named |= set(values(Group, "pk", groups, "unit_id"))
    named |= set(values(Activity, "pk", _all_activities(scope), "unit_id"))
    named |= set(values(JointUnit, "activity_id", _all_activities(scope), "unit_id"))
    named |= set(values(PlanItem, "pk", scope.plan_items, "plan__unit_id"))
    named |= set(values(Requirement, "pk", scope.requirements, "unit_id"))
    named |= set(values(Rulebook, "pk", scope.rulebooks, "unit_id"))
    above: dict[int, list[int | None]] = {pk: [parent] for pk, parent in Unit.objects.values_list("pk", "parent_id")}
    for pk, parent in Placement.objects.values_list("unit_id", "parent_id"):
        above[pk].append(parent)
    scope.units = _with_all_above(named, above)


def _with_all_above(start: Ids, above: dict[int, Any]) -> Ids:
    found: Ids = set()
    waiting: list[int | None] = list(start)
    while waiting:
        current = waiting.pop()
        if current is not None and current not in found:
            found.add(current)
            waiting += above[current]
    return found


def _all_activities(scope: Scope) -> Sequence[int]:
    return [*scope.activities, *scope.activities_elsewhere]
