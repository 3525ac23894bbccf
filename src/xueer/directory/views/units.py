"""Units changed one at a time: the first, another below, own data, another superior, the end; days off."""

from datetime import timedelta
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from xueer.access.permissions import Permission, requires
from xueer.access.scope import require, unit_for
from xueer.audit.once import once
from xueer.common.calendar import now, today
from xueer.directory.act_forms import ClosedDaysForm, CloseUnitForm, EditUnitForm, MoveUnitForm, NewUnitForm
from xueer.directory.proposing import next_unit_code
from xueer.directory.views.acting import ActPage, act
from xueer.org import actions
from xueer.org.errors import OrgRefused, OrgStale
from xueer.org.models import ClosedDay, Unit
from xueer.org.queries import UNIT_FIELDS, closed_days, main_members, superiors, values_of

EDIT = Permission.UNIT_EDIT
# Days off that have passed stay listed for a year.
SHOWN_BACK = timedelta(days=366)


@requires(EDIT)
@once
def first_unit(request: HttpRequest) -> HttpResponse:
    """A root of the tree, for those who keep everything: the first unit of an empty home, or another organisation."""
    require(request, EDIT, at=None)
    return _founding(request, None, reverse("directory.units"))


@requires(EDIT)
@once
def add_unit(request: HttpRequest, code: str) -> HttpResponse:
    """A unit below this one."""
    above = unit_for(request, EDIT, code)
    return _founding(request, above, reverse("directory.unit", args=(code,)))


def _founding(request: HttpRequest, above: Unit | None, back: str) -> HttpResponse:
    form = NewUnitForm(
        request.POST or None, initial={"code": next_unit_code(above), "kind": above.kind if above else ""}
    )
    heading = _("Add a unit below %(unit)s") % {"unit": above.name} if above else _("Add a unit at the top")
    page = ActPage(heading=heading, button=_("Add the unit"), back=back, unit=above)
    return act(
        request,
        form,
        page,
        lambda: actions.add_unit(_without_code(form.values), code=form.values["code"], parent=above, **_by(request)),
        lambda unit: (
            _("%(unit)s has been added.") % {"unit": unit.name},
            reverse("directory.unit", args=(unit.code,)),
        ),
    )


@requires(EDIT)
@once
def edit_unit(request: HttpRequest, code: str) -> HttpResponse:
    """Name, kind, stratum, sector, place in the order, days; below it where the unit has stood."""
    unit = unit_for(request, EDIT, code)
    form = EditUnitForm(request.POST or None, stored=values_of(unit, UNIT_FIELDS))
    page = ActPage(
        heading=_("Edit the unit"),
        button=_("Save"),
        back=reverse("directory.unit", args=(code,)),
        unit=unit,
        part="directory/_unit_acts.html",
        more=_superiors_shown(request, unit),
    )

    def save() -> None:
        values = form.values
        confirmed = values.pop("confirmed")
        actions.edit_unit(unit, values, confirmed=confirmed, seen=form.seen_mark, **_by(request))

    return act(request, form, page, save, lambda _done: (_("The unit has been saved."), page.back))


def _superiors_shown(request: HttpRequest, unit: Unit) -> dict[str, Any]:
    """Where the unit has stood; a superior out of the caller's sight is named, as the unit's own page names it."""
    spans = superiors(unit)
    names = Unit.objects.in_bulk([span.value for span in spans if span.value])
    rows = [
        {
            "above": names.get(span.value or 0),
            "starts_on": span.start,
            "ends_on": span.end,
            "may_undo": place > 0 and _keeps(request, unit.parent_id, span.value, spans[place - 1].value),
        }
        for place, span in enumerate(spans)
    ]
    seen = MoveUnitForm(
        stored={"superiors": spans}, units=Unit.objects.none(), root=True, on=today()
    )  # fmt: skip
    return {
        "rows": rows[::-1],
        "several": len(rows) > 1,
        "seen": seen["seen"].value(),
        "may_move": _may_move(request, unit),
    }


def _may_move(request: HttpRequest, unit: Unit) -> bool:
    """A unit is moved by those who keep the place where it stands, and the last one that is entered: only days of that
    one can change. A root is moved by those who keep everything."""
    return _keeps(request, unit.parent_id, superiors(unit)[-1].value)


def _keeps(request: HttpRequest, *above: int | None) -> bool:
    """Does the caller keep all these superiors? Days, also past ones, are taken from and given to none of another."""
    reach = request.reach  # type: ignore[attr-defined]
    return all(reach.covers(EDIT, unit) if unit else reach.everywhere(EDIT) for unit in above)


