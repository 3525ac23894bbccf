"""What a sheet is: its name, its columns as data, the key of its rows. Reading and writing both follow from these."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from xueer.common.text import gettext_noop


@dataclass(frozen=True, slots=True)
class Column:
    """One column. `parse` turns a cell that is not empty into a value or raises BadCell; `show` turns it back.

    `empty` is the value of an empty cell and, in a new row, of a missing column. `refers` names the sheet whose rows
    the value names; `several` marks a tuple of values. `settle` marks a value that is made final once the sheet is
    read. `repeats`: few different values, worth remembering.
    """

    name: str
    field: str
    parse: Callable[[Any], Any]
    show: Callable[[Any], Any]
    required: bool = False
    empty: Any = ""
    refers: str = ""
    several: bool = False
    repeats: bool = True


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet. `key`: the fields that identify a row; `identity`: the field by which other sheets name its rows.

    `ranges`: (start field, end field) whose days must be in order. `agree`: fields that all rows naming the same
    `agree_on` share. `unit`: the field that says whose row it is, for the question who may write it.
    """

    name: str
    columns: tuple[Column, ...]
    key: tuple[str, ...]
    identity: str = ""
    ranges: tuple[tuple[str, str], ...] = ()
    agree_on: str = ""
    agree: tuple[str, ...] = ()
    by_field: dict[str, Column] = field(init=False, repr=False, compare=False)
    by_name: dict[str, Column] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "by_field", {column.field: column for column in self.columns})
        object.__setattr__(self, "by_name", {column.name: column for column in self.columns})

    @property
    def column_names(self) -> tuple[str, ...]:
        return tuple(column.name for column in self.columns)


REQUIRED = gettext_noop("a value: this column must not be empty")
