"""工作台: what now. Members see their own day; those who answer for a unit see what waits there first."""

from collections.abc import Callable
from typing import Any, TypeVar

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language

from xueer.access.permissions import Permission, requires, signed_in
from xueer.audit.kept import kept
from xueer.common.calendar import now, today
from xueer.web import first_run
from xueer.web.calendar.days import Day, days, entries_of_make_ups, entry_of_session, week_around
from xueer.web.calendar.sources import make_ups_nearby, sessions_nearby
from xueer.web.context import shell_of
from xueer.web.panels.concern import concerns
from xueer.web.panels.leader import DECISIONS
from xueer.web.panels.mine import Mine
from xueer.web.panels.parts import Block, Part, Seat, block_of, blocks
from xueer.web.panels.roles import EVERY_PART, JUDGED, parts_of

T = TypeVar("T")
# Three things to do, five standings and the week are one screen of a phone.
TO_DO_ON_A_PHONE, TO_DO_SHOWN, DUTIES_SHOWN = 3, 6, 5
PER_PAGE = 50


def seat_of(request: HttpRequest) -> Seat:
    """The caller's seat at this moment."""
    me: Any = request.user
    return Seat(me, request.reach, shell_of(request).unit, now(), today())  # type: ignore[attr-defined]


@signed_in
def home(request: HttpRequest) -> HttpResponse:
    """What now: to do, standing, this week; above them, for those who answer for a unit, what waits there."""
    seat = seat_of(request)
    desk = seat.unit is not None and seat.holds(Permission.PERSON_VIEW)
    context = _own(seat, desk=desk) | {"steps": first_run.steps_for(request)}
    if not desk:
        return render(request, "web/home.html", context)
    found = _blocks(seat)
    context |= {"unit": seat.unit, "blocks": found, "unit_week": _unit_week(seat)}
    context["may_enter"] = seat.holds(Permission.ACTIVITY_EDIT)
    return render(request, "web/desk.html", context)


def _kept(what: str, seat: Seat, read: Callable[[], T]) -> T:
    """What was read of this seat within the minute, until anything is written that concerns it: a desk is where
    everybody passes by, and on most ways back to it nothing has changed."""
    moment = seat.at.replace(second=0, microsecond=0)
    where = (seat.unit.pk if seat.unit else None, frozenset(seat.reach.grants))
    key = (what, seat.person.pk, *where, moment, get_language())
    return kept(key, read, weigh=lambda _found: 1, follow=lambda found, acts: None if concerns(seat, acts) else found)


def _own(seat: Seat, *, desk: bool) -> dict[str, Any]:
    """One's own to-do, standing and week; on a desk the unit's week stands in the place of one's own."""
    return _kept(f"own {desk}", seat, lambda: _read_own(seat, desk))


def _read_own(seat: Seat, desk: bool) -> dict[str, Any]:
    mine = Mine(seat, desk=desk)
    return {
        "today": seat.on,
        "to_do": mine.to_do[: TO_DO_ON_A_PHONE if desk else TO_DO_SHOWN],
        "to_do_count": len(mine.to_do),
        "on_a_phone": TO_DO_ON_A_PHONE,
        "duties": mine.duties[:DUTIES_SHOWN],
        "duties_count": len(mine.duties),
        "week": [] if desk else mine.week,
    }


def _blocks(seat: Seat) -> list[Block]:
    """The parts of the desk; over many people the gaps are fetched once the page stands, for judging takes its time."""
    return _kept("blocks", seat, lambda: _read_blocks(seat))


def _read_blocks(seat: Seat) -> list[Block]:
    parts = parts_of(seat)
    if seat.small:
        return blocks(parts, seat)
    found: list[Block] = []
    for part in parts:
        if part not in JUDGED:
            found += blocks([part], seat)
        elif part is JUDGED[0]:
            found.append(Block(part, 0, [], later=True))
    return found


def _unit_week(seat: Seat) -> list[Day]:
    """The unit's week; of a large one its own sessions only."""
    return _kept("week", seat, lambda: _read_unit_week(seat))


def _read_unit_week(seat: Seat) -> list[Day]:
    assert seat.unit is not None
    first, last = week_around(seat.on)
    units = seat.around.units if seat.small else (seat.unit.pk,)
    held, owed = sessions_nearby(units, first, last), make_ups_nearby(units, first, last)
    entries = [*(entry_of_session(row, unit=seat.unit) for row in held), *entries_of_make_ups(owed)]
    return days(first, last, entries, today=seat.on, unit=seat.unit)


@requires(Permission.PERSON_VIEW)
def gaps(request: HttpRequest) -> HttpResponse:
    """Where the unit of the desk is behind, as the part of the page that comes after it."""
    seat = seat_of(request)
    return render(request, "web/_blocks.html", {"blocks": blocks(JUDGED, seat), "unit": seat.unit, "judged": True})


@signed_in
def part(request: HttpRequest, part: str) -> HttpResponse:
    """All rows of one part of the desk."""
    seat, shown = seat_of(request), next((one for one in EVERY_PART if one.slug == part), None)
    if shown is None or shown not in _own_parts(seat):
        raise Http404
    page = Paginator(shown.rows(seat), PER_PAGE).get_page(request.GET.get("page"))
    context = {"part": shown, "page": page, "lines": shown.lines(seat, list(page)), "unit": seat.unit}
    return render(request, "web/part.html", context | {"count": block_of(shown, seat, most=0).count})


def _own_parts(seat: Seat) -> list[Part]:
    if seat.unit is not None and seat.holds(Permission.PERSON_VIEW):
        return parts_of(seat)
    return list(DECISIONS)


@signed_in
def to_do(request: HttpRequest) -> HttpResponse:
    """Everything that waits for the caller."""
    return render(request, "web/to_do.html", {"lines": Mine(seat_of(request), desk=False).to_do})
