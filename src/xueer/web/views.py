"""The desk, a person's file, the pages around them, and the pages for errors."""

from datetime import date
from typing import Any

from django.core.paginator import Paginator
from django.db.models import Q
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import NoReverseMatch, reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST

from xueer.access.permissions import Permission, public, signed_in
from xueer.access.queries import may_reset_password
from xueer.access.scope import holds_for, person_for
from xueer.common.calendar import now, today
from xueer.org.models import Unit
from xueer.org.queries import main_members
from xueer.rules.choices import State
from xueer.rules.queries import Standing, records_behind, standings_of_person
from xueer.web.context import LARGE_COOKIE, Shell
from xueer.web.panels import desk, personal
from xueer.web.panels.duties import duties

UNITS_PER_PAGE = 50
ONE_YEAR = 365 * 24 * 3600
COMING_SHOWN = 5
# With three a member's desk is one screen of a phone.
COMING_ON_A_PHONE = 3
LINES_SHOWN = 40
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


@signed_in
def person(request: HttpRequest, code: str) -> HttpResponse:
    """A person's file: one's own always and whole, others' with PERSON_VIEW at one of their units."""
    shown = person_for(request, Permission.PERSON_VIEW, code)
    own, on = shown.pk == request.user.pk, today()
    reveals = own or holds_for(request, Permission.REASON_VIEW, shown)
    years = personal.years_of(shown, today=on)
    year = _year(request.GET.get("year", ""), years)
    everything = personal.records_of_year(shown, year)
    found = standings_of_person(shown, year=year, on=on)
    if not reveals:
        found = [row for row in found if row.state != State.EXEMPT]
    behind = [row for row in found if row.requirement.code == request.GET.get("of")]
    rows = everything.filter(pk__in=_ids_behind(behind, on)) if behind else everything
    count, limit = rows.count(), None if request.GET.get("all") or behind else LINES_SHOWN
    context = (
        {
            "person": shown,
            "own": own,
            "year": year,
            "year_text": str(year),
            "years": years,
            "today": on,
            "reveals": reveals,
            "private": own or holds_for(request, Permission.PHONE_VIEW, shown),
            "may_reset": not own
            and holds_for(request, Permission.PASSWORD_RESET, shown)
            and may_reset_password(request.reach, shown),  # type: ignore[attr-defined]
            "strip": personal.strip(everything, year, reveals=reveals),
            "duties": duties(found, on=on),
            "of": behind[0].requirement if behind else None,
            "months": personal.by_month(personal.lines(rows[:limit], reveals=reveals)),
            "count": count,
            "cut": limit is not None and count > limit,
        }
        | personal.belongings(shown, reveals=reveals)
    )
    return render(request, "web/person.html", context)


def _year(text: str, years: list[int]) -> int:
    return int(text) if text.isascii() and text.isdigit() and int(text) in years else years[-1]


def _ids_behind(standings: list[Standing], on: date) -> list[int]:
    """The records that the number of a requirement opens to, over all its periods of the year."""
    return [pk for row in standings for pk in records_behind(row, on=on).values_list("pk", flat=True)]


@signed_in
def menu(request: HttpRequest) -> HttpResponse:
    """All columns as a page, for phones; works without JavaScript."""
    return render(request, "web/menu.html")


@signed_in
def switch_unit(request: HttpRequest) -> HttpResponse:
    """The units one may see, each a link to the page that one came from, about that unit."""
    words, view = request.GET.get("q", "").strip(), request.GET.get("to", "")
    units = request.reach.visible_units().select_related("parent")  # type: ignore[attr-defined]
    if words:
        units = units.filter(Q(name__icontains=words) | Q(code__icontains=words))
    page = Paginator(units.order_by("position", "code"), UNITS_PER_PAGE).get_page(request.GET.get("page"))
    links = [(unit, _about(view, unit.code)) for unit in page]
    return render(request, "web/switch_unit.html", {"page": page, "links": links, "q": words, "to": view})


def _about(view: str, code: str) -> str:
    """The address of `view` about the unit; its page in the directory when the view is about nothing of the kind."""
    own = reverse("directory.unit", args=(code,))
    try:
        address = reverse(view, args=(code,))
    except NoReverseMatch:
        return own
    return address if address.startswith(own) else own


@public
def help_page(request: HttpRequest) -> HttpResponse:
    """What the signs mean, how one signs in, whom to ask."""
    return render(request, "web/help.html")


@public
@require_POST
def large_print(request: HttpRequest) -> HttpResponse:
    """Turns large print on or off for this browser and goes back."""
    target = request.POST.get("next", "")
    if not url_has_allowed_host_and_scheme(target, allowed_hosts={request.get_host()}):
        target = "/"
    response = HttpResponseRedirect(target)
    if request.COOKIES.get(LARGE_COOKIE) == "1":
        response.delete_cookie(LARGE_COOKIE, samesite="Lax")
    else:
        response.set_cookie(LARGE_COOKIE, "1", max_age=ONE_YEAR, samesite="Lax", httponly=True)
    return response


def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:  # noqa: ARG001 – Django names it
    """403: in practice a form whose session ended; strangers get 404."""
    return render(request, "403.html", status=403)


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:  # noqa: ARG001 – Django names it
    """404, also for what exists but is not the caller's."""
    return render(request, "404.html", status=404)


def failed(_request: HttpRequest) -> HttpResponse:
    """500: asks for nothing, for anything may be broken."""
    return render(None, "500.html", status=500)  # type: ignore[arg-type]
