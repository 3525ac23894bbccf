"""Timing, growth and the row of the table. Medians of at least five runs; ours and the limit are run in turn."""

import gc
import math
import resource
import statistics
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

RUNS = 5


@dataclass(frozen=True)
class Timing:
    """Seconds of several runs of the same work."""

    seconds: tuple[float, ...]

    @property
    def median(self) -> float:
        return statistics.median(self.seconds)

    def __str__(self) -> str:
        return f"{in_words(self.median)} ({in_words(min(self.seconds))}–{in_words(max(self.seconds))})"


@dataclass(frozen=True, kw_only=True)
class Row:
    """One line of the table.

    `what` is measured over `size` ("350,000 records"); `ours` against `limit` (a Timing, or a number in `unit`), which
    is `against` in words; the ratio of both may not exceed `bar` (None: no bar is set, the row only tells).
    """

    what: str
    size: str
    ours: Timing | float
    against: str = ""
    limit: Timing | float | None = None
    bar: float | None = None
    unit: str = "s"
    exponent: float | None = None
    notes: list[str] = field(default_factory=list)

    @property
    def ratio(self) -> float | None:
        return None if self.limit is None else amount(self.ours) / amount(self.limit)

    @property
    def kept(self) -> bool:
        too_slow = self.bar is not None and self.ratio is not None and self.ratio > self.bar
        return not too_slow and (self.exponent is None or self.exponent <= MOST_GROWTH)


# A cost that grows faster than this power of the size is a finding.
MOST_GROWTH = 1.1


def amount(value: Timing | float) -> float:
    return value.median if isinstance(value, Timing) else value


def in_words(seconds: float) -> str:
    if seconds < 0.001:
        return f"{seconds * 1_000_000:.0f} µs"
    return f"{seconds * 1000:.1f} ms" if seconds < 1 else f"{seconds:.2f} s"


def timed(work: Callable[[], object]) -> float:
    gc.collect()
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def repeated(work: Callable[[], object], *, runs: int = RUNS, before: Callable[[], object] | None = None) -> Timing:
    """`runs` timings of `work`, each after an untimed `before` that puts things back."""
    return in_turn(work, runs=runs, before=before)[0]


def in_turn(*works: Callable[[], object], runs: int = RUNS, before: Callable[[], object] | None = None) -> list[Timing]:
    """Timings of several works, run in turn so that a busy moment of the machine meets all of them."""
    seconds: list[list[float]] = [[] for _ in works]
    for _ in range(runs):
        for work, its_seconds in zip(works, seconds, strict=True):
            if before:
                before()
            its_seconds.append(timed(work))
    return [Timing(tuple(values)) for values in seconds]


def exponent(points: Sequence[tuple[float, float]]) -> float:
    """The power with which cost grows with size: the slope of the line through the logarithms of (size, seconds)."""
    logs = [(math.log(size), math.log(max(seconds, 1e-9))) for size, seconds in points]
    return statistics.linear_regression([x for x, _ in logs], [y for _, y in logs]).slope


def peak_memory() -> int:
    """The most memory this process has held, in bytes."""
    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return most if sys.platform == "darwin" else most * 1024
