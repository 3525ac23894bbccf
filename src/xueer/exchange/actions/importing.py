"""Importing a workbook: all of it in one transaction, or none."""

from datetime import datetime
from pathlib import Path
from typing import Any

from django.db import connection, transaction

from xueer.access.queries import Reach
from xueer.audit.actions import note
from xueer.exchange.actions.outcome import Imported
from xueer.exchange.actions.putting import Putting
from xueer.exchange.checking import Progress, check_workbook, no_progress
from xueer.exchange.errors import WorkbookRefused
from xueer.exchange.sheets import SHEETS

# Any number will do, as long as every import takes the same lock.
IMPORT_LOCK = 0x58554545
# Sheets before which lineage and memberships must be settled, for they freeze what was true on a day.
LATER = ("活动", "签到")


def import_workbook(
    path: Path | str,
    *,
    by: Any,
    at: datetime,
    reach: Reach | None = None,
    dry_run: bool = False,
    progress: Progress = no_progress,
) -> Imported:
    """Checks the workbook at `path` and puts everything in it into the home; nothing is ever deleted.

    Raises WorkbookRefused with all errors, and then has written nothing. `dry_run`: does everything and takes it
    back. `reach`: what the caller may write (None: the command line, everything). `progress(done, total, sheet)`:
    steps are sheets, first read, then put. One import at a time.
    """
    with transaction.atomic():
        _wait_for_others()
        checked = check_workbook(
            path, at=at, reach=reach, progress=lambda done, total, sheet: progress(done, 2 * total, sheet)
        )
        if checked.errors:
            raise WorkbookRefused(checked)
        imported = Imported(warnings=checked.warnings, dry_run=dry_run)
        putting = Putting(imported, by=by, at=at)
        reads = [checked.reads[sheet.name] for sheet in SHEETS if sheet.name in checked.reads]
        settled = False
        for done, read in enumerate(reads, len(reads)):
            progress(done, 2 * len(reads), read.sheet.name)
            if read.sheet.name in LATER and not settled:
                putting.settle_org()
                settled = True
            putting.put(read)
        if not settled:
            putting.settle_org()
        putting.settle_ledger()
        if imported.changed_anything:
            counts = {count.sheet: [count.added, count.changed, count.unchanged] for count in imported.counts}
            note(verb="exchange.import", by=by, at=at, kind="workbook", words=Path(path).name, detail=counts)
        if dry_run:
            transaction.set_rollback(True)
    progress(2 * len(reads), 2 * len(reads), "")
    return imported


def _wait_for_others() -> None:
    """On SQLite the transaction itself keeps other writers out."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [IMPORT_LOCK])
