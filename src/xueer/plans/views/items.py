"""One line of a plan: what it says, what was held for it, and the acts on it."""

from collections.abc import Iterable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from xueer.access.permissions import Permission, requires
from xueer.audit.once import once
from xueer.common.calendar import now, today
from xueer.common.stale import meet, seen_of
from xueer.plans import actions, queries, tables
from xueer.plans.choices import OPEN, PlanState
from xueer.plans.errors import PlanRefused
from xueer.plans.forms import CarryForm, ItemForm, MoveForm, initial_of, shown, typed
from xueer.plans.models import Plan, PlanItem
from xueer.plans.views.loading import CONFLICT, REFUSED, address_of, item_for, may, plan_for
from xueer.records.models import ActivityType


@requires(Permission.UNIT_VIEW)
def item(request: HttpRequest, code: str) -> HttpResponse:
    """A line with the sessions that serve it, where it came from and went, and what was changed."""
    one = item_for(request, Permission.UNIT_VIEW, code)
    asked = queries.requirements_asked(one.plan.unit, year=one.plan.year)
    line = tables.line(one, asked, on=today())
    edits = may(request, Permission.PLAN_EDIT, one.plan.unit) and one.plan.state in OPEN
    context = {
        "line": line,
        "item": one,
        "plan": one.plan,
        "unit": one.plan.unit,
        "later": list(one.carried_to.all()),
        "open": line.standing in (tables.PLANNED, tables.MISSED),
        "history": tables.history(queries.history_of_item(one)[:20]),
        "may_edit": edits,
        "may_hold": may(request, Permission.ACTIVITY_EDIT, one.plan.unit) and one.plan.state != PlanState.CLOSED,
    }
    return render(request, "plans/item.html", context)


