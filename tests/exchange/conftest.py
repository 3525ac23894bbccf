"""Fixtures of the import tests."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.exchange import homes, workbooks


@pytest.fixture
def bring(db: None, tmp_path: Path) -> Callable:
    """Imports sheets given as rows."""
    return workbooks.importer(tmp_path)


@pytest.fixture
def refuse(db: None, tmp_path: Path) -> Callable:
    """Imports sheets that must be refused; returns what was found."""
    return workbooks.refuser(tmp_path)


@pytest.fixture
def new_home(tmp_path: Path) -> Iterator[Callable]:
    """`new_home()` is a home with nothing in it, on the database under test, for commands in their own process."""
    yield from homes.homes(tmp_path)
