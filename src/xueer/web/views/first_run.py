"""The six steps of an empty home, a short page each; they can be left and come back to, and end at the first ✓."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from xueer.access.permissions import Permission, requires
from xueer.access.scope import require
from xueer.activities.errors import AlreadyEntered
from xueer.activities.models import Activity
from xueer.audit.once import once
from xueer.common.calendar import now, today
from xueer.org.errors import OrgRefused
from xueer.org.models import Group, Unit
from xueer.plans.errors import PlanRefused
from xueer.plans.models import PlanItem
from xueer.plans.queries import needs, own_days, proposals
from xueer.records.models import ActivityType
from xueer.rules.choices import State
from xueer.rules.queries import standings
from xueer.web import actions, first_run
from xueer.web.forms import KINDS, GroupForm, PeopleForm, RuleForm, SessionForm, UnitForm
from xueer.web.views.pages import ONE_YEAR

View = Callable[..., HttpResponse]


def step(number: int) -> Callable[[View], View]:
    """A page of the steps: for whoever may set a home up, once the steps before it are done and while it is not."""

    def mark(view: View) -> View:
        @requires(Permission.UNIT_EDIT)
        @once
        @wraps(view)
        def page(request: HttpRequest) -> HttpResponse:
            require(request, Permission.UNIT_EDIT, at=None)
            found = first_run.steps(request.user)
            if found[number - 1].done or any(not one.done for one in found[: number - 1]):
                onward = next((one for one in found if one.next), None)
                return redirect(onward.view if onward else "web.first_done")
            return view(request, first_run.first_unit(), {"steps": found, "step": found[number - 1]})

        return page

    return mark


def _answer(request: HttpRequest, template: str, context: dict[str, Any]) -> HttpResponse:
    return render(request, template, context, status=422 if request.method == "POST" else 200)


@step(1)
def first_unit(request: HttpRequest, _unit: Unit | None, context: dict[str, Any]) -> HttpResponse:
    """The unit: name, kind, category in law."""
    form = UnitForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            actions.set_up_unit(**form.cleaned_data, by=request.user, at=now())
        except OrgRefused as refused:
            messages.error(request, str(refused))
        return redirect("web.first_people")
    return _answer(request, "web/first_unit.html", context | {"form": form, "kinds": KINDS})


@step(2)
def first_people(request: HttpRequest, unit: Unit, context: dict[str, Any]) -> HttpResponse:
    """The people, pasted as lines or by the workbook; the administrator's own line stands first."""
    me: Any = request.user
    form = PeopleForm(request.POST or None, initial={"people": f"{me.name}, {me.code}\n"})
    if request.method == "POST" and form.is_valid():
        try:
            count = actions.bring_people(unit, form.cleaned_data["people"], by=me, at=now())
        except OrgRefused as refused:
            form.add_error("people", str(refused))
        else:
            messages.success(request, _("%(n)s people are in the register.") % {"n": count})
            return redirect("home" if count < 2 else "web.first_group")
    return _answer(request, "web/first_people.html", context | {"form": form, "unit": unit})


@step(3)
def first_group(request: HttpRequest, unit: Unit, context: dict[str, Any]) -> HttpResponse:
    """A study group: everybody, until somebody is ticked off; one of them leads it."""
    on = today()
    people = actions.members_on(unit, None, on)
    initial = {"name": _("Study group of %(unit)s") % {"unit": unit.name}}
    form = GroupForm(request.POST or None, people=people, initial=initial)
    if request.method == "POST" and form.is_valid():
        actions.form_group(unit, **form.cleaned_data, on=on, by=request.user, at=now())
        return redirect("web.first_rule")
    return _answer(request, "web/first_group.html", context | {"form": form, "unit": unit})


@step(4)
def first_rule(request: HttpRequest, unit: Unit, context: dict[str, Any]) -> HttpResponse:
    """A few presets with their sources; more of them and rules of one's own stand in the rulebook's page."""
    form = RuleForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        if actions.choose_rules(unit, form.cleaned_data["rules"], on=today(), by=request.user, at=now()):
            return redirect("web.first_plan")
        form.add_error("rules", _("Nothing of it can be put in force here; choose another rule."))
    return _answer(request, "web/first_rule.html", context | {"form": form, "unit": unit})


@step(5)
def first_plan(request: HttpRequest, unit: Unit, context: dict[str, Any]) -> HttpResponse:
    """The plan as the rules propose it, put in force at once; it can be changed on its own page afterwards."""
    on = today()
    types = {row.pk: row for row in ActivityType.objects.all()}
    found = proposals(needs(unit, year=on.year, on=on), types=types, own=own_days(unit, year=on.year))
    if request.method == "POST":
        try:
            actions.put_plan_in_force(unit, picked=request.POST.getlist("pick"), on=on, by=request.user, at=now())
        except PlanRefused as refused:
            messages.error(request, str(refused))
        else:
            messages.success(request, _("The plan of %(year)s is in force.") % {"year": on.year})
            return redirect("web.first_session")
    return _answer(request, "web/first_plan.html", context | {"unit": unit, "proposals": found, "year": on.year})


@step(6)
def first_session(request: HttpRequest, unit: Unit, context: dict[str, Any]) -> HttpResponse:
    """A session that has taken place: topic, day, who was away. Saving closes it."""
    on, group = today(), Group.objects.order_by("pk").first()
    people = actions.members_on(unit, group, on)
    form = SessionForm(request.POST or None, items=_items(on.year), people=people, on=on, at=now())
    if request.method == "POST" and form.is_valid():
        given = {name: value for name, value in form.cleaned_data.items() if name not in ("day", "start")}
        try:
            actions.enter_first_session(unit, group=group, **given, by=request.user, at=now())
        except AlreadyEntered:
            return redirect("web.first_done")
        return redirect("web.first_done")
    return _answer(request, "web/first_session.html", context | {"form": form, "unit": unit})


def _items(year: int) -> QuerySet[PlanItem]:
    rows = PlanItem.objects.filter(plan__year=year, plan__state="IN_FORCE", fulfilled_on=None)
    return rows.select_related("heading_set", "category_set", "group").order_by("month", "due_on", "code")


@requires(Permission.UNIT_EDIT)
def first_done(request: HttpRequest) -> HttpResponse:
    """What the first session has brought about, and where one goes from here."""
    require(request, Permission.UNIT_EDIT, at=None)
    unit, on = first_run.first_unit(), today()
    if unit is None or not first_run.done(request.user)[-1]:
        return redirect("home")
    met = [row for row in standings(unit, year=on.year, on=on) if row.state == State.MET]
    latest = Activity.objects.filter(state="HELD").order_by("-closed_at", "-pk").first()
    return render(request, "web/first_done.html", {"unit": unit, "met": met, "session": latest})


@require_POST
@requires(Permission.UNIT_EDIT)
def dismiss_first(request: HttpRequest) -> HttpResponse:
    """Puts the steps away in this browser; the pages of the stages do the same and more."""
    require(request, Permission.UNIT_EDIT, at=None)
    response = HttpResponseRedirect("/")
    response.set_cookie(first_run.DISMISSED_COOKIE, "off", max_age=ONE_YEAR, samesite="Lax", httponly=True)
    return response
