"""Homes for tests of the command line: used as a user would, in a process of its own, on either database."""

import atexit
import json
import os
import shutil
import sqlite3
import subprocess
import sys
import tempfile
import uuid
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from decimal import Decimal
from functools import lru_cache
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit, urlunsplit

import psycopg

# Not carried by a backup (see xueer.exchange.backup), or written anew by every migration.
NOT_CARRIED = ("django_", "auth_", "sqlite_")


@dataclass
class Home:
    """A home in a folder; `url` names its PostgreSQL database, if it has one."""

    path: Path
    url: str = ""
    env: dict[str, str] = field(default_factory=dict)

    def run(self, *words: Any, expect: int | None = 0) -> subprocess.CompletedProcess[str]:
        """Runs one command in it; `expect` is the exit status (None: any)."""
        done = subprocess.run(
            command(*words), env=self.environment(), capture_output=True, text=True, cwd=self.path.parent, check=False
        )
        assert expect is None or done.returncode == expect, f"{done.returncode}\n{done.stdout}\n{done.stderr}"
        return done

    def run_all(self, *commands: tuple) -> None:
        """Runs several commands in one process, each of which must succeed."""
        listed = [[*map(str, words)] for words in commands]
        self.python(f"from xueer.exchange.command import main; exit(any(main(words) for words in {listed!r}))")

    def python(self, statements: str) -> None:
        """Runs statements with the program set up in this home."""
        words = [sys.executable, "-c", f"import django; django.setup(); {statements}"]
        subprocess.run(words, env=self.environment() | {"DJANGO_SETTINGS_MODULE": "xueer.config.settings"}, check=True)

    def environment(self) -> dict[str, str]:
        env = {name: value for name, value in os.environ.items() if name != "DATABASE_URL"}
        env |= {"XUEER_HOME": str(self.path), "PYTHONPATH": ""} | self.env
        return env | ({"DATABASE_URL": self.url} if self.url else {})

    def rows(self) -> dict[str, list[tuple]]:
        """Every row of every table that a backup carries, in a form that both databases share."""
        read = _rows_of_postgres(self.url) if self.url else _rows_of_sqlite(self.path / "xueer.sqlite3")
        return {name: sorted(tuple(map(plain, row)) for row in rows) for name, rows in read.items()}

    def files(self) -> dict[str, bytes]:
        """Everything in the folder."""
        return {str(path.relative_to(self.path)): path.read_bytes() for path in self.path.rglob("*") if path.is_file()}


def command(*words: Any) -> list[str]:
    return [sys.executable, "-m", "xueer.exchange.command", *map(str, words)]


def plain(value: Any) -> Any:
    """SQLite keeps days and moments as text, yes and no as numbers, JSON as text: one form for all."""
    if isinstance(value, datetime):
        return value.astimezone(UTC).strftime("%Y-%m-%d %H:%M:%S.%f")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, bool | int | float | Decimal):
        return f"{Decimal(str(int(value) if isinstance(value, bool) else value)).normalize():f}"
    if isinstance(value, dict | list):
        return json.dumps(value, sort_keys=True, ensure_ascii=False)
    if isinstance(value, str) and value[:1] in ("{", "["):
        return plain(json.loads(value))
    if isinstance(value, str) and len(value) == 19 and value[4] == value[7] == "-" and value[13] == ":":
        return f"{value}.000000"
    return "" if value is None else value


def _carried(name: str) -> bool:
    return not name.startswith(NOT_CARRIED)


def _rows_of_sqlite(path: Path) -> dict[str, list[tuple]]:
    with sqlite3.connect(path) as database:
        names = [row[0] for row in database.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        found = {}
        for name in filter(_carried, names):
            columns = sorted(row[1] for row in database.execute(f'PRAGMA table_info("{name}")'))
            found[name] = database.execute(f'SELECT {", ".join(columns)} FROM "{name}"').fetchall()
    database.close()
    return found


def _rows_of_postgres(url: str) -> dict[str, list[tuple]]:
    with psycopg.connect(url) as database:
        names = [row[0] for row in database.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")]
        found = {}
        for name in filter(_carried, names):
            query = "SELECT column_name FROM information_schema.columns WHERE table_name = %s"
            columns = sorted(row[0] for row in database.execute(query, [name]))
            found[name] = database.execute(f'SELECT {", ".join(columns)} FROM "{name}"').fetchall()
    return found


@lru_cache(maxsize=2)
def home_set_up(server: str) -> Home:
    """A home that a command has made and nobody has used; one per process and database, gone with the process."""
    path = Path(tempfile.mkdtemp(prefix="xueer-set-up-")) / "home"
    atexit.register(shutil.rmtree, path.parent, ignore_errors=True)
    home = Home(path)
    if server:
        name = f"xueer_set_up_{uuid.uuid4().hex[:12]}"
        with psycopg.connect(server, autocommit=True) as database:
            database.execute(f"CREATE DATABASE {name}")
        atexit.register(_dropped, server, name)
        home = Home(path, urlunsplit(urlsplit(server)._replace(path=f"/{name}")))
    home.run("standings", "--unit", "none", "--year", "2025", expect=None)
    return home


def _dropped(server: str, name: str) -> None:
    with psycopg.connect(server, autocommit=True) as database:
        database.execute(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")


def homes(folder: Path) -> Iterator[Any]:
    """Yields `new(postgres=False, set_up=False)`, which gives homes with nothing in them; databases go at the end.

    `set_up`: folder and tables are there already, as a command leaves them; copied, since making them takes seconds.
    """
    server = os.environ.get("DATABASE_URL", "")
    made: list[str] = []

    def new(*, postgres: bool = bool(server), set_up: bool = False) -> Home:
        path = folder / f"home-{uuid.uuid4().hex[:8]}"
        pattern = home_set_up(server if postgres else "") if set_up else None
        if pattern is not None:
            shutil.copytree(pattern.path, path)
        if not postgres:
            return Home(path)
        name = f"xueer_{uuid.uuid4().hex[:12]}"
        like = f" TEMPLATE {urlsplit(pattern.url).path[1:]}" if pattern is not None else ""
        with psycopg.connect(server, autocommit=True) as database:
            database.execute(f"CREATE DATABASE {name}{like}")
        made.append(name)
        return Home(path, urlunsplit(urlsplit(server)._replace(path=f"/{name}")))

    yield new
    if made:
        with psycopg.connect(server, autocommit=True) as database:
            for name in made:
                database.execute(f"DROP DATABASE {name} WITH (FORCE)")
