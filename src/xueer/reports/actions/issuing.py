"""Making a report final, and writing it as a file."""

from datetime import date, datetime
from pathlib import Path
from typing import Any

from django.db import transaction
from django.utils.translation import gettext

from xueer.audit.actions import note
from xueer.common.calendar import local_day
from xueer.metrics.registry import BY_SLUG
from xueer.org.models import Unit
from xueer.reports.actions.composing import compose, kind_of
from xueer.reports.actions.locking import open_draft
from xueer.reports.choices import ReportState
from xueer.reports.document import Document
from xueer.reports.documents import document_of_lines, document_of_manuscript
from xueer.reports.errors import EmptyFigures, ReportRefused
from xueer.reports.material import Taken
from xueer.reports.models import Report
from xueer.reports.queries import Manuscript, saved_report
from xueer.reports.writers.registry import WRITERS, Writer


@transaction.atomic
def issue_report(report: Report, *, version: int, by: Any, at: datetime) -> Report:
    """Makes the report final. Raises EmptyFigures, which says what is missing, while a sentence lacks its data."""
    locked = open_draft(report, version)
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
    _write(writer, document_of_manuscript(manuscript), path)
    note(verb="reports.export", by=by, at=at, about=report, detail={"suffix": path.suffix.lower()})


def write_document(
    name: str, unit: Unit, year: int, path: Path, *, at: datetime, on: date | None = None, saved: bool = False
) -> list[str]:
    """Writes a report to a file, for the command line. Returns a sentence for each figure left out without data.

    It is computed fresh from the records as known on `on` (today); with `saved` the draft or the report issued last is
    written as it stands. Raises ReportRefused for an unknown name or suffix, a year to come, no saved report.
    """
    writer = writer_for(path)
    kind_of(name)
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
    _write(writer, document, path)
    return [gettext("%(name)s: there is no data; the sentence was left out.") % {"name": name_of(one)} for one in empty]


def name_of(taken: Taken) -> str:
    """What a figure is, in the reader's language."""
    return " · ".join(filter(None, (str(BY_SLUG[taken.metric].name), taken.item)))


def _write(writer: Writer, document: Document, path: Path) -> None:
    try:
        writer(document, path)
    except OSError as error:
        words = gettext("%(path)s cannot be written: %(reason)s")
        raise ReportRefused(words % {"path": path, "reason": error.strerror or error}) from None


def writer_for(path: Path) -> Writer:
    """The writer for a file's suffix. Raises ReportRefused, naming the suffixes there are."""
    writer = WRITERS.get(path.suffix.lower())
    if writer is None:
        known = ", ".join(WRITERS)
        raise ReportRefused(
            gettext("A report cannot be written as %(path)s; there are: %(known)s.")
            % {"path": path.name, "known": known}
        )
    return writer
