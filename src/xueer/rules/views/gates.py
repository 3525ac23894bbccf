"""Who may read a rulebook, and who may write it."""

from django.http import Http404, HttpRequest
from django.shortcuts import get_object_or_404

from xueer.access.permissions import Permission
from xueer.access.scope import require
from xueer.rules import live
from xueer.rules.models import Requirement, Rulebook


def readable(request: HttpRequest, code: str) -> Rulebook:
    """The rulebook, for whoever may see its unit or a unit below it: a rule may be read by those whom it binds."""
    shown = get_object_or_404(Rulebook.objects.select_related("unit"), code=code)
    reach = request.reach  # type: ignore[attr-defined]
    if not live.reaches(shown, reach.units(Permission.UNIT_VIEW)):
        raise Http404
    return shown


def editable(request: HttpRequest, code: str) -> Rulebook:
    """The rulebook, for whoever may write rules at its unit."""
    found = get_object_or_404(Rulebook.objects.select_related("unit"), code=code)
    require(request, Permission.RULE_EDIT, at=found.unit)
    return found


def may_edit(request: HttpRequest, rulebook: Rulebook) -> bool:
    """May the caller write this rulebook?"""
    return request.reach.covers(Permission.RULE_EDIT, rulebook.unit_id)  # type: ignore[attr-defined]


def requirement_for(request: HttpRequest, pk: int) -> Requirement:
    """The requirement, for whoever may write rules at its unit."""
    rows = Requirement.objects.select_related("unit", "rulebook__unit")
    found = get_object_or_404(rows.prefetch_related("types", "clauses", "alternatives"), pk=pk)
    require(request, Permission.RULE_EDIT, at=found.unit)
    return found
