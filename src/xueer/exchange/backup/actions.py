"""Writing a backup: one consistent view of the database, the media and the keys, read back before it counts."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

from django.conf import settings
from django.db import connection, transaction
from django.db.migrations.recorder import MigrationRecorder

import xueer
from xueer.exchange.backup.archive import Archive, ArchiveWriter
from xueer.exchange.backup.tables import tables


def write_backup(path: Path, *, at: datetime) -> Path:
    """Writes everything into one file and returns its path; a folder as `path` gets a file named after the moment.

    People may go on working: the tables are read as they were at one moment. The file appears under its name only
    after it was read back and found whole (BackupUnsound otherwise); one of that name is replaced then, not before.
    """
    if path.is_dir():
        path = path / f"xueer-{at.astimezone():%Y%m%d-%H%M%S}.zip"
    part = path.with_name(f".{path.name}.{os.getpid()}.part")
    writer = ArchiveWriter(part)
    try:
        with _one_moment():
            for table in tables():
                writer.add_table(table.name, [column.field.column for column in table.columns], table.rows())
            migrations = sorted(MigrationRecorder(connection).applied_migrations())
        for folder in ("media", "keys"):
            for file in _files(Path(settings.HOME) / folder):
                writer.add_file(f"{folder}/{file.relative_to(Path(settings.HOME) / folder).as_posix()}", file)
        writer.finish({"version": xueer.__version__, "written_at": at.isoformat(), "migrations": dict(migrations)})
        with Archive(part) as archive:
            archive.check()
        part.replace(path)
    finally:
        writer.give_up()
        part.unlink(missing_ok=True)
    return path


def _files(folder: Path) -> Iterator[Path]:
    return (path for path in sorted(folder.rglob("*")) if path.is_file() and not path.is_symlink())


@contextmanager
def _one_moment() -> Iterator[None]:
    """All reads inside see the same state, without keeping anybody from writing."""
    if connection.in_atomic_block:
        yield
    elif connection.vendor == "sqlite":
        # `atomic` would take the write lock here; a plain BEGIN takes a snapshot at the first read.
        with connection.cursor() as cursor:
            cursor.execute("BEGIN DEFERRED")
            try:
                yield
            finally:
                cursor.execute("ROLLBACK")
    else:
        with transaction.atomic():
            with connection.cursor() as cursor:
                cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")
            yield
