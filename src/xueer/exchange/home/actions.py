"""Making a home, bringing an old one up to date, emptying one that only held the example."""

import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

from django.conf import settings
from django.core.management import call_command
from django.db import connection, transaction

from xueer.audit.actions import note
from xueer.exchange.backup.actions import write_backup
from xueer.exchange.backup.tables import all_table_names
from xueer.exchange.home.errors import HomeIsNew, HomeIsNotEmpty, HomeIsOld, HomeIsServed
from xueer.exchange.home.locks import try_lock, waiting_for
from xueer.exchange.home.places import home, make_folders, new_backup
from xueer.exchange.home.queries import DEMO_MADE, Version, is_marked_demo, version, what_is_in_it

# Any fixed numbers: all servers of one PostgreSQL database know each other's locks by them.
MIGRATING = 716_253_001
RUNNING = 716_253_002


def prepare(*, upgrade: bool, at: datetime, say: Callable[[str], None] = lambda _words: None) -> None:
    """Makes the home and its database if they are missing; brings an old one up to date after a backup beside it.

    Raises HomeIsOld when it is old and `upgrade` is false, HomeIsNew when a newer version wrote it. Safe to be called
    by several processes at once. `say` gets a sentence on what was done.
    """
    make_folders()
    if version() == Version.CURRENT:
        return
    with waiting_for(home() / "lock"), _alone_in_database():
        match version():
            case Version.NEW:
                raise HomeIsNew("The database was written by a newer version of Xue'er. Install that version.")
            case Version.NONE:
                migrate()
                say(f"made a new home in {home()}")
            case Version.OLD:
                if not upgrade:
                    raise HomeIsOld(
                        "The database is of an older version. Start once with --migrate to bring it up to date."
                    )
                path = write_backup(new_backup("before-upgrade", at), at=at)
                migrate()
                say(f"brought the database up to date; as it was before: {path}")


def empty_demo(*, at: datetime) -> None:
    """Leaves a fresh home marked as the example's, without anything an earlier example left in it.

    Raises HomeIsNotEmpty, with nothing touched, when the home holds something and is not marked; HomeIsServed when a
    server runs on it.
    """
    may_be_demo()
    make_folders()
    with not_served():
        if version() != Version.NONE:
            drop_everything()
        for name in ("example", "uploads", Path(settings.MEDIA_ROOT).name):
            shutil.rmtree(home() / name, ignore_errors=True)
        make_folders()
        with waiting_for(home() / "lock"), _alone_in_database():
            migrate()
        note(verb=DEMO_MADE, by=None, at=at, kind="home", words="example district")


def may_be_demo() -> None:
    """Raises HomeIsNotEmpty unless the home is missing, fresh, or marked as the example's. Touches nothing."""
    if is_marked_demo():
        return
    if found := what_is_in_it():
        raise HomeIsNotEmpty(f"This home is not an example: {found}. Name another one with XUEER_HOME.")


@contextmanager
def not_served() -> Iterator[None]:
    """Keeps servers from starting on this home meanwhile. Raises HomeIsServed when one is running."""
    held = try_lock(home() / "serving")
    if held is None:
        raise HomeIsServed("A server is running on this home. Stop it first.")
    with held:
        yield


def drop_everything() -> None:
    """Takes all of the program's tables away: the file on SQLite, the tables on PostgreSQL (in one transaction)."""
    if connection.vendor == "sqlite":
        connection.close()
        for suffix in ("", "-wal", "-shm"):
            Path(f"{connection.settings_dict['NAME']}{suffix}").unlink(missing_ok=True)
        return
    with transaction.atomic():
        drop_tables()


def drop_tables() -> None:
    """PostgreSQL: drops the program's tables and the functions of their guards, inside the caller's transaction."""
    names = sorted({"django_migrations", *all_table_names(), *connection.introspection.django_table_names()})
    quoted = ", ".join(connection.ops.quote_name(name) for name in names)
    with connection.cursor() as cursor:
        cursor.execute(f"DROP TABLE IF EXISTS {quoted} CASCADE")
        cursor.execute(
            "SELECT oid::regprocedure::text FROM pg_proc WHERE pronamespace = current_schema()::regnamespace "
            "AND proname = ANY(%s)",
            [[f"{name}_refuse" for name in names]],
        )
        for (function,) in cursor.fetchall():
            cursor.execute(f"DROP FUNCTION {function}")


@contextmanager
def _alone_in_database() -> Iterator[None]:
    """PostgreSQL: one process at a time, also from other machines. SQLite: the lock in the home is enough."""
    if connection.vendor == "sqlite":
        yield
        return
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_lock(%s)", [MIGRATING])
        try:
            yield
        finally:
            cursor.execute("SELECT pg_advisory_unlock(%s)", [MIGRATING])


def migrate() -> None:
    """Brings the database to this version. On SQLite only its owner may read the file."""
    call_command("migrate", interactive=False, verbosity=0, skip_checks=True)
    if connection.vendor == "sqlite":
        Path(connection.settings_dict["NAME"]).chmod(0o600)


@contextmanager
def only_runner() -> Iterator[bool]:
    """Is this the one process that runs jobs? It stays so until the end of the block, or of the process."""
    if connection.vendor == "sqlite":
        held = try_lock(home() / "running")
        yield held is not None
        if held is not None:
            held.close()
        return
    # A connection of its own: the lock is gone when the process is, and not when Django renews its connection.
    own = connection.copy()
    try:
        with own.cursor() as cursor:
            cursor.execute("SELECT pg_try_advisory_lock(%s)", [RUNNING])
            yield cursor.fetchone()[0]
    finally:
        own.close()
