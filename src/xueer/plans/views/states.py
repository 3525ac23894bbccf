"""A plan's way from draft to closed: one address for each act."""

from collections.abc import Callable
from datetime import date

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from xueer.access.permissions import Permission, requires
from xueer.access.scope import unit_for
from xueer.audit.once import once
from xueer.common.calendar import now, today
from xueer.plans import actions, queries
from xueer.plans.choices import Fate, PlanState
from xueer.plans.errors import PlanExists, PlanRefused
from xueer.plans.forms import ApproveForm, ReasonForm
from xueer.plans.models import Plan
from xueer.plans.views.loading import REFUSED, address_of, plan_for, year_named


@require_POST
@requires(Permission.PLAN_EDIT)
@once
def begin(request: HttpRequest, code: str) -> HttpResponse:
    """An empty draft of a year; where there is a plan already it is opened."""
    unit = unit_for(request, Permission.PLAN_EDIT, code)
    year = year_named(request.POST.get("year"), today().year)
    try:
        actions.begin_plan(unit, year=year, by=request.user, at=now())
    except PlanExists:
        messages.info(request, _("There is a plan for %(year)s already; here it is.") % {"year": year})
    except PlanRefused as refused:
        messages.error(request, str(refused))
    return redirect(address_of(unit, year))


@require_POST
@requires(Permission.PLAN_EDIT)
@once
def submit(request: HttpRequest, code: str) -> HttpResponse:
    """Asks for the approval."""
    return _act(request, plan_for(request, Permission.PLAN_EDIT, code), actions.submit_plan)


@require_POST
@requires(Permission.PLAN_EDIT)
@once
def withdraw(request: HttpRequest, code: str) -> HttpResponse:
    """Takes a submitted plan back."""
    return _act(request, plan_for(request, Permission.PLAN_EDIT, code), actions.withdraw_plan)


@require_POST
@requires(Permission.PLAN_EDIT)
@once
def discard(request: HttpRequest, code: str) -> HttpResponse:
    """Removes an empty draft."""
    return _act(request, plan_for(request, Permission.PLAN_EDIT, code), actions.discard_plan)


@require_POST
@requires(Permission.PLAN_APPROVE)
@once
def approve(request: HttpRequest, code: str) -> HttpResponse:
    """Puts the plan in force, with the day on the approval."""
    plan = plan_for(request, Permission.PLAN_APPROVE, code)
    if plan.state == PlanState.DRAFT:
        messages.error(request, _("The plan has not been submitted yet."))
        return redirect(address_of(plan.unit, plan.year))
    form = ApproveForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("Give the day on the approval."))
        return redirect(address_of(plan.unit, plan.year))
    done = _("The plan is in force. Those who made it have been told.")
    return _act(request, plan, actions.approve_plan, done=done, **form.cleaned_data)


@require_POST
@requires(Permission.PLAN_APPROVE)
@once
def send_back(request: HttpRequest, code: str) -> HttpResponse:
    """Returns a submitted plan, with words."""
    plan = plan_for(request, Permission.PLAN_APPROVE, code)
    done = _("The plan was returned with your words.")
    return _act(request, plan, actions.return_plan, done=done, words=request.POST.get("words", "")[:300])


@require_POST
@requires(Permission.PLAN_APPROVE)
@once
def reopen(request: HttpRequest, code: str) -> HttpResponse:
    """Makes a closed plan one in force again."""
    plan = plan_for(request, Permission.PLAN_APPROVE, code)
    form = ReasonForm(request.POST)
    reason = form.cleaned_data["reason"] if form.is_valid() else ""
    return _act(request, plan, actions.reopen_plan, reason=reason)


@requires(Permission.PLAN_EDIT)
@once
def close(request: HttpRequest, code: str) -> HttpResponse:
    """What is unfinished, each with what becomes of it and why; then the plan is closed."""
    plan = plan_for(request, Permission.PLAN_EDIT, code)
    if plan.state != PlanState.IN_FORCE:
        messages.error(request, _("Only a plan in force is closed."))
        return redirect(address_of(plan.unit, plan.year))
    if request.method != "POST":
        return _closing_page(request, plan)
    try:
        actions.close_plan(plan, endings=_endings(request, plan), by=request.user, at=now())
    except PlanRefused as refused:
        return _closing_page(request, plan, error=str(refused), status=REFUSED)
    messages.success(request, _("The plan is closed. It is read only now."))
    return redirect(address_of(plan.unit, plan.year))


def _endings(request: HttpRequest, plan: Plan) -> dict[str, actions.Ending]:
    """What was typed of each unfinished item; the common reason stands in where an item has none of its own."""
    common = request.POST.get("reason", "")
    found = {}
    for item in actions.unfinished_items(plan):
        fate = request.POST.get(f"fate-{item.pk}", "")
        if fate in Fate.values:
            own = request.POST.get(f"reason-{item.pk}", "").strip()
            found[item.code] = actions.Ending(Fate(fate), own or common)
    return found


def _closing_page(request: HttpRequest, plan: Plan, *, error: str = "", status: int = 200) -> HttpResponse:
    items = [
        {
            "item": item,
            "fate": request.POST.get(f"fate-{item.pk}", ""),
            "reason": request.POST.get(f"reason-{item.pk}", ""),
        }
        for item in actions.unfinished_items(plan)
    ]
    context = {
        "plan": plan,
        "unit": plan.unit,
        "items": items,
        "fates": Fate.choices,
        "reason": request.POST.get("reason", ""),
        "error": error,
        "done": plan.items.exclude(fulfilled_on=None).count(),
        "early": today() < date(plan.year, 12, 1),
        "next_year": plan.year + 1,
        "next_plan": queries.plan_for_year(plan.unit, year=plan.year + 1),
    }
    return render(request, "plans/close.html", context, status=status)


def _act(
    request: HttpRequest, plan: Plan, action: Callable[..., None], *, done: str = "", **given: object
) -> HttpResponse:
    try:
        action(plan, **given, by=request.user, at=now())
    except PlanRefused as refused:
        messages.error(request, str(refused))
    else:
        if done:
            messages.success(request, done)
    return redirect(address_of(plan.unit, plan.year))
