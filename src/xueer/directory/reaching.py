"""Whom the caller may change: UNIT_EDIT at the unit of the person's main post of today."""

from django.http import Http404, HttpRequest
from django.shortcuts import get_object_or_404

from xueer.access.permissions import Permission
from xueer.org.models import Group, Person
from xueer.org.queries import main_unit


def may_edit(request: HttpRequest, person: Person) -> bool:
    """May the caller change the person? Somebody without a unit is kept by those who keep everything."""
    reach = request.reach  # type: ignore[attr-defined]
    if reach.everywhere(Permission.UNIT_EDIT):
        return True
    home = main_unit(person, on=reach.on)
    return home is not None and reach.covers(Permission.UNIT_EDIT, home)


def person_to_edit(request: HttpRequest, code: str) -> Person:
    """The person with this 工号; 404 unless the caller may change them."""
    person = get_object_or_404(Person.objects.select_related("unit"), code=code)
    if not may_edit(request, person):
        raise Http404
    return person


def group_to_edit(request: HttpRequest, code: str) -> Group:
    """The group with this code; 404 unless the caller keeps its unit."""
    group = get_object_or_404(Group.objects.select_related("unit"), code=code)
    if not request.reach.covers(Permission.UNIT_EDIT, group.unit_id):  # type: ignore[attr-defined]
        raise Http404
    return group
