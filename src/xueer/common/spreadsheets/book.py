"""One door to every kind of workbook; what a file is, its content says, not its name."""

import os
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Protocol

from xueer.common.spreadsheets import delimited
from xueer.common.spreadsheets.archive import check_size, open_archive, pieces
from xueer.common.spreadsheets.errors import Encrypted, Limits, NotASpreadsheet
from xueer.common.spreadsheets.xlsx import XlsxBook, is_xlsx
from xueer.common.text import gettext_noop

_ZIP = (b"PK\x03\x04", b"PK\x05\x06")
_OLD_OFFICE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
# Excel wraps a workbook with a password into an old-style container with this stream in it.
_ENCRYPTED_STREAM = "EncryptedPackage".encode("utf-16-le")


class Book(Protocol):
    """An open workbook: its sheets, and their rows with the numbers Excel shows."""

    sheet_names: list[str]

    def rows(self, name: str) -> Iterator[tuple[int, list[Any]]]: ...
    def close(self) -> None: ...
    def __enter__(self) -> "Book": ...
    def __exit__(self, *_: object) -> None: ...


def open_book(path: str | os.PathLike[str], limits: Limits = Limits()) -> Book:  # noqa: B008 – frozen
    """The workbook at `path`. Raises a BookError if it is refused, OSError if it cannot be opened."""
    path = Path(path)
    if path.is_dir():
        return delimited.from_files(list(path.iterdir()), limits)
    check_size(path.stat().st_size, limits)
    with path.open("rb") as stream:
        start = stream.read(8)
    if start.startswith(_ZIP):
        return _open_zip(path, limits)
    if start == _OLD_OFFICE:
        raise _old_office(path)
    if path.suffix.casefold() == ".csv":
        return delimited.from_files([path], limits)
    raise NotASpreadsheet(gettext_noop("This is no workbook: .xlsx, .csv or a .zip of .csv files is expected."))


def _open_zip(path: Path, limits: Limits) -> Book:
    archive: zipfile.ZipFile = open_archive(path, limits)
    if not is_xlsx(archive):
        return delimited.from_archive(archive, limits)
    archive.close()
    return XlsxBook(path, limits)


def _old_office(path: Path) -> Encrypted | NotASpreadsheet:
    tail = b""
    with path.open("rb") as stream:
        for piece in pieces(stream):
            if _ENCRYPTED_STREAM in tail + piece:
                return Encrypted(
                    gettext_noop("The file is protected by a password. Remove the password and try again.")
                )
            tail = piece[-len(_ENCRYPTED_STREAM) :]
    return NotASpreadsheet(gettext_noop("This is an old .xls file. Open it in Excel or WPS and save it as .xlsx."))
