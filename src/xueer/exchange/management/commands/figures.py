"""`xueer figures`: the figures of a unit and all below it between two days, both included."""

from argparse import ArgumentParser
from typing import Any

from django.core.management import BaseCommand, CommandError

from xueer.exchange.answers import as_json, number, table
from xueer.exchange.management.asking import a_day, ask_json, ask_unit, unit_with
from xueer.metrics.queries import figures

SHOWN = ("item", "measure", "value", "records")


class Command(BaseCommand):
    help = "The figures of a unit and all below it."
    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        ask_unit(parser)
        parser.add_argument("--from", dest="first", required=True, type=a_day, metavar="D", help="the first day")
        parser.add_argument("--to", dest="last", required=True, type=a_day, metavar="D", help="the last day")
        ask_json(parser)

    def handle(self, *_args: Any, **options: Any) -> None:
        first, last = options["first"], options["last"]
        if first > last:
            raise CommandError("--from is later than --to")
        answer = [
            {"item": row.item, "measure": row.measure, "value": number(row.value), "records": row.records}
            for row in figures(unit_with(options["unit"]), first, last)
        ]
        if options["json"]:
            self.stdout.write(as_json(answer))
        else:
            self.stdout.write(table(SHOWN, ([row[name] for name in SHOWN] for row in answer)))