@requires(EDIT)
@once
def move_unit(request: HttpRequest, code: str) -> HttpResponse:
    """Another superior from a day on; the caller keeps the place until now and the new one."""
    unit = unit_for(request, EDIT, code)
    if not _may_move(request, unit):
        raise Http404
    reach = request.reach  # type: ignore[attr-defined]
    root = reach.everywhere(EDIT)
    units = reach.visible_units(EDIT).filter(ends_on__gt=today()).exclude(pk=unit.pk)
    stored = {"superiors": superiors(unit)}
    form = MoveUnitForm(request.POST or None, stored=stored, units=units, root=root, on=today())
    now_under = unit.parent.name if unit.parent else _("no superior")
    page = ActPage(
        heading=_("Move %(unit)s") % {"unit": unit.name},
        lead=_("Until now under: %(above)s") % {"above": now_under},
        button=_("Move the unit"),
        back=reverse("directory.edit_unit", args=(code,)),
        unit=unit,
        note=_("What was counted before that day stays with the superior until then."),
    )
    return act(
        request,
        form,
        page,
        lambda: actions.move_unit(
            unit,
            parent=form.values["parent"],
            starts_on=form.values["starts_on"],
            seen=form.seen_mark,
            **_by(request),
        ),
        lambda _done: (_("The unit has been moved."), page.back),
    )


@require_POST
@requires(EDIT)
@once
def undo_move(request: HttpRequest, code: str, day: str) -> HttpResponse:
    """Takes the move of that day back."""
    unit = unit_for(request, EDIT, code)
    spans = superiors(unit)
    place = next((n for n, span in enumerate(spans) if span.start.isoformat() == day), None)
    if place is None or not _keeps(
        request, unit.parent_id, *(span.value for span in spans[max(place - 1, 0) : place + 1])
    ):
        raise Http404
    span = spans[place]
    try:
        actions.undo_move(unit, starts_on=span.start, seen=request.POST.get("seen", ""), **_by(request))
    except OrgRefused as refused:
        messages.error(request, str(refused))
    except OrgStale:
        messages.error(request, _("Somebody else has changed this in between. Look at it again."))
    else:
        messages.success(request, _("The move has been taken back."))
    return redirect("directory.edit_unit", code)


@requires(EDIT)
@once
def close_unit(request: HttpRequest, code: str) -> HttpResponse:
    """The last day of a unit; who is still inside is told."""
    unit = unit_for(request, EDIT, code)
    form = CloseUnitForm(request.POST or None, stored=values_of(unit, UNIT_FIELDS))
    people = main_members(unit, on=today(), below=False).count()
    inside = ngettext("%(n)s person has the main post here.", "%(n)s people have their main post here.", people)
    page = ActPage(
        heading=_("Close %(unit)s") % {"unit": unit.name},
        lead=inside % {"n": people} if people else "",
        button=_("Close the unit"),
        back=reverse("directory.unit", args=(code,)),
        unit=unit,
        note=_("Its records, plans and activities stay. It can be opened again by taking the last day away."),
        stop=True,
    )

    def close() -> None:
        given = form.values
        actions.close_unit(
            unit, ends_on=given["ends_on"], confirmed=given["confirmed"], seen=form.seen_mark, **_by(request)
        )

    return act(request, form, page, close, lambda _done: (_("The last day has been saved."), page.back))


# ---- days on which the unit works against the calendar ----


@requires(Permission.UNIT_VIEW)
@once
def days(request: HttpRequest, code: str) -> HttpResponse:
    """Own days off and working days that hold at the unit; adds one or many."""
    unit = unit_for(request, Permission.UNIT_VIEW, code)
    may_edit = request.reach.covers(EDIT, unit.pk)  # type: ignore[attr-defined]
    if request.method == "POST" and not may_edit:
        raise Http404
    form = ClosedDaysForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            count = actions.put_closed_days(form.values["days"], unit=unit, **_by(request))
        except OrgRefused as refused:
            form.refuse(refused)
        else:
            words = ngettext("%(n)s day has been saved.", "%(n)s days have been saved.", count)
            messages.success(request, words % {"n": count})
            return redirect("directory.days", code)
    rows = closed_days(unit, on=today(), after=today() - SHOWN_BACK)
    context = {"unit": unit, "rows": rows, "form": form, "may_edit": may_edit, "today": today()}
    return render(request, "directory/days.html", context, status=form.status)


@require_POST
@requires(EDIT)
@once
def drop_day(request: HttpRequest, code: str, pk: int) -> HttpResponse:
    """The day follows the calendar again."""
    unit = unit_for(request, EDIT, code)
    row = get_object_or_404(ClosedDay, pk=pk, unit=unit)
    actions.drop_closed_day(row, **_by(request))
    messages.success(request, _("The day follows the calendar again."))
    return redirect("directory.days", code)


def _by(request: HttpRequest) -> dict[str, Any]:
    return {"by": request.user, "at": now()}


def _without_code(values: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in values.items() if name != "code"}
