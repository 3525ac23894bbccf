"""The matrix (完成情况), a cell and its records."""

from datetime import date
from typing import Any, NamedTuple
from urllib.parse import urlencode

from django.core.paginator import Page, Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _

from xueer.access.permissions import Permission, requires
from xueer.access.scope import require, unit_for
from xueer.audit.downloads import download_list
from xueer.common.calendar import now, today
from xueer.common.periods import Period
from xueer.org.models import Unit
from xueer.records import tables as records_tables
from xueer.rules import tables
from xueer.rules.choices import Strength, SubjectKind
from xueer.rules.drawer import drawer_of, rows_of
from xueer.rules.forms import KINDS, ORDERS, MatrixFilter, end_of_links, matrix_filter, moment_named, periods_offered
from xueer.rules.matrix import arranged
from xueer.rules.matrix import matrix as matrix_of
from xueer.rules.models import Requirement
from xueer.rules.queries import bearing_on, records_behind
from xueer.rules.standings import Standing
from xueer.rules.words import period_name

PER_PAGE = 120
RECORDS_PER_PAGE = 50


class Segment(NamedTuple):
    """A link of the period switch."""

    words: str
    year: int
    period: str | None
    current: bool


@requires(Permission.UNIT_VIEW)
def matrix(request: HttpRequest, code: str) -> HttpResponse:
    """完成情况: subjects × requirements of a year as known on a day. Rows of people need PERSON_VIEW at the unit."""
    unit = unit_for(request, Permission.UNIT_VIEW, code)
    filters = matrix_filter(request.GET, today=today())
    if filters.kind == SubjectKind.PERSON:
        require(request, Permission.PERSON_VIEW, at=unit)
    bearing = bearing_on(unit)
    table = _table(unit, filters, bearing)
    if request.GET.get("format") == "xlsx":
        return download_list(
            name=_("Standings of %(unit)s %(year)s") % {"unit": unit.name, "year": filters.year},
            columns=tables.sheet_columns(table.columns),
            rows=tables.sheet_rows(table.rows, table.columns),
            about=unit,
            by=request.user,
            at=now(),
        )
    page = Paginator(table.rows, PER_PAGE).get_page(request.GET.get("page"))
    return render(request, "rules/matrix.html", _matrix_context(request, unit, filters, bearing, table, page))


def _table(unit: Unit, filters: MatrixFilter, bearing: list[Requirement]) -> tables.Table:
    chosen = [row for row in bearing if _is_wanted(row, filters)]
    made = matrix_of(unit, year=filters.year, on=filters.on, subject_kind=filters.kind, requirements=chosen)
    if filters.period:
        made = arranged([row for row in made.standings if _lies_in(row, filters.period)], filters.kind)
    return tables.table(
        made,
        filters.kind,
        unit_kind=filters.unit_kind,
        sort=filters.sort,
        gaps=filters.gaps,
        state=filters.state,
    )


def _is_wanted(row: Requirement, filters: MatrixFilter) -> bool:
    return (
        row.subject_kind == filters.kind
        and filters.strength in ("", row.strength)
        and filters.requirement in ("", row.code)
        and filters.rulebook in ("", row.rulebook.code if row.rulebook else "")
    )


def _lies_in(row: Standing, period: Period) -> bool:
    slot = row.slot.period
    return slot is not None and period.first <= slot.first and slot.last <= period.last


def _matrix_context(
    request: HttpRequest,
    unit: Unit,
    filters: MatrixFilter,
    bearing: list[Requirement],
    table: tables.Table,
    page: Page,
) -> dict[str, Any]:
    end = end_of_links(filters.year, filters.on, today=today())
    headings = tables.headings(table.columns, table.rows)
    kept = ("year", "on", "period", "requirement", "state")
    books = {row.rulebook.code: row.rulebook for row in bearing if row.rulebook and row.subject_kind == filters.kind}
    may_see_people = request.reach.covers(Permission.PERSON_VIEW, unit.pk)  # type: ignore[attr-defined]
    return {
        "unit": unit,
        "filters": filters,
        "period_words": period_name(filters.period) if filters.period else "",
        "table": table,
        "page": page,
        "headings": headings,
        "books": tables.books(table.columns),
        "lines": tables.lines(page.object_list, table.columns, end=end, first=page.start_index()),
        "legend": tables.legend(table.states, filters.state),
        "totals": {
            "met": sum(row.met for row in table.rows),
            "due": table.cell_count,
            "gaps": sum(head.gaps for head in headings),
        },
        "seg": _segments(filters),
        "kinds": [pair for pair in KINDS if pair[0] != "person" or may_see_people],
        "kind_words": dict(KINDS)[filters.kind.lower()],
        "rulebooks": [books[code] for code in sorted(books)],
        "strengths": Strength.choices,
        "orders": ORDERS,
        "hidden": [(name, request.GET[name]) for name in kept if request.GET.get(name)],
        "narrowed": bool(bearing) and any((filters.gaps, filters.state, filters.unit_kind, filters.rulebook)),
        "all_href": f"{request.path}?kind={filters.kind.lower()}&year={filters.year}",
    }


