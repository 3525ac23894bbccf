"""What a form about a session is filled with: the session itself, the last one of its kind, an item of the plan."""

from collections.abc import Mapping
from datetime import date, time
from typing import Any

from django.db.models import QuerySet
from django.http import QueryDict
from django.utils.timezone import localtime

from xueer.activities.choices import AudienceKind
from xueer.activities.forms.details import LISTS, PARTS
from xueer.activities.forms.names import Named
from xueer.activities.forms.offers import audience_value
from xueer.activities.models import Activity, Audience
from xueer.activities.queries.entry import audience_copied, usual_audience
from xueer.org.models import Person, Unit
from xueer.plans.models import PlanItem

HOURS = (time(14, 30), time(16, 30))


def initial_of(activity: Activity, people: QuerySet[Person]) -> dict[str, Any]:
    """The fields as they show a stored session. `people`: those whom the form may name."""
    start, end = localtime(activity.starts_at), localtime(activity.ends_at)
    same_day = start.date() == end.date()
    return {
        "topic": activity.topic,
        "day": start.date(),
        "start": start.time(),
        "end": end.time(),
        "end_day": None if same_day else end.date(),
        "place": activity.place,
        "form": activity.form,
        "types": [str(kind.pk) for kind in activity.heading_set.types.all()],
        "categories": activity.category_set.words if activity.category_set else [],
        "group": str(activity.group_id or ""),
        "plan_item": str(activity.plan_item_id or ""),
        "joint": [str(unit) for unit in activity.joint_units.values_list("unit_id", flat=True)],
        **_parts_of(activity, people),
        **_audience_of(activity.audience.select_related("person"), people),
    }


def initial_like(last: Activity, day: date, people: QuerySet[Person]) -> dict[str, Any]:
    """As the last session of the kind, on another day: without its topic, its item of the plan, those who spoke."""
    same = initial_of(last, people) | _audience_of(audience_copied(last), people)
    return same | {"topic": "", "day": day, "end_day": None, "plan_item": "", "lecturers": "", "speakers": ""}


def initial_bare(unit: Unit, day: date) -> dict[str, Any]:
    """For a unit that has held nothing yet: an afternoon, everybody of the unit."""
    start, end = HOURS
    return {"day": day, "start": start, "end": end, **_audience_of(usual_audience(unit, None), Person.objects.none())}


def initial_from_item(item: PlanItem, unit: Unit, day: date) -> dict[str, Any]:
    """Everything that the plan says of the session."""
    return {
        "topic": item.topic,
        "day": day,
        "types": [str(kind.pk) for kind in item.heading_set.types.all()],
        "categories": item.category_set.words if item.category_set else [],
        "group": str(item.group_id or ""),
        "plan_item": str(item.pk),
        "lecturers": item.lecturer,
        **_audience_of(usual_audience(unit, item.group_id), Person.objects.none()),
    }


def _parts_of(activity: Activity, people: QuerySet[Person]) -> dict[str, str]:
    parts = list(activity.parts.select_related("person").order_by("position"))
    return {
        name: "、".join(
            Named(part.person, part.person.name if part.person else part.outside_name).word(people)
            for part in parts
            if part.role == role
        )
        for name, role in PARTS.items()
    }


def _audience_of(rows: Any, people: QuerySet[Person]) -> dict[str, Any]:
    every: list[Audience] = list(rows)
    single = [row.person for row in every if row.kind == AudienceKind.PERSON and row.person]
    return {
        "audience": [audience_value(row) for row in every if row.kind != AudienceKind.PERSON],
        "audience_people": "、".join(Named(person, person.name).word(people) for person in single),
    }


# ---- the fields as text, for two people who change one session (`common.stale`) ----


def stored_texts(initial: Mapping[str, Any]) -> dict[str, str]:
    """Each field as the text that the form would send back; lists line by line, sorted."""
    return {name: _as_text(name, value) for name, value in initial.items()} | {"more_categories": ""}


def typed_texts(data: QueryDict, fields: Mapping[str, Any]) -> dict[str, str]:
    """Each field as it was sent."""
    return {name: _as_text(name, data.getlist(name) if name in LISTS else data.get(name, "")) for name in fields}


def as_data(texts: Mapping[str, str]) -> QueryDict:
    """Texts as a form takes them."""
    data = QueryDict(mutable=True)
    for name, text in texts.items():
        data.setlist(name, text.split("\n") if name in LISTS and text else [] if name in LISTS else [text])
    return data


def _as_text(name: str, value: Any) -> str:
    if name in LISTS:
        return "\n".join(sorted(map(str, value or ())))
    if isinstance(value, time):
        return value.strftime("%H:%M")
    return "" if value is None else str(value)
