"""Every write to reports: drafting, saving, the acts on a figure, issuing. Each leaves its line in the trail.

A report is never silently overwritten: who saves names the version the form began with.
"""

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Any, NamedTuple

from django.db import transaction
from django.utils.translation import gettext

from xueer.audit.actions import note
from xueer.common.calendar import local_day
from xueer.metrics.registry import BY_SLUG as METRICS
from xueer.org.models import Unit
from xueer.reports import registry
from xueer.reports.choices import OF_TABLES, ReportState, Style
from xueer.reports.documents import document_of_lines, document_of_manuscript
from xueer.reports.errors import AlreadyIssued, EmptyFigures, ReportRefused, StaleReport
from xueer.reports.material import LEAD, Line, Material, Taken, numbers_in, without_figures
from xueer.reports.models import Paragraph, Report, ReportFigure
from xueer.reports.numbers import exact, figure_text
from xueer.reports.queries import Manuscript, saved_report, scope_of, span_of, span_scope
from xueer.reports.report import ReportKind
from xueer.reports.writers.registry import WRITERS

MOST_TEXT = 20_000  # characters of a paragraph
MOST_VALUE = Decimal(10) ** 13


class Composed(NamedTuple):
    """A report of the catalogue, computed and not stored."""

    title: str
    addressee: str
    span: tuple[date, date]
    lines: list[Line]
    figures: list[Taken]


def compose(name: str, unit: Unit, year: int, *, on: date) -> Composed:
    """Composes a report from the records as known on `on`. ReportRefused for an unknown name or a coming year."""
    kind = _kind(name)
    try:
        span = span_of(year, on=on)
    except ValueError:
        raise ReportRefused(gettext("The year %(year)s has not begun.") % {"year": year}) from None
    material = Material(span_scope(unit, *span, year=year, on=on), year)
    lines = kind.compose(material)
    addressee = unit.parent.name if unit.parent else ""
    return Composed(kind.title(unit, year), addressee, span, lines, list(material.figures.values()))


def _kind(name: str) -> ReportKind:
    if name not in registry.BY_SLUG:
        known = ", ".join(registry.BY_SLUG)
        raise ReportRefused(
            gettext("There is no report %(name)s; there are: %(known)s.") % {"name": name, "known": known}
        )
    return registry.BY_SLUG[name]


@transaction.atomic
def draft_report(name: str, unit: Unit, year: int, *, by: Any, at: datetime) -> Report:
    """Begins the report of a year from the records as they are; a draft that is already there is handed back as it is.

    Raises ReportRefused for an unknown name or a year to come.
    """
    Unit.objects.select_for_update().get(pk=unit.pk)  # two clicks make one draft
    there = Report.objects.filter(name=name, unit=unit, year=year, state=ReportState.DRAFT).first()
    if there:
        return there
    made = compose(name, unit, year, on=local_day(at))
    report = Report.objects.create(
        name=name,
        unit=unit,
        year=year,
        first_on=made.span[0],
        last_on=made.span[1],
        title=made.title[:200],
        addressee=made.addressee[:200],
        written_by_id=by.pk if by else None,
        written_at=at,
    )
    ReportFigure.objects.bulk_create(_figure(report, figure, at) for figure in made.figures)
    _put_lines(report, made.lines)
    _drop_unused_figures(report)
    note(verb="reports.draft", by=by, at=at, about=report, detail={"year": year, "unit": unit.code})
    return report


def _figure(report: Report, taken: Taken, at: datetime) -> ReportFigure:
    return ReportFigure(
        report=report,
        number=taken.number,
        metric=taken.metric,
        item=taken.item,
        words=taken.words,
        value=taken.value,
        records=taken.records,
        taken_at=at,
    )


def _put_lines(report: Report, lines: Iterable[Line]) -> None:
    report.paragraphs.all().delete()
    rows = (Paragraph(report=report, position=n, style=line.style, text=line.text) for n, line in enumerate(lines, 1))
    Paragraph.objects.bulk_create(rows)


def _drop_unused_figures(report: Report) -> None:
    used = {number for text in report.paragraphs.values_list("text", flat=True) for number in numbers_in(text)}
    report.figures.exclude(number__in=used).delete()


