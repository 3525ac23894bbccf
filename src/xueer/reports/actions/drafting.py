"""Beginning a report and saving its text."""

import re
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext

from xueer.audit.actions import note
from xueer.common.calendar import local_day
from xueer.org.models import Unit
from xueer.reports.actions.composing import compose
from xueer.reports.actions.locking import drop_unused_figures, open_draft, put_lines, step_on
from xueer.reports.choices import OF_TABLES, ReportState, Style
from xueer.reports.errors import ReportRefused
from xueer.reports.material import LEAD, Line, Taken, numbers_in
from xueer.reports.models import Report, ReportFigure

CONTROL = re.compile(r"[\x00-\x1f\x7f\ufffe\uffff]")
MOST_TEXT = 20_000  # characters of a paragraph


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
    put_lines(report, made.lines)
    drop_unused_figures(report)
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


@transaction.atomic
def save_report(
    report: Report, *, title: str, addressee: str, texts: Sequence[str], version: int, by: Any, at: datetime
) -> Report:
    """Puts an edited text in place of the old one; tables are kept as they are. An empty line parts two paragraphs.

    Raises StaleReport when `version` is no longer the stored one, ReportRefused for a figure that there is not. What
    stood there before is kept in the trail.
    """
    locked = open_draft(report, version)
    before = [Line(row.style, row.text) for row in locked.paragraphs.all()]
    lines, title, addressee = lines_of(texts), _plain(title), _plain(addressee)
    _check_text(locked, title, lines)
    tables = [line for line in before if line.style in OF_TABLES]
    put_lines(locked, [*lines, *tables])
    detail: dict[str, Any] = {"before": [line.text for line in before if line not in [*lines, *tables]]}
    for name, value in (("title", title), ("addressee", addressee)):
        if getattr(locked, name) != value:
            detail[name] = [getattr(locked, name), value]
    locked.title, locked.addressee = title[:200], addressee[:200]
    step_on(locked, by=by, at=at)
    note(verb="reports.save", by=by, at=at, about=locked, detail=detail | {"version": locked.version})
    return locked


def lines_of(texts: Iterable[str]) -> list[Line]:
    """Typed texts as lines: 一、… is a heading, （一）… without a full stop a subheading."""
    parts = [_plain(part) for text in texts for part in text.replace("\r\n", "\n").split("\n")]
    return [Line(_style_of(part), part) for part in parts if part]


def _plain(text: str) -> str:
    """Without control characters, which no Word file can hold."""
    return CONTROL.sub(" ", text).strip()


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
