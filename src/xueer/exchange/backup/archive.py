"""The file of a backup: written in one pass, checked by reading it back."""

import hashlib
import json
import os
import zipfile
import zlib
from collections.abc import Iterable, Iterator
from contextlib import suppress
from pathlib import Path, PurePosixPath
from typing import IO, Any

from xueer.exchange.backup.errors import BackupUnsound

FORMAT = 1
MANIFEST = "manifest.json"
BLOCK = 1024 * 1024


class ArchiveWriter:
    """Adds tables and files and keeps their checksums; `finish` writes the manifest."""

    def __init__(self, path: Path) -> None:
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)  # it holds keys and password hashes
        self._file = os.fdopen(handle, "wb")
        self._zip = zipfile.ZipFile(self._file, "w", zipfile.ZIP_DEFLATED, compresslevel=3)
        self.tables: dict[str, dict[str, Any]] = {}
        self.files: dict[str, dict[str, Any]] = {}

    def add_table(self, name: str, columns: list[str], rows: Iterable[list[Any]]) -> None:
        hashed, count = hashlib.sha256(), 0
        with self._zip.open(f"tables/{name}.jsonl", "w", force_zip64=True) as member:
            for row in rows:
                line = as_line(row)
                hashed.update(line)
                member.write(line)
                count += 1
        self.tables[name] = {"columns": columns, "rows": count, "sha256": hashed.hexdigest()}

    def add_file(self, name: str, source: Path) -> None:
        with source.open("rb") as file, self._zip.open(f"files/{name}", "w", force_zip64=True) as member:
            size, digest = _copy(file, member)
        self.files[name] = {"size": size, "sha256": digest}

    def finish(self, more: dict[str, Any]) -> None:
        manifest = {"format": FORMAT, **more, "tables": self.tables, "files": self.files}
        self._zip.writestr(MANIFEST, json.dumps(manifest, ensure_ascii=False, indent=1))
        self._zip.close()
        self._file.flush()
        os.fsync(self._file.fileno())
        self._file.close()

    def give_up(self) -> None:
        """Closes the file, finished or not; the caller removes what has no manifest."""
        with suppress(ValueError):  # closed already
            self._zip.close()
        self._file.close()


class Archive:
    """A backup opened for reading. `check` proves it whole; everything else trusts that it was called."""

    def __init__(self, path: Path) -> None:
        try:
            self._zip = zipfile.ZipFile(path)
            self.manifest: dict[str, Any] = json.loads(self._zip.read(MANIFEST))
        except (zipfile.BadZipFile, KeyError, ValueError, EOFError) as wrong:
            raise BackupUnsound(f"{path} is not a backup ({wrong})") from None
        if self.manifest.get("format") != FORMAT:
            raise BackupUnsound(f"{path} is a backup of a format this version does not know")

    def __enter__(self) -> "Archive":
        return self

    def __exit__(self, *_error: object) -> None:
        self._zip.close()

    @property
    def tables(self) -> dict[str, dict[str, Any]]:
        return self.manifest["tables"]

    @property
    def files(self) -> dict[str, dict[str, Any]]:
        return self.manifest["files"]

    def lines(self, table: str) -> Iterator[bytes]:
        with self._zip.open(f"tables/{table}.jsonl") as member:
            yield from member

    def rows(self, table: str) -> Iterator[list[Any]]:
        return map(json.loads, self.lines(table))

    def extract(self, name: str, target: Path) -> None:
        target.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        handle = os.open(target, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with self._zip.open(f"files/{name}") as member, os.fdopen(handle, "wb") as file:
            _copy(member, file)

    def check(self) -> None:
        """Raises BackupUnsound unless every table and file is there, as long as it was and byte for byte the same."""
        try:
            for name, told in self.tables.items():
                if digest_of(self.lines(name)) != (told["rows"], told["sha256"]):
                    raise BackupUnsound(f"the table {name} is damaged")
            for name, told in self.files.items():
                _safe(name)
                with self._zip.open(f"files/{name}") as member:
                    if _copy(member, None) != (told["size"], told["sha256"]):
                        raise BackupUnsound(f"the file {name} is damaged")
        except (zipfile.BadZipFile, zlib.error, KeyError, EOFError, OSError) as wrong:
            raise BackupUnsound(f"the backup is damaged ({wrong})") from None


def as_line(row: list[Any]) -> bytes:
    """A row in its one form: compact JSON with sorted keys, so that equal rows are equal bytes."""
    return json.dumps(row, ensure_ascii=False, separators=(",", ":"), sort_keys=True).encode() + b"\n"


def digest_of(lines: Iterable[bytes]) -> tuple[int, str]:
    """(number of lines, SHA-256 over all of them)."""
    hashed, count = hashlib.sha256(), 0
    for line in lines:
        hashed.update(line)
        count += 1
    return count, hashed.hexdigest()


def _safe(name: str) -> None:
    path = PurePosixPath(name)
    if path.is_absolute() or ".." in path.parts or path.parts[:1] not in (("media",), ("keys",)):
        raise BackupUnsound(f"the backup names a file outside the home: {name}")


def _copy(source: IO[bytes], target: IO[bytes] | None) -> tuple[int, str]:
    hashed, size = hashlib.sha256(), 0
    while block := source.read(BLOCK):
        hashed.update(block)
        size += len(block)
        if target is not None:
            target.write(block)
    return size, hashed.hexdigest()
