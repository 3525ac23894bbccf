"""The server: web workers, one process for background jobs, and a light parent that looks after both.

Started by `xueer serve` in its own place (`python -m xueer.exchange.serving`), so that the parent holds neither Django
nor the program in memory. Ctrl-C or SIGTERM ends everything in order; a child that dies is started again; children
whose parent is killed end by themselves.
"""

import os
import signal
import socket
import subprocess
import sys
from argparse import ArgumentParser, Namespace
from collections.abc import Callable
from threading import Event, Thread
from typing import Any

BLOCKING_THREADS = 4
PATIENCE = 20  # seconds that a child may take to finish what it is doing


def command(*, host: str, port: int, workers: int, home: str) -> list[str]:
    """What to start a server with."""
    given = ["--host", host, "--port", str(port), "--workers", str(workers), "--home", home]
    return [sys.executable, "-m", "xueer.exchange.serving", *given]


def is_taken(host: str, port: int) -> bool:
    """Does somebody listen there already?"""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
            probe.listen(1)
        except OSError:
            return True
    return False


def main() -> None:
    """Runs until a signal ends it."""
    asked = _arguments()
    import multiprocessing  # noqa: PLC0415 - the lines below load the server, which children do without
    from pathlib import Path  # noqa: PLC0415

    from granian.constants import Interfaces  # noqa: PLC0415
    from granian.log import LogLevels  # noqa: PLC0415
    from granian.server import Server  # noqa: PLC0415

    from xueer.exchange.home.locks import try_lock  # noqa: PLC0415

    held = try_lock(Path(asked.home) / "serving", shared=True)
    if held is None:
        sys.exit("xueer serve: the home is being rebuilt or restored")
    jobs = Keeper([sys.executable, "-m", "xueer.exchange.serving", "--jobs", str(os.getpid())])
    multiprocessing.set_start_method("spawn")  # forking beside the keeper's thread could freeze a worker
    server = Server(
        "xueer.exchange.serving:web",
        address=asked.host,
        port=asked.port,
        interface=Interfaces.WSGI,
        workers=asked.workers,
        blocking_threads=BLOCKING_THREADS,
        factory=True,
        respawn_failed_workers=True,
        workers_kill_timeout=PATIENCE,
        log_level=LogLevels.warning,
    )
    server.on_startup(jobs.start)
    server.on_shutdown(jobs.stop)
    server.serve()


def _arguments() -> Namespace:
    parser = ArgumentParser(prog="xueer serve")
    parser.add_argument("--host", default="127.0.0.1")
    parser.add_argument("--port", type=int, default=8000)
    parser.add_argument("--workers", type=int, default=1)
    parser.add_argument("--home", default=".")
    return parser.parse_args()


class Keeper:
    """Keeps one child running: starts it again when it ends by itself, ends it in order when told."""

    def __init__(self, words: list[str], pause: float = 2.0) -> None:
        self._words, self._pause = words, pause
        self._stopping = Event()
        self._child: subprocess.Popen | None = None
        self._thread = Thread(target=self._keep, name="keeper", daemon=True)

    def start(self) -> None:
        self._thread.start()

    def stop(self) -> None:
        self._stopping.set()
        child = self._child
        if child is not None and child.poll() is None:
            child.terminate()
            try:
                child.wait(PATIENCE)
            except subprocess.TimeoutExpired:
                child.kill()
        self._thread.join(PATIENCE)

    def _keep(self) -> None:
        while not self._stopping.is_set():
            # A session of its own: Ctrl-C reaches the parent, which ends the child once and not twice.
            self._child = subprocess.Popen(self._words, start_new_session=True)  # noqa: S603 - our own words
            if self._stopping.is_set():  # told to stop between the two lines above
                self._child.terminate()
            self._child.wait()
            self._stopping.wait(self._pause)


def end_with_parent(parent: int, check_every: float = 1.0, end: Callable[[], Any] | None = None) -> None:
    """Ends this process in order when its parent is gone, so that no worker of a killed server keeps the port."""

    def watch() -> None:
        waiting = Event()
        while os.getppid() == parent:
            waiting.wait(check_every)
        (end or (lambda: os.kill(os.getpid(), signal.SIGTERM)))()

    Thread(target=watch, name="parent", daemon=True).start()


def web() -> Any:
    """The web application, made in each worker."""
    from multiprocessing import parent_process  # noqa: PLC0415 - only workers load it

    server = parent_process()
    end_with_parent(server.pid if server and server.pid else os.getppid())
    from django.core.wsgi import get_wsgi_application  # noqa: PLC0415 - only workers load it

    return get_wsgi_application()


if __name__ == "__main__":
    if "--jobs" in sys.argv:
        end_with_parent(int(sys.argv[-1]))
        from xueer.exchange.runner import run_jobs

        run_jobs()
    else:
        main()
