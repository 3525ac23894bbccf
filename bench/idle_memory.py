"""What a server holds in memory that has answered and now waits: all its processes together, as one starts it."""

import os
import socket
import subprocess
import sys
import time
import urllib.request
from urllib.parse import quote

import psutil
from django.conf import settings
from django.db import connection

from bench.context import Context
from bench.measure import Row

LIMIT = 250  # MB resident
VISITS = 40
PATIENCE = 60


def run(context: Context) -> list[Row]:
    return [
        Row(
            what=f"memory of an idle server, {workers} web process{'es' if workers > 1 else ''}",
            size="all processes",
            ours=resident(context, workers),
            against="the bar",
            limit=LIMIT,
            bar=1 if workers == 1 else None,
            unit="MB",
        )
        for workers in (1, 2)
    ]


def resident(context: Context, workers: int) -> float:
    """Starts a server on the bench's database, calls pages, and adds up what its processes hold."""
    port = free_port()
    words = [sys.executable, "-m", "xueer.exchange.command", "serve", "--port", str(port), "--workers", str(workers)]
    env = {name: value for name, value in os.environ.items() if name != "DATABASE_URL"}
    env |= {"XUEER_HOME": str(context.home / "idle"), "DATABASE_URL": address_of_database()}
    with subprocess.Popen(words, env=env, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as server:
        try:
            wait_for(f"http://127.0.0.1:{port}/sign-in/")
            for _ in range(VISITS):
                fetch(f"http://127.0.0.1:{port}/sign-in/")
            time.sleep(2)
            parent = psutil.Process(server.pid)
            held = sum(process.memory_info().rss for process in (parent, *parent.children(recursive=True)))
        finally:
            server.terminate()
            server.wait(PATIENCE)
    return held / 1024**2


def address_of_database() -> str:
    described = connection.settings_dict
    if connection.vendor == "sqlite":
        return f"sqlite:///{quote(str(described['NAME']))}"
    user = quote(described["USER"]) + (f":{quote(described['PASSWORD'])}" if described["PASSWORD"] else "")
    place = f"{described['HOST'] or 'localhost'}:{described['PORT'] or 5432}"
    if described["HOST"].startswith("/"):
        return f"postgresql://{user}@/{described['NAME']}?host={quote(described['HOST'], safe='')}"
    return f"postgresql://{user}@{place}/{described['NAME']}"


def wait_for(address: str) -> None:
    ends = time.monotonic() + PATIENCE
    while time.monotonic() < ends:
        try:
            return fetch(address)
        except OSError:
            time.sleep(0.3)
    raise RuntimeError(f"no answer from {address}; settings of {settings.HOME}")


def fetch(address: str) -> None:
    with urllib.request.urlopen(address, timeout=PATIENCE) as answer:
        answer.read()


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]
