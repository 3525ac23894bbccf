"""The acts on one figure: by hand, back, anew, and out with its sentence."""

from datetime import datetime
from decimal import Decimal, InvalidOperation
from typing import Any

from django.db import transaction
from django.utils.translation import gettext

from xueer.audit.actions import note
from xueer.common.calendar import local_day
from xueer.metrics.registry import BY_SLUG
from xueer.reports.actions.locking import drop_unused_figures, open_draft, put_lines, step_on
from xueer.reports.errors import ReportRefused
from xueer.reports.material import Line, without_figures
from xueer.reports.models import Report, ReportFigure
from xueer.reports.numbers import exact, figure_text
from xueer.reports.queries import scope_of

MOST_VALUE = Decimal(10) ** 13


@transaction.atomic
def change_figure(report: Report, number: int, *, value: str, reason: str, version: int, by: Any, at: datetime) -> None:
    """Puts a number by hand in place of a figure's value; the reason stays beside it. Without one: ReportRefused."""
    locked = open_draft(report, version)
    figure = locked.figures.get(number=number)
    by_hand = _typed(value)
    if not reason.strip():
        raise ReportRefused(gettext("Say why the figure is changed."))
    before = figure.shown
    figure.by_hand, figure.change_reason = by_hand, reason.strip()[:300]
    figure.changed_by_id, figure.changed_at = by.pk if by else None, at
    figure.save()
    step_on(locked, by=by, at=at)
    _note_figure("reports.change_figure", figure, locked, by, at, before, {"reason": figure.change_reason})


def _typed(text: str) -> Decimal:
    plain = "".join(text.replace(",", "").replace("，", "").replace("%", "").split())
    try:
        value = Decimal(plain)
    except InvalidOperation:
        value = Decimal(-1)
    if not value.is_finite() or not 0 <= value < MOST_VALUE:
        raise ReportRefused(gettext("Write the figure as a number, such as 12 or 94.5."))
    return value


@transaction.atomic
def restore_figure(report: Report, number: int, *, version: int, by: Any, at: datetime) -> None:
    """Takes a change by hand back: the value as it was taken stands again."""
    locked = open_draft(report, version)
    figure = locked.figures.get(number=number)
    before = figure.shown
    _forget_hand(figure)
    figure.save()
    step_on(locked, by=by, at=at)
    _note_figure("reports.restore_figure", figure, locked, by, at, before, {})


def _forget_hand(figure: ReportFigure) -> None:
    figure.by_hand, figure.change_reason = None, ""
    figure.changed_by_id = figure.changed_at = None


@transaction.atomic
def refresh_figure(report: Report, number: int, *, version: int, by: Any, at: datetime) -> None:
    """Takes a figure anew from the records as they are now; a change by hand is given up."""
    locked = open_draft(report, version)
    figure = locked.figures.get(number=number)
    before = figure.shown
    measured = BY_SLUG[figure.metric].value(scope_of(locked, on=local_day(at)), figure.item or None)
    figure.value, figure.records, figure.taken_at = exact(measured.value), measured.records, at
    _forget_hand(figure)
    figure.save()
    step_on(locked, by=by, at=at)
    _note_figure("reports.refresh_figure", figure, locked, by, at, before, {})


def _note_figure(
    verb: str, figure: ReportFigure, report: Report, by: Any, at: datetime, before: Decimal | None, more: dict[str, Any]
) -> None:
    shown = [None if value is None else figure_text(value) for value in (before, figure.shown)]
    detail = {"figure": figure.number, "metric": figure.metric, "item": figure.item, "shown": shown}
    note(verb=verb, by=by, at=at, about=report, detail=detail | more)


@transaction.atomic
def drop_sentence(report: Report, number: int, *, version: int, by: Any, at: datetime) -> None:
    """Takes out every sentence (in a table: the row) that holds the figure. What stood there is kept in the trail."""
    locked = open_draft(report, version)
    before = [Line(row.style, row.text) for row in locked.paragraphs.all()]
    after = without_figures(before, {number})
    put_lines(locked, after)
    drop_unused_figures(locked)
    step_on(locked, by=by, at=at)
    gone = [line.text for line in before if line not in after]
    note(verb="reports.drop_sentence", by=by, at=at, about=locked, detail={"figure": number, "before": gone})
