"""Background work of the exchange: trying and doing the import of an uploaded workbook."""

from pathlib import Path
from typing import Any

from django.conf import settings
from django_tasks import task

from xueer.access.queries import Reach
from xueer.common.calendar import now, today
from xueer.common.spreadsheets import BookError
from xueer.exchange.actions.importing import import_workbook
from xueer.exchange.actions.outcome import Imported
from xueer.exchange.checking import Checked
from xueer.exchange.errors import WorkbookRefused
from xueer.exchange.marking import save_marked_copy
from xueer.jobs.actions import Tell, run
from xueer.jobs.models import Job
from xueer.org.models import Person

# What a page shows; the marked copy and the command line have all of them.
MOST_ERRORS, MOST_CHANGES = 500, 300


@task()
def import_upload(job_id: int) -> None:
    """Tries the import of an uploaded workbook, or does it when the job says `apply`."""
    run(job_id, _import)


def _import(job: Job, tell: Tell) -> dict[str, Any]:
    path = Path(settings.HOME) / "uploads" / job.input["file"]
    person = Person.objects.get(pk=job.asked_by_id)
    reach = Reach(person, today())
    if not path.exists():
        return {"gone": True}
    try:
        imported = import_workbook(
            path, by=person, at=now(), dry_run=not job.input["apply"], progress=tell, reach=reach
        )
    except WorkbookRefused as refused:
        return _refusal(refused.checked, path)
    if job.input["apply"]:
        path.unlink(missing_ok=True)
    return outcome(imported)


def outcome(imported: Imported) -> dict[str, Any]:
    """What an import did or would do, for the page."""
    shown = imported.changes[:MOST_CHANGES]
    return {
        "counts": [[count.sheet, count.added, count.changed, count.unchanged] for count in imported.counts],
        "changes": [
            [
                change.sheet,
                change.row,
                change.key,
                change.added,
                [[column, _plain(old), _plain(new)] for column, (old, new) in change.cells.items()],
            ]
            for change in shown
        ],
        "more": len(imported.changes) - len(shown),
        "warnings": [[warning.msgid, warning.params] for warning in imported.warnings],
        "changed": imported.changed_anything,
    }


def _refusal(checked: Checked, path: Path) -> dict[str, Any]:
    """The errors, and a copy of the workbook with its wrong cells marked where the file can be copied."""
    copy = path.with_name(f"{path.stem}-marked.xlsx")
    try:
        save_marked_copy(path, copy, checked)
    except (BookError, OSError):
        copy = None  # type: ignore[assignment]
    return {
        "errors": [
            [error.sheet, error.row, error.column, error.value, error.msgid, error.params]
            for error in checked.errors[:MOST_ERRORS]
        ],
        "total": len(checked.errors),
        "suppressed": checked.suppressed,
        "marked": copy.name if copy else "",
    }


def _plain(value: Any) -> str:
    if value is None:
        return ""
    return value.isoformat(" ", "minutes") if hasattr(value, "hour") else str(value)
