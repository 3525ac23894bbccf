"""CSV, one file per sheet: a single file, a folder, or a zip. The sheet's name is the file's name without `.csv`."""

import csv
import io
import zipfile
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path, PurePosixPath
from typing import Any

from xueer.common.cells import is_empty
from xueer.common.spreadsheets.archive import check_size, chunks, damaged
from xueer.common.spreadsheets.errors import BookError, Limits, NotASpreadsheet, UnknownEncoding
from xueer.common.text import gettext_noop

_UTF8_MARK, _UTF16_MARKS = b"\xef\xbb\xbf", (b"\xff\xfe", b"\xfe\xff")
_FORMULA_SIGNS = tuple("=+-@")


class CsvBook:
    """A workbook of CSV files. `sources`: sheet → a function that gives the file's bytes."""

    def __init__(self, sources: dict[str, Callable[[], bytes]], archive: zipfile.ZipFile | None = None) -> None:
        if not sources:
            raise NotASpreadsheet(gettext_noop("There is no .csv file inside."))
        self._sources = sources
        self._archive = archive
        self.sheet_names = list(sources)

    def rows(self, name: str) -> Iterator[tuple[int, list[Any]]]:
        """The rows that are not blank. Raises UnknownEncoding or NotASpreadsheet when the file cannot be read."""
        text = _decode(self._sources[name](), name)
        # What Excel calls "Unicode text" is parted by tabs.
        first_line = text.partition("\n")[0]
        delimiter = "\t" if "\t" in first_line and "," not in first_line else ","
        try:
            for number, cells in enumerate(
                csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True), 1
            ):
                if not all(map(is_empty, cells)):
                    yield number, [unprotect(cell) for cell in cells]
        except csv.Error:
            raise NotASpreadsheet(
                gettext_noop("%(sheet)s.csv has a quotation mark that is never closed."), sheet=name
            ) from None

    def close(self) -> None:
        if self._archive is not None:
            self._archive.close()

    def __enter__(self) -> "CsvBook":
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


def from_files(files: list[Path], limits: Limits) -> CsvBook:
    """The CSV files of a folder, or a single one."""
    files = [file for file in files if file.suffix.casefold() == ".csv" and not file.name.startswith(".")]
    check_size(sum(file.stat().st_size for file in files), limits)
    return CsvBook({file.stem: file.read_bytes for file in sorted(files)})


def from_archive(archive: zipfile.ZipFile, limits: Limits) -> CsvBook:
    """The CSV files in a zip, wherever in it they lie. Takes the archive over and closes it."""
    sources: dict[str, Callable[[], bytes]] = {}
    try:
        for member in archive.infolist():
            path = PurePosixPath(_member_name(member).replace("\\", "/"))
            if path.suffix.casefold() != ".csv" or path.name.startswith(".") or "__MACOSX" in path.parts:
                continue
            check_size(member.file_size, limits)
            if path.stem in sources:
                raise NotASpreadsheet(gettext_noop("%(sheet)s.csv occurs twice."), sheet=path.stem)
            sources[path.stem] = partial(_unpacked, archive, member)
        return CsvBook(sources, archive)
    except BookError:
        archive.close()
        raise


def _unpacked(archive: zipfile.ZipFile, member: zipfile.ZipInfo) -> bytes:
    return b"".join(chunks(archive, member))


def protect(text: str) -> str:
    """A text that a spreadsheet programme would take for a formula, with a `'` before it."""
    return f"'{text}" if text.lstrip("'").startswith(_FORMULA_SIGNS) else text


def unprotect(text: str) -> str:
    """Takes off the `'` that `protect` put before a text."""
    return text[1:] if text.startswith("'") and text.lstrip("'").startswith(_FORMULA_SIGNS) else text


def _member_name(member: zipfile.ZipInfo) -> str:
    """Chinese Windows packs names in GBK without saying so; the zip module then reads them as cp437."""
    if member.flag_bits & 0x800:
        return member.filename
    raw = member.filename.encode("cp437", "surrogateescape")
    for encoding in ("utf-8", "gb18030"):
        try:
            return raw.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise damaged()


def _decode(data: bytes, name: str) -> str:
    if data.startswith(_UTF8_MARK):
        encodings = ["utf-8-sig"]
    elif data.startswith(_UTF16_MARKS):
        encodings = ["utf-16"]
    else:
        encodings = ["utf-8", "gb18030"]
    for encoding in encodings:
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\0" not in text:
            return text
    raise UnknownEncoding(gettext_noop("%(sheet)s.csv is neither Unicode nor GB18030 text."), sheet=name)
