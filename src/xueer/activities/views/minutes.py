"""Writing the minutes of an activity, and printing them."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from xueer.access.permissions import Permission, signed_in
from xueer.activities import queries
from xueer.activities.actions.minutes import write_minutes
from xueer.activities.choices import ActivityState
from xueer.activities.errors import MinutesChanged, MinutesOfCancelled, MinutesTooLong
from xueer.activities.minutes import DISCUSSION, FREE, HEADS, HINTS, LABELS, Speech, discussion_of, parts_of, rows_for
from xueer.activities.minutes import check as check_minutes
from xueer.activities.models import Activity
from xueer.activities.queries.minutes import follow_up_before, generated, last_written, session_of
from xueer.activities.queries.roll import may_take_roll, seats
from xueer.audit.once import once
from xueer.common.calendar import now
from xueer.common.stale import seen_of

BLANK_ROWS = 3


@signed_in
@require_http_methods(["GET", "POST"])
@once
def minutes(request: HttpRequest, code: str) -> HttpResponse:
    """The form: a field for each part, a line for each speaker; what two people changed is shown side by side."""
    shown = activity_to_write(request, code)
    if shown.state == ActivityState.CANCELLED:
        messages.error(request, _("The activity was cancelled: there is nothing to write down."))
        return redirect("activities.activity", shown.code)
    if request.method != "POST":
        parts = parts_of(shown.minutes_text)
        return _form(request, shown, parts, rows_for(parts, session_of(shown)))
    speeches = _speeches(request)
    typed = {part: request.POST.get(part, "") for part in (FREE, *HEADS)} | {DISCUSSION: discussion_of(speeches)}
    try:
        theirs = write_minutes(shown, typed=typed, seen=request.POST.get("seen", ""), by=request.user, at=now())
    except MinutesChanged as met:
        shown.refresh_from_db(fields=["minutes_text"])
        return _form(request, shown, met.typed, rows_for(met.typed, session_of(shown)), clash=met, status=409)
    except MinutesTooLong as met:
        messages.error(request, _("The minutes are longer than %(n)s characters.") % {"n": met.longest})
        return _form(request, shown, typed, speeches, status=422)
    except MinutesOfCancelled:
        messages.error(request, _("The activity was cancelled meanwhile. Your text is still in the fields."))
        return _form(request, shown, typed, speeches, status=422)
    _tell(request, theirs)
    return redirect(f"{reverse('activities.activity', args=(shown.code,))}#minutes")


def activity_to_write(request: HttpRequest, code: str) -> Activity:
    """The activity, if the caller may write it down: who takes its roll may. 404 else."""
    rows = queries.for_list(Activity.objects.select_related("plan_item"))
    shown = get_object_or_404(rows, code=code)
    if not may_take_roll(shown, request.reach):  # type: ignore[attr-defined]
        raise Http404
    return shown


def _speeches(request: HttpRequest) -> list[Speech]:
    who, said = request.POST.getlist("who"), request.POST.getlist("said")
    return [Speech(name, words) for name, words in zip(who, said, strict=False)]


def _tell(request: HttpRequest, theirs: tuple[str, ...]) -> None:
    messages.success(request, _("The minutes are stored."))
    if theirs:
        kept = "、".join(str(LABELS[part]) for part in theirs)
        messages.info(request, _("Kept as somebody else wrote it meanwhile: %(parts)s.") % {"parts": kept})


def _form(
    request: HttpRequest,
    shown: Activity,
    parts: dict[str, str],
    speeches: list[Speech],
    *,
    clash: MinutesChanged | None = None,
    status: int = 200,
) -> HttpResponse:
    reach = request.reach  # type: ignore[attr-defined]
    session, stored = session_of(shown), parts_of(shown.minutes_text)
    written = last_written(shown)
    before = follow_up_before(shown)
    if before and not (queries.may_view(before, reach) or may_take_roll(before, reach)):
        before = None  # of a unit that holds only this one together with the caller's
    points = check_minutes(shown.minutes_text, session)
    context: dict[str, Any] = {
        "activity": shown,
        "generated": generated(shown, reveals=reach.covers(Permission.REASON_VIEW, shown.unit_id)),
        "fields": [
            (part, LABELS[part], HINTS.get(part), parts[part], _kind(points, part), _rows(parts[part]))
            for part in HEADS
        ],
        "silent": "、".join(point.who for point in points if point.who),
        "free": parts[FREE],
        "free_label": LABELS[FREE],
        "free_hint": HINTS[FREE],
        "speeches": [*speeches, *[Speech("", "")] * BLANK_ROWS],
        "names": [seat.row.person.name for seat in seats(shown)],
        "seen": seen_of(stored),
        "written": written,
        "before": parts_of(before.minutes_text)["follow_up"] if before else "",
        "before_activity": before,
        "clashes": [(LABELS[part], stored[part], clash.typed[part]) for part in clash.parts] if clash else [],
    }
    return render(request, "activities/minutes.html", context, status=status)


def _rows(text: str) -> int:
    """How many lines a field shows: as many as its text takes, within reason."""
    return min(16, max(3, sum(1 + len(line) // 40 for line in text.split("\n"))))


def _kind(points: list[Any], part: str) -> str:
    """ok, risk (needed and missing) or due (where there is something to say), of one part."""
    kinds = [point.kind for point in points if point.part == part]
    return "risk" if "risk" in kinds else kinds[0]
