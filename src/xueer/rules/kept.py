"""What was judged a moment ago, kept while nothing has been written since.

A matrix is filtered, turned to another year and opened at a cell within seconds; judging a district anew for each of
these clicks is waste. The key holds the trail's version, so a kept answer is never older than the last write. Inside a
transaction nothing is kept: what is read there may never be committed.
"""

from collections import OrderedDict
from collections.abc import Callable
from threading import Lock
from typing import Any, TypeVar

from django.conf import settings
from django.db import connection

from xueer.audit.queries import version

T = TypeVar("T")
_kept: OrderedDict[tuple[Any, ...], tuple[Any, int]] = OrderedDict()
_lock = Lock()


def kept(key: tuple[Any, ...], judge: Callable[[], T], *, weigh: Callable[[T], int] = len) -> T:  # type: ignore[assignment]
    """The answer to `key`, judged by `judge` unless it is kept; shared between callers, so never to be changed.

    `weigh` says how many standings it holds.
    """
    if connection.in_atomic_block or not settings.STANDINGS_KEPT:
        return judge()
    stamped = (version(), *key)
    with _lock:
        found = _kept.get(stamped)
        if found is not None:
            _kept.move_to_end(stamped)
            return found[0]
    fresh = judge()
    with _lock:
        _keep(stamped, fresh, weigh(fresh))
    return fresh


def forget() -> None:
    """Keeps nothing: for tests that empty the database."""
    with _lock:
        _kept.clear()


def _keep(stamped: tuple[Any, ...], fresh: Any, weight: int) -> None:
    """Lets the oldest answers go until all of them together are few enough; a huge one is not kept at all."""
    for old in [key for key in _kept if key[0] != stamped[0]]:
        del _kept[old]
    if weight > settings.STANDINGS_KEPT:
        return
    _kept[stamped] = fresh, weight
    while sum(weight for _, weight in _kept.values()) > settings.STANDINGS_KEPT:
        _kept.popitem(last=False)
