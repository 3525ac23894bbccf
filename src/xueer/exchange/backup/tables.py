"""The tables that a backup carries and how a value crosses from one database to another."""

from collections.abc import Callable, Iterator
from datetime import date, datetime
from decimal import Decimal
from typing import Any, NamedTuple

from django.apps.registry import Apps
from django.db import connection, models
from django.db.migrations.executor import MigrationExecutor
from django.utils import timezone

from xueer.exchange.backup.errors import UnknownColumn

# See the package's docstring for the reasons.
LEFT_OUT = {"sessions", "django_tasks_database", "contenttypes", "auth", "admin"}
CHUNK = 2000

TEXT = (models.CharField, models.TextField, models.GenericIPAddressField, models.FileField)
WHOLE = (models.IntegerField, models.AutoField, models.BooleanField)


class Column(NamedTuple):
    """A column by its Django field, with how its values are written to and read from JSON."""

    field: Any
    encode: Callable[[Any], Any]
    decode: Callable[[Any], Any]


class Table(NamedTuple):
    """A table as the database has it now, which may be that of an older version."""

    name: str
    model: type[models.Model]
    columns: tuple[Column, ...]

    def rows(self) -> Iterator[list[Any]]:
        """Every row in the order of the key, as JSON values; streamed."""
        encoders = [column.encode for column in self.columns]
        names = [column.field.attname for column in self.columns]
        stored = self.model._base_manager.order_by("pk").values_list(*names)
        for row in stored.iterator(CHUNK):
            yield [None if value is None else encode(value) for encode, value in zip(encoders, row, strict=True)]


def tables(targets: dict[str, str] | None = None) -> list[Table]:
    """The tables that belong into a backup, at the version of the database (or at the migrations in `targets`)."""
    found = []
    for model in _state(targets).get_models(include_auto_created=True):
        if model._meta.app_label not in LEFT_OUT and model._meta.managed and not model._meta.proxy:
            columns = tuple(_column(field) for field in model._meta.concrete_fields)
            found.append(Table(model._meta.db_table, model, columns))
    return sorted(found, key=lambda table: table.name)


def all_table_names() -> list[str]:
    """Every table of the program as the database has it now, also those that a backup leaves out."""
    return [model._meta.db_table for model in _state(None).get_models(include_auto_created=True)]


def _state(targets: dict[str, str] | None) -> Apps:
    executor = MigrationExecutor(connection)
    loader = executor.loader
    nodes = list(targets.items()) if targets is not None else _applied_leaves(loader.applied_migrations)
    return loader.project_state([node for node in nodes if node in loader.graph.nodes]).apps


def _applied_leaves(applied: Any) -> list[tuple[str, str]]:
    return sorted(dict(sorted(applied)).items())


def _column(field: Any) -> Column:
    kind = field.target_field if isinstance(field, models.ForeignKey) else field
    if isinstance(kind, models.DateTimeField):
        return Column(field, _encode_moment, datetime.fromisoformat)
    if isinstance(kind, models.DateField):
        return Column(field, date.isoformat, date.fromisoformat)
    if isinstance(kind, models.DecimalField):
        return Column(field, lambda value: f"{value:.{kind.decimal_places}f}", Decimal)
    if isinstance(kind, (*TEXT, *WHOLE, models.JSONField)):
        return Column(field, lambda value: value, lambda value: value)
    raise UnknownColumn(f"{field.model._meta.db_table}.{field.column} is a {type(kind).__name__}")


def _encode_moment(value: datetime) -> str:
    return value.astimezone(timezone.get_fixed_timezone(0)).isoformat()
