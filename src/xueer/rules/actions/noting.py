"""What a change of a row says in the trail: each field with its old and its new value."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.db.models import Model


def applied(row: Model, values: Mapping[str, Any]) -> dict[str, list[Any]]:
    """Sets the values on the row (not saved yet); returns field → [old, new] for those that differ."""
    found: dict[str, list[Any]] = {}
    for name, value in values.items():
        old = getattr(row, name)
        if old != value:
            found[name] = [said(old), said(value)]
            setattr(row, name, value)
    return found


def said(value: Any) -> Any:
    """A value as the trail keeps it."""
    if value is None or isinstance(value, str | int | bool):
        return value
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, list | tuple | set):
        return "、".join(sorted(map(str, value)))
    return str(getattr(value, "code", value))
