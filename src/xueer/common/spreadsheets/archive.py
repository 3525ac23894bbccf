"""Opening an archive without trusting it: everything is refused that could fill the memory once it is unpacked."""

import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import IO

from xueer.common.spreadsheets.errors import Encrypted, Limits, NotASpreadsheet, TooLarge, ZipBomb
from xueer.common.text import gettext_noop

CHUNK = 1024 * 1024
_DIRECTORY_ENTRY = b"PK\x01\x02"


def damaged() -> NotASpreadsheet:
    """The refusal of a file whose inside is not what its outside says."""
    return NotASpreadsheet(gettext_noop("The file is damaged. Open it in Excel or WPS and save it again as .xlsx."))


def check_size(size: int, limits: Limits) -> None:
    """Refuse a file by its length alone, before a byte of it is read."""
    if size > limits.file_bytes:
        limit = limits.file_bytes // CHUNK
        raise TooLarge(gettext_noop("The file is larger than %(limit)s MB. Split it into several."), limit=limit)


def open_archive(path: Path, limits: Limits) -> zipfile.ZipFile:
    """The archive, after its directory has been checked; nothing is unpacked yet."""
    _check_member_count(path, limits)
    try:
        archive = zipfile.ZipFile(path)
    except (zipfile.BadZipFile, NotImplementedError, ValueError, OSError):
        raise damaged() from None
    try:
        _check_directory(archive.infolist(), limits)
    except Exception:
        archive.close()
        raise
    return archive


def chunks(archive: zipfile.ZipFile, member: zipfile.ZipInfo) -> Iterator[bytes]:
    """The unpacked bytes of a member. Never more than its directory entry says, and its checksum is verified."""
    try:
        with archive.open(member) as stream:
            yield from pieces(stream)
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, EOFError, OSError, ValueError):
        raise damaged() from None
    except Exception as error:
        # zlib, bz2 and lzma each have an error of their own for broken data.
        if type(error).__module__ in {"zlib", "_lzma"}:
            raise damaged() from None
        raise


def pieces(stream: IO[bytes]) -> Iterator[bytes]:
    """A stream by the megabyte."""
    while piece := stream.read(CHUNK):
        yield piece


def _check_member_count(path: Path, limits: Limits) -> None:
    # Counted before zipfile builds an object of half a kilobyte for each of a million entries.
    with path.open("rb") as stream:
        if sum(piece.count(_DIRECTORY_ENTRY) for piece in pieces(stream)) > limits.members:
            raise _bomb()


def _check_directory(members: list[zipfile.ZipInfo], limits: Limits) -> None:
    if any(member.flag_bits & 0x1 for member in members):
        raise Encrypted(gettext_noop("The file is protected by a password. Remove the password and try again."))
    names = {member.filename.replace("\\", "/").casefold() for member in members}
    if len(names) < len(members):
        # Two members of one name: readers disagree on which of them counts.
        raise damaged()
    total = sum(member.file_size for member in members)
    dense = any(
        member.file_size > limits.ratio_from and member.file_size > limits.ratio * member.compress_size
        for member in members
    )
    if total > limits.unpacked_bytes or dense:
        raise _bomb()


def _bomb() -> ZipBomb:
    return ZipBomb(gettext_noop("Unpacked, the file would be far larger than a workbook can be."))
