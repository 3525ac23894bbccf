"""Units one at a time: founded, renamed, moved from a day on, closed. Lineage follows in the same transaction."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from xueer.audit.actions import note
from xueer.common.calendar import BEGINNING, local_day
from xueer.common.pinyin import sort_key
from xueer.org.actions.asking import (
    checked_code,
    differences,
    refuse_disorder,
    refuse_far_day,
    refuse_shut,
    refuse_stale,
)
from xueer.org.actions.deriving import derive_lineage
from xueer.org.errors import CycleInTree, OrgRefused
from xueer.org.models import Placement, Unit
from xueer.org.queries import UNIT_FIELDS, main_members, superiors, unit_ids, values_of
from xueer.org.timelines import Span, cut, joined
from xueer.org.timelines import at as span_at

Superiors = list[Span[int | None]]


def add_unit(values: Mapping[str, Any], *, code: str, parent: Unit | None, by: Any, at: datetime) -> Unit:
    """Founds a unit below another, or a root. `values`: some of UNIT_FIELDS. Raises OrgRefused."""
    with transaction.atomic():
        unit = Unit(code=checked_code(code, unit_ids()), parent=parent, **values)
        unit.sort_key = sort_key(unit.name, surname=False)
        refuse_disorder(unit.starts_on, unit.ends_on, field="starts_on")
        if unit.starts_on != BEGINNING:
            refuse_far_day(unit.starts_on, at=at, field="starts_on")
        if parent and parent.ends_on <= max(unit.starts_on, local_day(at)):
            raise OrgRefused(_("%(unit)s has been closed.") % {"unit": parent.name})
        unit.save()
        derive_lineage()
        note(verb="org.add_unit", by=by, at=at, about=unit, detail={"below": parent.code if parent else ""})
    return unit


def edit_unit(
    unit: Unit, values: Mapping[str, Any], *, seen: str, by: Any, at: datetime, confirmed: bool = False
) -> None:
    """Changes what the unit's own row says (UNIT_FIELDS). `confirmed`: close it although people are in it.

    Raises OrgStale when it has been changed since the form was filled, OrgRefused for days out of order.
    """
    with transaction.atomic():
        unit = Unit.objects.select_for_update().get(pk=unit.pk)
        old = values_of(unit, UNIT_FIELDS)
        refuse_stale(old, seen)
        changed = differences(old, values)
        if not changed:
            return
        for name, value in values.items():
            setattr(unit, name, value)
        refuse_disorder(unit.starts_on, unit.ends_on, field="ends_on")
        if "ends_on" in changed:
            _refuse_closing(unit, at=at, confirmed=confirmed)
        unit.sort_key = sort_key(unit.name, surname=False)
        unit.save()
        note(verb="org.edit_unit", by=by, at=at, about=unit, detail=changed)


def close_unit(unit: Unit, *, ends_on: date, confirmed: bool, seen: str, by: Any, at: datetime) -> None:
    """Closes the unit: `ends_on` is the first day without it. Who is still inside is told and must be confirmed."""
    edit_unit(unit, {"ends_on": ends_on}, seen=seen, by=by, at=at, confirmed=confirmed)


def _refuse_closing(unit: Unit, *, at: datetime, confirmed: bool) -> None:
    refuse_far_day(unit.ends_on, at=at, field="ends_on")
    day = min(unit.ends_on, max(local_day(at), unit.starts_on))
    below = Unit.objects.filter(parent=unit, ends_on__gt=unit.ends_on)
    if names := [child.name for child in below]:
        words = _("These units below it still stand then: %(units)s. Move or close them first.")
        raise OrgRefused(words % {"units": "、".join(names[:5])}, "ends_on")
    people = main_members(unit, on=day, below=False).filter(ends_on__gt=unit.ends_on).count()
    if people and not confirmed:
        words = ngettext(
            "%(n)s person has the main post here beyond that day. Transfer them first, or confirm.",
            "%(n)s people have their main post here beyond that day. Transfer them first, or confirm.",
            people,
        )
        raise OrgRefused(words % {"n": people}, "confirmed")


def move_unit(unit: Unit, *, parent: Unit | None, starts_on: date, seen: str, by: Any, at: datetime) -> None:
    """Places the unit under another superior from a day on; None: it stands by itself from then on.

    Raises OrgRefused when it stands there already, when a later move is entered, or when it would lie below itself.
    """
    with transaction.atomic():
        unit = Unit.objects.select_for_update().get(pk=unit.pk)
        spans = superiors(unit)
        refuse_stale({"superiors": spans}, seen)
        refuse_far_day(starts_on, at=at, field="starts_on")
        refuse_shut(unit, starts_on, field="starts_on")
        if parent:
            refuse_shut(parent, starts_on, field="starts_on")
        here = span_at(spans, starts_on)
        new = parent.pk if parent else None
        if here.value == new:
            raise OrgRefused(_("The unit stands there on that day already."), "parent")
        if here.end < unit.ends_on or here.start == starts_on:
            later = here.end if here.end < unit.ends_on else here.start
            words = _("A move on %(day)s is entered already. Take it back first.")
            raise OrgRefused(words % {"day": later.isoformat()}, "starts_on")
        old = codes_of([here.value])[0]
        store_superiors(unit, cut(spans, starts_on, new), at=at)
        detail = {"parent": [old, parent.code if parent else ""], "from": starts_on.isoformat()}
        note(verb="org.move_unit", by=by, at=at, about=unit, detail=detail)


def undo_move(unit: Unit, *, starts_on: date, seen: str, by: Any, at: datetime) -> None:
    """Takes a move back: the superior before it holds on until the next move. Raises OrgRefused when there is none."""
    with transaction.atomic():
        unit = Unit.objects.select_for_update().get(pk=unit.pk)
        spans = superiors(unit)
        refuse_stale({"superiors": spans}, seen)
        place = next((n for n, span in enumerate(spans) if n and span.start == starts_on), None)
        if place is None:
            raise OrgRefused(_("There is no move on that day."))
        gone = spans.pop(place)
        spans[place - 1] = spans[place - 1]._replace(end=gone.end)
        store_superiors(unit, joined(spans), at=at)
        detail = {"parent": codes_of([gone.value, spans[place - 1].value]), "from": starts_on.isoformat()}
        note(verb="org.undo_move", by=by, at=at, about=unit, detail=detail)


def codes_of(ids: list[int | None]) -> list[str]:
    """Codes of units, "" for none, in the same order."""
    codes = dict(Unit.objects.filter(pk__in=[pk for pk in ids if pk]).values_list("pk", "code"))
    return [codes[pk] if pk else "" for pk in ids]


def store_superiors(unit: Unit, spans: Superiors, *, at: datetime) -> None:
    """Today's superior on the unit's own row, every other one as a placement; derives the lineage."""
    now = span_at(spans, local_day(at)).value
    Placement.objects.filter(unit=unit).delete()
    Placement.objects.bulk_create(
        Placement(unit=unit, parent_id=span.value, starts_on=span.start, ends_on=span.end)
        for span in spans
        if span.value != now
    )
    unit.parent_id = now
    unit.save(update_fields=["parent"])
    try:
        derive_lineage()
    except CycleInTree as cycle:
        names = dict(Unit.objects.filter(code__in=cycle.units).values_list("code", "name"))
        path = " → ".join(names.get(code, code) for code in cycle.units)
        raise OrgRefused(_("A unit would lie below itself: %(path)s.") % {"path": path}, "parent") from None
