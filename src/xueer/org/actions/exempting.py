"""Days on which one person is free of collective study (免集中学习)."""

from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from xueer.audit.actions import note
from xueer.common.calendar import BEGINNING, FOREVER
from xueer.org.actions.asking import differences, refuse_disorder, refuse_far_day, refuse_stale
from xueer.org.errors import OrgRefused
from xueer.org.models import Exemption, Person
from xueer.org.queries import EXEMPTION_FIELDS, values_of


def add_exemption(
    person: Person, *, starts_on: date, ends_on: date = FOREVER, basis: str, by: Any, at: datetime
) -> Exemption:
    """Frees the person of collective study on these days.

    Raises OrgRefused where days are free already, and for oneself: here and below somebody else decides.
    """
    _refuse_own(person.pk, by)
    with transaction.atomic():
        person = Person.objects.select_for_update().get(pk=person.pk)
        row = Exemption(person=person, starts_on=starts_on, ends_on=ends_on, basis=basis)
        _refuse_exemption(row, at=at)
        row.save()
        detail = {"from": str(starts_on), "until": str(ends_on), "basis": basis}
        note(verb="org.add_exemption", by=by, at=at, about=person, detail=detail)
    return row


def edit_exemption(
    row: Exemption, *, starts_on: date, ends_on: date, basis: str, seen: str, by: Any, at: datetime
) -> None:
    """Puts an exemption right or ends it (`ends_on`: the first day on which it no longer holds)."""
    _refuse_own(row.person_id, by)
    with transaction.atomic():
        row = Exemption.objects.select_for_update().get(pk=row.pk)
        old = values_of(row, EXEMPTION_FIELDS)
        refuse_stale(old, seen)
        row.starts_on, row.ends_on, row.basis = starts_on, ends_on, basis
        changed = differences(old, values_of(row, EXEMPTION_FIELDS))
        if not changed:
            return
        _refuse_exemption(row, at=at)
        row.save()
        note(verb="org.edit_exemption", by=by, at=at, about=row.person, detail=changed)


def drop_exemption(row: Exemption, *, by: Any, at: datetime) -> None:
    """Takes away an exemption that was entered by mistake."""
    _refuse_own(row.person_id, by)
    with transaction.atomic():
        detail = {name: str(value) for name, value in values_of(row, EXEMPTION_FIELDS).items()}
        note(verb="org.drop_exemption", by=by, at=at, about=row.person, detail=detail)
        row.delete()


def _refuse_own(person: int, by: Any) -> None:
    if by is not None and by.pk == person:
        raise OrgRefused(_("Nobody frees themselves of collective study. Please leave it to somebody else."))


def _refuse_exemption(row: Exemption, *, at: datetime) -> None:
    refuse_disorder(row.starts_on, row.ends_on, field="ends_on")
    if row.starts_on != BEGINNING:
        refuse_far_day(row.starts_on, at=at, field="starts_on")
    others = row.person.exemptions.filter(starts_on__lt=row.ends_on, ends_on__gt=row.starts_on)
    if others.exclude(pk=row.pk).exists():
        raise OrgRefused(_("Some of those days are free of collective study already."), "starts_on")
