"""Before a report is changed: is it still a draft, and the version that the page showed? Afterwards: one version on."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.utils.translation import gettext

from xueer.reports.errors import AlreadyIssued, StaleReport
from xueer.reports.material import Line, numbers_in
from xueer.reports.models import Paragraph, Report


def open_draft(report: Report, version: int | None) -> Report:
    """The report, locked, if it may still be changed and nobody has saved since `version`."""
    locked = Report.objects.select_for_update().select_related("unit").get(pk=report.pk)
    if not locked.is_draft:
        raise AlreadyIssued(gettext("This report has been issued and is not changed any more."))
    if version is not None and version != locked.version:
        raise StaleReport(gettext("Somebody has saved this report in the meantime."), version=locked.version)
    return locked


def step_on(report: Report, *, by: Any, at: datetime) -> None:
    """The version after a change, and who made it."""
    report.version += 1
    report.written_by_id = by.pk if by else None
    report.written_at = at
    report.save(update_fields=["version", "written_by_id", "written_at", "title", "addressee"])


def put_lines(report: Report, lines: Iterable[Line]) -> None:
    report.paragraphs.all().delete()
    rows = (Paragraph(report=report, position=n, style=line.style, text=line.text) for n, line in enumerate(lines, 1))
    Paragraph.objects.bulk_create(rows)


def drop_unused_figures(report: Report) -> None:
    used = {number for text in report.paragraphs.values_list("text", flat=True) for number in numbers_in(text)}
    report.figures.exclude(number__in=used).delete()
