"""Closing an activity, cancelling it, opening it again, and putting right the roll of a closed one."""

from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from xueer.access.permissions import Permission, requires, signed_in
from xueer.activities.actions.closing import cancel_activity, close_activity, reopen_activity
from xueer.activities.actions.correcting import correct_roll
from xueer.activities.actions.marking import Mark, mark_roll
from xueer.activities.board import OF_EXEMPT, STATUSES, excuse
from xueer.activities.choices import ActivityState, RollStatus
from xueer.activities.errors import (
    ActivityCancelled,
    ActivityClosed,
    NotBegun,
    NotClosed,
    NotOnRoll,
    ReasonMissing,
    RollClosed,
)
from xueer.activities.models import Activity, RollRow
from xueer.activities.panels import closing as box
from xueer.activities.queries.roll import edits_at, names_exempt
from xueer.activities.reasons import reasons
from xueer.activities.views.roll import activity_for, closed_words
from xueer.audit.once import once
from xueer.common.calendar import now

AWAY = (RollStatus.LEAVE.value, RollStatus.ABSENT.value)
# Beyond so many names the page of corrections shows those who were away and whom one searches for.
MANY = 150


@signed_in
def close(request: HttpRequest, code: str) -> HttpResponse:
    """The page that ends an activity: reasons still missing, what closing will write, and the act itself.

    With `only=reasons` the reasons are stored and the activity stays open.
    """
    shown = activity_for(request, code, whole=True)
    if request.method == "POST":
        return _closed(request, shown)
    if shown.state in (ActivityState.HELD, ActivityState.CANCELLED):
        return redirect("activities.activity", shown.code)
    return render(request, "activities/close.html", _page(request, shown))


def _page(request: HttpRequest, shown: Activity) -> dict:
    return {"activity": shown, "reasons": reasons()} | box.panel(shown, request)


def _closed(request: HttpRequest, shown: Activity) -> HttpResponse:
    given = _reasons_given(request, shown)
    only = request.POST.get("only") == "reasons"
    try:
        with transaction.atomic():
            if given:
                mark_roll(shown, given, by=request.user, at=now())
            done = not only and close_activity(shown, by=request.user, at=now())
    except RollClosed:
        shown.refresh_from_db()
        messages.error(request, closed_words(shown))
    except NotBegun:
        messages.error(request, _("The session has not begun yet; it can be closed from its start on."))
        return render(request, "activities/close.html", _page(request, shown), status=422)
    except ActivityCancelled:
        messages.error(request, _("The session was cancelled. Reopen it first if it took place after all."))
    else:
        if only:
            messages.success(request, _("The reasons are saved."))
            return redirect("activities.close", shown.code)
        messages.success(
            request, _("Closed. The records are written.") if done else _("The session had been closed already.")
        )
    return redirect("activities.activity", shown.code)


def _reasons_given(request: HttpRequest, shown: Activity) -> list[Mark]:
    """Fields `reason-<person>` that hold something, of people who stand as away."""
    away = dict(shown.roll.filter(status__in=("LEAVE", "ABSENT")).values_list("person_id", "status"))
    said = {person: request.POST.get(f"reason-{person}", "").strip() for person in away}
    return [Mark(person, away[person], text) for person, text in said.items() if text]


def edited_for(request: HttpRequest, code: str) -> Activity:
    """The activity, for ACTIVITY_EDIT at a unit that holds it; 404 else."""
    shown = activity_for(request, code, whole=True)
    if not edits_at(shown, request.reach, Permission.ACTIVITY_EDIT):  # type: ignore[attr-defined]
        raise Http404
    return shown


@requires(Permission.ACTIVITY_EDIT)
@once
def cancel(request: HttpRequest, code: str) -> HttpResponse:
    """Cancels an activity that was not held, with a reason that those expected are told."""
    shown = edited_for(request, code)
    if request.method == "POST":
        try:
            cancel_activity(shown, reason=request.POST.get("reason", ""), by=request.user, at=now())
        except ReasonMissing:
            return _asked(request, shown, "cancel", missing=True)
        except ActivityClosed:
            messages.error(request, _("The session is closed. Reopen it first."))
        else:
            messages.success(request, _("The session is cancelled."))
        return redirect("activities.activity", shown.code)
    return _asked(request, shown, "cancel")


@requires(Permission.ACTIVITY_EDIT)
@once
def reopen(request: HttpRequest, code: str) -> HttpResponse:
    """Opens a closed or cancelled activity again, with a reason; its records are voided until it is closed anew."""
    shown = edited_for(request, code)
    if request.method == "POST":
        try:
            reopen_activity(shown, reason=request.POST.get("reason", ""), by=request.user, at=now())
        except ReasonMissing:
            return _asked(request, shown, "reopen", missing=True)
        except NotClosed:
            messages.error(request, _("The session is open already."))
        else:
            messages.success(request, _("The session is open again. Close it once everything is right."))
        return redirect("activities.activity", shown.code)
    return _asked(request, shown, "reopen")


