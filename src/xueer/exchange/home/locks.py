"""Locks between processes that share a home. The system drops them when a process ends, however it ends."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

try:
    import fcntl
except ImportError:  # Windows: one user at one computer, no lock between processes
    fcntl = None  # type: ignore[assignment]


def try_lock(path: Path, *, shared: bool = False) -> IO[bytes] | None:
    """An open file that holds the lock until it is closed, or None when somebody else holds it."""
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    file = path.open("ab")
    if fcntl is None:
        return file
    try:
        fcntl.flock(file, (fcntl.LOCK_SH if shared else fcntl.LOCK_EX) | fcntl.LOCK_NB)
    except OSError:
        file.close()
        return None
    return file


@contextmanager
def waiting_for(path: Path) -> Iterator[None]:
    """Waits until nobody else is in the block with the same path."""
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    with path.open("ab") as file:
        if fcntl is not None:
            fcntl.flock(file, fcntl.LOCK_EX)
        yield
