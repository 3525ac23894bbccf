"""One person: taken on, own data, side posts, leaving and coming back, days free of collective study."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django.contrib.auth.hashers import make_password
from django.db import transaction
from django.utils.translation import gettext as _

from xueer.audit.actions import note
from xueer.common.calendar import BEGINNING, FOREVER
from xueer.common.pinyin import sort_key
from xueer.org.actions.asking import (
    checked_code,
    differences,
    refuse_disorder,
    refuse_far_day,
    refuse_shut,
    refuse_stale,
)
from xueer.org.actions.deriving import derive_memberships
from xueer.org.errors import OrgRefused
from xueer.org.models import Exemption, GroupMember, Person, Unit
from xueer.org.queries import PERSON_FIELDS, person_ids, values_of


def add_person(values: Mapping[str, Any], *, code: str, unit: Unit, duty: str, by: Any, at: datetime) -> Person:
    """Takes somebody on with the main post in `unit`. `values`: some of PERSON_FIELDS. Nobody can sign in yet."""
    with transaction.atomic():
        person = Person(code=checked_code(code, person_ids()), unit=unit, duty=duty, **values)
        _refuse_days(person, at=at)
        refuse_shut(unit, max(person.starts_on, unit.starts_on), field="starts_on")
        person.sort_key = sort_key(person.name)
        person.password = make_password(None)
        person.save()
        derive_memberships([person.pk])
        note(verb="org.add_person", by=by, at=at, about=person, detail={"code": person.code, "unit": unit.code})
    return person


def edit_person(person: Person, values: Mapping[str, Any], *, seen: str, by: Any, at: datetime) -> None:
    """Changes somebody's own data (PERSON_FIELDS). Raises OrgStale when changed since the form was filled."""
    with transaction.atomic():
        person = Person.objects.select_for_update().get(pk=person.pk)
        old = values_of(person, PERSON_FIELDS)
        refuse_stale(old, seen)
        changed = differences(old, values)
        if not changed:
            return
        for name, value in values.items():
            setattr(person, name, value)
        _refuse_days(person, at=at)
        person.sort_key = sort_key(person.name)
        person.save(update_fields=[*values, "sort_key"])
        derive_memberships([person.pk])
        note(verb="org.edit_person", by=by, at=at, about=person, detail=changed)


def _refuse_days(person: Person, *, at: datetime) -> None:
    if person.starts_on != BEGINNING:
        refuse_far_day(person.starts_on, at=at, field="starts_on")
    refuse_disorder(person.starts_on, person.ends_on, field="starts_on")


def end_service(person: Person, *, ends_on: date, seen: str, by: Any, at: datetime) -> None:
    """The person leaves: `ends_on` is the first day without them. Places in groups end with it; the account too."""
    with transaction.atomic():
        person = Person.objects.select_for_update().get(pk=person.pk)
        refuse_stale({"ends_on": person.ends_on}, seen)
        refuse_far_day(ends_on, at=at, field="ends_on")
        refuse_disorder(person.starts_on, ends_on, field="ends_on")
        if ends_on == person.ends_on:
            raise OrgRefused(_("That is the last day already."), "ends_on")
        old, person.ends_on = person.ends_on, ends_on
        person.save(update_fields=["ends_on"])
        places = GroupMember.objects.filter(person=person, starts_on__lt=ends_on, ends_on__gt=ends_on)
        groups = list(places.values_list("group__code", flat=True))
        places.update(ends_on=ends_on)
        derive_memberships([person.pk])
        detail = {"ends_on": [str(old), str(ends_on)], "groups": groups}
        note(verb="org.end_service", by=by, at=at, about=person, detail=detail)


def resume_service(person: Person, *, starts_on: date, seen: str, by: Any, at: datetime) -> None:
    """The person comes back on a day. The days between are kept as an exemption: a person has one range of service,
    so without it they would be owed."""
    with transaction.atomic():
        person = Person.objects.select_for_update().get(pk=person.pk)
        refuse_stale({"ends_on": person.ends_on}, seen)
        refuse_far_day(starts_on, at=at, field="starts_on")
        if person.ends_on == FOREVER:
            raise OrgRefused(_("The person has not left."))
        if starts_on < person.ends_on:
            raise OrgRefused(_("The person had not left yet on that day."), "starts_on")
        left, person.ends_on = person.ends_on, FOREVER
        if person.unit:
            refuse_shut(person.unit, starts_on, field="starts_on")
        person.save(update_fields=["ends_on"])
        if left < starts_on:
            Exemption.objects.create(person=person, starts_on=left, ends_on=starts_on, basis=_("Not in service"))
        derive_memberships([person.pk])
        detail = {"away": [str(left), str(starts_on)]}
        note(verb="org.resume_service", by=by, at=at, about=person, detail=detail)
