"""What was read or judged a moment ago, kept and brought up to what has been written since.

A matrix is filtered, turned to another year and opened at a cell within seconds, while others close their sessions;
judging a district anew for each of these clicks is waste. An answer is kept with the version of the trail at which it
was given: the same version, the same answer; a later one, and the answer follows the acts between where it can. Inside
a transaction nothing is kept: what is read there may never be committed.
"""

from collections import OrderedDict
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from threading import RLock
from typing import Any, NamedTuple, TypeVar

from django.conf import settings
from django.db import connection

from xueer.audit.queries import Change, Version, changes_since, version

T = TypeVar("T")


class _Kept(NamedTuple):
    version: Version
    answer: Any
    weight: int


class _Sight:
    """What the trail said while one page was made: asked for once."""

    def __init__(self) -> None:
        self._version: Version | None = None
        self._since: dict[Version, list[Change] | None] = {}

    def version(self) -> Version:
        if self._version is None:
            self._version = version()
        return self._version

    def changes_since(self, known: Version) -> list[Change] | None:
        if known not in self._since:
            self._since[known] = changes_since(known)
        return self._since[known]


_sight: ContextVar[_Sight | None] = ContextVar("sight", default=None)
_kept: OrderedDict[tuple[Any, ...], _Kept] = OrderedDict()
# Following may ask for something else that is kept.
_lock = RLock()


def kept(
    key: tuple[Any, ...],
    judge: Callable[[], T],
    *,
    weigh: Callable[[T], int],
    follow: Callable[[T, Sequence[Change]], T | None],
) -> T:
    """The answer to `key`, judged by `judge` unless it is kept; shared between callers, so never to be changed by them.

    `weigh` says how many standings it holds. `follow` brings it up to what was done since; None: it cannot.
    """
    if connection.in_atomic_block or not settings.STANDINGS_KEPT:
        return judge()
    sight = _sight.get() or _Sight()
    now = sight.version()
    with _lock:
        found = _kept.pop(key, None)  # out of sight while it is brought up: a failure half-way leaves nothing behind
        if found is not None and (answer := _brought_up(found, sight, follow)) is not None:
            _keep(key, _Kept(now, answer, found.weight))
            return answer
    fresh = judge()
    with _lock:
        _keep(key, _Kept(now, fresh, weigh(fresh)))
    return fresh


@contextmanager
def one_sight() -> Iterator[None]:
    """While a page is made that writes nothing, everything kept is of one version, and that is asked for once."""
    token = _sight.set(_Sight())
    try:
        yield
    finally:
        _sight.reset(token)


def kept_of_organisation(key: tuple[Any, ...], read: Callable[[], T]) -> T:
    """What `read` finds in the organisation alone (units, people, groups, exemptions, own days off), kept until
    something is written there: a desk asks for it at every sight. Shared between callers, as above."""

    def follow(found: T, changes: Sequence[Change]) -> T | None:
        return None if any(one.verb.startswith("org.") for one in changes) else found

    return kept(key, read, weigh=lambda _found: 1, follow=follow)


def _brought_up(found: _Kept, sight: _Sight, follow: Callable[[Any, Sequence[Change]], Any]) -> Any:
    if found.version == sight.version():
        return found.answer
    changes = sight.changes_since(found.version)
    if not changes:
        return None if changes is None else found.answer
    return follow(found.answer, changes)


def forget() -> None:
    """Keeps nothing: for tests that empty the database."""
    with _lock:
        _kept.clear()


def _keep(key: tuple[Any, ...], made: _Kept) -> None:
    """Lets the oldest answers go until all of them together are few enough; a huge one is not kept at all."""
    if made.weight > settings.STANDINGS_KEPT:
        return
    _kept[key] = made
    _kept.move_to_end(key)
    while sum(one.weight for one in _kept.values()) > settings.STANDINGS_KEPT:
        _kept.popitem(last=False)
