"""Weighted choices for drawn workbooks: days near the ends of periods far more often than others."""

from datetime import date, timedelta
from random import Random

EDGES = [
    *(date(2022, 12, 31), date(2023, 1, 1), date(2023, 6, 30), date(2023, 7, 1), date(2023, 12, 31)),
    *(date(2024, 1, 1), date(2024, 1, 5), date(2024, 1, 31), date(2024, 2, 28), date(2024, 2, 29), date(2024, 3, 31)),
    *(date(2024, 4, 1), date(2024, 6, 30), date(2024, 7, 1), date(2024, 9, 30), date(2024, 10, 1), date(2024, 11, 15)),
    *(date(2024, 12, 29), date(2024, 12, 30), date(2024, 12, 31), date(2025, 1, 1), date(2025, 1, 5)),
]
NEW_YEAR = date(2024, 1, 1)


class Dice(Random):
    """The same seed gives the same workbook."""

    def chance(self, percent: int) -> bool:
        return self.randrange(100) < percent

    def maybe(self, percent: int, values):
        """One of the values so often, else nothing."""
        return self.choice(values) if self.chance(percent) else None

    def some(self, values: list[str], least: int, most: int = 2) -> list[str]:
        return self.sample(values, min(len(values), self.randint(least, most)))

    def day(self) -> date:
        """Two thirds in 2024, a third at an edge, a few in the neighbouring years."""
        dice = self.randrange(10)
        if dice < 3:
            return self.choice(EDGES)
        if dice < 9:
            return NEW_YEAR + timedelta(days=self.randrange(366))
        return date(2022, 12, 20) + timedelta(days=self.randrange(770))

    def span(self) -> tuple[date | None, date | None]:
        """A first and a last day in order, either of which may be open."""
        first, last = sorted([self.day(), self.day()])
        return self.choice([(None, None), (first, None), (None, last), (first, last)])
