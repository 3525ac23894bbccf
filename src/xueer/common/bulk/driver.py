"""The driver's own bulk paths: COPY on PostgreSQL, executemany on SQLite."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from decimal import Decimal
from itertools import islice
from typing import Any

from django.db import connection

BATCH = 5000
REMEMBERED = 50_000
PLAIN = frozenset((str, int, bool, type(None)))


def insert_rows(table: str, columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
    """Inserts plain tuples by the quickest way the driver has; `rows` is streamed."""
    names = ", ".join(f'"{column}"' for column in columns)
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            with cursor.copy(f'COPY "{table}" ({names}) FROM STDIN') as copy:
                for row in rows:
                    copy.write_row(row)
            return
        sql = f'INSERT INTO "{table}" ({names}) VALUES ({", ".join(["%s"] * len(columns))})'  # noqa: S608 - own names
        _many(cursor, sql, rows)


def update_rows(table: str, columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
    """Sets `columns` of many rows; each of `rows` holds the values and then the id."""
    setting = ", ".join(f'"{column}" = %s' for column in columns)
    with connection.cursor() as cursor:
        _many(cursor, f'UPDATE "{table}" SET {setting} WHERE id = %s', rows)  # noqa: S608 - own names


def _many(cursor: Any, sql: str, rows: Iterable[Sequence[Any]]) -> None:
    stream, texts = iter(rows), Texts()
    while batch := list(islice(stream, BATCH)):
        cursor.executemany(sql, [texts.plain(row) for row in batch] if connection.vendor == "sqlite" else batch)


class Texts(dict[Any, Any]):
    """SQLite's driver knows neither moments nor days nor decimals: text as Django stores it, made once per value."""

    def plain(self, row: Sequence[Any]) -> list[Any]:
        return [value if type(value) in PLAIN else self[value] for value in row]

    def __missing__(self, value: Any) -> Any:
        if isinstance(value, datetime):
            text = connection.ops.adapt_datetimefield_value(value)
        elif isinstance(value, date):
            text = value.isoformat()
        else:
            text = str(value) if isinstance(value, Decimal) else value
        if len(self) < REMEMBERED:
            self[value] = text
        return text
