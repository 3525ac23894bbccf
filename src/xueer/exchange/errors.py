"""What the exchange refuses: wrong cells, and workbooks that hold some."""

from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext

from xueer.common.text import one_line


@dataclass(frozen=True, slots=True)
class CellError:
    """A wrong cell. `row` as Excel numbers it (None: the sheet as a whole), `value` as typed, on one line.

    `msgid` and `params` say what was expected; they are translated when shown, so that errors can be stored.
    `position` is the column counted from 0, for marking; it is no part of the line.
    """

    sheet: str
    row: int | None
    column: str
    value: str
    msgid: str
    params: dict[str, Any] = field(default_factory=dict)
    position: int | None = None

    @property
    def expected(self) -> str:
        """What was expected, in the user's language."""
        words = gettext(self.msgid) if self.msgid else ""
        return one_line(words % self.params if self.params else words)

    @property
    def line(self) -> str:
        """The error as the command line prints it: five fields parted by tabs."""
        row = "" if self.row is None else str(self.row)
        return "\t".join((one_line(self.sheet), row, one_line(self.column), self.value, self.expected))


class WorkbookRefused(Exception):
    """A workbook with errors; nothing was written. `checked` holds all of them."""

    def __init__(self, checked: Any) -> None:
        first = [error.line for error in checked.errors[:3]]
        super().__init__("\n".join((*first, f"errors={len(checked.errors)} suppressed={checked.suppressed}")))
        self.checked = checked
