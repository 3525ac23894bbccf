"""The roll on the whole screen (点名): marked by taps, which a device keeps and sends again until they are stored, or
by plain forms without JavaScript."""

import re
from math import ceil
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_POST

from xueer.access.permissions import Permission, signed_in
from xueer.activities.actions.freezing import freeze_roll, start_roll
from xueer.activities.actions.marking import Mark, mark_roll, take_tap
from xueer.activities.board import STATUSES, board, early_words, script_words
from xueer.activities.choices import ActivityState, RollStatus
from xueer.activities.errors import NotBegun, NotOnRoll, RollClosed
from xueer.activities.models import Activity
from xueer.activities.queries.held import for_list
from xueer.activities.queries.roll import (
    changed_since,
    edits_at,
    may_take_roll,
    names_exempt,
    names_of_roll,
    roll_difference,
    roll_sums,
    seats,
)
from xueer.activities.tables import leading
from xueer.common.calendar import now

KEY = re.compile(r"[0-9A-Za-z-]{8,36}")
OVER = (ActivityState.HELD, ActivityState.CANCELLED)


def activity_for(request: HttpRequest, code: str, *, whole: bool = False, only: tuple[str, ...] = ()) -> Activity:
    """The activity, for those who take its roll: ACTIVITY_EDIT where it is held, 组长 or 秘书 of its group; 404 else.
    `whole`: with all that a page shows of it; `only`: these fields."""
    rows = for_list(Activity.objects.all()) if whole else Activity.objects.only(*only) if only else Activity.objects
    shown = get_object_or_404(rows.all(), code=code)
    if not may_take_roll(shown, request.reach):  # type: ignore[attr-defined]
        raise Http404
    return shown


@signed_in
def roll(request: HttpRequest, code: str) -> HttpResponse:
    """The board. `?as=` chooses what a tap means instead of the next status. A POST is a tap without JavaScript."""
    shown = activity_for(request, code, whole=True)
    chosen = request.GET.get("as", "")
    chosen = chosen if chosen in STATUSES else ""
    if request.method == "POST":
        return _marked(request, shown, chosen)
    found = seats(shown)
    open_still = shown.state not in OVER
    wait = max(0, ceil((shown.starts_at - now()).total_seconds()))
    context = {
        "activity": shown,
        "leading": leading(shown),
        "board": board(found, chosen=chosen, early=wait > 0, named=lambda row: names_exempt(row, request.reach)),  # type: ignore[attr-defined]
        "sums": roll_sums((seat.row.status, seat.row.exempt) for seat in found),
        "granted": sum(seat.row.status == RollStatus.LEAVE and not seat.row.mark for seat in found),
        "chosen": chosen,
        "wait": wait,
        "statuses": [(status, RollStatus(status).label) for status in STATUSES],
        "difference": roll_difference(shown) if open_still else None,
        "open_still": open_still,
        "corrects": edits_at(shown, request.reach, Permission.ACTIVITY_EDIT),  # type: ignore[attr-defined]
        "named": shown.audience.exists(),
        "names": names_of_roll(shown),
        "words": script_words(),
    }
    return render(request, "activities/roll.html", context)


def _marked(request: HttpRequest, shown: Activity, chosen: str) -> HttpResponse:
    person, _colon, status = request.POST.get("mark", "").partition(":")
    if not person.isdecimal() or len(person) > 18 or status not in STATUSES:
        raise Http404
    try:
        if _early(shown, status):
            raise NotBegun
        mark_roll(shown, [Mark(int(person), status)], by=request.user, at=now())
    except RollClosed:
        messages.error(request, closed_words(shown))
    except NotBegun:
        messages.error(request, early_words())
    except NotOnRoll:
        messages.error(request, _("This person is no longer on the roll. The roll below is the present one."))
    asked = f"?as={chosen}" if chosen else ""
    return redirect(f"{reverse('activities.roll', args=(shown.code,))}{asked}#p{person}")


def _early(shown: Activity, status: str) -> bool:
    """A roll may be prepared before the start, but nobody is late then."""
    return status == RollStatus.LATE and shown.starts_at > now() and shown.state not in OVER


def closed_words(shown: Activity) -> str:
    """Why a mark was refused, and what to do."""
    if shown.state == ActivityState.CANCELLED:
        return _("The session was cancelled; its roll takes no more marks. Nothing was changed.")
    return _("The session was closed already, so this mark was not stored. Correct the roll, giving a reason.")


@require_POST
@signed_in
def tap(request: HttpRequest, code: str) -> HttpResponse:
    """One mark of a device: `key` is its own, `person` an id, `status` what is to stand there, `since` the version of
    the roll that the device knows. Answers with what changed since, 409 once the activity is over."""
    shown = activity_for(request, code, only=("unit_id", "group_id", "state", "starts_at"))
    key, person, status = (request.POST.get(name, "") for name in ("key", "person", "status"))
    if not KEY.fullmatch(key) or not person.isdecimal() or len(person) > 18 or status not in STATUSES:
        return JsonResponse({"words": _("This mark cannot be read.")}, status=400)
    if _early(shown, status):
        return JsonResponse({"words": early_words()}, status=400)
    at = now()
    try:
        version = take_tap(shown.pk, key=key, person_id=int(person), status=status, by=request.user, at=at)
    except RollClosed:
        shown.refresh_from_db(fields=["state"])
        return JsonResponse({"words": closed_words(shown)}, status=409)
    except NotOnRoll:
        return JsonResponse({"words": _("This person is no longer on the roll.")}, status=410)
    known = _version(request.POST.get("since"))
    # Its own mark a device need not be told.
    rows = changed_since(shown, known) if version > known + 1 else []
    return JsonResponse({"version": version, "rows": rows, "saved": localtime(at).strftime("%H:%M:%S")})


@require_GET
@signed_in
def changes(request: HttpRequest, code: str) -> HttpResponse:
    """What was marked on the roll after the version that the device knows (`?since=`), also by others."""
    shown = activity_for(request, code)
    rows = changed_since(shown, _version(request.GET.get("since")))
    news: dict[str, Any] = {"version": shown.roll_version, "rows": rows, "names": names_of_roll(shown)}
    if shown.state in OVER:
        news["words"] = closed_words(shown)
    return JsonResponse(news)


def _version(given: str | None) -> int:
    return int(given) if given and given.isdecimal() and len(given) < 10 else 0


@require_POST
@signed_in
def begin_roll(request: HttpRequest, code: str) -> HttpResponse:
    """Freezes the roll, unless it is there, and opens the board."""
    shown = activity_for(request, code)
    try:
        start_roll(shown, by=request.user, at=now())
    except RollClosed:
        messages.error(request, _("The session is over; its roll takes no more marks."))
    return redirect("activities.roll", shown.code)


@require_POST
@signed_in
def align_roll(request: HttpRequest, code: str) -> HttpResponse:
    """Brings the roll into line with the audience as it is today."""
    shown = activity_for(request, code)
    difference = roll_difference(shown)
    try:
        freeze_roll(shown, by=request.user, at=now())
    except RollClosed:
        messages.error(request, closed_words(shown))
    else:
        gone, new = len(difference.gone), len(difference.new)
        left = ngettext("%(n)s person taken off", "%(n)s people taken off", gone) % {"n": gone}
        come = ngettext("%(n)s person added", "%(n)s people added", new) % {"n": new}
        messages.success(request, _("The roll is in line: %(left)s, %(come)s.") % {"left": left, "come": come})
    return redirect("activities.roll", shown.code)
