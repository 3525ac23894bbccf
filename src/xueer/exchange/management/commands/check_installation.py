"""`xueer check`: is this installation sound?"""

from argparse import ArgumentParser
from typing import Any

from django.core.management import BaseCommand, CommandError

from xueer.exchange.answers import as_json, table
from xueer.exchange.management.asking import ask_json
from xueer.exchange.soundness import Grade, findings


class Command(BaseCommand):
    help = "Is this installation sound: settings, migrations, database, ledger, audit trail, disk, fonts."
    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        ask_json(parser)

    def handle(self, *_args: Any, **options: Any) -> None:
        found = list(findings())
        if options["json"]:
            self.stdout.write(
                as_json([{"check": one.question, "state": one.grade, "words": one.words} for one in found])
            )
        else:
            self.stdout.write(table((), [(one.grade, one.question, one.words) for one in found]))
        failed = sum(one.grade == Grade.FAIL for one in found)
        if failed:
            raise CommandError(f"{failed} faults")
