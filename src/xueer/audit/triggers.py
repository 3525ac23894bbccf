"""SQL of the triggers that make a table append-only, on SQLite and PostgreSQL.

A migration that alters a guarded table must call `install` again at its end: SQLite rebuilds the table and loses them.
"""

from collections.abc import Iterable

from django.db.backends.base.base import BaseDatabaseWrapper


def append_only(table: str) -> dict[str, list[str]]:
    """Statements by vendor that refuse every UPDATE and DELETE on `table`."""
    refuse = f"{table}_refuse"
    abort = f"BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END"
    raising = f"RAISE EXCEPTION '{table} is append-only' USING ERRCODE = 'integrity_constraint_violation'"
    function = f"CREATE OR REPLACE FUNCTION {refuse}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN {raising}; END $$"
    update, delete = trigger_names(table)
    each = f"ON {table} FOR EACH ROW EXECUTE FUNCTION {refuse}()"
    return {
        "sqlite": [
            f"CREATE TRIGGER {update} BEFORE UPDATE ON {table} {abort}",
            f"CREATE TRIGGER {delete} BEFORE DELETE ON {table} {abort}",
        ],
        "postgresql": [
            function,
            f"CREATE TRIGGER {update} BEFORE UPDATE {each}",
            f"CREATE TRIGGER {delete} BEFORE DELETE {each}",
        ],
    }


def trigger_names(table: str) -> tuple[str, str]:
    return f"{table}_no_update", f"{table}_no_delete"


def install(connection: BaseDatabaseWrapper, statements: dict[str, list[str]], table: str) -> None:
    """Puts the triggers of `table` in place, replacing older ones."""
    remove(connection, table)
    with connection.cursor() as cursor:
        for statement in statements[connection.vendor]:
            cursor.execute(statement)


def remove(connection: BaseDatabaseWrapper, table: str) -> None:
    """Takes the triggers of `table` away: for emptying a test database and for migrations that rebuild the table."""
    where = f" ON {table}" if connection.vendor == "postgresql" else ""
    with connection.cursor() as cursor:
        for name in trigger_names(table):
            cursor.execute(f"DROP TRIGGER IF EXISTS {name}{where}")


def missing(connection: BaseDatabaseWrapper, tables: Iterable[str]) -> list[str]:
    """Names of guard triggers that are not in the database; empty when it is sound."""
    query = "SELECT name FROM sqlite_master WHERE type = 'trigger'"
    if connection.vendor == "postgresql":
        query = "SELECT tgname FROM pg_trigger WHERE NOT tgisinternal"
    with connection.cursor() as cursor:
        cursor.execute(query)
        present = {row[0] for row in cursor.fetchall()}
    return [name for table in tables for name in trigger_names(table) if name not in present]
