"""The lines of a plan, as they are added and changed in the page. A plan in force is changed with reasons."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.db.models import ProtectedError
from django.utils.translation import gettext as _

from xueer.audit.actions import note
from xueer.org.models import Group
from xueer.plans.actions.states import locked
from xueer.plans.choices import CARRIED_WORD, DRAFT_WORD, DROPPED_WORDS, OPEN, PlanState
from xueer.plans.errors import OutsideYear, ReasonMissing, WrongState
from xueer.plans.models import Plan, PlanItem
from xueer.records.actions import category_set, heading_set
from xueer.records.models import ActivityType
from xueer.rules.models import Requirement

REASON_LENGTH = 300


@dataclass(frozen=True)
class ItemValues:
    """What is written into a line. `month` and `due_on` empty: some time in the year; a day brings its month."""

    topic: str
    types: tuple[ActivityType, ...]
    month: int | None = None
    due_on: date | None = None
    group: Group | None = None
    categories: tuple[str, ...] = ()
    lecturer: str = ""
    note: str = ""
    requirement: Requirement | None = None
    carried_from: PlanItem | None = field(default=None, compare=False)
    carried_reason: str = field(default="", compare=False)


def add_items(plan: Plan, values: Iterable[ItemValues], *, by: Any, at: datetime) -> list[PlanItem]:
    """Adds lines to a draft or to a plan in force; all or none."""
    with transaction.atomic():
        plan = locked(plan, *OPEN)
        number, made = _last_number(plan), []
        for one in values:
            check_day(plan, one.month, one.due_on)
            number += 1
            item = PlanItem(plan=plan, code=f"{plan.code[:58]}-{number:02}", state=word_of(plan))
            _fill(item, one)
            item.carried_from, item.carried_reason = one.carried_from, one.carried_reason
            item.save()
            detail = {"plan": plan.code} | ({"reason": one.carried_reason} if one.carried_reason else {})
            note(verb="plans.item.add", by=by, at=at, about=item, detail=detail)
            made.append(item)
    return made


def edit_item(item: PlanItem, *, values: ItemValues, by: Any, at: datetime) -> None:
    """Changes what a line says. In a plan in force its month and day stay: they are moved, with reason."""
    with transaction.atomic():
        plan = locked(item.plan, *OPEN)
        item = PlanItem.objects.select_for_update(of=("self",)).get(pk=item.pk)
        before = content(item)
        when = (item.month, item.due_on)
        _fill(item, values)
        if plan.state == PlanState.IN_FORCE:
            item.month, item.due_on = when
        else:
            check_day(plan, item.month, item.due_on)
        item.save()
        after = content(item)
        changes = {name: [before[name], after[name]] for name in after if before[name] != after[name]}
        if changes:
            note(verb="plans.item.change", by=by, at=at, about=item, detail=changes)


def move_item(item: PlanItem, *, month: int | None, due_on: date | None, reason: str, by: Any, at: datetime) -> None:
    """Moves a line whose time has not gone by to another month or day of its plan."""
    with transaction.atomic():
        plan, item = _unfinished(item)
        check_day(plan, month, due_on)
        before = content(item)
        item.month, item.due_on = (due_on.month if due_on else month), due_on
        item.state_reason = _reason(plan, reason)
        item.save(update_fields=["month", "due_on", "state_reason"])
        after = content(item)
        changes = {name: [before[name], after[name]] for name in ("month", "due_on") if before[name] != after[name]}
        note(verb="plans.item.move", by=by, at=at, about=item, detail=changes | {"reason": item.state_reason})


def carry_item(
    item: PlanItem, *, into: Plan, month: int | None, due_on: date | None, reason: str, by: Any, at: datetime
) -> PlanItem:
    """Carries an unfinished line over to a later month or to the next year's plan: the old line stays and says where it
    went, a new one continues it."""
    with transaction.atomic():
        plan, item = _unfinished(item)
        if not reason.strip():
            raise ReasonMissing(_("Say why it is carried over."))
        if into.unit_id != plan.unit_id or into.year not in (plan.year, plan.year + 1):
            raise OutsideYear(_("An item is carried over within its year or to the next."))
        values = values_of(item, month=month, due_on=due_on, carried_from=item, carried_reason=_cut(reason))
        [made] = add_items(into, [values], by=by, at=at)
        item.state, item.state_reason = CARRIED_WORD, _cut(reason)
        item.save(update_fields=["state", "state_reason"])
        note(verb="plans.item.carry", by=by, at=at, about=item, detail={"to": made.code, "reason": item.state_reason})
    return made


def drop_item(item: PlanItem, *, reason: str = "", by: Any, at: datetime) -> None:
    """Drops a line with reason; of a draft it is removed altogether, which the trail remembers."""
    with transaction.atomic():
        plan, item = _unfinished(item)
        if plan.state == PlanState.DRAFT:
            note(verb="plans.item.remove", by=by, at=at, about=item, detail=content(item) | {"code": item.code})
            try:
                item.delete()
            except ProtectedError as error:
                raise WrongState(_("A session is planned for this item; change that first.")) from error
            return
        item.state, item.state_reason = DROPPED_WORDS[0], _reason(plan, reason)
        item.save(update_fields=["state", "state_reason"])
        note(verb="plans.item.drop", by=by, at=at, about=item, detail={"reason": item.state_reason})


def restore_item(item: PlanItem, *, by: Any, at: datetime) -> None:
    """Takes a dropped line up again."""
    with transaction.atomic():
        plan = locked(item.plan, *OPEN)
        item = PlanItem.objects.select_for_update(of=("self",)).get(pk=item.pk)
        if item.state not in DROPPED_WORDS:
            raise WrongState(_("Only an item that was dropped is taken up again."))
        item.state, item.state_reason = word_of(plan), ""
        item.save(update_fields=["state", "state_reason"])
        note(verb="plans.item.restore", by=by, at=at, about=item)


def content(item: PlanItem) -> dict[str, Any]:
    """What a line says, for the trail and for forms that have grown old."""
    return {
        "topic": item.topic,
        "types": "、".join(str(row) for row in item.heading_set.types.all()),
        "month": item.month,
        "due_on": item.due_on.isoformat() if item.due_on else "",
        "group": item.group.name if item.group else "",
        "categories": "、".join(item.category_set.words) if item.category_set else "",
        "lecturer": item.lecturer,
        "note": item.note,
        "requirement": item.requirement.name if item.requirement else "",
    }


def values_of(item: PlanItem, **changes: Any) -> ItemValues:
    """A line's values, some of them changed."""
    stored = {
        "topic": item.topic,
        "types": tuple(item.heading_set.types.all()),
        "month": item.month,
        "due_on": item.due_on,
        "group": item.group,
        "categories": tuple(item.category_set.words) if item.category_set else (),
        "lecturer": item.lecturer,
        "note": item.note,
        "requirement": item.requirement,
    }
    return ItemValues(**(stored | changes))


