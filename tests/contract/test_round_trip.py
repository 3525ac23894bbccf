"""Export, import into a fresh home, export again: the same cells, in the same order, whichever unit and form."""

from typing import Any

import pytest

from tests.contract.books import cells
from tests.contract.full_year import FULL_YEAR


def written(xueer, unit: str, suffix: str, *words: Any) -> tuple[Any, dict]:
    """An export as a file of that form, and its cells as a workbook."""
    path, book = xueer.place(f"out{suffix}"), xueer.place("cells.xlsx")
    for out in (path, book):
        assert xueer("export", out, "--unit", unit, *words).status == 0
    return path, cells(book)


ASKED = [
    ("R", ".xlsx", ()),
    ("R", ".zip", ()),
    ("R", "", ()),
    ("R", ".xlsx", ("--year", "2025")),
    ("T", ".xlsx", ()),
    ("A", ".xlsx", ()),
    ("A", ".zip", ("--year", "2024")),
    ("B", ".xlsx", ()),
    ("B", ".xlsx", ("--year", "2025")),
    ("C", ".xlsx", ()),
]


@pytest.mark.parametrize(("unit", "suffix", "words"), ASKED)
def test_an_export_imports_into_a_fresh_home_and_exports_the_same_cells(xueer, unit, suffix, words):
    with xueer.another_home():
        xueer.accept(FULL_YEAR)
        path, first = written(xueer, unit, suffix, *words)
    done = xueer("import", path)
    assert done.status == 0, done.err
    _path, again = written(xueer, unit, suffix, *words)
    assert again == first
