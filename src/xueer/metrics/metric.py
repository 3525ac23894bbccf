"""The shape of an entry of the dictionary of figures (指标)."""

from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, NamedTuple

from django.db.models import QuerySet

from xueer.metrics.scope import Scope

Number = int | float | Decimal


class Measured(NamedTuple):
    """A figure's value, None where there is no data, and how many rows it opens to."""

    value: Number | None
    records: int


@dataclass(frozen=True)
class Metric:
    """One figure the platform can give.

    `name`, `rule` (what is counted) and `once` (how doubles are avoided) are lazy translations. `unit` is the measure
    the command line prints. `opens` says what the rows are: records, people or units. `by_item`: may it be asked for
    one activity type.
    """

    slug: str
    name: Any
    unit: str
    rule: Any
    once: Any
    value: Callable[[Scope, str | None], Measured]
    rows: Callable[[Scope, str | None], QuerySet]
    opens: str = "records"
    by_item: bool = True
