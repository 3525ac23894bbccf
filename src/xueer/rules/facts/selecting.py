"""Which records bear on a requirement, and how the database groups and adds them up."""

from collections.abc import Callable, Iterable, Sequence
from datetime import date
from fractions import Fraction
from itertools import islice
from typing import Any, NamedTuple

from django.db.models import Count, ExpressionWrapper, F, Field, Q, QuerySet, Sum

from xueer.common.calendar import BEGINNING, FOREVER
from xueer.common.periods import FIVE_YEAR_OFFSET, MONTHS, PeriodKind, period_number
from xueer.records.choices import OCCASION_ROLES, TAKEN_PART, Outcome
from xueer.records.models import CategorySet, Record
from xueer.rules.asked import Asked, Slot
from xueer.rules.choices import Measure
from xueer.rules.kinds.facts import Quantity

# Measures over a column that only some records fill: texts, payments, results of tests.
COLUMN_OF = {
    Measure.PIECES: "characters",
    Measure.CHARACTERS: "characters",
    Measure.AMOUNT: "amount",
    Measure.AVERAGE_SCORE: "score",
}
OVER_ROLLS = (Measure.HOURS_PER_HEAD, Measure.ATTENDANCE_RATE)
# What of a record is counted by kinds.
KINDS_COLUMN = "category_set_id"
# Whole numbers come from the driver as they are; a field of no kind spares a conversion for each of them.
AS_IT_IS: Field = Field()
ROWS = Count("id", output_field=AS_IT_IS)
# A row as every counter yields it: subject id, number of the slot, quantity on the requirement's scale, records.
Row = tuple[int, int, Quantity, int]


class Within(NamedTuple):
    """Whose records are worth reading when only some subjects are judged; None: everybody's.

    `units` hold sessions that count for the units judged; `people` are those judged.
    """

    units: frozenset[int] | None = None
    people: frozenset[int] | None = None


EVERYWHERE = Within()
# So many units or people are named in a query; of more, the whole ledger is read in one go.
FEW = 300


def few(ids: Iterable[int]) -> frozenset[int] | None:
    """The ids where they are few enough to be named in a query; else None, and everybody's records are read."""
    found = frozenset(islice(ids, FEW + 1))
    return found if len(found) <= FEW else None


def words_of_sets() -> dict[int | None, frozenset[str]]:
    """The categories in each combination; none for none."""
    found: dict[int | None, frozenset[str]] = {row.pk: frozenset(row.words) for row in CategorySet.objects.all()}
    return found | {None: frozenset()}


def window(slots: Sequence[Slot], on: date) -> tuple[date, date]:
    """The days from the first slot's begin to the last one's end, none after `on`; both inclusive."""
    first = min(slot.first or BEGINNING for slot in slots)
    return first, min(max(slot.closes or FOREVER for slot in slots), on)


def live(asked: Asked, slots: Sequence[Slot], on: date) -> QuerySet[Record]:
    """Live records under the requirement's types and categories within the slots, not counting days after `on`."""
    first, last = window(slots, on)
    rows = Record.objects.order_by().filter(
        voided_at__isnull=True, heading_set_id__in=asked.headings, occurred_on__gte=first, occurred_on__lte=last
    )
    if asked.categories is not None:
        rows = rows.filter(category_set_id__in=asked.categories)
    column = COLUMN_OF.get(Measure(asked.measure))
    return rows.filter(**{f"{column}__isnull": False}) if column else rows


def occasions(asked: Asked, slots: Sequence[Slot], on: date) -> QuerySet[Record]:
    """What units and groups held; for texts, payments and results, what was known of their people by then."""
    rows = live(asked, slots, on)
    if Measure(asked.measure) in COLUMN_OF:
        return rows.filter(known_on__lte=on)
    return rows.filter(person__isnull=True, role__in=OCCASION_ROLES, outcome=Outcome.HELD)


def taken(rows: QuerySet[Record], on: date) -> QuerySet[Record]:
    """Roll rows that count as taken part on the evening of `on`."""
    return rows.filter(outcome__in=TAKEN_PART, known_on__lte=on)


def due(rows: QuerySet[Record], on: date) -> QuerySet[Record]:
    """Roll rows of a rate: all but those of exempt people who did not take part (yet)."""
    return rows.exclude(Q(excused=True) & (~Q(outcome__in=TAKEN_PART) | Q(known_on__gt=on)))


def slot_number(asked: Asked, slot: Slot) -> int:
    assert slot.first is not None
    return period_number(PeriodKind(asked.requirement.period), slot.first)


def bucket_of(asked: Asked, slots: Sequence[Slot]) -> Any:
    """The period's running number in SQL; nothing to tell apart when there is one slot."""
    if len(slots) == 1:
        return None
    kind = PeriodKind(asked.requirement.period)
    if kind == PeriodKind.WEEK:
        return F("week_no")
    if kind == PeriodKind.FIVE_YEARS:
        return ExpressionWrapper((F("month_no") - FIVE_YEAR_OFFSET) / 60, output_field=AS_IT_IS)
    months = MONTHS[kind]
    return ExpressionWrapper(F("month_no") / months, output_field=AS_IT_IS) if months > 1 else F("month_no")


def aggregate_of(asked: Asked, on: date) -> dict[str, Any]:
    """The aggregate that yields the quantity before scaling."""
    return {
        Measure.SESSIONS: Count("id", output_field=AS_IT_IS),
        Measure.PIECES: Count("id", output_field=AS_IT_IS),
        Measure.DAYS: Count("occurred_on", distinct=True, output_field=AS_IT_IS),
        Measure.HOURS: Sum("minutes", output_field=AS_IT_IS),
        Measure.HOURS_PER_HEAD: Sum("minutes", output_field=AS_IT_IS),
        Measure.CHARACTERS: Sum("characters", output_field=AS_IT_IS),
        Measure.AMOUNT: Sum("amount"),
        Measure.AVERAGE_SCORE: Sum("score"),
        Measure.ATTENDANCE_RATE: Count("id", filter=Q(outcome__in=TAKEN_PART, known_on__lte=on), output_field=AS_IT_IS),
    }[Measure(asked.measure)]


def scaling_of(asked: Asked) -> Callable[[Any, int], Quantity]:
    """From what the database adds up to the requirement's scale."""
    if asked.measure == Measure.ATTENDANCE_RATE:
        return lambda quantity, rows: Fraction(quantity * 100 * 100, rows)
    if asked.measure == Measure.AVERAGE_SCORE:
        return lambda quantity, rows: Fraction(quantity) * 100 / rows
    if asked.measure == Measure.AMOUNT:
        return lambda quantity, _rows: int(quantity * 100)
    return lambda quantity, _rows: quantity * 100


def in_force(asked: Asked, slot: Slot, on: date) -> QuerySet[Record]:
    """Standing facts that cover the slot's last day; for an endless one, the day itself."""
    day = slot.closes or on
    rows = Record.objects.order_by().filter(
        Q(ends_on__isnull=True, occurred_on=day) | Q(ends_on__gte=day),
        voided_at__isnull=True,
        heading_set_id__in=asked.headings,
        occurred_on__lte=day,
        known_on__lte=on,
    )
    return rows if asked.categories is None else rows.filter(category_set_id__in=asked.categories)
