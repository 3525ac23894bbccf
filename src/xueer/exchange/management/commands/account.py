"""`xueer account`: makes or unlocks a login and prints a one-time password."""

from argparse import ArgumentParser
from typing import Any

from django.core.management import BaseCommand, CommandError
from django.db import transaction

from xueer.access.actions import grant_role, issue_password, open_account
from xueer.access.errors import BadCode
from xueer.access.roles import RoleName
from xueer.common.calendar import now


class Command(BaseCommand):
    help = "Makes or unlocks a login and prints a one-time password, to be changed at the first sign-in."
    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("code", metavar="工号", help="what the person signs in with")
        parser.add_argument("--admin", action="store_true", help="administrator of everything")

    def handle(self, *_args: Any, **options: Any) -> None:
        at = now()
        try:
            with transaction.atomic():
                person = open_account(options["code"].strip(), by=None, at=at)
                if options["admin"]:
                    grant_role(person, role=RoleName.ADMINISTRATOR, unit=None, by=None, at=at)
                password = issue_password(person, by=None, at=at)
        except BadCode:
            raise CommandError("a 工号 has 1 to 64 characters and no blanks") from None
        self.stdout.write(password)
