"""The ledger's guards in the database: a record may be voided once, and nothing else may ever happen to it."""

from django.db.backends.base.base import BaseDatabaseWrapper

from xueer.audit.triggers import append_only, install

TABLE = "records_record"
VOIDED = ("voided_at", "voided_by_id", "void_reason")


def _kept_columns() -> list[str]:
    from xueer.records.models import Record  # noqa: PLC0415 - migrations import this before models load

    return [field.column for field in Record._meta.concrete_fields if field.column not in VOIDED]


def statements(columns: list[str]) -> dict[str, list[str]]:
    """Guards by vendor; `columns` are those that must never change."""
    guards = append_only(TABLE)
    changed_sqlite = " OR ".join(f"NEW.{column} IS NOT OLD.{column}" for column in columns)
    changed_postgres = " OR ".join(f"NEW.{column} IS DISTINCT FROM OLD.{column}" for column in columns)
    once = "OLD.voided_at IS NOT NULL OR NEW.voided_at IS NULL"
    guards["sqlite"][0] = (
        f"CREATE TRIGGER {TABLE}_no_update BEFORE UPDATE ON {TABLE} WHEN {once} OR {changed_sqlite} "
        f"BEGIN SELECT RAISE(ABORT, '{TABLE} is append-only'); END"
    )
    guards["postgresql"][1] = (
        f"CREATE TRIGGER {TABLE}_no_update BEFORE UPDATE ON {TABLE} FOR EACH ROW "
        f"WHEN ({once} OR {changed_postgres}) EXECUTE FUNCTION {TABLE}_refuse()"
    )
    return guards


def guard(connection: BaseDatabaseWrapper) -> None:
    """Puts the ledger's triggers in place for the columns the table has now."""
    install(connection, statements(_kept_columns()), TABLE)
