"""The feed of a calendar: its secret address, made and taken back by its owner, and what is served there."""

from datetime import date
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import translation
from django.utils.crypto import constant_time_compare
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from xueer.access.permissions import Permission, public, signed_in
from xueer.access.queries import Reach
from xueer.common.calendar import now, today
from xueer.org.actions.feeds import drop_feed_key, new_feed_key
from xueer.org.models import Person, Unit
from xueer.web.calendar import sources
from xueer.web.calendar.concerning import sessions_of_person
from xueer.web.calendar.feed import AHEAD, BEHIND, calendar


@signed_in
def feed(request: HttpRequest) -> HttpResponse:
    """How one's calendar comes into a phone: the secret addresses, with the ways to change or close them."""
    me: Any = request.user
    addresses = []
    if me.feed_key:
        mine = reverse("web.person_feed", args=(me.pk, me.feed_key))
        addresses.append((_("My calendar"), request.build_absolute_uri(mine)))
        for unit in Unit.objects.filter(pk__in=_units_of(request.reach)).order_by("position", "code"):  # type: ignore[attr-defined]
            theirs = reverse("web.unit_feed", args=(me.pk, me.feed_key, unit.code))
            addresses.append((unit.name, request.build_absolute_uri(theirs)))
    return render(request, "web/feed.html", {"addresses": addresses})


def _units_of(reach: Reach) -> set[int]:
    """The units that one belongs to or holds a role at."""
    return set(reach.home_units) | {unit for _role, unit in reach.grants if unit}


@require_POST
@signed_in
def new_feed(request: HttpRequest) -> HttpResponse:
    """Makes the secret address, or another one in its place: the old one answers no more."""
    new_feed_key(request.user, by=request.user, at=now())  # type: ignore[arg-type]
    messages.success(request, _("The address is ready. Whoever knows it can read this calendar: pass it to nobody."))
    return redirect("web.feed")


@require_POST
@signed_in
def close_feed(request: HttpRequest) -> HttpResponse:
    """Closes the address."""
    drop_feed_key(request.user, by=request.user, at=now())  # type: ignore[arg-type]
    messages.success(request, _("The address is closed. Calendars that used it get nothing any more."))
    return redirect("web.feed")


def _owner(person: int, key: str, on: date) -> Person:
    """The person whose key it is, in service on the day; 404 for everything else, in the same time."""
    owner = Person.objects.filter(pk=person).first()
    right = owner.feed_key if owner and owner.feed_key else "-" * 43
    alike = constant_time_compare(key, right)
    if not alike or owner is None or not owner.feed_key or not owner.is_active:
        raise Http404
    if not owner.starts_on <= on < owner.ends_on:
        raise Http404
    return owner


@public
@require_safe
def person_feed(request: HttpRequest, person: int, key: str) -> HttpResponse:
    """What concerns a person, for whoever knows the secret address."""
    on = today()
    owner = _owner(person, key, on)
    first, last = on - BEHIND, on + AHEAD
    with translation.override(settings.LANGUAGE_CODE):
        content = calendar(
            _("My study calendar"),
            sessions=sessions_of_person(owner, first, last),
            items=sources.items_of_person(owner, first, last, on=on),
            owed=sources.make_ups_of_person(owner, first, last),
            site=_site(request),
        )
    return _answer(content)


@public
@require_safe
def unit_feed(request: HttpRequest, person: int, key: str, code: str) -> HttpResponse:
    """What a unit holds and has planned, while the owner of the secret address may see the unit."""
    on = today()
    owner = _owner(person, key, on)
    unit = Unit.objects.filter(code=code).first()
    if unit is None or not Reach(owner, on).covers(Permission.UNIT_VIEW, unit.pk):
        raise Http404
    first, last = on - BEHIND, on + AHEAD
    with translation.override(settings.LANGUAGE_CODE):
        content = calendar(
            _("Study calendar of %(name)s") % {"name": unit.name},
            sessions=sources.sessions_of_unit(unit, first, last, below=False),
            items=sources.items_of_unit(unit, first, last, below=False, on=on),
            owed=(),
            site=_site(request),
        )
    return _answer(content)


def _site(request: HttpRequest) -> str:
    return request.build_absolute_uri("/").rstrip("/")


def _answer(content: bytes) -> HttpResponse:
    answer = HttpResponse(content, content_type="text/calendar; charset=utf-8")
    answer["Content-Disposition"] = 'inline; filename="xueer.ics"'
    answer["X-Robots-Tag"] = "noindex"
    answer["Referrer-Policy"] = "no-referrer"
    return answer
