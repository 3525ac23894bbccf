"""Groups changed one at a time: made, renamed, who joins and leaves, ended."""

from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from xueer.access.permissions import Permission, requires
from xueer.access.scope import unit_for
from xueer.audit.once import once
from xueer.common.calendar import now, today
from xueer.directory.act_forms import EndGroupForm, GroupForm, JoinForm, MemberForm, NewGroupForm
from xueer.directory.proposing import next_group_code
from xueer.directory.reaching import group_to_edit
from xueer.directory.tables import led_by
from xueer.directory.views.acting import ActPage, act
from xueer.org import actions
from xueer.org.models import Group, Membership, Person
from xueer.org.queries import GROUP_FIELDS, MEMBER_FIELDS, main_members, values_of

EDIT = Permission.UNIT_EDIT
# More names than this are no list to tick; search the others by name or 工号.
TICKED = 300


@requires(EDIT)
def group(request: HttpRequest, code: str) -> HttpResponse:
    """The members of a group, past and present, with what can be changed."""
    shown = group_to_edit(request, code)
    on = today()
    rows = list(shown.members.select_related("person").order_by("person__sort_key", "person__code", "starts_on"))
    context = {
        "group": shown,
        "present": led_by(row for row in rows if row.starts_on <= on < row.ends_on),
        "others": [row for row in rows if not row.starts_on <= on < row.ends_on],
        "today": on,
    }
    return render(request, "directory/group.html", context)


@requires(EDIT)
@once
def add_group(request: HttpRequest, code: str) -> HttpResponse:
    """A group of the unit; its members follow on its page."""
    unit = unit_for(request, EDIT, code)
    form = NewGroupForm(request.POST or None, initial={"code": next_group_code(unit)})
    page = ActPage(
        heading=_("Add a group to %(unit)s") % {"unit": unit.name},
        button=_("Add the group"),
        back=f"{reverse('directory.unit', args=(code,))}?tab=groups",
        unit=unit,
    )
    return act(
        request,
        form,
        page,
        lambda: actions.add_group(**form.values, unit=unit, **_by(request)),
        lambda made: (
            _("%(group)s has been added. Now its members.") % {"group": made.name},
            reverse("directory.join_group", args=(made.code,)),
        ),
    )


@requires(EDIT)
@once
def edit_group(request: HttpRequest, code: str) -> HttpResponse:
    """Name and kind."""
    shown = group_to_edit(request, code)
    form = GroupForm(request.POST or None, stored=values_of(shown, GROUP_FIELDS))
    page = ActPage(heading=_("Edit the group"), button=_("Save"), back=_home(shown), unit=shown.unit)
    return act(
        request,
        form,
        page,
        lambda: actions.edit_group(shown, form.values, seen=form.seen_mark, **_by(request)),
        lambda _done: (_("The group has been saved."), page.back),
    )


@requires(EDIT)
@once
def join_group(request: HttpRequest, code: str) -> HttpResponse:
    """Several people join on one day in one role."""
    shown = group_to_edit(request, code)
    form = JoinForm(
        request.POST or None,
        people=_people(request),
        offered=_offered(shown),
        initial={"starts_on": today()},
    )
    page = ActPage(
        heading=_("New members of %(group)s") % {"group": shown.name},
        button=_("Let them join"),
        back=_home(shown),
        unit=shown.unit,
    )
    return act(
        request,
        form,
        page,
        lambda: actions.join_group(
            shown,
            form.values["people"],
            role=form.values["role"],
            starts_on=form.values["starts_on"],
            **_by(request),
        ),
        lambda made: (
            ngettext("%(n)s person has joined.", "%(n)s people have joined.", len(made)) % {"n": len(made)},
            page.back,
        ),
    )


def _people(request: HttpRequest) -> QuerySet[Person]:
    """People whom the caller may see: those who belong to one of the units in view today."""
    seen = request.reach.visible_units()  # type: ignore[attr-defined]
    here = Membership.objects.filter(starts_on__lte=today(), ends_on__gt=today(), unit__in=seen)
    return Person.objects.filter(pk__in=here.values("person_id"))


def _offered(shown: Group) -> list[Person]:
    """People of the unit and below who are not in the group, by pinyin."""
    on = today()
    there = set(shown.members.filter(ends_on__gt=on).values_list("person_id", flat=True))
    rows = main_members(shown.unit, on=on).exclude(person_id__in=there).select_related("person")
    return [row.person for row in rows.order_by("person__sort_key", "person__code")[:TICKED]]


@requires(EDIT)
@once
def edit_member(request: HttpRequest, code: str, pk: int) -> HttpResponse:
    """Somebody's role in the group and the days; leaving is a last day."""
    shown = group_to_edit(request, code)
    row = get_object_or_404(shown.members.select_related("person"), pk=pk)
    form = MemberForm(request.POST or None, stored=values_of(row, MEMBER_FIELDS))
    page = ActPage(
        heading=_("%(name)s in %(group)s") % {"name": row.person.name, "group": shown.name},
        button=_("Save"),
        back=_home(shown),
        unit=shown.unit,
        part="directory/_drop.html",
        more={"address": reverse("directory.drop_member", args=(code, pk)), "words": _("Entered by mistake")},
    )
    return act(
        request,
        form,
        page,
        lambda: actions.edit_member(row, **form.values, seen=form.seen_mark, **_by(request)),
        lambda _done: (_("The member has been saved."), page.back),
    )


@require_POST
@requires(EDIT)
@once
def drop_member(request: HttpRequest, code: str, pk: int) -> HttpResponse:
    """Takes away a place in the group that was entered by mistake."""
    shown = group_to_edit(request, code)
    actions.drop_member(get_object_or_404(shown.members.select_related("person", "group"), pk=pk), **_by(request))
    messages.success(request, _("It has been taken away."))
    return redirect(_home(shown))


@requires(EDIT)
@once
def end_group(request: HttpRequest, code: str) -> HttpResponse:
    """Everybody leaves on one day."""
    shown = group_to_edit(request, code)
    form = EndGroupForm(request.POST or None)
    page = ActPage(
        heading=_("End %(group)s") % {"group": shown.name},
        button=_("End the group"),
        back=_home(shown),
        unit=shown.unit,
        note=_("Everybody leaves with that day. The group with its sessions and records stays in the lists."),
        stop=True,
    )
    return act(
        request,
        form,
        page,
        lambda: actions.end_group(shown, ends_on=form.values["ends_on"], **_by(request)),
        lambda count: (
            ngettext("%(n)s member leaves with that day.", "%(n)s members leave with that day.", count) % {"n": count},
            page.back,
        ),
    )


def _home(shown: Group) -> str:
    return reverse("directory.group", args=(shown.code,))


def _by(request: HttpRequest) -> dict[str, Any]:
    return {"by": request.user, "at": now()}
