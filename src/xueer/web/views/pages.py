"""The pages around the others: all columns, the unit switcher, help, large print."""

from django.core.paginator import Paginator
from django.db.models import Q
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import NoReverseMatch, reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST

from xueer.access.permissions import public, signed_in
from xueer.web.context import LARGE_COOKIE

UNITS_PER_PAGE = 50
ONE_YEAR = 365 * 24 * 3600


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
    return address if own in address else own


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
