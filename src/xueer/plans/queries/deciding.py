"""Who decides on a plan, and what they decide on."""

from datetime import date

from django.db.models import Q

from xueer.access.models import Grant
from xueer.access.permissions import Permission
from xueer.access.roles import PERMISSIONS_OF
from xueer.common.digests import digest
from xueer.org.models import Lineage, Person, Unit
from xueer.plans.models import Plan

SHOWN = ("topic", "month", "due_on", "heading_set_id", "group_id", "category_set_id", "lecturer", "note", "state")


def content_digest(plan: Plan) -> str:
    """A mark of all the items of the plan as stored now: whoever approves names the one that the page showed."""
    rows = plan.items.order_by("code").values_list("code", *SHOWN)
    return digest({code: values for code, *values in rows})


def nearest_holders(unit: Unit, permission: Permission, *, on: date, without: int | None = None) -> list[int]:
    """Ids of the people who hold the permission at the unit itself; where nobody does, at the nearest unit above, at
    last everywhere. So that a decision is put to those whose it is and not to a whole hierarchy. `without`: a person
    who does not count."""
    roles = [role for role, permissions in PERMISSIONS_OF.items() if permission in permissions]
    above = Lineage.objects.filter(unit=unit, starts_on__lte=on, ends_on__gt=on).values_list("ancestor_id", "depth")
    depths: dict[int | None, int] = dict(above)
    depths[None] = max(depths.values(), default=0) + 1
    grants = Grant.objects.filter(Q(unit=None) | Q(unit__in=[pk for pk in depths if pk]), role__in=roles)
    current = grants.filter(starts_on__lte=on, ends_on__gt=on, person__is_active=True)
    current = current.exclude(person_id=without) if without else current
    found = list(current.values_list("person_id", "unit_id"))
    nearest = min((depths[unit_id] for _person, unit_id in found), default=None)
    return sorted({person for person, unit_id in found if depths[unit_id] == nearest})


def approvers(plan: Plan, *, on: date) -> list[int]:
    """Ids of those who decide on a submitted plan: whoever submitted it only where nobody else may."""
    unit, who = plan.unit, plan.submitted_by_id
    others = nearest_holders(unit, Permission.PLAN_APPROVE, on=on, without=who)
    return others or nearest_holders(unit, Permission.PLAN_APPROVE, on=on)


def deciders(plan: Plan, *, on: date) -> list[Person]:
    """The people to whom a submitted plan is put."""
    return list(Person.objects.filter(pk__in=approvers(plan, on=on)).order_by("code"))
