"""Make-ups: one's own, one of them, what a unit's people owe, and deciding on what was handed in."""

from datetime import date
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.dateparse import parse_date
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from xueer.access.permissions import Permission, requires, signed_in
from xueer.access.scope import unit_for
from xueer.activities.actions import make_ups as acts
from xueer.activities.choices import FileKind, MakeUpState, MakeUpWay
from xueer.activities.errors import DayUnfit
from xueer.activities.make_up_tables import FILTERS, columns, line_of, lines, rows
from xueer.activities.models import MakeUp
from xueer.activities.queries import leave as leave_queries
from xueer.activities.queries import make_ups as queries
from xueer.activities.views.leave import back
from xueer.activities.views.refusals import REFUSED, refuse
from xueer.audit.downloads import download_list
from xueer.audit.once import once
from xueer.common.calendar import now, today

PER_PAGE = 50
LOADED = ("person__unit", "activity__unit", "activity__group", "other", "decided_by")


@signed_in
def my_make_ups(request: HttpRequest) -> HttpResponse:
    """What one owes, the earliest deadline first, and what is done."""
    me: Any = request.user
    every = lines(queries.make_ups_of(me), on=today())
    context = {
        "owed": [line for line in every if line.make_up.state in queries.OWED],
        "done": sorted(
            (line for line in every if line.state == MakeUpState.DONE),
            key=lambda line: line.make_up.done_on or date.min,
            reverse=True,
        ),
    }
    return render(request, "activities/make_ups.html", context)


@signed_in
def make_up(request: HttpRequest, pk: int) -> HttpResponse:
    """One make-up: one's own with the ways to do it, for whoever decides with what was handed in; others who may look
    into people's files there see how it stands."""
    shown = _found(pk)
    own = shown.person_id == request.user.pk
    decides = not own and _decides(request, shown)
    sees = request.reach.covers(Permission.PERSON_VIEW, shown.activity.unit_id)  # type: ignore[attr-defined]
    if not (own or decides or sees):
        raise Http404
    on = today()
    state = queries.state_on(shown, on)
    context = {
        "line": line_of(shown, on=on),
        "make_up": shown,
        "own": own,
        "decides": decides and shown.state in queries.OWED,
        "sees_text": own or decides,
        "terms": queries.terms_of(shown.activity),
        "ways": [MakeUpWay(way) for way in shown.ways],
        "sessions": _sessions(shown, on) if own else [],
        "can_hand_in": own and shown.state in queries.OWED and state != MakeUpState.LAPSED,
        "materials": shown.activity.files.filter(kind=FileKind.MATERIAL, removed_at=None) if own else [],
        "today": on,
    }
    return render(request, "activities/make_up.html", context)


@require_POST
@signed_in
@once
def hand_in(request: HttpRequest, pk: int) -> HttpResponse:
    """One's own make-up: a short answer, or another session."""
    mine = _found(pk)
    if mine.person_id != request.user.pk:
        raise Http404
    other, who = request.POST.get("other", ""), {"by": request.user, "at": now()}
    try:
        if request.POST.get("way") == MakeUpWay.SESSION:
            chosen = acts.choose_session(mine, other=int(other) if other.isdecimal() and len(other) <= 18 else 0, **who)
        else:
            chosen = acts.hand_in_make_up(mine, text=request.POST.get("text", ""), **who)
    except REFUSED as error:
        refuse(request, error)
        return redirect("activities.make_up", pk)
    if chosen.state == MakeUpState.HANDED_IN:
        messages.success(request, _("Handed in. You are told here once it is decided."))
    else:
        messages.success(request, _("Noted. It is handed in by itself once that session is closed with you there."))
    return redirect("activities.make_up", pk)


@require_POST
@signed_in
@once
def decide_make_up(request: HttpRequest, pk: int) -> HttpResponse:
    """Accepting what was handed in, sending it back with words, or closing what lapsed with a reason."""
    waiting = _to_decide(request, pk)
    who = {"by": request.user, "at": now()}
    words = {"person": waiting.person.name, "topic": waiting.activity.topic}
    answer = request.POST.get("answer", "")
    try:
        if request.POST.get("act") == "return":
            acts.return_make_up(waiting, answer=answer, **who)
            messages.success(request, _("Sent back to %(person)s: “%(topic)s”.") % words)
        else:
            acts.close_make_up(waiting, reason=answer, on=_day(request), **who)
            messages.success(request, _("Accepted: %(person)s made up “%(topic)s”.") % words)
    except REFUSED as error:
        refuse(request, error)
    return _led_back(request, waiting)


@require_POST
@signed_in
@once
def deliver_make_up(request: HttpRequest, pk: int) -> HttpResponse:
    """Study that was brought home: day and people."""
    waiting = _to_decide(request, pk)
    given = {"deliverers": request.POST.get("deliverers", ""), "reason": request.POST.get("answer", "")}
    try:
        acts.deliver_make_up(waiting, on=_day(request) or today(), by=request.user, at=now(), **given)
        words = {"person": waiting.person.name, "topic": waiting.activity.topic}
        messages.success(request, _("Entered: “%(topic)s” was brought home to %(person)s.") % words)
    except REFUSED as error:
        refuse(request, error)
    return _led_back(request, waiting)


@requires(Permission.PERSON_VIEW)
def unit_make_ups(request: HttpRequest, code: str) -> HttpResponse:
    """What people owe for the sessions of a unit and of those below it, with filters, paging and Excel."""
    unit = unit_for(request, Permission.PERSON_VIEW, code)
    shown = request.GET.get("shown", "")
    shown = shown if shown in queries.SHOWN else "owed"
    words, own, on = request.GET.get("q", "")[:100], request.GET.get("own") == "1", today()
    found = queries.make_ups_within(unit, on=on, shown=shown, words=words, own=own)
    if request.GET.get("format") == "xlsx":
        name = _("Make-ups of %(unit)s") % {"unit": unit.name}
        return download_list(
            name=name, columns=columns(), rows=rows(found, on=on), about=unit, by=request.user, at=now()
        )
    page = Paginator(found, PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "unit": unit,
        "page": page,
        "lines": lines(page.object_list, on=on),
        "shown": shown,
        "words": words,
        "own": own,
        "filters": FILTERS,
    }
    return render(request, "activities/unit_make_ups.html", context)


def _found(pk: int) -> MakeUp:
    return get_object_or_404(MakeUp.objects.select_related(*LOADED), pk=pk)


def _decides(request: HttpRequest, shown: MakeUp) -> bool:
    return leave_queries.may_decide(shown.activity, request.reach)  # type: ignore[attr-defined]


def _to_decide(request: HttpRequest, pk: int) -> MakeUp:
    waiting = _found(pk)
    if not _decides(request, waiting):
        raise Http404
    return waiting


def _sessions(shown: MakeUp, on: date) -> list:
    allowed = MakeUpWay.SESSION in shown.ways and shown.state in queries.OWED
    return queries.sessions_for(shown, on=on) if allowed else []


def _day(request: HttpRequest) -> date | None:
    """The day typed in; none where nothing was. Raises DayUnfit for what is no day."""
    given = request.POST.get("on", "").strip()
    try:
        day = parse_date(given) if given else None
    except ValueError:
        day = None
    if given and day is None:
        raise DayUnfit
    return day


def _led_back(request: HttpRequest, waiting: MakeUp) -> HttpResponse:
    """To the list of what waits, where it was decided there; else to the make-up."""
    if request.POST.get("back") == "decisions":
        return redirect(back(request, waiting.activity))
    return redirect("activities.make_up", waiting.pk)
