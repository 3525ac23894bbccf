"""Sessions that a late transfer or exemption would have had frozen otherwise: listed, and restated with a reason."""

from datetime import date
from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext_lazy, ngettext

from xueer.access.permissions import Permission, requires
from xueer.activities.actions.restating import restate_rolls
from xueer.activities.queries.frozen import Outdated, outdated_rows
from xueer.audit.once import once
from xueer.common.calendar import BEGINNING, now
from xueer.org.models import Person
from xueer.org.queries import main_unit

REFUSED = 422


class RestateForm(forms.Form):
    """Why closed rolls are touched."""

    reason = forms.CharField(
        label=gettext_lazy("Reason"),
        max_length=300,
        help_text=gettext_lazy("Such as the order that was entered late; it stays with the sessions."),
        widget=forms.TextInput(attrs={"class": "x-input", "autocomplete": "off"}),
    )


@requires(Permission.ACTIVITY_EDIT)
@once
def restate(request: HttpRequest, code: str) -> HttpResponse:
    """Lists the sessions since the day in the address; with a reason those that the caller's units hold follow.

    Asked by HTMX it is a part of the person's page in the directory, empty when there is nothing to ask about.
    """
    person = get_object_or_404(Person, code=code)
    reach = request.reach  # type: ignore[attr-defined]
    units = reach.units(Permission.ACTIVITY_EDIT)
    since = _since(request.POST.get("since") or request.GET.get("since", ""))
    own = outdated_rows(person, since, units=units)
    keeps = reach.covers(Permission.UNIT_EDIT, main_unit(person, on=reach.on))
    if not own and not keeps:
        raise Http404
    back = reverse("directory.person", args=(code,)) if keeps else reverse("home")
    form = RestateForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        reason = form.cleaned_data["reason"]
        count = restate_rolls(person, since, reason=reason, units=units, by=request.user, at=now())
        words = ngettext("%(n)s session has been restated.", "%(n)s sessions have been restated.", count)
        messages.success(request, words % {"n": count})
        return redirect(back)
    others = len(outdated_rows(person, since)) - len(own)
    if not own and not others and not request.htmx:  # type: ignore[attr-defined]
        return redirect(back)
    rows = [_line(one, reach) for one in own]
    context = {"person": person, "since": since, "rows": rows, "others": others, "form": form, "back": back}
    page = "_restate_part" if request.htmx else "restate"  # type: ignore[attr-defined]
    return render(request, f"activities/{page}.html", context, status=REFUSED if form.errors else 200)


def _line(one: Outdated, reach: Any) -> dict[str, Any]:
    """A row of the list; exemptions are named to those who may see them where the person belonged."""
    return one._asdict() | {"reveals": reach.covers(Permission.REASON_VIEW, one.row.home_unit_id)}


def _since(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return BEGINNING
