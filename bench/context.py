"""What a bench gets: an empty home with its database, and the sizes at which cost is measured."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from django.core.management import call_command
from django.db import connection

from bench.measure import Timing, exponent

SCALES = (1 / 16, 1 / 4, 1.0)


@dataclass
class Context:
    """`engine` is "SQLite" or "PostgreSQL"; `home` a folder that is thrown away; the database is migrated and empty."""

    engine: str
    home: Path
    scales: tuple[float, ...] = SCALES

    def empty(self) -> None:
        """Everything out of the database but what migrations put there: a database as made new."""
        with connection.constraint_checks_disabled():  # else every row deleted is looked for in every table
            call_command("flush", interactive=False, verbosity=0)

    def grown(
        self, cost: Callable[[float], tuple[Timing, Timing | None]]
    ) -> tuple[Timing, Timing | None, float | None]:
        """Cost at each scale; returns ours and the limit at full size, and the exponent of ours.

        `cost(scale)` builds the data of that size and measures ours and, where there is one, the limit.
        """
        points = [(scale, cost(scale)) for scale in self.scales]
        ours, limit = points[-1][1]
        growth = [(scale, timings[0].median) for scale, timings in points]
        return ours, limit, exponent(growth) if len(growth) > 1 else None
