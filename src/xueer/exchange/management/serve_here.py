"""Handing this process over to the server, for `xueer serve` and `xueer demo`."""

import os
import subprocess
import sys
from typing import Any, NoReturn

from django.conf import settings
from django.core.management import CommandError
from django.db import connections

from xueer.exchange.home.statics import collect_static
from xueer.exchange.serving import command, is_taken


def refuse_taken(host: str, port: int) -> None:
    """Raises CommandError when somebody listens on the port."""
    if is_taken(host, port):
        raise CommandError(f"port {port} on {host} is taken or may not be used; name another one with --port")


def address(host: str, port: int) -> str:
    """What to type into a browser on this computer."""
    shown = {"0.0.0.0": "127.0.0.1", "::": "[::1]"}.get(host, host)  # noqa: S104 - compared, not bound
    return f"http://{shown}:{port}/"


def serve_here(*, host: str, port: int, workers: int, out: Any) -> NoReturn:
    """Becomes the server. Nothing of this process stays in memory, and its number stays the same."""
    collect_static()
    out.write(address(host, port))
    out.flush()
    sys.stderr.flush()
    connections.close_all()
    words = command(host=host, port=port, workers=workers, home=str(settings.HOME))
    if os.name == "nt":  # there a process cannot become another
        sys.exit(subprocess.call(words))  # noqa: S603 - our own words
    os.execv(words[0], words)  # noqa: S606
