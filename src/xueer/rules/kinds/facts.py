"""What a way of counting is given, in whole numbers where possible: quantities are scaled so that thresholds are exact.

`scale` is what one unit of the measure is worth in `actual`, `at_least` and `at_most`: 100 for counts (thresholds have
two decimals), 6000 for hours of 60 minutes over minutes. Rates and averages are Fractions on the same scale.
"""

from fractions import Fraction
from typing import NamedTuple

Quantity = int | Fraction


class Window(NamedTuple):
    """A period as seen on a day. Day numbers; `first`/`last` inclusive, None for a bound that does not exist.

    `last` is the effective one (a deadline ends the period early). `days` counts from first to last, or None.
    """

    first: int | None
    last: int | None
    on: int

    @property
    def days(self) -> int | None:
        return None if self.first is None or self.last is None else self.last - self.first + 1

    @property
    def begun(self) -> bool:
        return self.first is None or self.first <= self.on

    @property
    def over(self) -> bool:
        """Over on the evening of its last day."""
        return self.last is not None and self.on >= self.last

    @property
    def elapsed(self) -> int:
        """Days gone by, DATE included. Only where the period has both ends and has begun."""
        assert self.first is not None and self.last is not None
        return min(self.on, self.last) - self.first + 1


class Facts(NamedTuple):
    """What was done and asked for one subject in one window. `actual` None: a rate or average over nothing."""

    window: Window
    actual: Quantity | None
    at_least: Quantity | None
    at_most: Quantity | None
    scale: int
    rate: bool
    excused: bool
