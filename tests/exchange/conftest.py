"""Fixtures of the import tests."""

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.exchange import workbooks


@pytest.fixture
def bring(db: None, tmp_path: Path) -> Callable:
    """Imports sheets given as rows."""
    return workbooks.importer(tmp_path)


@pytest.fixture
def refuse(db: None, tmp_path: Path) -> Callable:
    """Imports sheets that must be refused; returns what was found."""
    return workbooks.refuser(tmp_path)
