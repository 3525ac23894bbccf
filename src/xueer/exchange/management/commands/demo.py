"""`xueer demo`: the example district in a home of its own, with six accounts, then the server."""

from argparse import ArgumentParser
from datetime import datetime
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management import BaseCommand

from xueer.access.actions import issue_password
from xueer.common.calendar import now, today
from xueer.exchange.actions import import_workbook
from xueer.exchange.answers import table
from xueer.exchange.example import accounts, write_district
from xueer.exchange.home.actions import empty_demo, may_be_demo
from xueer.exchange.management.asking import a_port
from xueer.exchange.management.serve_here import refuse_taken, serve_here
from xueer.org.models import Person
from xueer.records.models import ActivityType
from xueer.rules.actions import add_make_up_rule
from xueer.rules.choices import MakeUpWay
from xueer.rules.models import Clause

HOST = "127.0.0.1"
# Words of the clause, the heading that it is about, days in which absence is made up.
MAKE_UP_CLAUSES = (("在二十天内补学", "周五讲座", 20), ("在一个月内补学", "主题党日", 30))


class Command(BaseCommand):
    help = "Makes the example district in a home of its own, prints six accounts, and serves it on this computer."
    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--port", type=a_port, default=8000, metavar="N", help="port to listen on (8000)")
        parser.add_argument("--no-serve", action="store_true", help="stop when the example is made")

    def handle(self, *_args: Any, **options: Any) -> None:
        at = now()
        may_be_demo()
        if not options["no_serve"]:
            refuse_taken(HOST, options["port"])
        empty_demo(at=at)
        self._load()
        self.stderr.write("role, 工号, one-time password:")
        self.stdout.write(table((), self._open_accounts(at)))
        if not options["no_serve"]:
            serve_here(host=HOST, port=options["port"], workers=1, out=self.stdout)

    def _load(self) -> None:
        folder = Path(settings.HOME) / "example"
        folder.mkdir(exist_ok=True)
        for path in write_district(folder, today()):
            self.stderr.write(f"reading {path}")
            import_workbook(path, by=None, at=now())
            self._add_make_up_rules()

    def _add_make_up_rules(self) -> None:
        """What the clauses say of making up, which no sheet carries; before the sessions are read, whose make-ups get
        their last day by it."""
        for words, heading, days in MAKE_UP_CLAUSES:
            clause = Clause.objects.filter(text__contains=words).select_related("rulebook").first()
            if clause is None or clause.rulebook.make_up_rules.exists():
                continue
            types = list(ActivityType.objects.filter(name=heading))
            values = {
                "days": days,
                "ways": [MakeUpWay.SESSION.value, MakeUpWay.MATERIAL.value],
                "clause": clause,
                "types": types,
            }
            add_make_up_rule(rulebook=clause.rulebook, values=values, by=None, at=now())

    def _open_accounts(self, at: datetime) -> list[tuple[str, str, str]]:
        lines = []
        for role, code in accounts(today()):
            password = issue_password(Person.objects.get(code=code), by=None, at=at)
            lines.append((role, code, password))
        return lines
