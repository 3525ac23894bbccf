"""The year's plan of a unit by month, and how far the plans below have come. Read only."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from xueer.access.permissions import Permission, requires
from xueer.access.scope import unit_for
from xueer.audit.downloads import download_list
from xueer.common.calendar import EARLIEST, LATEST, now, today
from xueer.plans import queries, tables


@requires(Permission.UNIT_VIEW)
def year(request: HttpRequest, code: str) -> HttpResponse:
    """What the unit planned for a year (this one, unless `?year=`), where each item stands today."""
    unit = unit_for(request, Permission.UNIT_VIEW, code)
    on = today()
    number = _year(request.GET.get("year"), on.year)
    plans = list(queries.plans_of(unit, year=number))
    lines = tables.lines(queries.items_of(plans), queries.requirements_asked(unit, year=number), on=on)
    if request.GET.get("format") == "xlsx":
        name = _("Plan of %(unit)s for %(year)s") % {"unit": unit.name, "year": number}
        return download_list(
            name=name, columns=tables.columns(), rows=tables.rows(lines), about=unit, by=request.user, at=now()
        )
    context = {
        "unit": unit,
        "year": number,
        "years": sorted({*queries.years_planned(unit), number}),
        "plans": plans,
        "month_numbers": range(1, 13),
        "this_month": on.month if number == on.year else 0,
        "lines": lines,
        "months": tables.months(lines),
        "tracks": tables.tracks(lines),
        "done": sum(line.standing == tables.DONE for line in lines),
        "missed": sum(line.standing == tables.MISSED for line in lines),
        "open": sum(line.standing == tables.PLANNED for line in lines),
        "below": queries.progress_below(unit, year=number, on=on),
    }
    return render(request, "plans/year.html", context)


def _year(given: str | None, default: int) -> int:
    return (
        int(given)
        if given and given.isascii() and given.isdigit() and EARLIEST.year <= int(given) <= LATEST.year
        else default
    )
