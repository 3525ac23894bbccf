"""`xueer backup`: everything in one file."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management import BaseCommand, CommandError

from xueer.common.calendar import now
from xueer.exchange.backup.actions import write_backup
from xueer.exchange.backup.errors import BackupUnsound


class Command(BaseCommand):
    help = "Writes everything - database, media, keys - into one file, checked before it gets its name."
    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("path", metavar="PATH", type=Path, help="the file, or a folder to put it in")

    def handle(self, *_args: Any, **options: Any) -> None:
        try:
            self.stdout.write(str(write_backup(options["path"], at=now())))
        except BackupUnsound as unsound:
            raise CommandError(str(unsound)) from None
