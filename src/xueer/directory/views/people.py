"""One person changed: taken on, own data, leaving and coming back, days free of collective study."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from xueer.access.permissions import Permission, requires
from xueer.access.queries import may_reset_password
from xueer.access.scope import holds_for, unit_for
from xueer.audit.once import once
from xueer.common.calendar import now, today
from xueer.directory.act_forms import ExemptionForm, LeaveForm, NewPersonForm, PersonForm, ReturnForm
from xueer.directory.actions import end_service
from xueer.directory.proposing import next_person_code
from xueer.directory.reaching import person_to_edit
from xueer.directory.tables import post_lines
from xueer.directory.views.acting import ActPage, act, after_late_act
from xueer.org import actions
from xueer.org.errors import OrgRefused
from xueer.org.models import Person
from xueer.org.queries import EXEMPTION_FIELDS, PERSON_FIELDS, main_timeline, values_of

EDIT, REASONS = Permission.UNIT_EDIT, Permission.REASON_VIEW


@requires(EDIT)
def person(request: HttpRequest, code: str) -> HttpResponse:
    """Where somebody belonged and belongs, with everything that can be changed."""
    shown = person_to_edit(request, code)
    reach = request.reach  # type: ignore[attr-defined]
    context = {
        "person": shown,
        "today": today(),
        "left": shown.ends_on <= today(),
        "posts": post_lines(shown),
        "seen": MainSeen(stored={"main": main_timeline(shown)})["seen"].value(),
        "groups": shown.group_members.select_related("group__unit").order_by("-ends_on", "-starts_on"),
        "reasons": holds_for(request, REASONS, shown),
        "private": holds_for(request, Permission.PHONE_VIEW, shown),
        "exemptions": shown.exemptions.order_by("-starts_on"),
        "grants": shown.grants.select_related("unit").order_by("-starts_on"),
        "edits": reach.units(EDIT),
        "everywhere": reach.everywhere(EDIT),
        "may_reset": shown.pk != request.user.pk and may_reset_password(reach, shown),
        "may_grant": reach.holds(Permission.ROLE_GRANT),
        "may_restate": reach.holds(Permission.ACTIVITY_EDIT),
    }
    return render(request, "directory/person.html", context)


class MainSeen(LeaveForm):
    """Only for its mark: what a page with the timeline showed."""


@requires(EDIT)
@once
def add_person(request: HttpRequest, code: str) -> HttpResponse:
    """Takes somebody on in the unit; afterwards the sign-in slip can be printed."""
    unit = unit_for(request, EDIT, code)
    form = NewPersonForm(request.POST or None, initial={"code": next_person_code(unit), "starts_on": today()})
    page = ActPage(
        heading=_("Add a person to %(unit)s") % {"unit": unit.name},
        button=_("Add the person"),
        back=reverse("directory.unit", args=(code,)),
        unit=unit,
    )

    def add() -> Person:
        values = form.values
        code, duty = values.pop("code"), values.pop("duty")
        return actions.add_person(values, code=code, unit=unit, duty=duty, **_by(request))

    return act(
        request,
        form,
        page,
        add,
        lambda made: (
            _("%(name)s has been added with the staff code %(code)s.") % {"name": made.name, "code": made.code},
            reverse("directory.person", args=(made.code,)),
        ),
    )


@requires(EDIT)
@once
def edit_person(request: HttpRequest, code: str) -> HttpResponse:
    """Own data: name, birth, schooling, rank, phone, first day."""
    shown = person_to_edit(request, code)
    form = PersonForm(request.POST or None, stored=values_of(shown, PERSON_FIELDS))
    if not holds_for(request, Permission.PHONE_VIEW, shown):
        form.leave_out_private()
    page = ActPage(heading=_("Edit own data"), button=_("Save"), back=_home(shown), person=shown)
    return act(
        request,
        form,
        page,
        lambda: actions.edit_person(shown, form.values, seen=form.seen_mark, **_by(request)),
        lambda _done: (_("The data of %(name)s have been saved.") % {"name": form.values["name"]}, page.back),
    )


@requires(EDIT)
@once
def leave_service(request: HttpRequest, code: str) -> HttpResponse:
    """The last day of somebody who leaves the organisation."""
    shown = person_to_edit(request, code)
    form = LeaveForm(request.POST or None, stored={"ends_on": shown.ends_on})
    page = ActPage(
        heading=_("%(name)s leaves") % {"name": shown.name},
        button=_("Save the last day"),
        back=_home(shown),
        person=shown,
        note=_("Places in groups and roles end with that day; the account too. Records stay."),
        stop=True,
    )
    return act(
        request,
        form,
        page,
        lambda: end_service(
            shown, ends_on=form.values["ends_on"], seen=form.seen_mark, reach=request.reach, **_by(request)
        ),
        lambda _done: (_("The last day has been saved."), after_late_act(request, shown, form.values["ends_on"])),
    )


@requires(EDIT)
@once
def come_back(request: HttpRequest, code: str) -> HttpResponse:
    """Somebody who has left works here again."""
    shown = person_to_edit(request, code)
    form = ReturnForm(request.POST or None, stored={"ends_on": shown.ends_on}, initial={"starts_on": today()})
    page = ActPage(
        heading=_("%(name)s comes back") % {"name": shown.name},
        button=_("Save"),
        back=_home(shown),
        person=shown,
        note=_("The days in between are kept as free of collective study, so that nothing is owed for them."),
    )
    return act(
        request,
        form,
        page,
        lambda: actions.resume_service(shown, starts_on=form.values["starts_on"], seen=form.seen_mark, **_by(request)),
        lambda _done: (_("%(name)s is in service again.") % {"name": shown.name}, page.back),
    )


# ---- days free of collective study ----


@requires(REASONS)
@once
def add_exemption(request: HttpRequest, code: str) -> HttpResponse:
    """Frees somebody of collective study, with the basis."""
    shown = _with_reasons(request, code)
    form = ExemptionForm(request.POST or None, initial={"starts_on": today()})
    page = ActPage(
        heading=_("Free %(name)s of collective study") % {"name": shown.name},
        button=_("Save"),
        back=_home(shown),
        person=shown,
        note=_("Seen only by those who decide on leave, and by the person."),
    )
    return act(
        request,
        form,
        page,
        lambda: actions.add_exemption(shown, **form.values, **_by(request)),
        lambda row: (_("The days have been saved."), after_late_act(request, shown, row.starts_on)),
    )


@requires(REASONS)
@once
def edit_exemption(request: HttpRequest, code: str, pk: int) -> HttpResponse:
    """Puts the days or the basis right, or ends it."""
    shown = _with_reasons(request, code)
    row = get_object_or_404(shown.exemptions, pk=pk)
    form = ExemptionForm(request.POST or None, stored=values_of(row, EXEMPTION_FIELDS))
    page = ActPage(
        heading=_("Days free of collective study"),
        button=_("Save"),
        back=_home(shown),
        person=shown,
        part="directory/_drop.html",
        more={"address": reverse("directory.drop_exemption", args=(code, pk)), "words": _("Entered by mistake")},
    )
    return act(
        request,
        form,
        page,
        lambda: actions.edit_exemption(row, **form.values, seen=form.seen_mark, **_by(request)),
        lambda _done: (
            _("The days have been saved."),
            after_late_act(request, shown, min(row.starts_on, form.values["starts_on"])),
        ),
    )


@require_POST
@requires(REASONS)
@once
def drop_exemption(request: HttpRequest, code: str, pk: int) -> HttpResponse:
    """Takes away what was entered by mistake."""
    shown = _with_reasons(request, code)
    row = get_object_or_404(shown.exemptions, pk=pk)
    since = row.starts_on
    try:
        actions.drop_exemption(row, **_by(request))
    except OrgRefused as refused:
        messages.error(request, str(refused))
        return redirect(_home(shown))
    messages.success(request, _("It has been taken away."))
    return redirect(after_late_act(request, shown, since))


def _with_reasons(request: HttpRequest, code: str) -> Person:
    shown = person_to_edit(request, code)
    if not holds_for(request, REASONS, shown):
        raise Http404
    return shown


def _home(person: Person) -> str:
    return reverse("directory.person", args=(person.code,))


def _by(request: HttpRequest) -> dict[str, Any]:
    return {"by": request.user, "at": now()}
