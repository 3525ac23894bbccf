"""Why a file is refused. Each error carries an English msgid and its values; who shows it translates it."""

from dataclasses import dataclass

MEGABYTE = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Limits:
    """How large a file may be, packed and unpacked. `cells` is the area from A1 to the last used cell of a sheet."""

    file_bytes: int = 60 * MEGABYTE
    unpacked_bytes: int = 600 * MEGABYTE
    ratio: int = 200
    ratio_from: int = 10 * MEGABYTE
    members: int = 2_000
    cells: int = 6_000_000


class BookError(Exception):
    """A file that cannot be used; `msgid` % `params` is the sentence."""

    def __init__(self, msgid: str, **params: object) -> None:
        super().__init__(msgid % params if params else msgid)
        self.msgid = msgid
        self.params = params


class TooLarge(BookError):
    """More bytes or cells than allowed."""


class ZipBomb(BookError):
    """An archive made to fill the memory or the disk."""


class NotASpreadsheet(BookError):
    """No workbook, or a damaged one."""


class Encrypted(BookError):
    """A password is set."""


class UnknownEncoding(BookError):
    """A CSV file that is neither Unicode nor GB18030."""


class CellTooLong(BookError):
    """A text that no Excel cell can hold whole."""
