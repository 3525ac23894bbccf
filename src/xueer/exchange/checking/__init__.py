"""Is a workbook fit to be imported? Reads every sheet in the order in which one needs the other; writes nothing."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from django.conf import settings

from xueer.access.queries import Reach
from xueer.common.spreadsheets import Book, BookError, Limits, open_book
from xueer.exchange.checking.activities import check_activities
from xueer.exchange.checking.known import Context
from xueer.exchange.checking.posts import check_posts
from xueer.exchange.checking.reach import check_reach
from xueer.exchange.checking.requirements import check_requirements
from xueer.exchange.checking.rows import check_agreement, check_keys, check_ranges, check_references
from xueer.exchange.checking.tree import check_tree, check_types
from xueer.exchange.errors import CellError
from xueer.exchange.findings import Findings, Read, Warned
from xueer.exchange.reading import known_sheets, read_sheet
from xueer.exchange.sheets import SHEETS

Progress = Callable[[int, int, str], None]
# What a sheet needs beyond the checks that all have.
OWN_CHECKS: dict[str, Callable[[Read, Context], None]] = {
    "任职": check_posts,
    "事项": check_types,
    "要求": check_requirements,
    "活动": check_activities,
}


@dataclass
class Checked:
    """A workbook as read. With no errors `reads` (by sheet) is what an import would put in."""

    errors: list[CellError] = field(default_factory=list)
    warnings: list[Warned] = field(default_factory=list)
    suppressed: int = 0
    reads: dict[str, Read] = field(default_factory=dict)


def no_progress(done: int, total: int, step: str) -> None:
    """For callers to whom nobody is listening."""


def check_workbook(
    path: Path | str, *, at: datetime, reach: Reach | None = None, progress: Progress = no_progress
) -> Checked:
    """Reads and checks the workbook at `path` (.xlsx, a .csv, a folder or zip of .csv) as of the moment `at`.

    Finds all errors, never only the first. `reach`: rows that this caller may not write are errors; None: the command
    line, which may write everything. `progress(done, total, sheet)` is called as sheets are read.
    """
    findings = Findings()
    context = Context(findings, at)
    try:
        with open_book(path, Limits(file_bytes=settings.MAX_WORKBOOK_BYTES)) as book:
            _check_book(book, context, progress)
        check_reach(context, reach)
    except (BookError, OSError) as error:
        words = (error.msgid, error.params) if isinstance(error, BookError) else ("%(why)s", {"why": error.strerror})
        findings.refuse_sheet("", Path(path).name, words[0], **words[1])
    return Checked(findings.errors, findings.warnings, findings.suppressed, context.reads)


def _check_book(book: Book, context: Context, progress: Progress) -> None:
    titles = known_sheets(book, context.findings)
    present = [sheet for sheet in SHEETS if sheet.name in titles]
    # The tree is judged as soon as all that makes it is read, before anything refers to a unit on a cycle.
    tree_after = next((name for name in ("隶属", "单位") if name in titles), "")
    for done, sheet in enumerate(present):
        progress(done, len(present), sheet.name)
        read = read_sheet(book, sheet, titles[sheet.name], context.findings)
        context.reads[sheet.name] = read
        _check_sheet(read, context)
        if sheet.name == tree_after:
            check_tree(context)
        for name in {sheet.name, "单位"} & context.reads.keys():
            if context.reads[name].sheet.identity:
                context.known.admit(context.reads[name])
    progress(len(present), len(present), "")


def _check_sheet(read: Read, context: Context) -> None:
    check_keys(read, context)
    check_agreement(read, context)
    check_references(read, context)
    check_ranges(read, context)
    if read.sheet.name in OWN_CHECKS:
        OWN_CHECKS[read.sheet.name](read, context)
    check_references(read, context, own=True)
