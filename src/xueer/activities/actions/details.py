"""What is said of an activity before and after it takes place, written in one go: the event, who holds it with the
host, who leads, for whom it is. Used by every act of pages that enters, plans or changes one."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from django.utils.timezone import localtime

from xueer.activities.choices import PartRole
from xueer.activities.models import Activity, Audience, JointUnit, Part
from xueer.common.calendar import local_day
from xueer.org.models import Group, Person, Unit
from xueer.plans.models import PlanItem
from xueer.records.actions import category_set, heading_set
from xueer.records.models import ActivityType

# (role, person of the house or None, outside name)
PartGiven = tuple[str, Person | None, str]
EVENT = (
    "topic", "unit_id", "group_id", "plan_item_id", "starts_at", "ends_at", "held_on", "place", "form",
    "heading_set_id", "category_set_id", "expected_count", "head_count",
)  # fmt: skip


@dataclass(frozen=True)
class Details:
    """Everything that a form says of an activity. `audience`: rows not stored yet. `unit`: the host."""

    topic: str
    unit: Unit
    types: tuple[ActivityType, ...]
    starts_at: datetime
    ends_at: datetime
    group: Group | None = None
    plan_item: PlanItem | None = None
    place: str = ""
    form: str = ""
    categories: tuple[str, ...] = ()
    joint_units: tuple[Unit, ...] = ()
    parts: tuple[PartGiven, ...] = ()
    audience: tuple[Audience, ...] = ()
    expected_count: int | None = None
    head_count: int | None = None

    def without_audience(self) -> "Details":
        """Of a session of which only numbers are kept."""
        return replace(self, audience=())


def write_details(activity: Activity, details: Details) -> dict[str, list[str]]:
    """Stores the details on an activity, new or there already; returns field → [old, new] of what is another now.

    The caller has locked the activity and leaves the note in the trail.
    """
    before = said_of(activity) if activity.pk else {}
    categories = category_set(details.categories)
    values = {
        "topic": details.topic,
        "unit": details.unit,
        "group": details.group,
        "plan_item": details.plan_item,
        "starts_at": details.starts_at,
        "ends_at": details.ends_at,
        "held_on": local_day(details.starts_at),
        "place": details.place,
        "form": details.form,
        "heading_set": heading_set(details.types),
        "category_set": categories,
        "expected_count": details.expected_count,
        "head_count": details.head_count,
    }
    for name, value in values.items():
        setattr(activity, name, value)
    activity.save()
    _write_joint_units(activity, details.joint_units)
    _write_parts(activity, details.parts)
    _write_audience(activity, details.audience)
    after = said_of(activity)
    return {name: [before.get(name, ""), said] for name, said in after.items() if said != before.get(name, "")}


def said_of(activity: Activity) -> dict[str, str]:
    """The details as words for the trail: ids and plain values, one entry per field."""
    parts = activity.parts.order_by("role", "position").values_list("role", "person_id", "outside_name")
    audience = activity.audience.values_list("kind", "group_id", "unit_id", "person_id", "duty")
    return {
        **{name: _said(getattr(activity, name)) for name in EVENT},
        "joint_units": ",".join(map(str, activity.joint_units.values_list("unit_id", flat=True))),
        "parts": ",".join(f"{role}:{person or outside}" for role, person, outside in parts),
        "audience": ",".join(sorted(":".join(str(part) for part in row if part) for row in audience)),
    }


def _said(value: Any) -> str:
    """A moment on the instance's clock, whichever zone it was given in; nothing as no words."""
    if isinstance(value, datetime):
        return localtime(value).strftime("%Y-%m-%d %H:%M")
    return "" if value is None else str(value)


def _write_joint_units(activity: Activity, units: Iterable[Unit]) -> None:
    wanted = [unit.pk for unit in units if unit.pk != activity.unit_id]
    if list(activity.joint_units.values_list("unit_id", flat=True)) != wanted:
        activity.joint_units.all().delete()
        rows = [JointUnit(activity=activity, unit_id=pk, position=place) for place, pk in enumerate(wanted, 1)]
        JointUnit.objects.bulk_create(rows)


def _write_parts(activity: Activity, parts: Iterable[PartGiven]) -> None:
    wanted = []
    for role in PartRole.values:
        named = dict.fromkeys(
            (person.pk if person else None, "" if person else outside[:100])
            for given, person, outside in parts
            if given == role
        )
        wanted += [(role, person, outside, place) for place, (person, outside) in enumerate(named)]
    fields = ("role", "person_id", "outside_name", "position")
    if sorted(map(str, activity.parts.values_list(*fields))) != sorted(map(str, wanted)):
        activity.parts.all().delete()
        Part.objects.bulk_create(Part(activity=activity, **dict(zip(fields, row, strict=True))) for row in wanted)


def _write_audience(activity: Activity, rows: Iterable[Audience]) -> None:
    wanted = {_named(row): row for row in rows}
    stored = {_named(row): row for row in activity.audience.all()}
    if wanted.keys() != stored.keys():
        activity.audience.all().delete()
        fresh = [
            Audience(activity=activity, kind=kind, group_id=group, unit_id=unit, person_id=person, duty=duty)
            for kind, group, unit, person, duty in wanted
        ]
        Audience.objects.bulk_create(fresh)


def _named(row: Audience) -> tuple[str, int | None, int | None, int | None, str]:
    return row.kind, row.group_id, row.unit_id, row.person_id, row.duty
