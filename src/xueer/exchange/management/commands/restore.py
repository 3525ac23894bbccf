"""`xueer restore`: everything back from a backup."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management import BaseCommand, CommandError

from xueer.common.calendar import now
from xueer.exchange.backup.errors import BackupUnsound
from xueer.exchange.restore.actions import restore_backup


class Command(BaseCommand):
    help = "Brings everything back from a backup, which is checked first; what is there now is kept in a backup too."
    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("path", metavar="PATH", type=Path, help="a file that `xueer backup` wrote")

    def handle(self, *_args: Any, **options: Any) -> None:
        if not options["path"].is_file():
            raise CommandError(f"there is no file {options['path']}")
        try:
            restore_backup(options["path"], at=now(), say=self.stderr.write)
        except BackupUnsound as unsound:
            raise CommandError(f"{unsound}; nothing was changed") from None
        self.stdout.write(f"restored {options['path']}")