@requires(Permission.PLAN_EDIT)
@once
def add(request: HttpRequest, code: str) -> HttpResponse:
    """A new line."""
    plan = plan_for(request, Permission.PLAN_EDIT, code)
    if plan.state not in OPEN:
        return _shut(request, plan)
    given = request.GET.get("month", "")
    initial = {"month": given} if given.isascii() and given.isdigit() else {}
    form = _form(plan, request.POST if request.method == "POST" else None, timed=True, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            [made] = actions.add_items(plan, [form.values], by=request.user, at=now())
            if "another" in request.POST:
                messages.success(request, _("“%(topic)s” is in the plan.") % {"topic": made.topic})
                return redirect("plans.add", plan.code)
            return redirect(address_of(plan.unit, plan.year, made))
        except PlanRefused as refused:
            form.add_error(None, str(refused))
    return _form_page(request, plan, form, status=REFUSED if request.method == "POST" else 200)


@requires(Permission.PLAN_EDIT)
@once
def edit(request: HttpRequest, code: str) -> HttpResponse:
    """What a line says. A form that has grown old shows both versions and loses neither."""
    one = item_for(request, Permission.PLAN_EDIT, code)
    if one.plan.state not in OPEN:
        return _shut(request, one.plan)
    timed = one.plan.state == PlanState.DRAFT
    stored = _compared(shown(one), timed)
    if request.method != "POST":
        return _form_page(request, one.plan, _form(one.plan, None, timed=timed, initial=initial_of(one)), one=one)
    form = _form(one.plan, request.POST, timed=timed)
    if not form.is_valid():
        return _form_page(request, one.plan, form, one=one, status=REFUSED)
    mine = _compared(typed(form.values), timed)
    met = meet(seen=request.POST.get("seen", ""), stored=stored, typed=mine)
    if met.theirs:  # what only the other changed stays theirs
        form = _form(one.plan, _taken_over(request.POST, one, met.theirs), timed=timed)
        form.is_valid()
    if met.conflicts:
        clashes = [(form.fields[name].label, stored[name], mine[name]) for name in met.conflicts]
        return _form_page(request, one.plan, form, one=one, clashes=clashes, status=CONFLICT)
    try:
        actions.edit_item(one, values=form.values, by=request.user, at=now())
    except PlanRefused as refused:
        form.add_error(None, str(refused))
        return _form_page(request, one.plan, form, one=one, status=REFUSED)
    return redirect(address_of(one.plan.unit, one.plan.year, one))


def _taken_over(posted: QueryDict, one: PlanItem, names: Iterable[str]) -> QueryDict:
    """The form as it was sent, with these fields as they are stored."""
    data, stored = posted.copy(), initial_of(one)
    for name in names:
        value = stored[name]
        data.setlist(
            name, [str(part) for part in value] if isinstance(value, list) else ["" if value is None else str(value)]
        )
    return data


def _compared(fields: dict[str, str], timed: bool) -> dict[str, str]:
    return {name: text for name, text in fields.items() if timed or name not in ("month", "due_on")}


def _form(plan: Plan, data: Any, *, timed: bool, initial: dict[str, Any] | None = None) -> ItemForm:
    asked = [row for row, _types in queries.requirements_asked(plan.unit, year=plan.year)]
    return ItemForm(plan, data, asked=asked, timed=timed, initial=initial)


def _form_page(
    request: HttpRequest,
    plan: Plan,
    form: ItemForm,
    *,
    one: PlanItem | None = None,
    clashes: list[tuple[Any, str, str]] | None = None,
    status: int = 200,
) -> HttpResponse:
    asked = queries.requirements_asked(plan.unit, year=plan.year)
    usual = {pk for _row, types in asked for pk in types}
    usual |= set(ActivityType.objects.filter(heading_sets__in=_heading_sets(plan)).values_list("pk", flat=True))
    chosen = {str(value) for value in form["types"].value() or []}
    boxes = [
        {"value": str(row.pk), "name": row.name, "on": str(row.pk) in chosen, "usual": row.pk in usual}
        for row in ActivityType.objects.all()
    ]
    context = {
        "plan": plan,
        "unit": plan.unit,
        "form": form,
        "item": one,
        "usual": [box for box in boxes if box["usual"] or box["on"]],
        "others": [box for box in boxes if not (box["usual"] or box["on"])],
        "seen": seen_of(_compared(shown(one), plan.state == PlanState.DRAFT)) if one else "",
        "clashes": clashes,
    }
    return render(request, "plans/item_form.html", context, status=status)


def _heading_sets(plan: Plan) -> Any:
    years = (plan.year - 1, plan.year)
    rows = PlanItem.objects.filter(plan__unit=plan.unit_id, plan__year__in=years)
    return rows.order_by().values("heading_set")


@requires(Permission.PLAN_EDIT)
@once
def move(request: HttpRequest, code: str) -> HttpResponse:
    """Another month or day; an item whose time has gone by is carried over, to a later month or the next year."""
    one = item_for(request, Permission.PLAN_EDIT, code)
    if one.plan.state not in OPEN:
        return _shut(request, one.plan)
    over = tables.line(one, [], on=today()).standing == tables.MISSED and one.plan.state == PlanState.IN_FORCE
    carries = over or "carry" in request.GET
    initial = {"month": one.month or "", "due_on": one.due_on, "year": one.plan.year}
    kind = CarryForm if carries else MoveForm
    form = kind(one.plan, request.POST if request.method == "POST" else None, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            return redirect(_moved(request, one, form.cleaned_data))
        except PlanRefused as refused:
            form.add_error(None, str(refused))
    context = {"item": one, "plan": one.plan, "unit": one.plan.unit, "form": form, "carries": carries, "over": over}
    return render(request, "plans/move.html", context, status=REFUSED if request.method == "POST" else 200)


def _moved(request: HttpRequest, one: PlanItem, given: dict[str, Any]) -> str:
    when: dict[str, Any] = {"month": given["month"], "due_on": given["due_on"], "reason": given["reason"]}
    who: dict[str, Any] = {"by": request.user, "at": now()}
    if "year" not in given:
        actions.move_item(one, **when, **who)
        return address_of(one.plan.unit, one.plan.year, one)
    into = one.plan
    if given["year"] != one.plan.year:
        into = actions.plan_of_year(one.plan.unit, year=given["year"], **who)
    made = actions.carry_item(one, into=into, **when, **who)
    return address_of(one.plan.unit, into.year, made)


@requires(Permission.PLAN_EDIT)
@once
def drop(request: HttpRequest, code: str) -> HttpResponse:
    """Drops a line, with reason; of a draft it is removed."""
    one = item_for(request, Permission.PLAN_EDIT, code)
    if one.plan.state not in OPEN:
        return _shut(request, one.plan)
    error = ""
    if request.method == "POST":
        try:
            actions.drop_item(one, reason=request.POST.get("reason", ""), by=request.user, at=now())
            return redirect(address_of(one.plan.unit, one.plan.year))
        except PlanRefused as refused:
            error = str(refused)
    context = {"item": one, "plan": one.plan, "unit": one.plan.unit, "error": error}
    return render(request, "plans/drop.html", context, status=REFUSED if error else 200)


@require_POST
@requires(Permission.PLAN_EDIT)
@once
def restore(request: HttpRequest, code: str) -> HttpResponse:
    """Takes a dropped line up again."""
    one = item_for(request, Permission.PLAN_EDIT, code)
    try:
        actions.restore_item(one, by=request.user, at=now())
    except PlanRefused as refused:
        messages.error(request, str(refused))
    return redirect(address_of(one.plan.unit, one.plan.year, one))


def _shut(request: HttpRequest, plan: Plan) -> HttpResponse:
    messages.error(request, _("The plan is closed or waits for its approval; it is not changed now."))
    return redirect(address_of(plan.unit, plan.year))
