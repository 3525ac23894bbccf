"""The contract from outside: workbooks go in by `xueer import`, answers come out on stdout and as exported cells."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from django.db import transaction

from tests.contract import books
from tests.exchange import homes
from xueer.exchange.command import main


@dataclass
class Done:
    """What a command left: exit status, stdout, stderr."""

    status: int
    out: str
    err: str

    @property
    def lines(self) -> list[list[str]]:
        """The error lines, each as its five fields."""
        return [line.split("\t") for line in self.err.splitlines() if "\t" in line]

    @property
    def places(self) -> list[tuple[str, str, str, str]]:
        """(sheet, row, column, value) of every error."""
        return [tuple(line[:4]) for line in self.lines]  # type: ignore[misc]

    @property
    def warnings(self) -> list[str]:
        return [line for line in self.err.splitlines() if line.startswith("warning:")]

    @property
    def last(self) -> str:
        return self.err.splitlines()[-1]

    @property
    def answer(self) -> Any:
        return json.loads(self.out)


@dataclass
class Xueer:
    """The command in this process, on the database under test."""

    folder: Path
    capsys: pytest.CaptureFixture[str]
    count: int = field(default=0)

    def __call__(self, *words: Any) -> Done:
        self.capsys.readouterr()
        try:
            status = main([str(word) for word in words])
        except SystemExit as ended:
            status = int(ended.code or 0)
        shown = self.capsys.readouterr()
        return Done(status, shown.out, shown.err)

    @contextmanager
    def another_home(self) -> Iterator[None]:
        """What happens in the block leaves nothing behind: after it the home is as fresh as before."""
        with transaction.atomic():
            yield
            transaction.set_rollback(True)

    def place(self, name: str) -> Path:
        self.count += 1
        return self.folder / f"{self.count:02}-{name}"

    def take(self, sheets: books.Sheets, *words: Any) -> Done:
        """Imports sheets, whatever comes of it."""
        return self("import", books.xlsx(self.place("book.xlsx"), sheets), *words)

    def accept(self, sheets: books.Sheets, *words: Any) -> Done:
        done = self.take(sheets, *words)
        assert done.status == 0, done.err
        return done

    def refuse(self, sheets: books.Sheets, *words: Any) -> Done:
        done = self.take(sheets, *words)
        assert done.status == 1, done.out
        return done

    def export(self, unit: str = "R", *words: Any) -> dict[str, books.Rows]:
        """The rows that an export holds, by column."""
        path = self.place("out.xlsx")
        done = self("export", path, "--unit", unit, *words)
        assert done.status == 0, done.err
        return books.read(path)

    def standings(self, unit: str = "R", year: int = 2025, on: str = "2026-12-31") -> dict[tuple, dict[str, Any]]:
        done = self("standings", "--unit", unit, "--year", year, "--on", on, "--json")
        assert done.status == 0, done.err
        return {(row["requirement"], row["subject"], row["period"]): row for row in done.answer}


@pytest.fixture
def xueer(db: None, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Xueer:
    """The command on an empty home."""
    return Xueer(tmp_path, capsys)


@pytest.fixture
def new_home(tmp_path: Path) -> Any:
    """`new_home()` is a home with nothing in it, for commands in processes of their own."""
    yield from homes.homes(tmp_path)
