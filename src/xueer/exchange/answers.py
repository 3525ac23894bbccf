"""How answers of the command line look: numbers, JSON, plain tables."""

import json
import unicodedata
from collections.abc import Iterable, Sequence
from decimal import Decimal
from fractions import Fraction
from typing import Any

Number = int | Decimal | Fraction | float | None


def number(value: Number) -> int | float | None:
    """A number as the contract prints it: whole ones without a point, others with two decimals, rounded half up."""
    if value is None:
        return None
    cents = (Fraction(value) * 200 + 1) // 2
    return cents // 100 if cents % 100 == 0 else cents / 100


def as_json(answer: Any) -> str:
    return json.dumps(answer, ensure_ascii=False, indent=1)


def table(head: Sequence[str], rows: Iterable[Sequence[Any]]) -> str:
    """Columns parted by two blanks, each as wide as its longest cell; Chinese characters count as two.

    An empty `head` is left out.
    """
    cells = [["" if cell is None else str(cell) for cell in row] for row in ([head] if head else []) + list(rows)]
    widths = [max(map(width, column)) for column in zip(*cells, strict=True)]
    return "\n".join(
        "  ".join(cell + " " * (wide - width(cell)) for cell, wide in zip(row, widths, strict=True)).rstrip()
        for row in cells
    )


def width(text: str) -> int:
    return sum(2 if unicodedata.east_asian_width(character) in "WF" else 1 for character in text)
