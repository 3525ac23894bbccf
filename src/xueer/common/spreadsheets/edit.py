"""Marking cells inside the user's own file, which keeps its formats."""

import warnings
from collections.abc import Mapping
from pathlib import Path

import openpyxl
from openpyxl.cell import MergedCell
from openpyxl.comments import Comment
from openpyxl.styles import PatternFill

from xueer.common.spreadsheets.write import AUTHOR, WRONG


def edit(source: Path, out: Path, messages: Mapping[str, Mapping[tuple[int, int], str]]) -> bool:
    """Write `out`: `source` with (row from 1, column from 0) filled and commented, per sheet.

    False, with nothing written, if the editing library cannot read what the reading library could.
    """
    try:
        with warnings.catch_warnings():
            # It warns of whatever it does not keep (pictures, extensions); the original stays with the user.
            warnings.simplefilter("ignore")
            book = openpyxl.load_workbook(source)
    except (ValueError, KeyError, TypeError, AttributeError, IndexError):
        return False
    fill = PatternFill("solid", fgColor=WRONG)
    for sheet in book.worksheets:
        for (row, column), message in messages.get(sheet.title, {}).items():
            cell = sheet.cell(row, column + 1)
            cell.fill = fill
            if not isinstance(cell, MergedCell):
                cell.comment = Comment(message, AUTHOR)
    book.save(out)
    return True
