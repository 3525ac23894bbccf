"""Rows for tests, made in one line each: sensible defaults, derived tables brought along."""

from datetime import date, datetime, timedelta
from itertools import count
from typing import Any

from django.utils import timezone

from xueer.activities.choices import ActivityState, RollStatus
from xueer.activities.models import Activity, JointUnit, Part, RollRow
from xueer.activities.records_of import ActivityFacts, RollFacts, records_of
from xueer.common.calendar import BEGINNING, FOREVER, local_day
from xueer.common.pinyin import sort_key
from xueer.org.actions import derive_lineage, derive_memberships
from xueer.org.models import Group, GroupMember, Person, Unit
from xueer.records.actions import category_set, heading_set, write_source
from xueer.records.choices import SourceKind
from xueer.records.models import ActivityType
from xueer.rules.models import Clause, Requirement, Rulebook

NUMBERS = count(1)
MOMENT = timezone.make_aware(datetime(2025, 1, 1, 8))


def make_unit(code: str = "", parent: Unit | None = None, **fields: Any) -> Unit:
    """A unit of kind 党支部 in the tree, with its lineage."""
    code = code or f"U{next(NUMBERS)}"
    fields = {"name": f"{code}单位", "kind": "党支部"} | fields
    unit = Unit.objects.create(code=code, parent=parent, **fields)
    derive_lineage()
    return unit


def make_person(code: str = "", unit: Unit | None = None, **fields: Any) -> Person:
    """A person with a main post in `unit`; the name's sort key comes along."""
    code = code or f"P{next(NUMBERS)}"
    name = fields.pop("name", f"张{code}")
    person = Person.objects.create(code=code, name=name, sort_key=sort_key(name), unit=unit, **fields)
    derive_memberships([person.pk])
    return person


def make_group(code: str, unit: Unit, people: list[Person] = (), **fields: Any) -> Group:  # type: ignore[assignment]
    """A 中心组 of the unit with these members."""
    fields = {"name": f"{code}小组", "kind": "中心组"} | fields
    group = Group.objects.create(code=code, unit=unit, **fields)
    GroupMember.objects.bulk_create(GroupMember(group=group, person=person) for person in people)
    return group


def activity_type(name: str) -> ActivityType:
    return ActivityType.objects.get_or_create(name=name)[0]


def moment(text: str) -> datetime:
    """`2025-03-07 14:30` on the instance's clock."""
    return timezone.make_aware(datetime.fromisoformat(text))


def hold(
    unit: Unit,
    start: str,
    *,
    types: tuple[str, ...] = ("集中学习",),
    roll: dict[Person, str] | None = None,
    minutes: int = 120,
    categories: tuple[str, ...] = (),
    joint: tuple[Unit, ...] = (),
    parts: tuple[tuple[str, Person], ...] = (),
    **fields: Any,
) -> Activity:
    """A session held by `unit` with its roll ({person: status}) and its records."""
    starts_at = moment(start)
    code = fields.pop("code", f"A{next(NUMBERS)}")
    activity = Activity.objects.create(
        code=code,
        topic=fields.pop("topic", f"{code}专题"),
        heading_set=heading_set(activity_type(name) for name in types),
        category_set=category_set(categories),
        unit=unit,
        starts_at=starts_at,
        ends_at=starts_at + timedelta(minutes=minutes),
        held_on=local_day(starts_at),
        state=fields.pop("state", ActivityState.HELD),
        **fields,
    )
    for position, other in enumerate(joint, start=1):
        JointUnit.objects.create(activity=activity, unit=other, position=position)
    for role, person in parts:
        Part.objects.create(activity=activity, role=role, person=person)
    for person, status in (roll or {}).items():
        RollRow.objects.create(activity=activity, person=person, status=status, home_unit=person.unit)
    record(activity)
    return activity


def record(activity: Activity) -> None:
    """Writes what the activity says into the ledger."""
    roll = tuple(
        RollFacts(row.person_id, row.status, row.made_up_on, row.home_unit_id, row.exempt)
        for row in activity.roll.order_by("pk")
    )
    facts = ActivityFacts(
        activity.state,
        activity.held_on,
        activity.minutes,
        (activity.unit_id, *activity.joint_units.values_list("unit_id", flat=True)),
        activity.group_id,
        activity.heading_set_id,
        activity.category_set_id,
        activity.head_count,
        tuple((part.role, part.person_id) for part in activity.parts.filter(person__isnull=False)),
        roll,
    )
    write_source(kind=SourceKind.ACTIVITY, drafts={activity.pk: records_of(facts)}, by=None, at=MOMENT)


def make_rulebook(unit: Unit, code: str = "", **fields: Any) -> Rulebook:
    code = code or f"R{next(NUMBERS)}"
    rulebook = Rulebook.objects.create(code=code, name=fields.pop("name", f"{code}学习制度"), unit=unit, **fields)
    Clause.objects.create(rulebook=rulebook, number="第一条", text="学习应当持之以恒。", position=1)
    return rulebook


def make_requirement(unit: Unit, *, types: tuple[str, ...] = ("集中学习",), **fields: Any) -> Requirement:
    """At least one 集中学习 per quarter of every unit, unless told otherwise. `code`, `on` ranges as fields."""
    code = fields.pop("code", f"Q{next(NUMBERS)}")
    defaults: dict[str, Any] = {
        "name": f"{code}要求",
        "subject_kind": "UNIT",
        "measure": "SESSIONS",
        "at_least": 1,
        "period": "QUARTER",
        "starts_on": BEGINNING,
        "ends_on": FOREVER,
    }
    requirement = Requirement.objects.create(code=code, unit=unit, **(defaults | fields))
    requirement.types.set([activity_type(name) for name in types])
    return requirement


HERE, LATE, LEAVE, AWAY = RollStatus.ATTENDED, RollStatus.LATE, RollStatus.LEAVE, RollStatus.ABSENT
NEW_YEAR = date(2025, 1, 1)
