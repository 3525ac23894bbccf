"""The gate of a view: `require` right after loading. Strangers get 404, so that existence stays private."""

from django.http import Http404, HttpRequest
from django.shortcuts import get_object_or_404

from xueer.access.permissions import Permission
from xueer.org.models import Person, Unit


def require(request: HttpRequest, permission: Permission, *, at: Unit | int | None) -> None:
    """Raises Http404 unless the caller holds `permission` at the unit (None: everywhere)."""
    reach = request.reach  # type: ignore[attr-defined]
    allowed = reach.everywhere(permission) if at is None else reach.covers(permission, getattr(at, "pk", at))
    if not allowed:
        raise Http404


def unit_for(request: HttpRequest, permission: Permission, code: str) -> Unit:
    """The unit with this code, if the caller holds `permission` there; 404 else."""
    unit = get_object_or_404(Unit, code=code)
    require(request, permission, at=unit)
    return unit


def holds_for(request: HttpRequest, permission: Permission, person: Person) -> bool:
    """Does the caller hold `permission` at one of the person's units of the day (without any: at the last known)?"""
    reach = request.reach  # type: ignore[attr-defined]
    if reach.everywhere(permission):
        return True
    units = person.memberships.filter(starts_on__lte=reach.on, ends_on__gt=reach.on).values_list("unit_id", flat=True)
    home = [person.unit_id] if person.unit_id and not units else list(units)
    return any(reach.covers(permission, unit_id) for unit_id in home)


def person_for(request: HttpRequest, permission: Permission, code: str) -> Person:
    """The person with this 工号: oneself always, others if the caller holds `permission` at one of their units."""
    person = get_object_or_404(Person, code=code)
    if person.pk != request.user.pk and not holds_for(request, permission, person):
        raise Http404
    return person
