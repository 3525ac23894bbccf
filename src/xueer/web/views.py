"""The desk, a person's file, the pages around them, and the pages for errors."""

from django.core.paginator import Paginator
from django.db.models import Q
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import NoReverseMatch, reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST

from xueer.access.permissions import Permission, public, signed_in
from xueer.access.scope import person_for
from xueer.web.context import LARGE_COOKIE

UNITS_PER_PAGE = 50
ONE_YEAR = 365 * 24 * 3600


@signed_in
def home(request: HttpRequest) -> HttpResponse:
    """工作台: what now."""
    return render(request, "web/home.html", {})


@signed_in
def person(request: HttpRequest, code: str) -> HttpResponse:
    """A person's file: one's own always, others with PERSON_VIEW at one of their units."""
    return render(request, "web/person.html", {"person": person_for(request, Permission.PERSON_VIEW, code)})


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
    try:
        address = reverse(view, args=(code,))
    except NoReverseMatch:
        address = ""
    return address if address.startswith(f"/units/{code}/") else reverse("directory.unit", args=(code,))


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


def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """403: in practice a form whose session ended; strangers get 404."""
    return render(request, "403.html", status=403)


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """404, also for what exists but is not the caller's."""
    return render(request, "404.html", status=404)


def failed(request: HttpRequest) -> HttpResponse:
    """500: asks for nothing, for anything may be broken."""
    return render(None, "500.html", status=500)  # type: ignore[arg-type]
