"""`xueer import`: a workbook into the home. Answers to stdout, every error as a line of five fields to stderr."""

from argparse import ArgumentParser
from datetime import date, datetime
from pathlib import Path
from typing import Any

from django.core.management import BaseCommand, CommandError
from django.utils.translation import gettext

from xueer.common.calendar import now
from xueer.common.spreadsheets import BookError
from xueer.exchange.actions import Imported, import_workbook
from xueer.exchange.answers import as_json, table
from xueer.exchange.checking import Checked
from xueer.exchange.errors import CellError, WorkbookRefused
from xueer.exchange.marking import save_marked_copy


class Command(BaseCommand):
    help = "Read a workbook (.xlsx, .csv, a folder or zip of .csv) into the home; all of it or nothing."
    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("path", type=Path, metavar="PATH")
        parser.add_argument("--dry-run", action="store_true", help="report what would change, write nothing")
        parser.add_argument("--errors", type=Path, metavar="OUT.xlsx", help="save a copy with the wrong cells marked")
        parser.add_argument("--json", action="store_true", help="the answer as JSON")

    def handle(self, *_args: Any, path: Path, dry_run: bool, errors: Path | None, **options: Any) -> None:
        try:
            imported = import_workbook(path, by=None, at=now(), dry_run=dry_run)
        except WorkbookRefused as refused:
            self._refuse(refused.checked, path, errors, as_answer=options["json"])
            raise CommandError("", returncode=1) from None
        for warning in imported.warnings:
            self._tell(f"warning: {warning.words}")
        if options["json"]:
            self.stdout.write(as_json(answer_of(imported)))
        else:
            self.stdout.write("\n".join(lines_of(imported)))

    def _refuse(self, checked: Checked, path: Path, errors: Path | None, *, as_answer: bool) -> None:
        if errors is not None:
            try:
                save_marked_copy(path, errors, checked)
            except (BookError, OSError) as failed:
                self._tell(f"warning: {errors}: {failed}")
        if as_answer:
            self.stdout.write(as_json(refusal_of(checked)))
        for warning in checked.warnings:
            self._tell(f"warning: {warning.words}")
        for error in checked.errors:
            self._tell(error.line)
        self._tell(f"errors={len(checked.errors)} suppressed={checked.suppressed}")

    def _tell(self, line: str) -> None:
        self.stderr.write(line, style_func=str)


def lines_of(imported: Imported) -> list[str]:
    """The outcome to be read: counts per sheet; in a dry run every changed cell as well."""
    head = [gettext("sheet"), gettext("added"), gettext("changed"), gettext("unchanged")]
    counts = [(count.sheet, count.added, count.changed, count.unchanged) for count in imported.counts]
    lines = [table(head, counts)] if counts else []
    if imported.dry_run:
        lines += [line for change in imported.changes for line in _lines_of_change(change)]
        lines.append(gettext("dry run: nothing was written"))
    return lines


def _lines_of_change(change: Any) -> list[str]:
    if change.added:
        return [f"+ {change.sheet} {change.key}"]
    cells = (f"{column}: {_plain(old)} → {_plain(new)}" for column, (old, new) in change.cells.items())
    return [f"~ {change.sheet} {change.key} {'; '.join(cells)}"]


def answer_of(imported: Imported) -> dict[str, Any]:
    """The outcome as JSON."""
    return {
        "dry_run": imported.dry_run,
        "sheets": {
            count.sheet: {"added": count.added, "changed": count.changed, "unchanged": count.unchanged}
            for count in imported.counts
        },
        "changes": [
            {
                "sheet": change.sheet,
                "row": change.row,
                "key": change.key,
                "added": change.added,
                "cells": {column: [_plain(old), _plain(new)] for column, (old, new) in change.cells.items()},
            }
            for change in imported.changes
        ],
        "warnings": [warning.words for warning in imported.warnings],
    }


def refusal_of(checked: Checked) -> dict[str, Any]:
    """The errors as JSON."""
    return {
        "errors": [_error_as_json(error) for error in checked.errors],
        "suppressed": checked.suppressed,
        "warnings": [warning.words for warning in checked.warnings],
    }


def _error_as_json(error: CellError) -> dict[str, Any]:
    return {
        "sheet": error.sheet,
        "row": error.row,
        "column": error.column,
        "value": error.value,
        "expected": error.expected,
    }


def _plain(value: Any) -> Any:
    if value is None:
        return ""
    if isinstance(value, datetime):
        return value.isoformat(" ", "minutes")
    if isinstance(value, date):
        return value.isoformat()
    return value if isinstance(value, str | int | float | bool) else str(value)
