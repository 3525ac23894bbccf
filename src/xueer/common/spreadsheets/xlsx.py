"""Reading `.xlsx`: checked from outside first, then read by the reader library."""

import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

from python_calamine import CalamineError, CalamineWorkbook, SheetTypeEnum, SheetVisibleEnum

from xueer.common.cells import CellError, is_empty
from xueer.common.spreadsheets.archive import chunks, damaged, open_archive
from xueer.common.spreadsheets.errors import Limits, TooLarge
from xueer.common.spreadsheets.screening import has_doctype, screen
from xueer.common.spreadsheets.sheet_xml import look_into
from xueer.common.text import gettext_noop

_WORKBOOK = "xl/workbook.xml"
_RELATIONS = "xl/_rels/workbook.xml.rels"

Errors = dict[int, dict[int, CellError]]


class XlsxBook:
    """A workbook whose sheets have passed the checks."""

    def __init__(self, path: Path, limits: Limits) -> None:
        with open_archive(path, limits) as archive:
            self._errors = _check_members(archive, limits)
        # By content, not by suffix: uploads come with any name.
        self._stream = path.open("rb")
        try:
            self._book = CalamineWorkbook.from_filelike(self._stream)
            unchecked = set(self._book.sheet_names) - self._errors.keys()
        except CalamineError:
            unchecked = {""}
        if unchecked:
            self._stream.close()
            raise damaged()
        # A sheet that Excel itself cannot show (WPS keeps one for pictures) is not the user's.
        self.sheet_names = [
            sheet.name for sheet in self._book.sheets_metadata if sheet.visible != SheetVisibleEnum.VeryHidden
        ]
        self._charts = {s.name for s in self._book.sheets_metadata if s.typ != SheetTypeEnum.WorkSheet}

    def rows(self, name: str) -> Iterator[tuple[int, list[Any]]]:
        """The rows that are not blank, with the numbers Excel shows. Raises NotASpreadsheet if the sheet is damaged."""
        if name in self._charts:
            return
        try:
            sheet = self._book.get_sheet_by_name(name)
        except CalamineError:
            raise damaged() from None
        errors = dict(self._errors.get(name, {}))
        for number, cells in enumerate(sheet.iter_rows(), start=1):
            if number in errors:
                cells = _with_errors(cells, errors.pop(number))
            if cells.count("") < len(cells) and not all(map(is_empty, cells)):
                yield number, cells
        for number in sorted(errors):
            yield number, _with_errors([], errors[number])

    def close(self) -> None:
        self._book.close()
        self._stream.close()

    def __enter__(self) -> "XlsxBook":
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


def is_xlsx(archive: zipfile.ZipFile) -> bool:
    """Whether an archive is a workbook in the XML format (not the binary one)."""
    return _WORKBOOK in _members(archive)


def _check_members(archive: zipfile.ZipFile, limits: Limits) -> dict[str, Errors]:
    members = _members(archive)
    sheets = _sheet_members(archive, members)
    for name, member in members.items():
        if name.endswith((".xml", ".rels")) and name not in sheets.values() and has_doctype(chunks(archive, member)):
            raise damaged()
    return {title: _check_sheet(archive, members[name], title, limits) for title, name in sheets.items()}


def _check_sheet(archive: zipfile.ZipFile, member: zipfile.ZipInfo, title: str, limits: Limits) -> Errors:
    found = screen(chunks(archive, member))
    if found.broken:
        raise damaged()
    if not found.needs_look(limits.cells):
        return {}
    look = look_into(chunks(archive, member))
    if look.rows * look.columns > limits.cells:
        raise TooLarge(
            gettext_noop("Sheet %(sheet)s has a cell far outside (row %(row)s, column %(column)s). Delete it."),
            sheet=title,
            row=look.rows,
            column=look.columns,
        )
    return look.errors


def _members(archive: zipfile.ZipFile) -> dict[str, zipfile.ZipInfo]:
    return {member.filename.replace("\\", "/").casefold(): member for member in archive.infolist()}


def _sheet_members(archive: zipfile.ZipFile, members: dict[str, zipfile.ZipInfo]) -> dict[str, str]:
    """Sheet name → member, resolved as the reader library does."""
    targets: dict[str, str] = {}
    for element in _parse(archive, members.get(_RELATIONS)).iter():
        if element.tag.endswith("}Relationship"):
            _add(targets, element.get("Id", ""), element.get("Target", ""))
    sheets: dict[str, str] = {}
    for element in _parse(archive, members.get(_WORKBOOK)).iter():
        if element.tag.endswith("}sheet"):
            relation = next((value for key, value in element.items() if key.endswith("}id")), "")
            target = targets.get(relation, "").removeprefix("/").casefold()
            target = target if target.startswith("xl/") else f"xl/{target}"
            if target not in members:
                raise damaged()
            _add(sheets, element.get("name", ""), target)
    return sheets


def _add(names: dict[str, str], name: str, value: str) -> None:
    # Of two entries of one name only one would be checked, perhaps not the one that is read.
    if name in names:
        raise damaged()
    names[name] = value


def _parse(archive: zipfile.ZipFile, member: zipfile.ZipInfo | None) -> ElementTree.Element:
    data = b"" if member is None or member.file_size > 4 * 1024 * 1024 else b"".join(chunks(archive, member))
    if not data or has_doctype([data]):
        raise damaged()
    try:
        return ElementTree.fromstring(data)  # noqa: S314 – without a DOCTYPE there are no entities
    except ElementTree.ParseError:
        raise damaged() from None


def _with_errors(cells: list[Any], errors: dict[int, CellError]) -> list[Any]:
    cells = cells + [""] * (max(errors) + 1 - len(cells))
    for column, error in errors.items():
        cells[column] = error
    return cells