def _open(report: Report, version: int | None) -> Report:
    """The report, locked, if it may still be changed and nobody has saved since `version`."""
    locked = Report.objects.select_for_update().select_related("unit").get(pk=report.pk)
    if not locked.is_draft:
        raise AlreadyIssued(gettext("This report has been issued and is not changed any more."))
    if version is not None and version != locked.version:
        raise StaleReport(gettext("Somebody has saved this report in the meantime."), version=locked.version)
    return locked


def _saved(report: Report, by: Any, at: datetime) -> None:
    report.version += 1
    report.written_by_id = by.pk if by else None
    report.written_at = at
    report.save(update_fields=["version", "written_by_id", "written_at", "title", "addressee"])


@transaction.atomic
def save_report(
    report: Report, *, title: str, addressee: str, texts: Sequence[str], version: int, by: Any, at: datetime
) -> Report:
    """Puts an edited text in place of the old one; tables are kept as they are. An empty line parts two paragraphs.

    Raises StaleReport when `version` is no longer the stored one, ReportRefused for a figure that there is not. What
    stood there before is kept in the trail.
    """
    locked = _open(report, version)
    before = [Line(row.style, row.text) for row in locked.paragraphs.all()]
    lines = lines_of(texts)
    _check_text(locked, title, lines)
    tables = [line for line in before if line.style in OF_TABLES]
    _put_lines(locked, [*lines, *tables])
    detail: dict[str, Any] = {"before": [line.text for line in before if line not in lines]}
    for name, value in (("title", title), ("addressee", addressee)):
        if getattr(locked, name) != value:
            detail[name] = [getattr(locked, name), value]
    locked.title, locked.addressee = title[:200], addressee[:200]
    _saved(locked, by, at)
    note(verb="reports.save", by=by, at=at, about=locked, detail=detail | {"version": locked.version})
    return locked


def lines_of(texts: Iterable[str]) -> list[Line]:
    """Typed texts as lines: 一、… is a heading, （一）… without a full stop a subheading."""
    parts = [part.strip() for text in texts for part in text.replace("\r\n", "\n").split("\n")]
    return [Line(_style_of(part), part.replace("\t", " ")) for part in parts if part]


def _style_of(text: str) -> Style:
    closed = text.endswith(("。", "！", "？", "；", "：")) or len(text) > 40
    if not closed and text[:1] in "一二三四五六七八九十" and "、" in text[:4]:
        return Style.HEADING
    if not closed and LEAD.match(f"{text}。"):
        return Style.SUBHEADING
    return Style.BODY


def _check_text(report: Report, title: str, lines: Sequence[Line]) -> None:
    if not title.strip():
        raise ReportRefused(gettext("The report needs a title."))
    if any(len(line.text) > MOST_TEXT for line in lines):
        raise ReportRefused(gettext("A paragraph is longer than %(most)s characters.") % {"most": MOST_TEXT})
    known = set(report.figures.values_list("number", flat=True))
    unknown = sorted({number for line in lines for number in numbers_in(line.text)} - known)
    if unknown:
        tokens = ", ".join(f"{{{{{number}}}}}" for number in unknown)
        raise ReportRefused(gettext("There is no figure %(tokens)s in this report.") % {"tokens": tokens})


@transaction.atomic
def change_figure(report: Report, number: int, *, value: str, reason: str, version: int, by: Any, at: datetime) -> None:
    """Puts a number by hand in place of a figure's value; the reason stays beside it. Without one: ReportRefused."""
    locked = _open(report, version)
    figure = locked.figures.get(number=number)
    by_hand = _typed(value)
    if not reason.strip():
        raise ReportRefused(gettext("Say why the figure is changed."))
    before = figure.shown
    figure.by_hand, figure.change_reason = by_hand, reason.strip()[:300]
    figure.changed_by_id, figure.changed_at = by.pk if by else None, at
    figure.save()
    _saved(locked, by, at)
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
    locked = _open(report, version)
    figure = locked.figures.get(number=number)
    before = figure.shown
    _forget_hand(figure)
    figure.save()
    _saved(locked, by, at)
    _note_figure("reports.restore_figure", figure, locked, by, at, before, {})


