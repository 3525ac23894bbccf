"""The server's processes: a taken port is seen, a child that ends is started again, nothing outlives its parent."""

import signal
import socket
import subprocess
import sys
import time
import urllib.request
from threading import Event

import psutil
import pytest

from tests.exchange.homes import command
from xueer.exchange.serving import Keeper, end_with_parent, is_taken

PATIENCE = 90


def until(true, patience: float = PATIENCE):
    """Waits for a condition; what it returns is returned."""
    ends = time.monotonic() + patience
    pause = Event()
    while time.monotonic() < ends:
        if found := true():
            return found
        pause.wait(0.1)
    raise AssertionError("waited in vain")


def test_a_taken_port_is_seen():
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        assert is_taken("127.0.0.1", port)
    assert not is_taken("127.0.0.1", port)


def test_a_child_that_ends_is_started_again_and_ended_in_order():
    keeper = Keeper([sys.executable, "-c", "import time; time.sleep(600)"], pause=0.01)
    keeper.start()
    first = until(lambda: keeper._child)
    first.kill()
    second = until(lambda: keeper._child is not first and keeper._child)
    keeper.stop()
    assert second.poll() == -signal.SIGTERM


def test_a_child_without_its_parent_ends():
    ended = Event()
    end_with_parent(parent=-1, check_every=0.01, end=ended.set)
    assert ended.wait(PATIENCE)


@pytest.mark.slow
def test_a_server_survives_its_children_and_its_children_do_not_survive_it(new_home):
    home = new_home(set_up=True)
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    words = command("serve", "--port", port)
    with subprocess.Popen(
        words, env=home.environment(), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    ) as server:
        try:
            until(lambda: answers(port))
            jobs = until(lambda: jobs_of(server.pid))
            home.run("demo", "--no-serve", expect=1)
            jobs.kill()
            until(lambda: (again := jobs_of(server.pid)) and again.pid != jobs.pid)
            children = psutil.Process(server.pid).children(recursive=True)
        finally:
            server.kill()
    until(lambda: not any(map(lives, children)))


def answers(port: int) -> bool:
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/sign-in/", timeout=5) as answer:
            return answer.status == 200
    except OSError:
        return False


def lives(process: psutil.Process) -> bool:
    """Zombies wait for somebody to notice their end; they do not live."""
    try:
        return process.status() != psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return False


def jobs_of(pid: int) -> psutil.Process | None:
    try:
        return next((child for child in psutil.Process(pid).children() if "--jobs" in child.cmdline()), None)
    except psutil.Error:  # one of them has just ended
        return None
