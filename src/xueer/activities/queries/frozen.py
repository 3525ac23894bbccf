"""Rows of rolls whose frozen home unit or exemption is not what org says by now, after an act that was entered late."""

from collections.abc import Collection
from datetime import date
from typing import NamedTuple

from django.db.models import Q

from xueer.activities.choices import ActivityState
from xueer.activities.models import RollRow
from xueer.org.models import Person, Unit
from xueer.org.queries import Belonging


class Outdated(NamedTuple):
    """A row of a roll, with the unit and the exemption that it would have if the roll were taken today."""

    row: RollRow
    unit: Unit | None
    exempt: bool


def outdated_rows(person: Person, since: date, *, units: Collection[int] | None = None) -> list[Outdated]:
    """The person's rows from a day on that would be frozen otherwise now, latest first; cancelled sessions left out.

    `units`: only sessions that one of these units holds. Three queries, however many rows.
    """
    rows = RollRow.objects.filter(person=person, activity__held_on__gte=since)
    rows = rows.exclude(activity__state=ActivityState.CANCELLED)
    if units is not None:
        rows = rows.filter(Q(activity__unit__in=units) | Q(activity__joint_units__unit__in=units)).distinct()
    rows = rows.select_related("activity__unit", "home_unit").order_by("-activity__held_on", "activity__code")
    belonging = Belonging([person.pk])
    found = [(row, *belonging.on(person.pk, row.activity.held_on)) for row in rows]
    other = [(row, unit, exempt) for row, unit, exempt in found if (unit, exempt) != (row.home_unit_id, row.exempt)]
    names = Unit.objects.in_bulk([unit for _, unit, _ in other if unit])
    return [Outdated(row, names.get(unit or 0), exempt) for row, unit, exempt in other]
