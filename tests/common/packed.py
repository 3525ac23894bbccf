"""Archives made to order: a plain workbook with one part replaced, a folder of CSV as Windows packs it."""

import zipfile
from collections.abc import Callable
from pathlib import Path

from xueer.common.spreadsheets import Sheet, write_book

SHEET = "xl/worksheets/sheet1.xml"
MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"


def _unchanged(_name: str, data: bytes) -> bytes:
    return data


def workbook(path: Path, change: Callable[[str, bytes], bytes] = _unchanged) -> Path:
    """A workbook with the sheet 甲, each part passed through `change`."""
    whole = path.with_name("plain.xlsx")
    write_book(whole, [Sheet("甲", ["工号", "姓名"], [["P1", "张三"], ["P2", "李四"]])])
    with zipfile.ZipFile(whole) as source, zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as target:
        for name in source.namelist():
            target.writestr(name, change(name, source.read(name)))
    whole.unlink()
    return path


def workbook_of(path: Path, rows: str) -> Path:
    """A workbook whose sheet 甲 holds the given XML rows."""
    xml = f'<?xml version="1.0" encoding="UTF-8"?><worksheet xmlns="{MAIN}"><sheetData>{rows}</sheetData></worksheet>'
    return workbook(path, lambda name, data: xml.encode() if name == SHEET else data)


def packed(path: Path, members: dict[str, bytes], encoding: str = "utf-8") -> Path:
    """A zip; an encoding other than UTF-8 is stored as Chinese Windows does, without saying which it is."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members.items():
            info = _Foreign(name)
            info.foreign = encoding
            info.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(info, data)
    return path


class _Foreign(zipfile.ZipInfo):
    """A member whose name is encoded otherwise; the zip module asks this one method for the bytes and the flag."""

    foreign = "utf-8"

    def _encodeFilenameFlags(self) -> tuple[bytes, int]:  # noqa: N802
        marked = 0x800 if self.foreign == "utf-8" else 0
        return self.filename.encode(self.foreign), self.flag_bits | marked
