"""The plans of the units below, for whoever receives them."""

from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from xueer.access.permissions import Permission, requires
from xueer.access.scope import unit_for
from xueer.audit.downloads import download_list
from xueer.common.calendar import now, today
from xueer.plans import queries, tables
from xueer.plans.choices import PlanState
from xueer.plans.queries import Below
from xueer.plans.views.loading import year_named

PER_PAGE = 100
STATES = (queries.NONE, *(state.value for state in PlanState))


@requires(Permission.UNIT_VIEW)
def below(request: HttpRequest, code: str) -> HttpResponse:
    """Every unit below with the state of its plan, also those that have none; by state, by words; as Excel."""
    unit = unit_for(request, Permission.UNIT_VIEW, code)
    number = year_named(request.GET.get("year"), today().year)
    everybody = queries.plans_below(unit, year=number, on=today())
    rows, given = _chosen(request, everybody)
    if request.GET.get("format") == "xlsx":
        name = _("Plans below %(unit)s for %(year)s") % {"unit": unit.name, "year": number}
        return download_list(
            name=name,
            columns=tables.below_columns(),
            rows=tables.below_rows(rows),
            about=unit,
            by=request.user,
            at=now(),
        )
    context = given | {
        "unit": unit,
        "year": number,
        "years": [number - 1, number, number + 1],
        "page": Paginator(rows, PER_PAGE).get_page(request.GET.get("page")),
        "everybody": len(everybody),
        "counts": [
            (state, tables.state_words(state), sum(row.state == state for row in everybody)) for state in STATES
        ],
    }
    return render(request, "plans/below.html", context)


def _chosen(request: HttpRequest, everybody: list[Below]) -> tuple[list[Below], dict[str, Any]]:
    state, words = request.GET.get("state", ""), request.GET.get("q", "").strip()
    state = state if state in STATES else ""
    rows = [row for row in everybody if not state or row.state == state]
    rows = [row for row in rows if words in row.unit.name or words in row.unit.code]
    return rows, {"state": state, "words": words}
