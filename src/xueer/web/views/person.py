"""A person's file."""

from datetime import date

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from xueer.access.permissions import Permission, signed_in
from xueer.access.queries import may_reset_password
from xueer.access.scope import holds_for, person_for
from xueer.audit.actions import note
from xueer.common.calendar import now, today
from xueer.org.queries import main_unit
from xueer.rules.choices import State
from xueer.rules.queries import Standing, records_behind, standings_of_person
from xueer.web.panels import personal
from xueer.web.panels import year_form as year_form_of
from xueer.web.panels.duties import duties

LINES_SHOWN = 40


@signed_in
def person(request: HttpRequest, code: str) -> HttpResponse:
    """A person's file: one's own always and whole, others' with PERSON_VIEW at one of their units."""
    shown = person_for(request, Permission.PERSON_VIEW, code)
    own, on = shown.pk == request.user.pk, today()
    reveals = own or holds_for(request, Permission.REASON_VIEW, shown)
    years = personal.years_of(shown, today=on)
    year = _year(request.GET.get("year", ""), years)
    everything = personal.records_of_year(shown, year)
    found = standings_of_person(shown, year=year, on=on)
    if not reveals:
        found = [row for row in found if row.state != State.EXEMPT]
    behind = [row for row in found if row.requirement.code == request.GET.get("of")]
    rows = everything.filter(pk__in=_ids_behind(behind, on)) if behind else everything
    count, limit = rows.count(), None if request.GET.get("all") or behind else LINES_SHOWN
    context = (
        {
            "person": shown,
            "own": own,
            "year": year,
            "year_text": str(year),
            "years": years,
            "today": on,
            "reveals": reveals,
            "private": own or holds_for(request, Permission.PHONE_VIEW, shown),
            "may_edit": request.reach.covers(Permission.UNIT_EDIT, main_unit(shown, on=on)),  # type: ignore[attr-defined]
            "may_reset": not own
            and holds_for(request, Permission.PASSWORD_RESET, shown)
            and may_reset_password(request.reach, shown),  # type: ignore[attr-defined]
            "strip": personal.strip(everything, year, reveals=reveals),
            "duties": duties(found, on=on),
            "of": behind[0].requirement if behind else None,
            "months": personal.by_month(personal.lines(rows[:limit], reveals=reveals)),
            "count": count,
            "cut": limit is not None and count > limit,
        }
        | personal.belongings(shown, reveals=reveals)
    )
    return render(request, "web/person.html", context)


@signed_in
@require_safe
def year_form(request: HttpRequest, code: str) -> HttpResponse:
    """The year of a person as a form to print and sign (?year=). Whoever prints another's stands in the trail."""
    shown = person_for(request, Permission.PERSON_VIEW, code)
    own, on = shown.pk == request.user.pk, today()
    reveals = own or holds_for(request, Permission.REASON_VIEW, shown)
    year = _year(request.GET.get("year", ""), personal.years_of(shown, today=on))
    found = standings_of_person(shown, year=year, on=on)
    hosts = None if own else request.reach.units(Permission.REASON_VIEW)  # type: ignore[attr-defined]
    rows = year_form_of.rows(shown, year, reveals=reveals, hosts=hosts)
    context = {
        "person": shown,
        "year": year,
        "today": on,
        "duties": duties([row for row in found if reveals or row.state != State.EXEMPT], on=on),
        "rows": rows,
        "sums": year_form_of.sums(rows),
    }
    if not own:
        note(verb="person.print", by=request.user, at=now(), about=shown, detail={"year": year, "rows": len(rows)})
    return render(request, "web/year_form.html", context)


def _year(text: str, years: list[int]) -> int:
    return int(text) if text.isascii() and text.isdigit() and int(text) in years else years[-1]


def _ids_behind(standings: list[Standing], on: date) -> list[int]:
    """The records that the number of a requirement opens to, over all its periods of the year."""
    return [pk for row in standings for pk in records_behind(row, on=on).values_list("pk", flat=True)]
