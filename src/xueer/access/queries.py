"""What a person may reach: roles granted at units, valid there and in everything below, as of a day."""

from datetime import date
from functools import cached_property

from django.db.models import OuterRef, QuerySet, Subquery

from xueer.access.models import Grant
from xueer.access.permissions import Permission
from xueer.access.roles import PERMISSIONS_OF, RoleName
from xueer.audit.kept import kept_of_organisation
from xueer.org.models import Lineage, Membership, Person, Unit


class Reach:
    """A person's permissions on a day. Every account may view the units it belongs to; grants add to that.

    Reads the grants once (one query); where people belong and what lies below a unit is kept until the organisation
    changes.
    """

    def __init__(self, person: Person, on: date) -> None:
        self.person, self.on = person, on
        self._units: dict[Permission, frozenset[int] | None] = {}
        self._below: dict[frozenset[int | None], frozenset[int]] = {}

    @cached_property
    def grants(self) -> list[tuple[str, int | None]]:
        """(role, unit id or None for everywhere) in force on the day."""
        if not getattr(self.person, "pk", None):
            return []
        rows = Grant.objects.filter(person_id=self.person.pk, starts_on__lte=self.on, ends_on__gt=self.on)
        return [(row.role, row.unit_id) for row in rows]

    @cached_property
    def home_units(self) -> frozenset[int]:
        """The units the person belongs to on the day, through any post."""
        if not getattr(self.person, "pk", None):
            return frozenset()

        def read() -> frozenset[int]:
            rows = Membership.objects.filter(person_id=self.person.pk, starts_on__lte=self.on, ends_on__gt=self.on)
            return frozenset(rows.values_list("unit_id", flat=True))

        return kept_of_organisation(("homes", self.person.pk, self.on), read)

    def units(self, permission: Permission) -> frozenset[int] | None:
        """Ids of the units where the permission holds; None means everywhere."""
        if permission not in self._units:
            self._units[permission] = self._find_units(permission)
        return self._units[permission]

    def _find_units(self, permission: Permission) -> frozenset[int] | None:
        roots = [unit for role, unit in self.grants if permission in PERMISSIONS_OF[role]]
        if None in roots:
            return None
        own = self.home_units if permission == Permission.UNIT_VIEW else frozenset()
        if not roots:
            return own
        # Several permissions of one role hold in the same places: read once.
        key = frozenset(roots)
        if key not in self._below:
            self._below[key] = kept_of_organisation(("below", key, self.on), lambda: self._find_below(key))
        return own | self._below[key]

    def _find_below(self, roots: frozenset[int | None]) -> frozenset[int]:
        rows = Lineage.objects.filter(ancestor_id__in=roots, starts_on__lte=self.on, ends_on__gt=self.on)
        return frozenset(rows.values_list("unit_id", flat=True))

    def holds(self, permission: Permission) -> bool:
        """Does the permission hold at some unit at least?"""
        units = self.units(permission)
        return units is None or bool(units)

    def covers(self, permission: Permission, unit_id: int | None) -> bool:
        """Does the permission hold at this unit?"""
        units = self.units(permission)
        return units is None or unit_id in units

    def everywhere(self, permission: Permission) -> bool:
        """Does the permission hold without bound to a unit?"""
        return self.units(permission) is None

    def visible_units(self, permission: Permission = Permission.UNIT_VIEW) -> QuerySet[Unit]:
        """The units where the permission holds, as a queryset to filter lists with."""
        units = self.units(permission)
        return Unit.objects.all() if units is None else Unit.objects.filter(pk__in=units)


def reach(person: Person, *, on: date) -> Reach:
    """What `person` may reach on the day."""
    return Reach(person, on)


def may_reset_password(caller: Reach, person: Person) -> bool:
    """May the caller give this person a one-time password, and with it act in their name until they notice?

    Only where the caller could reset passwords at the unit of the person's main post and at every unit at which the
    person holds or will hold a role, and only an account that may grant roles touches another that may: nobody climbs
    by resetting the password of somebody higher, nor looks into a unit through somebody who helps out in the own.
    """
    mine = Membership.objects.filter(person=person, main=True, starts_on__lte=caller.on, ends_on__gt=caller.on)
    homes: list[int | None] = list(mine.values_list("unit_id", flat=True)) or [person.unit_id]
    if not all(caller.covers(Permission.PASSWORD_RESET, unit_id) for unit_id in homes):
        return False
    roles = Grant.objects.filter(person=person, ends_on__gt=caller.on)
    for role, unit_id in roles.values_list("role", "unit_id"):
        needed = {Permission.PASSWORD_RESET} | (PERMISSIONS_OF[role] & {Permission.ROLE_GRANT})
        for permission in needed:
            if not (caller.everywhere(permission) if unit_id is None else caller.covers(permission, unit_id)):
                return False
    return True


def may_grant(caller: Reach, role: str, unit_id: int | None) -> bool:
    """May the caller give or take this role at this unit (None: everywhere)? Only who may grant roles there, and
    nobody more than they hold there themselves."""
    for permission in PERMISSIONS_OF[role] | {Permission.ROLE_GRANT}:
        if not (caller.everywhere(permission) if unit_id is None else caller.covers(permission, unit_id)):
            return False
    return True


def may_withdraw(caller: Reach, grant: Grant) -> bool:
    """May the caller take this role away?"""
    return may_grant(caller, grant.role, grant.unit_id)


def is_last_administrator(grant: Grant, *, on: date) -> bool:
    """Would nobody keep everything once this role ended on the day? Those count who hold it from then on at least as
    long, in service, with an open account."""
    if grant.role != RoleName.ADMINISTRATOR or grant.unit_id is not None:
        return False
    until = min(grant.ends_on, grant.person.ends_on) if grant.person.ends_on > on else grant.ends_on
    others = Grant.objects.filter(role=RoleName.ADMINISTRATOR, unit=None, starts_on__lte=on, ends_on__gte=until)
    others = others.filter(person__is_active=True, person__ends_on__gte=until)
    return not others.exclude(person_id=grant.person_id).exists()


def grants_within(unit: Unit, *, on: date) -> QuerySet[Grant]:
    """Roles at the unit and below it that hold on the day or will hold, the unit's own first."""
    below = Lineage.objects.filter(ancestor=unit, starts_on__lte=on, ends_on__gt=on)
    depth = below.filter(unit_id=OuterRef("unit_id")).values("depth")[:1]
    rows = Grant.objects.filter(unit_id__in=below.values("unit_id"), ends_on__gt=on)
    rows = rows.annotate(depth=Subquery(depth)).select_related("person", "person__unit", "unit")
    return rows.order_by("depth", "unit__code", "role", "person__sort_key", "person__code")


def never_signed_in(unit: Unit, *, on: date) -> QuerySet[Person]:
    """People whose main post on the day is in the unit itself and who have never signed in, by name."""
    there = Membership.objects.filter(unit=unit, main=True, starts_on__lte=on, ends_on__gt=on)
    rows = Person.objects.filter(pk__in=there.values("person_id"), is_active=True, last_login=None)
    return rows.order_by("sort_key", "code")
