"""工作台: what now."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from xueer.access.permissions import Permission, signed_in
from xueer.common.calendar import now, today
from xueer.org.models import Unit
from xueer.org.queries import main_members
from xueer.rules.queries import standings_of_person
from xueer.web.context import Shell
from xueer.web.panels import desk
from xueer.web.panels.duties import duties

COMING_SHOWN = 5
# With three a member's desk is one screen of a phone.
COMING_ON_A_PHONE = 3
# Up to so many people the desk judges personal requirements as well; a district has the matrix for that.
FEW_PEOPLE = 200


@signed_in
def home(request: HttpRequest) -> HttpResponse:
    """工作台: what now. Those who answer for a unit see where it is behind, everybody else their own standing."""
    unit = Shell(request).unit
    if unit and request.reach.covers(Permission.PERSON_VIEW, unit.pk):  # type: ignore[attr-defined]
        return _desk_of_unit(request, unit)
    me: Any = request.user
    at, on = now(), today()
    mine = desk.concerning(me, on=on)
    context = {
        "today": on,
        "coming": list(desk.coming(mine, at=at)[:COMING_ON_A_PHONE]),
        "duties": duties(standings_of_person(me, year=on.year, on=on), on=on),
        "week": desk.week(mine, today=on),
    }
    return render(request, "web/home.html", context)


def _desk_of_unit(request: HttpRequest, unit: Unit) -> HttpResponse:
    at, on = now(), today()
    held = desk.in_charge(unit)
    few = main_members(unit, on=on).count() <= FEW_PEOPLE
    context = {
        "today": on,
        "unit": unit,
        "gaps": desk.gaps(unit, on=on, people=few),
        "coming": list(desk.coming(held, at=at)[:COMING_SHOWN]),
        "duties": duties(standings_of_person(request.user, year=on.year, on=on), on=on),  # type: ignore[arg-type]
    }
    return render(request, "web/desk.html", context)
