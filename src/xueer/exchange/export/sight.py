"""What of a unit's workbook its reader may see; the pages ask, the command line shows everything.

What may not be seen is left out as a column or as a row and never as an empty cell: brought in again, an empty cell
would clear what is stored.
"""

from collections import defaultdict
from dataclasses import dataclass

from xueer.access.permissions import Permission
from xueer.access.queries import Reach
from xueer.exchange.export.scope import Ids, chosen, values
from xueer.org.models import Membership, Person, Unit

# (sheet, field) by what it takes to see it; the same as on the pages.
GUARDED = {
    Permission.PHONE_VIEW: {("人员", name) for name in ("gender", "born_on", "joined_party_on", "phone")},
    Permission.REASON_VIEW: {("人员", "exempt_from"), ("签到", "reason")},
}


@dataclass(frozen=True)
class Sight:
    """Columns that are left out, and the people whose rows of 人员 and posts outside may be shown."""

    hidden: frozenset[tuple[str, str]]
    people: Ids


def sight_of(reach: Reach | None, unit: Unit, people: Ids) -> Sight:
    """What the caller may see of the unit's workbook. A person's row takes PERSON_VIEW, and whatever else the columns
    of the file take, at one of the units where the person is today."""
    if reach is None:
        return Sight(frozenset(), people)
    held = [permission for permission in GUARDED if reach.covers(permission, unit.pk)]
    hidden = set().union(*(fields for permission, fields in GUARDED.items() if permission not in held))
    return Sight(frozenset(hidden), _seen(people, [Permission.PERSON_VIEW, *held], reach))


def _seen(people: Ids, permissions: list[Permission], reach: Reach) -> Ids:
    homes: dict[int, Ids] = defaultdict(set)
    today = Membership.objects.order_by().filter(starts_on__lte=reach.on, ends_on__gt=reach.on)
    for person, unit in chosen(today.values_list("person_id", "unit_id"), "person", people):
        homes[person].add(unit)
    for person, unit in values(Person, "pk", people, "pk", "unit_id"):
        if not homes[person] and unit:
            homes[person].add(unit)
    bounds = [units for permission in permissions if (units := reach.units(permission)) is not None]
    return {person for person in people if all(homes[person] & units for units in bounds)}
