"""Printed papers: the sign-in sheet, the minutes, the attendance of a year."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from xueer.access.permissions import Permission, requires, signed_in
from xueer.access.scope import unit_for
from xueer.activities import queries
from xueer.activities.choices import ActivityState
from xueer.activities.models import Activity
from xueer.activities.papers.attendance import Part, write_attendance
from xueer.activities.queries.minutes import generated, presence, written
from xueer.activities.queries.papers import Attendance, attendance, groups_with_sessions, sign_in_lines
from xueer.activities.queries.papers import sign_in_sheet as laid_out
from xueer.activities.queries.roll import names_exempt, seats
from xueer.audit.downloads import XLSX, download_paper
from xueer.common.calendar import now, today


@signed_in
@require_safe
def sign_in_sheet(request: HttpRequest, code: str) -> HttpResponse:
    """Names in protocol order with room to sign, on paper."""
    shown = _seen(request, code)
    held = shown.state == ActivityState.HELD
    context = {
        "activity": shown,
        "units": queries.holding_units(shown),
        "leading": dict(generated(shown, reveals=False)),
        "sheet": laid_out(sign_in_lines(shown, reveals=lambda row: names_exempt(row, request.reach))),
        "there": presence(shown, seats(shown), reveals=False) if held else None,
    }
    return render(request, "activities/print_sign_in_sheet.html", context)


@signed_in
@require_safe
def print_minutes(request: HttpRequest, code: str) -> HttpResponse:
    """The minutes in the official form, for paper."""
    shown = _seen(request, code)
    if not shown.minutes_text:
        raise Http404
    context = {"activity": shown, "paper": written(shown, reveals=_reveals(request, shown))}
    return render(request, "activities/print_minutes.html", context)


@requires(Permission.PERSON_VIEW)
@require_safe
def attendance_ledger(request: HttpRequest, code: str) -> HttpResponse:
    """The attendance of the unit's own sessions of a year (?year=) as a spreadsheet, a further sheet for each group."""
    unit = unit_for(request, Permission.PERSON_VIEW, code)
    given = request.GET.get("year", "")
    year = int(given) if given.isascii() and given.isdecimal() and len(given) == 4 and given > "1" else today().year
    reach = request.reach  # type: ignore[attr-defined]

    def reveals(unit_id: int | None) -> bool:
        return reach.covers(Permission.REASON_VIEW, unit_id)

    parts = [_part(unit.name, attendance(unit, year, reveals=reveals), year)]
    for group in groups_with_sessions(unit, year):
        parts.append(_part(group.name, attendance(unit, year, group=group, reveals=reveals), year))
    return download_paper(
        name=f"{parts[0].title}.xlsx",
        content=write_attendance(parts),
        content_type=XLSX,
        about=unit,
        by=request.user,
        at=now(),
        detail={"rows": len(parts[0].found.people), "sessions": len(parts[0].found.sessions)},
    )


def _part(whose: str, found: Attendance, year: int) -> Part:
    title = _("Attendance of %(whose)s, %(year)s") % {"whose": whose, "year": year}
    lead = _("%(people)s people, %(sessions)s sessions; written on %(day)s") % {
        "people": len(found.people),
        "sessions": len(found.sessions),
        "day": today().isoformat(),
    }
    return Part(whose, title, lead, found)


def _seen(request: HttpRequest, code: str) -> Activity:
    """The activity, for those who may view it; being on its roll is not enough."""
    shown = get_object_or_404(queries.for_list(Activity.objects.all()), code=code)
    if not queries.may_view(shown, request.reach):  # type: ignore[attr-defined]
        raise Http404
    return shown


def _reveals(request: HttpRequest, shown: Activity) -> bool:
    return request.reach.covers(Permission.REASON_VIEW, shown.unit_id)  # type: ignore[attr-defined]