def _asked(request: HttpRequest, shown: Activity, act: str, *, missing: bool = False) -> HttpResponse:
    context = {"activity": shown, "act": act, "missing": missing}
    return render(request, f"activities/{act}.html", context, status=422 if missing else 200)


@requires(Permission.ACTIVITY_EDIT)
@once
def correct(request: HttpRequest, code: str) -> HttpResponse:
    """Corrects the roll of a closed activity: statuses and reasons of those ticked, and why. Prefilled with
    `?mark=<person>:<status>` by a device whose taps came too late. A row that somebody changed meanwhile is shown with
    both versions."""
    shown = edited_for(request, code)
    if shown.state != ActivityState.HELD:
        return redirect("activities.roll", shown.code)
    if request.method != "POST":
        return _corrections(request, shown)
    stored = {row.person_id: row for row in shown.roll.select_related("person")}
    marks, clashes = _corrected(request, stored)
    if clashes:
        return _corrections(request, shown, clashes=clashes)
    try:
        changed = correct_roll(shown, marks, reason=request.POST.get("why", ""), by=request.user, at=now())
    except ReasonMissing:
        return _corrections(request, shown, missing=True)
    except (NotClosed, NotOnRoll):
        messages.error(request, _("The session or its roll was changed meanwhile. Nothing was stored; look again."))
    else:
        messages.success(request, _("Corrected: %(n)s. The records follow.") % {"n": changed})
    return redirect("activities.activity", shown.code)


def _corrected(request: HttpRequest, stored: dict[int, RollRow]) -> tuple[list[Mark], dict[int, str]]:
    """(what the form changes, person → what stands there now where it is not what the form showed)."""
    marks, clashes = [], {}
    chosen = set(request.POST.getlist("fix"))
    for person, row in stored.items():
        if str(person) not in chosen:
            continue
        status, reason = request.POST.get(f"status-{person}"), request.POST.get(f"reason-{person}", "").strip()
        seen = request.POST.get(f"seen-{person}", "")
        if status not in RollStatus.values or seen == f"{status} {reason}":
            continue
        if status != row.status and status not in STATUSES:
            continue
        now_there = f"{row.status} {row.reason}"
        if now_there not in (seen, f"{status} {reason}"):
            clashes[person] = now_there
        marks.append(Mark(person, status, reason))
    return marks, clashes


def _offered(row: RollRow, reach: Any) -> dict[str, str]:
    """Status → word, of what a row may become and is. Somebody exempt is never absent: 免 until they come."""
    found = {status: str(RollStatus(status).label) for status in (OF_EXEMPT if row.exempt else STATUSES)}
    found.setdefault(row.status, str(RollStatus(row.status).label))
    if row.exempt:
        found |= {status: excuse(named=names_exempt(row, reach)) for status in AWAY if status in found}
    return found


def _corrections(
    request: HttpRequest, shown: Activity, *, missing: bool = False, clashes: dict[int, str] | None = None
) -> HttpResponse:
    rows = shown.roll.select_related("person").order_by("person__sort_key", "person__code")
    wanted = dict(mark.partition(":")[::2] for mark in request.GET.getlist("mark"))
    words = request.GET.get("q", "").strip()
    count = rows.count()
    if count > MANY:
        found = rows.filter(person__name__icontains=words) if words else rows.exclude(status=RollStatus.ATTENDED)
        ids = [int(person) for person in wanted if person.isdecimal() and len(person) <= 18]
        rows = found | rows.filter(person__in=ids) if ids else found
    lines, ticked = [], set(request.POST.getlist("fix"))
    for row in rows[:MANY]:
        asked = request.POST.get(f"status-{row.person_id}") or wanted.get(str(row.person_id), row.status)
        reason = request.POST.get(f"reason-{row.person_id}", row.reason)
        clash = (clashes or {}).get(row.person_id, "")
        offered = _offered(row, request.reach)  # type: ignore[attr-defined]
        words_now = f"{offered[row.status]} {row.reason}" if clash else ""
        seen = f"{row.status} {row.reason}"
        # Chosen: ticked before, prefilled by a device, or met by somebody else's change.
        chosen = str(row.person_id) in ticked or asked != row.status or bool(clash)
        line = {"row": row, "status": asked, "reason": reason, "now": words_now, "seen": seen, "chosen": chosen}
        excused = row.exempt and row.status in AWAY
        lines.append(line | {"offered": offered.items(), "word": offered[row.status], "excused": excused})
    context = {
        "activity": shown,
        "lines": lines,
        "missing": missing,
        "clashes": clashes,
        "why": request.POST.get("why", ""),
        "reasons": reasons(),
        "many": count > MANY,
        "words": words,
    }
    return render(request, "activities/correct.html", context, status=422 if missing or clashes else 200)
