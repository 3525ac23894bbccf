"""Restoring: proved whole before anything is touched, what was there is kept in a backup, compared afterwards."""

import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from itertools import islice
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.color import no_style
from django.db import connection, models, transaction
from django.db.migrations.executor import MigrationExecutor

from xueer.exchange.backup.actions import write_backup
from xueer.exchange.backup.archive import Archive, as_line, digest_of
from xueer.exchange.backup.errors import BackupUnsound
from xueer.exchange.backup.tables import TEXT, WHOLE, Table, tables
from xueer.exchange.home.actions import drop_tables, migrate, not_served
from xueer.exchange.home.places import home, make_folders, new_backup
from xueer.exchange.home.queries import what_is_in_it

BATCH = 2000


def restore_backup(path: Path, *, at: datetime, say: Callable[[str], None] = lambda _words: None) -> None:
    """Makes the home what it was when the backup was written, then brings it to this version.

    Raises BackupUnsound before anything is touched when the file is damaged, incomplete or of a newer version, and
    with everything as it was when the database does not give back what was put in; HomeIsServed while a server runs.
    What was in the home is kept in a backup of its own. Stop servers on other machines first.
    """
    with Archive(path) as archive:
        archive.check()
        targets = _known_migrations(archive)
        make_folders()
        with not_served():
            if what_is_in_it():
                say(f"as it was before: {write_backup(new_backup('before-restore', at), at=at)}")
            with _new_files(archive) as put_files:
                if connection.vendor == "sqlite":
                    with _beside():
                        _load(archive, targets)
                else:
                    with transaction.atomic():
                        _start_over()
                        _load(archive, targets)
                put_files()
            migrate()


def _known_migrations(archive: Archive) -> dict[str, str]:
    targets: dict[str, str] = archive.manifest["migrations"]
    graph = MigrationExecutor(connection).loader.graph
    unknown = [f"{app}.{name}" for app, name in targets.items() if (app, name) not in graph.nodes]
    if unknown:
        raise BackupUnsound(f"the backup is of a newer version (it has {', '.join(unknown)}); install that version")
    return targets


@contextmanager
def _beside() -> Iterator[None]:
    """SQLite: works on a new file beside the database, which takes its place at the end, or not at all."""
    database = Path(connection.settings_dict["NAME"])
    new = database.with_name(f"{database.name}.restoring")
    connection.close()
    _remove(new)
    connection.settings_dict["NAME"] = str(new)
    try:
        yield
        connection.close()
        _remove(database, but_itself=True)
        new.replace(database)
    finally:
        connection.close()
        connection.settings_dict["NAME"] = str(database)
        _remove(new)


def _remove(database: Path, *, but_itself: bool = False) -> None:
    for suffix in ("-wal", "-shm") if but_itself else ("", "-wal", "-shm"):
        Path(f"{database}{suffix}").unlink(missing_ok=True)


def _start_over() -> None:
    """PostgreSQL: everything happens in one transaction, so checks put off to its end would stand in the way."""
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
    drop_tables()


def _load(archive: Archive, targets: dict[str, str]) -> None:
    """Makes the tables of the backup's version, fills them, and compares them with what the backup tells."""
    executor = MigrationExecutor(connection)
    executor.migrate(list(targets.items()))
    carried = tables(targets)
    if missing := {table.name for table in carried} ^ set(archive.tables):
        raise BackupUnsound(f"the backup and its version differ in the tables {', '.join(sorted(missing))}")
    with transaction.atomic():
        _empty(carried)
        for table in carried:
            _fill(table, archive)
        with connection.cursor() as cursor:
            if connection.vendor == "postgresql":
                cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
            for statement in connection.ops.sequence_reset_sql(no_style(), [table.model for table in carried]):
                cursor.execute(statement)
        for table in carried:
            told = archive.tables[table.name]
            if digest_of(map(as_line, table.rows())) != (told["rows"], told["sha256"]):
                raise BackupUnsound(f"the database does not give back what was put into {table.name}")


def _empty(carried: list[Table]) -> None:
    """The rows that migrations write into a fresh database give way to those of the backup."""
    names = [connection.ops.quote_name(table.name) for table in carried]
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(f"TRUNCATE {', '.join(names)}")
            cursor.execute("SET CONSTRAINTS ALL DEFERRED")
        else:
            for name in names:
                cursor.execute(f"DELETE FROM {name}")  # noqa: S608 - names of our own tables


def _fill(table: Table, archive: Archive) -> None:
    told: list[str] = archive.tables[table.name]["columns"]
    if told != [column.field.column for column in table.columns]:
        raise BackupUnsound(f"the columns of {table.name} are not those of its version")
    names = ", ".join(connection.ops.quote_name(name) for name in told)
    marks = ", ".join(["%s"] * len(told))
    sql = f"INSERT INTO {connection.ops.quote_name(table.name)} ({names}) VALUES ({marks})"  # noqa: S608
    ready = [_for_database(column) for column in table.columns]
    with connection.cursor() as cursor:
        rows = archive.rows(table.name)
        while batch := list(islice(rows, BATCH)):
            cursor.executemany(
                sql,
                [
                    [None if value is None else put(value) for put, value in zip(ready, row, strict=True)]
                    for row in batch
                ],
            )


def _for_database(column: Any) -> Callable[[Any], Any]:
    field, decode = column.field, column.decode
    kind = field.target_field if isinstance(field, models.ForeignKey) else field
    if isinstance(kind, (*TEXT, *WHOLE)):
        return decode
    return lambda value: field.get_db_prep_save(decode(value), connection)


@contextmanager
def _new_files(archive: Archive) -> Iterator[Callable[[], None]]:
    """Unpacks media and keys beside the present ones; calling what is yielded puts them in their place."""
    unpacked = home() / ".restoring"
    shutil.rmtree(unpacked, ignore_errors=True)
    for folder in ("media", "keys"):
        (unpacked / folder).mkdir(parents=True, mode=0o700)
    for name in archive.files:
        archive.extract(name, unpacked / name)

    def put() -> None:
        media = Path(settings.MEDIA_ROOT)
        if media.exists():
            media.rename(unpacked / "media-before")
        (unpacked / "media").rename(media)
        for key in (unpacked / "keys").iterdir():
            key.replace(home() / "keys" / key.name)

    try:
        yield put
    finally:
        shutil.rmtree(unpacked, ignore_errors=True)