def _segments(filters: MatrixFilter) -> list[Segment]:
    """The year before, the year, its quarter and its month."""
    year, period = filters.year, filters.period
    found = [
        Segment(_("%(year)s") % {"year": year - 1}, year - 1, None, current=False),
        Segment(_("%(year)s") % {"year": year}, year, None, current=period is None),
    ]
    offered = periods_offered(year, filters.on)
    if period and period not in offered:
        offered.append(period)
    found += [Segment(period_name(one), year, one.key, current=one == period) for one in offered]
    return found


@requires(Permission.UNIT_VIEW)
def standing(request: HttpRequest, code: str, requirement: int, subject: int, when: int) -> HttpResponse:
    """One cell: how the subject stands, in words, its periods, its last records. For HTMX a row of the matrix."""
    unit, rows, year, on = _standings(request, code, requirement, subject, when)
    drawer = drawer_of(rows, on=on, reveals=_reveals(request, unit), period=request.GET.get("period", ""))
    given = on != today()
    here = reverse("rules.standing", args=(code, requirement, subject, when))
    query = urlencode({"period": drawer.now.period_key} | ({"on": str(on)} if given else {}))
    context = {
        "drawer": drawer,
        "unit": unit,
        "year": year,
        "on_given": given,
        "here": here,
        "records": f"{here}records/?{query}",
    }
    if request.htmx:  # type: ignore[attr-defined]
        cols = request.GET.get("cols", "")
        context["cols"] = int(cols) if cols.isascii() and cols.isdigit() and int(cols) < 200 else 1
        return render(request, "rules/_drawer_row.html", context)
    return render(request, "rules/standing.html", context)


@requires(Permission.UNIT_VIEW)
def records(request: HttpRequest, code: str, requirement: int, subject: int, when: int) -> HttpResponse:
    """The rows of the ledger that a standing's number opens to, each opening its source; paged, and as Excel."""
    unit, standings_, year, on = _standings(request, code, requirement, subject, when)
    reveals = _reveals(request, unit)
    drawer = drawer_of(standings_, on=on, reveals=reveals, period=request.GET.get("period", ""))
    rows = records_behind(drawer.now, on=on).order_by("-occurred_on", "-id")
    if request.GET.get("format") == "xlsx":
        words = {"subject": drawer.now.subject_name, "requirement": drawer.requirement.name}
        return download_list(
            name=_("Records of %(subject)s, %(requirement)s") % words,
            columns=records_tables.columns(),
            rows=records_tables.rows(rows, reveals=reveals),
            about=unit,
            by=request.user,
            at=now(),
        )
    page = Paginator(records_tables.shown(rows), RECORDS_PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "drawer": drawer,
        "unit": unit,
        "year": year,
        "on_given": on != today(),
        "page": page,
        "lines": records_tables.lines(page.object_list, reveals=reveals),
        "here": reverse("rules.standing", args=(code, requirement, subject, when)),
    }
    return render(request, "rules/records.html", context)


def _standings(
    request: HttpRequest, code: str, requirement: int, subject: int, when: int
) -> tuple[Unit, list[Standing], int, date]:
    """The standings of a cell. 404 for what is not bound inside the unit, and for others' without PERSON_VIEW."""
    unit = unit_for(request, Permission.UNIT_VIEW, code)
    asked = get_object_or_404(Requirement, pk=requirement)
    if asked.subject_kind == SubjectKind.PERSON and subject != request.user.pk:
        require(request, Permission.PERSON_VIEW, at=unit)
    try:
        year, day = moment_named(when)
    except ValueError:
        raise Http404 from None
    on = day or matrix_filter(request.GET, today=today()).on
    rows = rows_of(unit, asked, subject, year=year, on=on)
    if not rows:
        raise Http404
    return unit, rows, year, on


def _reveals(request: HttpRequest, unit: Unit) -> bool:
    """May the caller know who of the unit is exempt?"""
    return request.reach.covers(Permission.REASON_VIEW, unit.pk)  # type: ignore[attr-defined]
