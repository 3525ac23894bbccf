"""The page of an act: a form that is shown, carried out, refused in words, or met by a newer version."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from xueer.access.permissions import Permission
from xueer.directory.acting import ActForm
from xueer.org.errors import OrgRefused, OrgStale
from xueer.org.models import Person, Unit


@dataclass(frozen=True)
class ActPage:
    """What stands around the form. `back`: the address of "leave it", and where one goes when it is done."""

    heading: Any
    button: Any
    back: str
    unit: Unit | None = None
    person: Person | None = None
    lead: Any = ""
    note: Any = ""
    stop: bool = False
    part: str = ""
    more: Any = None


def act(
    request: HttpRequest, form: ActForm, page: ActPage, carry_out: Callable[[], Any], said: Callable[[Any], tuple]
) -> HttpResponse:
    """Shows the form; sent and valid, carries it out. `said(result)`: what the reader is told, and where they go."""
    if request.method == "POST" and form.is_valid():
        try:
            result = carry_out()
        except OrgRefused as refused:
            form.refuse(refused)
        except OrgStale as stale:
            form.outdate(stale)
        else:
            words, address = said(result)
            messages.success(request, words)
            return redirect(address)
    return render(request, "directory/act.html", {"form": form, "page": page}, status=form.status)


def after_late_act(request: HttpRequest, person: Person, since: date) -> str:
    """To the sessions that the act would have had frozen otherwise, for those who may restate them; that page leads on
    to the person's own where there are none."""
    if not request.reach.holds(Permission.ACTIVITY_EDIT):  # type: ignore[attr-defined]
        return reverse("directory.person", args=(person.code,))
    return f"{reverse('activities.restate', args=(person.code,))}?{urlencode({'since': since.isoformat()})}"
