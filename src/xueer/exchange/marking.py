"""A copy of a refused workbook with its wrong cells marked and commented."""

from pathlib import Path

from django.conf import settings

from xueer.common.spreadsheets import Limits, Mark, mark_cells
from xueer.exchange.checking import Checked


def save_marked_copy(source: Path, out: Path, checked: Checked) -> None:
    """Writes `out` (.xlsx). What is wrong with a sheet or a head stands at its first row."""
    marks = [Mark(error.sheet, error.row, error.position, error.expected) for error in checked.errors if error.sheet]
    mark_cells(source, out, marks, Limits(file_bytes=settings.MAX_WORKBOOK_BYTES))
