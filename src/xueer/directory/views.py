"""The tree of units and a unit's page."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from xueer.access.permissions import Permission, requires
from xueer.access.scope import unit_for


@requires(Permission.UNIT_VIEW)
def units(request: HttpRequest) -> HttpResponse:
    """The tree with counts."""
    return render(request, "directory/units.html", {})


@requires(Permission.UNIT_VIEW)
def unit(request: HttpRequest, code: str) -> HttpResponse:
    """A unit: people, structure, groups, changes."""
    return render(request, "directory/unit.html", {"unit": unit_for(request, Permission.UNIT_VIEW, code)})
