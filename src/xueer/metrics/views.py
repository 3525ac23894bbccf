"""The figures of a unit, each with its definition, and the rows behind each of them."""

from typing import Any, NamedTuple

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from xueer.access.permissions import Permission, requires
from xueer.access.scope import require, unit_for
from xueer.audit.downloads import download_list
from xueer.common.calendar import now, today
from xueer.metrics.forms import span_of
from xueer.metrics.metric import Measured, Metric
from xueer.metrics.queries import records_behind
from xueer.metrics.registry import BY_SLUG, METRICS
from xueer.metrics.scope import Scope
from xueer.org.models import Unit
from xueer.records import tables
from xueer.records.models import ActivityType
from xueer.rules.choices import State
from xueer.rules.queries import Standing
from xueer.rules.words import figure_words

PER_PAGE = 50


class Entry(NamedTuple):
    """A figure of the dictionary with its value."""

    metric: Metric
    measured: Measured


@requires(Permission.UNIT_VIEW)
def figures(request: HttpRequest, code: str) -> HttpResponse:
    """Every figure of the dictionary for a unit and all below it over a span of days, with its definition."""
    unit = unit_for(request, Permission.UNIT_VIEW, code)
    span = span_of(request.GET, today=today())
    scope = Scope(unit, span.first, span.last)
    shown = [metric for metric in METRICS if metric.by_item or span.item is None]
    context = {
        "unit": unit,
        "span": span,
        "entries": [Entry(metric, metric.value(scope, span.item)) for metric in shown],
        "types": ActivityType.objects.filter(name__in=scope.items),
    }
    return render(request, "metrics/figures.html", context)


@requires(Permission.UNIT_VIEW)
def records(request: HttpRequest, code: str, slug: str) -> HttpResponse:
    """The rows one figure opens to: records, people, units or standings; paged, and as Excel.

    Lists of people and of their standings need PERSON_VIEW.
    """
    unit = unit_for(request, Permission.UNIT_VIEW, code)
    metric = BY_SLUG.get(slug)
    if metric is None:
        raise Http404
    if metric.opens in ("people", "standings"):
        require(request, Permission.PERSON_VIEW, at=unit)
    span = span_of(request.GET, today=today())
    rows = _ordered(metric, records_behind(slug, unit, span.first, span.last, span.item))
    reveals = request.reach.covers(Permission.REASON_VIEW, unit.pk)  # type: ignore[attr-defined]
    if request.GET.get("format") == "xlsx":
        return _as_sheet(request, unit, metric, rows, reveals=reveals)
    page = Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "unit": unit,
        "span": span,
        "metric": metric,
        "measured": metric.value(Scope(unit, span.first, span.last), span.item),
        "page": page,
        "year": span.last.year,
        "lines": tables.lines(page.object_list, reveals=reveals) if metric.opens == "records" else [],
        "standings": [(row, figure_words(row)) for row in page] if metric.opens == "standings" else [],
    }
    return render(request, "metrics/records.html", context)


def _ordered(metric: Metric, rows: Any) -> Any:
    if metric.opens == "standings":
        return rows
    if metric.opens == "people":
        return rows.select_related("unit").order_by("unit__position", "unit__code", "code")
    if metric.opens == "units":
        return rows.order_by("position", "code")
    return tables.shown(rows).order_by("-occurred_on", "-id")


def _as_sheet(request: HttpRequest, unit: Unit, metric: Metric, rows: Any, *, reveals: bool) -> HttpResponse:
    columns, found = _sheet(metric, rows, reveals=reveals)
    name = f"{unit.name}{metric.name}"
    return download_list(name=name, columns=columns, rows=found, about=unit, by=request.user, at=now())


def _sheet(metric: Metric, rows: Any, *, reveals: bool) -> tuple[list[str], Any]:
    if metric.opens == "people":
        columns = [_("Staff code"), _("Name"), _("Unit"), _("Duty")]
        return columns, [[row.code, row.name, row.unit.name if row.unit else "", row.duty] for row in rows]
    if metric.opens == "units":
        return [_("Code"), _("Unit"), _("Kind")], [[row.code, row.name, row.kind] for row in rows]
    if metric.opens == "standings":
        columns = [_("Requirement"), _("Code"), _("Subject"), _("Period"), _("Figure"), _("State")]
        return columns, [_standing_row(row) for row in rows]
    return tables.columns(), tables.rows(rows, reveals=reveals)


def _standing_row(row: Standing) -> list[str]:
    words = _("Not reached, for information") if row.state == State.MISSED and not row.gap else State(row.state).label
    return [row.requirement.name, row.subject_code, row.subject_name, row.period_key, figure_words(row), str(words)]
