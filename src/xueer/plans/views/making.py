"""A plan made from last year's or from the requirements in force: shown with ticks before anything is saved."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import ngettext

from xueer.access.permissions import Permission, requires
from xueer.access.scope import unit_for
from xueer.audit.once import once
from xueer.common.calendar import now, today
from xueer.org.models import Unit
from xueer.plans import actions, queries
from xueer.plans.errors import PlanRefused
from xueer.plans.models import PlanItem
from xueer.plans.views.loading import REFUSED, address_of, year_named
from xueer.records.models import ActivityType


@requires(Permission.PLAN_EDIT)
@once
def proposal(request: HttpRequest, code: str) -> HttpResponse:
    """What the requirements still ask of the year, as items to tick; each may be put into another month."""
    unit = unit_for(request, Permission.PLAN_EDIT, code)
    year = year_named(request.POST.get("year") or request.GET.get("year"), today().year)
    if request.method != "POST":
        return _proposal_page(request, unit, year)
    months = {
        name.removeprefix("month-"): int(value)
        for name, value in request.POST.items()
        if name.startswith("month-") and value.isascii() and value.isdigit() and 1 <= int(value) <= 12
    }
    picked = set(request.POST.getlist("pick"))
    try:
        made = actions.take_proposals(
            unit, year=year, picked=picked, months=months, on=today(), by=request.user, at=now()
        )
    except PlanRefused as refused:
        return _proposal_page(request, unit, year, error=str(refused), status=REFUSED)
    return _planned(request, unit, year, made)


def _proposal_page(request: HttpRequest, unit: Unit, year: int, *, error: str = "", status: int = 200) -> HttpResponse:
    needs = queries.needs(unit, year=year, on=today())
    types = {row.pk: row for row in ActivityType.objects.all()}
    context = _context(unit, year, error) | {
        "proposals": queries.proposals(needs, types=types, own=queries.own_days(unit, year=year)),
        "needs": needs,
        "missing": sum(need.missing for need in needs),
        "over": year < today().year,
        "first_month": today().month if year == today().year else 1,
        "months": range(1, 13),
    }
    return render(request, "plans/proposal.html", context, status=status)


@requires(Permission.PLAN_EDIT)
@once
def last_year(request: HttpRequest, code: str) -> HttpResponse:
    """The lines of last year's plan, to be planned again."""
    unit = unit_for(request, Permission.PLAN_EDIT, code)
    year = year_named(request.POST.get("year") or request.GET.get("year"), today().year)
    if request.method != "POST":
        return _last_year_page(request, unit, year)
    picked = set(request.POST.getlist("pick"))
    try:
        made = actions.take_last_year(unit, year=year, picked=picked, by=request.user, at=now())
    except PlanRefused as refused:
        return _last_year_page(request, unit, year, error=str(refused), status=REFUSED)
    return _planned(request, unit, year, made)


def _last_year_page(request: HttpRequest, unit: Unit, year: int, *, error: str = "", status: int = 200) -> HttpResponse:
    found = queries.lines_again(unit, year=year, own=queries.own_days(unit, year=year))
    context = _context(unit, year, error) | {"again": found, "before": year - 1}
    return render(request, "plans/last_year.html", context, status=status)


def _context(unit: Unit, year: int, error: str) -> dict[str, Any]:
    return {"unit": unit, "year": year, "error": error, "plan": queries.plan_for_year(unit, year=year)}


def _planned(request: HttpRequest, unit: Unit, year: int, made: list[PlanItem]) -> HttpResponse:
    words = ngettext("%(n)s item was added to the plan.", "%(n)s items were added to the plan.", len(made))
    messages.success(request, words % {"n": len(made)})
    return redirect(address_of(unit, year))
