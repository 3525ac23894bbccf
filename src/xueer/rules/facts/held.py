"""What units held, read once for all requirements on units: most of them ask for the same sessions."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from datetime import date
from typing import NamedTuple

from django.db.models import CharField
from django.db.models.functions import Cast

from xueer.common.periods import FIVE_YEAR_OFFSET, MONTHS, PeriodKind
from xueer.records.choices import OCCASION_ROLES, Outcome
from xueer.records.models import Record


class Occasion(NamedTuple):
    """One record of a session held. `day` as text: it compares like a day, and nothing is parsed on SQLite."""

    held_by: int
    source: int
    day: str
    minutes: int | None
    category_set: int | None
    month_no: int
    week_no: int


class Held:
    """Sessions under any of `headings`, by window of days; `holders`: held by these alone (None: by anybody)."""

    def __init__(self, headings: frozenset[int], holders: frozenset[int] | None) -> None:
        self._headings, self._holders = headings, holders
        self._read: dict[tuple[date, date], Mapping[int, list[Occasion]]] = {}

    def rows(self, headings: frozenset[int], first: date, last: date) -> Iterator[Occasion]:
        """The sessions under these headings on the days from `first` to `last`."""
        if not headings <= self._headings:
            self._headings |= headings
            self._read.clear()
        if (first, last) not in self._read:
            self._read[first, last] = self._fetch(first, last)
        found = self._read[first, last]
        for heading_set in headings:
            yield from found.get(heading_set, ())

    def _fetch(self, first: date, last: date) -> Mapping[int, list[Occasion]]:
        rows = Record.objects.order_by().filter(
            voided_at__isnull=True,
            heading_set_id__in=self._headings,
            occurred_on__gte=first,
            occurred_on__lte=last,
            person__isnull=True,
            role__in=OCCASION_ROLES,
            outcome=Outcome.HELD,
        )
        if self._holders is not None:
            rows = rows.filter(held_by_id__in=self._holders)
        fields = ("held_by_id", "source_id", "day", "minutes", "category_set_id", "month_no", "week_no")
        found: dict[int, list[Occasion]] = defaultdict(list)
        named = rows.annotate(day=Cast("occurred_on", CharField())).values_list("heading_set_id", *fields)
        for heading_set, *values in named:
            found[heading_set].append(Occasion._make(values))
        return found


def period_of(occasion: Occasion, kind: PeriodKind) -> int:
    """The running number of the period in which it lies; as `selecting.bucket_of` has it in SQL."""
    if kind == PeriodKind.WEEK:
        return occasion.week_no
    if kind == PeriodKind.FIVE_YEARS:
        return (occasion.month_no - FIVE_YEAR_OFFSET) // 60
    return occasion.month_no // MONTHS[kind]
