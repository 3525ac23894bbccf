"""Posts beside the main one, of one person."""

from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from xueer.audit.actions import note
from xueer.common.calendar import BEGINNING, FOREVER
from xueer.org.actions.asking import differences, refuse_disorder, refuse_far_day, refuse_shut, refuse_stale
from xueer.org.actions.deriving import derive_memberships
from xueer.org.errors import OrgRefused
from xueer.org.models import Person, Post, Unit
from xueer.org.queries import SIDE_FIELDS, main_timeline, values_of


def add_side_post(
    person: Person, *, unit: Unit, duty: str, starts_on: date, ends_on: date = FOREVER, by: Any, at: datetime
) -> Post:
    """A second post beside the main one. Raises OrgRefused where the person has a post in the unit already."""
    with transaction.atomic():
        person = Person.objects.select_for_update().get(pk=person.pk)
        post = Post(person=person, unit=unit, duty=duty, main=False, starts_on=starts_on, ends_on=ends_on)
        _refuse_side_post(post, at=at)
        post.save()
        derive_memberships([person.pk])
        detail = {"unit": unit.code, "duty": duty, "from": str(starts_on), "until": str(ends_on)}
        note(verb="org.add_side_post", by=by, at=at, about=person, detail=detail)
    return post


def edit_side_post(
    post: Post, *, unit: Unit, duty: str, starts_on: date, ends_on: date, seen: str, by: Any, at: datetime
) -> None:
    """Changes or ends a side post (`ends_on`: the first day without it)."""
    with transaction.atomic():
        post = Post.objects.select_for_update().get(pk=post.pk, main=False)
        old = values_of(post, SIDE_FIELDS)
        refuse_stale(old, seen)
        post.unit, post.duty, post.starts_on, post.ends_on = unit, duty, starts_on, ends_on
        changed = differences(old, values_of(post, SIDE_FIELDS))
        if not changed:
            return
        _refuse_side_post(post, at=at)
        post.save()
        derive_memberships([post.person_id])
        note(verb="org.edit_side_post", by=by, at=at, about=post.person, detail=changed)


def drop_side_post(post: Post, *, by: Any, at: datetime) -> None:
    """Takes away a side post that was entered by mistake."""
    with transaction.atomic():
        detail = {name: str(value) for name, value in values_of(post, SIDE_FIELDS).items()}
        person = post.person
        post.delete()
        derive_memberships([person.pk])
        note(verb="org.drop_side_post", by=by, at=at, about=person, detail=detail)


def _refuse_side_post(post: Post, *, at: datetime) -> None:
    refuse_disorder(post.starts_on, post.ends_on, field="ends_on")
    person = post.person
    first, after = max(post.starts_on, person.starts_on), min(post.ends_on, person.ends_on)
    if first >= after:
        raise OrgRefused(_("On those days the person is not in service."), "starts_on")
    if post.starts_on != BEGINNING:
        refuse_far_day(post.starts_on, at=at, field="starts_on")
    refuse_shut(post.unit, first, field="unit")
    mains = [span for span in main_timeline(person) if span.value[0] == post.unit_id]
    if any(span.start < after and first < span.end for span in mains):
        raise OrgRefused(_("The main post is in that unit on some of those days."), "unit")
    others = person.posts.filter(main=False, unit=post.unit, starts_on__lt=post.ends_on, ends_on__gt=post.starts_on)
    if others.exclude(pk=post.pk).exists():
        raise OrgRefused(_("The person has a side post there on some of those days already."), "unit")