def check_day(plan: Plan, month: int | None, due_on: date | None) -> None:
    """Refuses a day or month outside the plan's year or outside the days of the unit."""
    if due_on and due_on.year != plan.year:
        raise OutsideYear(_("The day does not lie in %(year)s.") % {"year": plan.year})
    if month is not None and not 1 <= month <= 12:
        raise OutsideYear(_("A month is a number from 1 to 12."))
    first = due_on or (date(plan.year, month, 1) if month else None)
    last = due_on or (date(plan.year + month // 12, month % 12 + 1, 1) if month else None)
    if first and last and (first >= plan.unit.ends_on or last <= plan.unit.starts_on):
        raise OutsideYear(_("%(unit)s does not exist on that day.") % {"unit": plan.unit.name})


def word_of(plan: Plan) -> str:
    """The state word of a line of this plan: a draft's lines are drafts, and go into the workbook as such."""
    return DRAFT_WORD if plan.state == PlanState.DRAFT else ""


def _fill(item: PlanItem, values: ItemValues) -> None:
    item.topic, item.group, item.requirement = values.topic, values.group, values.requirement
    item.month, item.due_on = (values.due_on.month if values.due_on else values.month), values.due_on
    item.heading_set, item.category_set = heading_set(values.types), category_set(values.categories)
    item.lecturer, item.note = values.lecturer, values.note


def _unfinished(item: PlanItem) -> tuple[Plan, PlanItem]:
    """The line as stored, with its open plan; refused where it was served, dropped or carried over already."""
    plan = locked(item.plan, *OPEN)
    item = (
        PlanItem.objects.select_for_update(of=("self",))
        .select_related("group", "category_set", "requirement")
        .get(pk=item.pk)
    )
    if item.fulfilled_on:
        raise WrongState(_("A session was held for this item; it stays as it is."))
    if item.state == CARRIED_WORD or item.state in DROPPED_WORDS:
        raise WrongState(_("This item was dropped or carried over already."))
    return plan, item


def _reason(plan: Plan, reason: str) -> str:
    if plan.state == PlanState.IN_FORCE and not reason.strip():
        raise ReasonMissing(_("The plan is in force: say why it is changed."))
    return _cut(reason)


def _cut(reason: str) -> str:
    return reason.strip()[:REASON_LENGTH]


def _last_number(plan: Plan) -> int:
    """The highest number that ends a code of the form this plan gives, so that no code is given twice."""
    stem = f"{plan.code[:58]}-"
    codes = PlanItem.objects.filter(code__startswith=stem).values_list("code", flat=True)
    return max((int(code[len(stem) :]) for code in codes if code[len(stem) :].isdecimal()), default=0)
