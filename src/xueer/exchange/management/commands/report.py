"""`xueer report`: any report of the catalogue as a document."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management import BaseCommand, CommandError

from xueer.common.calendar import now
from xueer.exchange.management.asking import ask_unit, ask_year, unit_with
from xueer.reports.actions import write_document
from xueer.reports.errors import ReportRefused


class Command(BaseCommand):
    help = "Writes a report of the catalogue as a document; its suffix says in which form."
    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("name", metavar="NAME", help="the report, e.g. summary")
        ask_unit(parser)
        ask_year(parser)
        parser.add_argument("--saved", action="store_true", help="write the saved report as it stands, not a fresh one")
        parser.add_argument("-o", "--output", required=True, type=Path, metavar="OUT", help="the file to write")

    def handle(self, *_args: Any, **options: Any) -> None:
        unit = unit_with(options["unit"])
        try:
            missing = write_document(
                options["name"], unit, options["year"], options["output"], at=now(), saved=options["saved"]
            )
        except ReportRefused as refused:
            raise CommandError(str(refused)) from None
        for words in missing:
            self.stderr.write(words)
        self.stdout.write(str(options["output"]))
