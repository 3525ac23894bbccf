"""Posts of one person: transferred from a day on, put right, a second one beside the main one."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from xueer.access.permissions import Permission, requires
from xueer.audit.once import once
from xueer.common.calendar import now, today
from xueer.directory.act_forms import MainPostForm, SidePostForm, TransferForm
from xueer.directory.reaching import person_to_edit
from xueer.directory.views.acting import ActPage, act, after_late_act
from xueer.org import actions
from xueer.org.errors import OrgRefused, OrgStale
from xueer.org.models import GroupMember, Person, Unit
from xueer.org.queries import SIDE_FIELDS, main_timeline, values_of

EDIT = Permission.UNIT_EDIT


@requires(EDIT)
@once
def transfer(request: HttpRequest, code: str) -> HttpResponse:
    """Another main post from a day on, also one that has passed: the sessions since are then listed."""
    person = person_to_edit(request, code)
    stored = {"main": main_timeline(person)}
    form = TransferForm(
        request.POST or None,
        stored=stored,
        units=_units(request),
        on=today(),
        places=_places(person),
        initial={"duty": person.duty},
    )
    here = person.unit.name if person.unit else "–"
    page = ActPage(
        heading=_("Transfer %(name)s") % {"name": person.name},
        lead=_("Now: %(unit)s %(duty)s") % {"unit": here, "duty": person.duty},
        button=_("Transfer"),
        back=_home(person),
        person=person,
        note=_("Units that you do not keep are not offered: the office above both transfers between them."),
    )
    return act(
        request,
        form,
        page,
        lambda: actions.transfer_person(person, **form.values, seen=form.seen_mark, **_by(request)),
        lambda _done: (
            _("%(name)s has been transferred.") % {"name": person.name},
            after_late_act(request, person, form.values["starts_on"]),
        ),
    )


def _places(person: Person) -> list[GroupMember]:
    """The person's places in groups of the present unit, which would run on after a transfer."""
    rows = GroupMember.objects.filter(person=person, group__unit=person.unit_id, ends_on__gt=today())
    return list(rows.select_related("group").order_by("group__code", "starts_on"))


@requires(EDIT)
@once
def edit_main(request: HttpRequest, code: str, place: int) -> HttpResponse:
    """Puts a main post of the timeline right: unit, duty, first day."""
    person = person_to_edit(request, code)
    spans = main_timeline(person)
    if not 0 <= place < len(spans):
        raise Http404
    span = spans[place]
    here = Unit.objects.filter(pk=span.value[0]).first()
    units = _units(request) | Unit.objects.filter(pk=span.value[0])
    initial = {"unit": here, "duty": span.value[1], "starts_on": span.start}
    form = MainPostForm(request.POST or None, stored={"main": spans}, units=units, first=not place, initial=initial)
    page = ActPage(
        heading=_("Put the main post right"),
        button=_("Save"),
        back=_home(person),
        person=person,
        note=_("The main post before it ends the day before.") if place else "",
        part="directory/_drop.html" if place else "",
        more={
            "address": reverse("directory.undo_transfer", args=(code, place)),
            "words": _("Take this transfer back"),
            "seen": form["seen"].value(),
        },
    )
    return act(
        request,
        form,
        page,
        lambda: actions.correct_main_post(
            person, place=place, **({"starts_on": span.start} | form.values), seen=form.seen_mark, **_by(request)
        ),
        lambda since: (_("The post has been saved."), after_late_act(request, person, since)),
    )


@require_POST
@requires(EDIT)
@once
def undo_transfer(request: HttpRequest, code: str, place: int) -> HttpResponse:
    """Takes a transfer back: the main post before it holds on."""
    person = person_to_edit(request, code)
    try:
        since = actions.undo_transfer(person, place=place, seen=request.POST.get("seen", ""), **_by(request))
    except OrgRefused as refused:
        messages.error(request, str(refused))
    except OrgStale:
        messages.error(request, _("Somebody else has changed this in between. Look at it again."))
    else:
        messages.success(request, _("The transfer has been taken back."))
        return redirect(after_late_act(request, person, since))
    return redirect(_home(person))


@requires(EDIT)
@once
def add_post(request: HttpRequest, code: str) -> HttpResponse:
    """A second post beside the main one."""
    person = person_to_edit(request, code)
    form = SidePostForm(request.POST or None, units=_units(request), initial={"starts_on": today()})
    page = ActPage(
        heading=_("A second post for %(name)s") % {"name": person.name},
        button=_("Save"),
        back=_home(person),
        person=person,
        note=_("The main post stays; figures and numbers of members count the main post only."),
    )
    return act(
        request,
        form,
        page,
        lambda: actions.add_side_post(person, **form.values, **_by(request)),
        lambda _done: (_("The post has been saved."), page.back),
    )


@requires(EDIT)
@once
def edit_post(request: HttpRequest, code: str, pk: int) -> HttpResponse:
    """Changes or ends a second post."""
    person = person_to_edit(request, code)
    post = get_object_or_404(person.posts.select_related("unit"), pk=pk, main=False)
    units = _units(request) | Unit.objects.filter(pk=post.unit_id)
    form = SidePostForm(request.POST or None, units=units, stored=values_of(post, SIDE_FIELDS))
    page = ActPage(
        heading=_("Second post"),
        button=_("Save"),
        back=_home(person),
        person=person,
        part="directory/_drop.html",
        more={"address": reverse("directory.drop_post", args=(code, pk)), "words": _("Entered by mistake")},
    )
    return act(
        request,
        form,
        page,
        lambda: actions.edit_side_post(post, **form.values, seen=form.seen_mark, **_by(request)),
        lambda _done: (_("The post has been saved."), page.back),
    )


@require_POST
@requires(EDIT)
@once
def drop_post(request: HttpRequest, code: str, pk: int) -> HttpResponse:
    """Takes away a second post that was entered by mistake."""
    person = person_to_edit(request, code)
    actions.drop_side_post(get_object_or_404(person.posts, pk=pk, main=False), **_by(request))
    messages.success(request, _("It has been taken away."))
    return redirect(_home(person))


def _units(request: HttpRequest) -> Any:
    """Units that the caller keeps, closed ones left out."""
    return request.reach.visible_units(EDIT).filter(ends_on__gt=today())  # type: ignore[attr-defined]


def _home(person: Person) -> str:
    return reverse("directory.person", args=(person.code,))


def _by(request: HttpRequest) -> dict[str, Any]:
    return {"by": request.user, "at": now()}
