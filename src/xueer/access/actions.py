"""Everything that changes who may sign in and do what: one-time passwords, chosen passwords, roles."""

import secrets
from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from axes.utils import reset as forget_failures
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import transaction

from xueer.access.errors import BadCode, GrantEnded, LastAdministrator, PasswordRefused, RoleHeld, RoleTooHigh
from xueer.access.models import Grant
from xueer.access.queries import Reach, is_last_administrator, may_grant
from xueer.access.roles import RoleName
from xueer.audit.actions import note, note_put
from xueer.common.bulk import Put, Row, put_rows
from xueer.common.calendar import BEGINNING, FOREVER
from xueer.common.pinyin import sort_key
from xueer.org.models import Person, Unit
from xueer.org.queries import person_ids, unit_ids

# No 0 O 1 l I: a one-time password is read from paper and typed on a phone.
ALPHABET = "abcdefghijkmnpqrstuvwxyz23456789"
ONE_TIME_LENGTH = 10  # 32^10: fifty bits, behind a lockout after five tries


def issue_password(person: Person, *, by: Any, at: datetime) -> str:
    """Gives the account a one-time password, opens and unlocks it, and returns the password in clear, once.

    It must be changed at the next sign-in, and every session of the account ends. Only its hash is stored.
    """
    password = "".join(secrets.choice(ALPHABET) for _ in range(ONE_TIME_LENGTH))
    with transaction.atomic():
        person.set_password(password)
        person.is_active = True
        person.must_change_password = True
        person.save(update_fields=["password", "is_active", "must_change_password"])
        forget_failures(username=person.code)
        note(verb="access.issue_password", by=by, at=at, about=person)
    return password


def change_password(person: Person, *, new: str, by: Any, at: datetime) -> None:
    """Stores the password that a person chose. Raises PasswordRefused with the reasons when it is too weak."""
    try:
        validate_password(new, person)
    except ValidationError as refused:
        raise PasswordRefused(list(refused.messages)) from None
    with transaction.atomic():
        person.set_password(new)
        person.must_change_password = False
        person.save(update_fields=["password", "must_change_password"])
        note(verb="access.change_password", by=by, at=at, about=person)


def open_account(code: str, *, by: Any, at: datetime) -> Person:
    """The person with this 工号, made when missing: a login without a unit, for the first administrator of a home.

    Raises BadCode for what cannot be a 工号.
    """
    if not code or code != "".join(code.split()) or len(code) > 64:
        raise BadCode(code)
    with transaction.atomic():
        person, made = Person.objects.get_or_create(code=code, defaults={"name": code, "sort_key": sort_key(code)})
        if made:
            note(verb="access.open_account", by=by, at=at, about=person)
    return person


def grant_role(
    person: Person,
    *,
    role: RoleName,
    unit: Unit | None,
    by: Any,
    at: datetime,
    starts_on: date = BEGINNING,
    ends_on: date = FOREVER,
) -> Grant:
    """Gives a role at a unit and everything below it (no unit: everywhere). One that is held already stays as it is."""
    with transaction.atomic():
        grant, made = Grant.objects.get_or_create(
            person=person, role=role.value, unit=unit, starts_on=starts_on, defaults={"ends_on": ends_on}
        )
        if made or grant.ends_on != ends_on:
            grant.ends_on = ends_on
            grant.save(update_fields=["ends_on"])
            place = unit.code if unit else ""
            note(verb="access.grant_role", by=by, at=at, about=person, detail={"role": role.value, "unit": place})
    return grant


def hand_role(
    person: Person,
    *,
    role: RoleName,
    unit: Unit | None,
    starts_on: date,
    ends_on: date,
    reach: Reach,
    by: Any,
    at: datetime,
) -> Grant:
    """Gives a role as somebody whose own reach bounds it. Raises RoleTooHigh for more than that, RoleHeld when the
    person holds the role there on some of those days already."""
    if not may_grant(reach, role.value, unit.pk if unit else None):
        raise RoleTooHigh
    with transaction.atomic():
        Person.objects.select_for_update().get(pk=person.pk)
        held = Grant.objects.filter(person=person, role=role.value, unit=unit)
        if held.filter(starts_on__lt=ends_on, ends_on__gt=starts_on).exists():
            raise RoleHeld
        return grant_role(person, role=role, unit=unit, by=by, at=at, starts_on=starts_on, ends_on=ends_on)


def withdraw_role(grant: Grant, *, on: date, by: Any, at: datetime) -> None:
    """Ends a role: `on` is the first day on which it no longer holds. Raises GrantEnded when it had ended before,
    LastAdministrator when nobody would be left who keeps everything."""
    with transaction.atomic():
        # Two administrators who withdraw each other come one after the other: the second meets what the first has done.
        everything = Grant.objects.select_for_update().filter(role=RoleName.ADMINISTRATOR, unit=None)
        list(everything.order_by("pk").values_list("pk", flat=True))
        grant = Grant.objects.select_for_update(of=("self",)).select_related("unit", "person").get(pk=grant.pk)
        if grant.ends_on <= on:
            raise GrantEnded
        if is_last_administrator(grant, on=on):
            raise LastAdministrator
        grant.ends_on = max(on, grant.starts_on)
        grant.save(update_fields=["ends_on"])
        detail = {"role": grant.role, "unit": grant.unit.code if grant.unit else "", "on": on.isoformat()}
        note(verb="access.withdraw_role", by=by, at=at, about=grant.person, detail=detail)


def put_grants(rows: Sequence[Row], *, by: Any, at: datetime) -> Put:
    """Adds or changes grants in bulk, told apart by person, role, unit and start; `person` and `unit` are codes."""
    refers = {"person": person_ids(), "unit": unit_ids()}
    put = put_rows(Grant, key=("person", "role", "unit", "starts_on"), rows=rows, refers=refers)
    note_put(put, verb="access.grant", by=by, at=at)
    return put
