"""`xueer export`: the workbook of a unit and all below it."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management import BaseCommand, CommandError

from xueer.common.calendar import now
from xueer.common.spreadsheets import BookError
from xueer.exchange.export.actions import export_workbook
from xueer.exchange.management.asking import ask_unit, ask_year, unit_with


class Command(BaseCommand):
    help = "Writes the workbook of a unit and everything below it; it imports into a fresh home."
    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("path", metavar="PATH", type=Path, help=".xlsx, a .zip of CSV files, or a folder for them")
        ask_unit(parser)
        ask_year(parser, required=False, help="only this year's activities, rolls and plans")

    def handle(self, *_args: Any, **options: Any) -> None:
        path = options["path"]
        try:
            written = export_workbook(path, unit=unit_with(options["unit"]), year=options["year"], by=None, at=now())
        except BookError as error:
            raise CommandError(str(error)) from None
        for sheet, rows in written.items():
            self.stdout.write(f"{sheet} {rows}")
        self.stdout.write(str(path))
