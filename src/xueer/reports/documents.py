"""From a report, written or just composed, to a document."""

from collections.abc import Iterable, Sequence
from datetime import date

from django.utils import translation

from xueer.common.calendar import local_day
from xueer.metrics.registry import BY_SLUG
from xueer.org.models import Unit
from xueer.reports.document import Document, Note, Shown, document_of
from xueer.reports.material import Line, Taken, without_figures
from xueer.reports.numbers import figure_text
from xueer.reports.queries import Manuscript

LANGUAGE = "zh-hans"  # of the documents, whatever the reader's


def document_of_manuscript(manuscript: Manuscript) -> Document:
    """A saved report as it stands. Figures without data must have been refused before."""
    report = manuscript.report
    chips = manuscript.shown_chips
    shown = {chip.number: Shown(chip.text, chip.row.words) for chip in chips if not chip.is_empty}
    with translation.override(LANGUAGE):
        notes = [_note(chip.row, chip.row.shown) for chip in chips if not chip.is_empty]
    return document_of(
        title=report.title,
        addressee=report.addressee,
        signature=report.unit.name,
        day=local_day(report.issued_at or report.written_at),
        lines=manuscript.lines,
        shown=shown,
        notes=notes,
    )


def document_of_lines(
    *, title: str, addressee: str, unit: Unit, day: date, lines: Sequence[Line], figures: Iterable[Taken]
) -> tuple[Document, list[Taken]]:
    """A report just composed, without the sentences whose figures have no data; and those figures."""
    taken = list(figures)
    empty = [figure for figure in taken if figure.value is None]
    kept = without_figures(lines, {figure.number for figure in empty})
    shown = {
        figure.number: Shown(figure_text(figure.value, BY_SLUG[figure.metric].unit), figure.words)
        for figure in taken
        if figure.value is not None
    }
    with translation.override(LANGUAGE):
        notes = [_note(figure, figure.value) for figure in taken if figure.value is not None]
    document = document_of(
        title=title, addressee=addressee, signature=unit.name, day=day, lines=kept, shown=shown, notes=notes
    )
    return document, empty


def _note(figure: object, value: object) -> Note:
    metric = BY_SLUG[figure.metric]  # type: ignore[attr-defined]
    number = int(value) if value == int(value) else float(value)  # type: ignore[arg-type, call-overload]
    words = "%" if metric.unit == "percent" else figure.words  # type: ignore[attr-defined]
    name, rule = str(metric.name), f"{metric.rule} {metric.once}"
    return Note(figure.number, name, figure.item, number, words, figure.records, rule)  # type: ignore[attr-defined]
