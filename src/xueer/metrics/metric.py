"""The shape of an entry of the dictionary of figures (指标)."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, NamedTuple

from django.db.models import QuerySet

from xueer.metrics.scope import Scope
from xueer.rules.queries import Standing

Number = int | float | Decimal
# What a figure opens to: rows of a table, or standings, each of which opens to its records.
Rows = QuerySet[Any] | Sequence[Standing]


class Measured(NamedTuple):
    """A figure's value, None where there is no data, and how many rows it opens to."""

    value: Number | None
    records: int


@dataclass(frozen=True)
class Metric:
    """One figure the platform can give.

    `name`, `rule` (what is counted) and `once` (how doubles are avoided) are lazy translations. `unit` is the measure
    the command line prints. `opens` says what the rows are: records, people, units or standings. `by_item`: may it be
    asked for one item, which is an activity type unless the metric says otherwise.
    """

    slug: str
    name: Any
    unit: str
    rule: Any
    once: Any
    value: Callable[[Scope, str | None], Measured]
    rows: Callable[[Scope, str | None], Rows]
    opens: str = "records"
    by_item: bool = True
