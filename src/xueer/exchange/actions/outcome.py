"""What an import did, or would do: counts per sheet and the cells that change, in the workbook's own words."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from xueer.common.bulk import Key, Put
from xueer.common.calendar import BEGINNING
from xueer.exchange.findings import Read, Warned
from xueer.exchange.sheets import Sheet


@dataclass
class SheetCount:
    """Rows of one sheet by what became of them."""

    sheet: str
    added: int = 0
    changed: int = 0
    unchanged: int = 0


@dataclass(frozen=True)
class Change:
    """One row that is new or differs. `cells`: column → (before, after) as the workbook writes them."""

    sheet: str
    row: int | None
    key: str
    added: bool
    cells: dict[str, tuple[Any, Any]] = field(default_factory=dict)


@dataclass
class Imported:
    """The outcome. `changes` holds every changed row, and every added row except those of the roll."""

    counts: list[SheetCount] = field(default_factory=list)
    changes: list[Change] = field(default_factory=list)
    warnings: list[Warned] = field(default_factory=list)
    dry_run: bool = False

    @property
    def changed_anything(self) -> bool:
        return any(count.added or count.changed for count in self.counts)

    def take(self, read: Read, put: Put, also: Mapping[Key, dict[str, tuple[Any, Any]]] | None = None) -> None:
        """Counts what putting the rows of a sheet did; `also`: changes of what the rows share (a group, a plan)."""
        changed = {key: dict(cells) for key, cells in put.changed.items()}
        for key, cells in (also or {}).items():
            if key not in put.added:
                changed.setdefault(key, {}).update(cells)
        count = SheetCount(read.sheet.name, len(put.added), len(changed))
        count.unchanged = len(read.rows) - count.added - count.changed
        self.counts.append(count)
        if not put.added and not changed:
            return
        names = read.sheet.key
        rows = {tuple(row.values[name] for name in names): row.number for row in read.rows}
        for key in put.added:
            self.changes.append(Change(read.sheet.name, rows.get(key), shown_key(key), True))
        for key, cells in changed.items():
            shown = shown_cells(read.sheet, cells)
            self.changes.append(Change(read.sheet.name, rows.get(key), shown_key(key), False, shown))


def shown_key(key: Key) -> str:
    """A key in words, without the beginning of time."""
    return "、".join(str(part) for part in key if part not in ("", None, BEGINNING))


def shown_cells(sheet: Sheet, cells: Mapping[str, tuple[Any, Any]]) -> dict[str, tuple[Any, Any]]:
    """Fields that changed as columns of the sheet; what has no column is derived from others and left out."""
    found = {}
    for name, (old, new) in cells.items():
        column = sheet.by_field.get(name)
        if column is not None:
            show: Callable[[Any], Any] = column.show
            found[column.name] = (show(old), show(new))
    return found
