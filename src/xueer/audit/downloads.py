"""A list handed out as a spreadsheet, and the note in the trail that says who took it."""

import re
import tempfile
from collections.abc import Iterable, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

from django.http import HttpResponse
from django.utils.http import content_disposition_header

from xueer.audit.actions import note
from xueer.common.spreadsheets import Sheet, write_book

# What Excel allows in no name of a sheet.
NOT_IN_NAMES = re.compile(r"[\[\]:*?/\\']")
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def download_list(
    *, name: str, columns: Sequence[str], rows: Iterable[Sequence[Any]], about: Any, by: Any, at: datetime
) -> HttpResponse:
    """`rows` under `columns` as NAME.xlsx. Leaves an audit event on `about` with the number of rows."""
    taken = [tuple(row) for row in rows]
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "list.xlsx"
        write_book(
            path,
            [
                Sheet(
                    NOT_IN_NAMES.sub(" ", name)[:31], columns=[str(column) for column in columns], rows=taken, widths={}
                )
            ],
        )
        content = path.read_bytes()
    detail = {"rows": len(taken)}
    return download_paper(
        name=f"{name}.xlsx", content=content, content_type=XLSX, about=about, by=by, at=at, detail=detail
    )


def download_paper(
    *, name: str, content: bytes, content_type: str, about: Any, by: Any, at: datetime, detail: dict[str, Any]
) -> HttpResponse:
    """A file made for this answer, handed out as NAME. Leaves an audit event on `about`."""
    note(verb="list.export", by=by, at=at, about=about, words=name.rpartition(".")[0], detail=detail)
    response = HttpResponse(content, content_type=content_type)
    response.headers["Content-Disposition"] = content_disposition_header(True, " ".join(name.split())) or "attachment"
    return response
