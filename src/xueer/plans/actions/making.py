"""A plan made from last year's or from what the requirements ask: the ticked lines, and the plan if there is none."""

from collections.abc import Collection, Iterable, Mapping
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from xueer.org.models import Unit
from xueer.plans.actions.items import ItemValues, add_items
from xueer.plans.actions.states import begin_plan
from xueer.plans.errors import PlanRefused
from xueer.plans.models import Plan, PlanItem
from xueer.plans.queries import lines_again, needs, own_days, plan_for_year, proposals
from xueer.records.models import ActivityType


def take_proposals(
    unit: Unit, *, year: int, picked: Collection[str], months: Mapping[str, int], on: date, by: Any, at: datetime
) -> list[PlanItem]:
    """Plans the picked proposals; `months`: those that were put into another month. What somebody planned in the
    meantime is no proposal any more and is passed over."""
    if not picked:
        raise PlanRefused(_("Tick what is to be planned."))
    with transaction.atomic():
        types = {row.pk: row for row in ActivityType.objects.all()}
        asked = proposals(needs(unit, year=year, on=on), types=types, own=own_days(unit, year=year))
        values = []
        for one in asked:
            if one.key not in picked:
                continue
            month = months.get(one.key, one.month)
            values.append(
                ItemValues(
                    topic=one.topic,
                    types=tuple(one.types),
                    month=month,
                    due_on=one.due_on if month == one.month else None,
                    group=one.group,
                    categories=tuple(one.categories),
                    lecturer=one.lecturer,
                    requirement=one.requirement,
                )
            )
        return _add(unit, year, values, by=by, at=at)


def take_last_year(unit: Unit, *, year: int, picked: Collection[str], by: Any, at: datetime) -> list[PlanItem]:
    """Plans the picked lines of last year (their codes) again."""
    if not picked:
        raise PlanRefused(_("Tick what is to be planned."))
    with transaction.atomic():
        values = [
            ItemValues(
                topic=one.topic,
                types=tuple(one.item.heading_set.types.all()),
                month=one.month,
                due_on=one.due_on,
                group=one.item.group,
                categories=tuple(one.item.category_set.words) if one.item.category_set else (),
                lecturer=one.item.lecturer,
                note=one.item.note,
                requirement=one.item.requirement,
            )
            for one in lines_again(unit, year=year, own=own_days(unit, year=year))
            if one.item.code in picked and not one.there
        ]
        return _add(unit, year, values, by=by, at=at)


def plan_of_year(unit: Unit, *, year: int, by: Any, at: datetime) -> Plan:
    """The unit's plan of the year, begun if there is none."""
    return plan_for_year(unit, year=year) or begin_plan(unit, year=year, by=by, at=at)


def _add(unit: Unit, year: int, values: Iterable[ItemValues], *, by: Any, at: datetime) -> list[PlanItem]:
    chosen = list(values)
    if not chosen:
        raise PlanRefused(_("What was ticked is planned already."))
    return add_items(plan_of_year(unit, year=year, by=by, at=at), chosen, by=by, at=at)
