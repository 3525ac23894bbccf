"""Main posts of one person over time: transferred from a day on, put right, taken back.

What is stored is the least that says it: today's main post on the person's own row, every other one as a dated post.
"""

from collections.abc import Collection
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from xueer.audit.actions import note
from xueer.common.calendar import BEGINNING, ONE_DAY, local_day
from xueer.org.actions.asking import refuse_far_day, refuse_shut, refuse_stale
from xueer.org.actions.deriving import derive_memberships
from xueer.org.actions.placing import codes_of
from xueer.org.errors import OrgRefused
from xueer.org.models import GroupMember, Person, Post, Unit
from xueer.org.queries import MainPost, main_timeline
from xueer.org.timelines import Span, cut, joined
from xueer.org.timelines import at as span_at

Timeline = list[Span[MainPost]]


def transfer_person(
    person: Person,
    *,
    unit: Unit,
    duty: str,
    starts_on: date,
    groups: Collection[int] = (),
    seen: str,
    by: Any,
    at: datetime,
) -> None:
    """From a day on the person's main post is in `unit`; the one until then ends the day before.

    `groups`: ids of places in groups of the unit left that end with it; one that begins later goes. Also a new duty in
    the same unit, which ends none. Raises OrgRefused when a later main post is entered, which would overlap.
    """
    with transaction.atomic():
        person, spans = _locked(person, seen)
        refuse_far_day(starts_on, at=at, field="starts_on")
        refuse_shut(unit, starts_on, field="starts_on")
        if not person.starts_on <= starts_on < person.ends_on:
            raise OrgRefused(_("On that day the person is not in service."), "starts_on")
        here = span_at(spans, starts_on)
        if here.value == (unit.pk, duty):
            raise OrgRefused(_("The person has that post on that day already."), "unit")
        if here.end < person.ends_on or (here.start == starts_on and here.start > person.starts_on):
            later = here if here.start == starts_on else span_at(spans, here.end)
            raise OrgRefused(_overlap(later), "starts_on")
        first = BEGINNING if starts_on == person.starts_on else starts_on
        store_main_posts(person, cut(spans, first, (unit.pk, duty)), at=at)
        detail = {
            "unit": codes_of([here.value[0], unit.pk]),
            "duty": [here.value[1], duty],
            "from": starts_on.isoformat(),
        }
        if left := _leave_groups(person, groups, of=here.value[0], to=unit.pk, on=starts_on):
            detail["left"] = left
        note(verb="org.transfer_person", by=by, at=at, about=person, detail=detail)


def _leave_groups(person: Person, places: Collection[int], *, of: int | None, to: int, on: date) -> list[str]:
    """Ends these places in groups of the unit left; returns the codes of the groups."""
    if of == to:
        return []
    rows = GroupMember.objects.select_for_update().filter(person=person, pk__in=places, group__unit=of, ends_on__gt=on)
    codes = sorted(rows.values_list("group__code", flat=True))
    rows.filter(starts_on__gte=on).delete()
    rows.update(ends_on=on)
    return codes


def correct_main_post(
    person: Person, *, place: int, unit: Unit, duty: str, starts_on: date, seen: str, by: Any, at: datetime
) -> date:
    """Puts right one main post of the timeline (`place` in it): where, as what, since when. The one before ends when
    it begins. Returns the first day that is not as it was. Raises OrgRefused where it would overlap another."""
    with transaction.atomic():
        person, spans = _locked(person, seen)
        if not 0 <= place < len(spans):
            raise OrgRefused(_("There is no such post any more."))
        span = spans[place]
        refuse_far_day(max(starts_on, person.starts_on), at=at, field="starts_on")
        if place:
            before = spans[place - 1]
            if starts_on <= max(before.start, person.starts_on):
                raise OrgRefused(_overlap(before), "starts_on")
            spans[place - 1] = before._replace(end=starts_on)
        start = starts_on if place else BEGINNING
        if start >= span.end:
            raise OrgRefused(_overlap(spans[place + 1]), "starts_on")
        refuse_shut(unit, max(start, person.starts_on), field="unit")
        spans[place] = Span(start, span.end, (unit.pk, duty))
        store_main_posts(person, joined(spans), at=at)
        detail = {
            "unit": codes_of([span.value[0], unit.pk]),
            "duty": [span.value[1], duty],
            "from": [span.start.isoformat(), start.isoformat()],
        }
        note(verb="org.correct_main_post", by=by, at=at, about=person, detail=detail)
    return max(person.starts_on, min(span.start, start))


def undo_transfer(person: Person, *, place: int, seen: str, by: Any, at: datetime) -> date:
    """Takes a transfer back: the main post before it holds on. Returns the first day that is not as it was."""
    with transaction.atomic():
        person, spans = _locked(person, seen)
        if not 0 < place < len(spans):
            raise OrgRefused(_("There is no such post any more."))
        gone = spans.pop(place)
        spans[place - 1] = spans[place - 1]._replace(end=gone.end)
        store_main_posts(person, joined(spans), at=at)
        detail = {"unit": codes_of([gone.value[0], spans[place - 1].value[0]]), "from": gone.start.isoformat()}
        note(verb="org.undo_transfer", by=by, at=at, about=person, detail=detail)
    return gone.start


def _locked(person: Person, seen: str) -> tuple[Person, Timeline]:
    """The row as it is now, held until the act is done, with its main posts. Raises OrgStale."""
    fresh = Person.objects.select_for_update().get(pk=person.pk)
    spans = main_timeline(fresh)
    refuse_stale({"main": spans}, seen)
    return fresh, spans


def _overlap(span: Span[MainPost]) -> str:
    unit = Unit.objects.filter(pk=span.value[0] or 0).first()
    words = _("It would overlap the main post at %(unit)s since %(day)s. Put that one right first.")
    day = _("all along") if span.start == BEGINNING else span.start.isoformat()
    return words % {"unit": unit.name if unit else "–", "day": day}


def store_main_posts(person: Person, spans: Timeline, *, at: datetime) -> None:
    """Today's main post on the person's own row, every other one as a dated post; derives the memberships."""
    today = min(local_day(at), person.ends_on - ONE_DAY)
    now = span_at(spans, max(today, person.starts_on)).value
    wanted = {(span.value[0], span.start): span for span in spans if span.value != now and span.value[0]}
    units = {span.value[0] for span in spans if span.value[0]}
    for side in person.posts.filter(main=False, unit_id__in=units):
        if any(
            span.value[0] == side.unit_id and span.start < side.ends_on and side.starts_on < span.end for span in spans
        ):
            raise OrgRefused(_("The person has a side post at %(unit)s on those days. End it first.") % {
                "unit": side.unit.name
            }, "unit")  # fmt: skip
    Post.objects.filter(main=True, person=person).delete()
    Post.objects.bulk_create(
        Post(person=person, unit_id=unit, duty=span.value[1], starts_on=span.start, ends_on=span.end)
        for (unit, _start), span in wanted.items()
    )
    person.unit_id, person.duty = now
    person.save(update_fields=["unit", "duty"])
    derive_memberships([person.pk])
