"""What the views of plans begin with: the plan, the item or the year in the address, if the caller may."""

from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.urls import reverse

from xueer.access.permissions import Permission
from xueer.access.scope import require
from xueer.common.calendar import EARLIEST, LATEST
from xueer.org.models import Unit
from xueer.plans.models import Plan, PlanItem

CONFLICT, REFUSED = 409, 422


def plan_for(request: HttpRequest, permission: Permission, code: str) -> Plan:
    """The plan with this code, if the caller holds `permission` at its unit; 404 else."""
    plan = get_object_or_404(Plan.objects.select_related("unit"), code=code)
    require(request, permission, at=plan.unit_id)
    return plan


def item_for(request: HttpRequest, permission: Permission, code: str) -> PlanItem:
    """The line with this code, if the caller holds `permission` at the unit of its plan; 404 else."""
    related = ("plan__unit", "group", "category_set", "heading_set", "requirement", "carried_from__plan")
    rows = PlanItem.objects.select_related(*related).prefetch_related("heading_set__types", "carried_to__plan")
    item = get_object_or_404(rows, code=code)
    require(request, permission, at=item.plan.unit_id)
    return item


def may(request: HttpRequest, permission: Permission, unit: Unit) -> bool:
    return bool(request.reach.covers(permission, unit.pk))  # type: ignore[attr-defined]


def year_named(given: str | None, default: int) -> int:
    """The year in the address or form; `default` where there is none that makes sense."""
    if given and given.isascii() and given.isdigit() and EARLIEST.year <= int(given) <= LATEST.year:
        return int(given)
    return default


def address_of(unit: Unit, year: int, item: PlanItem | None = None) -> str:
    """The page of the unit's year; at a line where one is named."""
    month = f"&months=all#{item.code}" if item else ""
    return f"{reverse('plans.year', args=(unit.code,))}?year={year}{month}"
