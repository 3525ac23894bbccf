"""One engine's run: makes a database, runs the benches, leaves the rows in a file."""

import os
import pickle
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import django
from django.conf import settings


@contextmanager
def database() -> Iterator[None]:
    """A new database with all migrations, thrown away afterwards; on PostgreSQL beside the one that is named."""
    from django.core.management import call_command
    from django.db import connection

    description = settings.DATABASES["default"]
    own = None
    if connection.vendor == "postgresql":
        own = f"xueer_bench_{os.getpid()}"
        with connection._nodb_cursor() as cursor:
            cursor.execute(f'CREATE DATABASE "{own}"')
        connection.close()
        description["NAME"] = connection.settings_dict["NAME"] = own
    call_command("migrate", verbosity=0)
    try:
        yield
    finally:
        connection.close()
        if own:
            with connection._nodb_cursor() as cursor:
                cursor.execute(f'DROP DATABASE "{own}" WITH (FORCE)')


def run(engine: str, names: list[str], quick: bool) -> list:
    settings.STORAGES = settings.STORAGES | {
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    }
    settings.STANDINGS_KEPT = 0  # judging is what is measured; a bench that looks twice turns it on
    settings.STATIC_ROOT.mkdir(parents=True, exist_ok=True)
    django.setup()
    from bench.context import SCALES, Context
    from bench.registry import named
    from tests.database import keep_shipped_rows

    rows = []
    with database():
        keep_shipped_rows()  # emptying the database passes the ledger's triggers
        context = Context(engine=engine, home=Path(os.environ["XUEER_HOME"]), scales=SCALES[:1] if quick else SCALES)
        for bench in named(names):
            print(f"{engine}: {bench.__name__.rpartition('.')[2]} …", file=sys.stderr)
            rows += bench.run(context)
            context.empty()
    return rows


if __name__ == "__main__":
    engine, outcome, quick, *names = sys.argv[1:]
    Path(outcome).write_bytes(pickle.dumps(run(engine, names, quick == "1")))
