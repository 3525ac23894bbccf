"""`xueer serve`: the pages and the background jobs in one go."""

from argparse import ArgumentParser
from typing import Any

from django.core.management import BaseCommand

from xueer.exchange.management.asking import a_port, some_workers
from xueer.exchange.management.serve_here import refuse_taken, serve_here


class Command(BaseCommand):
    help = "Serves the pages and runs background jobs until Ctrl-C."
    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--host", default="127.0.0.1", metavar="H", help="address to listen on (0.0.0.0: all)")
        parser.add_argument("--port", type=a_port, default=8000, metavar="N", help="port to listen on (8000)")
        parser.add_argument("--workers", type=some_workers, default=1, metavar="N", help="web processes (1)")
        parser.add_argument("--migrate", action="store_true", help="bring an old database up to date first")

    def handle(self, *_args: Any, **options: Any) -> None:
        refuse_taken(options["host"], options["port"])
        serve_here(host=options["host"], port=options["port"], workers=options["workers"], out=self.stdout)
