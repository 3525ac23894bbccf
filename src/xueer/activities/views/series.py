"""Planning a series: its rhythm, then its days one by one – holidays left out by name – before anything is stored."""

from datetime import timedelta

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from xueer.access.permissions import Permission, requires
from xueer.access.scope import unit_for
from xueer.activities.actions.series import plan_series
from xueer.activities.errors import NoSessions
from xueer.activities.forms.details import DetailsForm
from xueer.activities.forms.rhythm import RhythmForm, Rows, fresh_rows, typed_rows
from xueer.activities.queries.working_days import SeriesDay, series_days
from xueer.activities.views.planning import planning_form
from xueer.audit.once import once
from xueer.common.calendar import now
from xueer.org.models import Unit

QUARTER = timedelta(weeks=12)


@requires(Permission.ACTIVITY_EDIT)
@require_http_methods(["GET", "POST"])
@once
def series(request: HttpRequest, code: str) -> HttpResponse:
    """A POST with `act=days` lists the days of the rhythm, one with `act=save` stores the sessions as listed."""
    unit = unit_for(request, Permission.ACTIVITY_EDIT, code)
    form, context = planning_form(request, unit)
    sent = request.method == "POST"
    until = form.shown_day + QUARTER if not sent else None
    rhythm = RhythmForm(request.POST if sent else None, initial={"until": until})
    context |= {"rhythm": rhythm, "numbered": not sent or request.POST.get("numbered") == "1"}
    if not sent:
        return render(request, "activities/series.html", context)
    valid = all([form.is_valid(), rhythm.is_valid()])
    rhythm.check(form.cleaned_data.get("day"))
    if not valid or rhythm.errors:
        return render(request, "activities/series.html", context, status=422)
    days = _days(unit, form, rhythm)
    topic = form.details().topic
    rows = fresh_rows(days, topic, numbered=bool(context["numbered"]))
    context["rows"] = rows
    if request.POST.get("act") != "save":
        return render(request, "activities/series.html", context)
    typed = typed_rows(days, request.POST, topic)
    if typed.stale:
        messages.warning(request, _("The rhythm was changed: these are its days now. Look at them, then save."))
        return render(request, "activities/series.html", context, status=422)
    context["rows"] = typed
    if not typed.ok:
        return render(request, "activities/series.html", context, status=422)
    return _planned(request, unit, form, rhythm, typed, context)


def _days(unit: Unit, form: DetailsForm, rhythm: RhythmForm) -> list[SeriesDay]:
    given = rhythm.rhythm(form.cleaned_data["day"])
    return series_days(
        unit, weekday=given.weekday, every_weeks=given.every_weeks, first=given.first_on, last=given.last_on
    )


def _planned(
    request: HttpRequest, unit: Unit, form: DetailsForm, rhythm: RhythmForm, rows: Rows, context: dict
) -> HttpResponse:
    try:
        stored = plan_series(
            form.details(),
            rhythm.rhythm(form.cleaned_data["day"]),
            rows.meetings,
            left_out=rows.left_out,
            by=request.user,
            at=now(),
        )
    except NoSessions:
        messages.error(request, _("No day is left: nothing was stored."))
        return render(request, "activities/series.html", context, status=422)
    count = len(rows.meetings)
    words = ngettext("%(n)s session is planned.", "%(n)s sessions are planned.", count) % {"n": count}
    messages.success(request, words)
    return redirect(f"{reverse('activities.activities', args=(unit.code,))}?series={stored.code}&sort=date")
