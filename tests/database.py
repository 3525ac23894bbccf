"""The test database on both engines: quick on SQLite, and emptied between transactional tests in spite of the triggers
that forbid deleting from the ledger and the audit trail."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from django.db import connection, transaction


def prepare(description: dict, home: Path) -> None:
    """A file, not memory: threads of the live server get connections of their own, as in earnest."""
    if description["ENGINE"].endswith("sqlite3"):
        description["TEST"] = description.get("TEST", {}) | {"NAME": str(home / "test.sqlite3")}
        command = description.get("OPTIONS", {}).get("init_command", "")
        description["OPTIONS"] = description.get("OPTIONS", {}) | {
            "init_command": command.replace("synchronous=FULL", "synchronous=OFF")
        }


def keep_shipped_rows() -> None:
    """From here on emptying the database brings back the rows that migrations wrote."""
    shipped = connection.creation.serialize_db_to_string()
    # On the class: once Chromium runs, this thread has a connection object of its own.
    operations = type(connection.ops)
    original = operations.execute_sql_flush

    def flush(of: Any, statements: Iterable[str]) -> None:
        with triggers_off():
            original(of, statements)
            connection.creation.deserialize_db_from_string(shipped)

    operations.execute_sql_flush = flush  # type: ignore[method-assign]


@contextmanager
def triggers_off() -> Iterator[None]:
    with transaction.atomic(), connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SET LOCAL session_replication_role = replica")
            yield
            return
        cursor.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'")
        triggers = cursor.fetchall()
        for name, _sql in triggers:
            cursor.execute(f'DROP TRIGGER "{name}"')
        yield
        for _name, sql in triggers:
            cursor.execute(sql)