def _forget_hand(figure: ReportFigure) -> None:
    figure.by_hand, figure.change_reason = None, ""
    figure.changed_by_id = figure.changed_at = None


@transaction.atomic
def refresh_figure(report: Report, number: int, *, version: int, by: Any, at: datetime) -> None:
    """Takes a figure anew from the records as they are now; a change by hand is given up."""
    locked = _open(report, version)
    figure = locked.figures.get(number=number)
    before = figure.shown
    measured = METRICS[figure.metric].value(scope_of(locked, on=local_day(at)), figure.item or None)
    figure.value, figure.records, figure.taken_at = exact(measured.value), measured.records, at
    _forget_hand(figure)
    figure.save()
    _saved(locked, by, at)
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
    locked = _open(report, version)
    before = [Line(row.style, row.text) for row in locked.paragraphs.all()]
    after = without_figures(before, {number})
    _put_lines(locked, after)
    _drop_unused_figures(locked)
    _saved(locked, by, at)
    gone = [line.text for line in before if line not in after]
    note(verb="reports.drop_sentence", by=by, at=at, about=locked, detail={"figure": number, "before": gone})


@transaction.atomic
def issue_report(report: Report, *, version: int, by: Any, at: datetime) -> Report:
    """Makes the report final. Raises EmptyFigures, which says what is missing, while a sentence lacks its data."""
    locked = _open(report, version)
    refuse_empty(Manuscript(locked, local_day(at), fresh=False))
    locked.state, locked.issued_by_id, locked.issued_at = ReportState.ISSUED, by.pk if by else None, at
    locked.save(update_fields=["state", "issued_by_id", "issued_at"])
    note(verb="reports.issue", by=by, at=at, about=locked, detail={"version": locked.version})
    return locked


def refuse_empty(manuscript: Manuscript) -> None:
    """Raises EmptyFigures when the text holds a figure without data."""
    names = [chip.name for chip in manuscript.empty]
    if names:
        words = gettext("There is no data for: %(names)s. Enter the records, or drop the sentences.")
        raise EmptyFigures(words % {"names": "、".join(names)}, names=names)


def export_report(report: Report, path: Path, *, by: Any, at: datetime) -> None:
    """Writes a saved report as a document; the trail says who took it. Raises EmptyFigures, and ReportRefused for a
    suffix that there is not."""
    writer = writer_for(path)
    manuscript = Manuscript(report, local_day(at), fresh=False)
    refuse_empty(manuscript)
    writer(document_of_manuscript(manuscript), path)
    note(verb="reports.export", by=by, at=at, about=report, detail={"suffix": path.suffix.lower()})


def write_document(
    name: str, unit: Unit, year: int, path: Path, *, at: datetime, on: date | None = None, saved: bool = False
) -> list[str]:
    """Writes a report to a file, for the command line. Returns the names of figures without data, left out.

    It is computed fresh from the records as known on `on` (today); with `saved` the draft or the report issued last is
    written as it stands. Raises ReportRefused for an unknown name or suffix, a year to come, no saved report.
    """
    writer = writer_for(path)
    _kind(name)
    if saved:
        report = saved_report(name, unit, year)
        if report is None:
            raise ReportRefused(gettext("No such report has been saved for this unit and year."))
        export_report(report, path, by=None, at=at)
        return []
    day = on or local_day(at)
    made = compose(name, unit, year, on=day)
    document, empty = document_of_lines(
        title=made.title, addressee=made.addressee, unit=unit, day=day, lines=made.lines, figures=made.figures
    )
    writer(document, path)
    return [" · ".join(filter(None, (str(METRICS[figure.metric].name), figure.item))) for figure in empty]


def writer_for(path: Path) -> Any:
    """The writer for a file's suffix. Raises ReportRefused, naming the suffixes there are."""
    writer = WRITERS.get(path.suffix.lower())
    if writer is None:
        known = ", ".join(WRITERS)
        raise ReportRefused(
            gettext("A report cannot be written as %(path)s; there are: %(known)s.")
            % {"path": path.name, "known": known}
        )
    return writer
