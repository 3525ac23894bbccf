"""Arithmetic of a unit's structure: half-open bands of age, crossed with schooling. No database."""

from calendar import monthrange
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from itertools import pairwise
from typing import NamedTuple

from xueer.common.schooling import schooling_key

# The bounds that the contract's figures use.
BANDS = (30, 40, 50, 60)
OLDEST, MOST_BANDS = 150, 12


class Band(NamedTuple):
    """Full years of age from `low` to below `high`; None is no bound."""

    low: int | None
    high: int | None

    def holds(self, age: int) -> bool:
        return (self.low is None or age >= self.low) and (self.high is None or age < self.high)


class Member(NamedTuple):
    """What the structure asks of a person."""

    person: int
    born_on: date | None
    education: str


def bands_between(bounds: Sequence[int]) -> tuple[Band, ...]:
    """The bands that the bounds part: none below the first and none above the last is left out."""
    edges = [None, *bounds, None]
    return tuple(Band(low, high) for low, high in pairwise(edges))


def are_bounds(bounds: Sequence[int]) -> bool:
    """May these part the ages? At least one, rising, and no more than a table can show."""
    rising = all(low < high for low, high in pairwise(bounds))
    return 0 < len(bounds) <= MOST_BANDS and rising and bounds[0] > 0 and bounds[-1] < OLDEST


def age_on(born_on: date, day: date) -> int:
    """Full years of life on `day`; somebody born on 29 February is a year older on 1 March of a common year."""
    return day.year - born_on.year - ((day.month, day.day) < (born_on.month, born_on.day))


def latest_birth(day: date, age: int) -> date:
    """The last birthday with which somebody has that age on `day`: `born_on <= latest_birth` is `age_on >= age`."""
    year = max(1, day.year - age)
    return date(year, day.month, min(day.day, monthrange(year, day.month)[1]))


@dataclass(frozen=True)
class Structure:
    """Who there is, by band of age and schooling. `cells[band][education]`; band None: without a date of birth."""

    bands: tuple[Band, ...]
    educations: tuple[str, ...]
    cells: Counter[tuple[Band | None, str]]
    total: int

    def of_band(self, band: Band | None) -> int:
        return sum(self.cells[band, education] for education in self.educations)

    def of_education(self, education: str) -> int:
        return sum(self.cells[band, education] for band in (*self.bands, None))

    @property
    def undated(self) -> int:
        """People without a date of birth: in no band, but in the total."""
        return self.of_band(None)

    @property
    def checked(self) -> bool:
        """Do rows and columns each add up to the register?"""
        rows = sum(self.of_band(band) for band in (*self.bands, None))
        return rows == sum(self.of_education(education) for education in self.educations) == self.total

    def share(self, count: int) -> Fraction | None:
        """Percentage of all people, unrounded; None of nobody."""
        return Fraction(100 * count, self.total) if self.total else None


def structure_of(members: Iterable[Member], *, on: date, bounds: Sequence[int]) -> Structure:
    """The structure of these people on a day. A birthday after the day counts as age 0, as an obvious slip."""
    bands = bands_between(bounds)
    cells: Counter[tuple[Band | None, str]] = Counter()
    total = 0
    for member in members:
        total += 1
        age = None if member.born_on is None else max(0, age_on(member.born_on, on))
        band = None if age is None else next(band for band in bands if band.holds(age))
        cells[band, member.education] += 1
    educations = tuple(sorted({education for _, education in cells}, key=schooling_key))
    return Structure(bands, educations, cells, total)
