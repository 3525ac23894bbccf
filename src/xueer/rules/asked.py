"""A requirement made ready for counting: types resolved to heading sets, conditions parsed, thresholds scaled."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from types import ModuleType

from xueer.common.calendar import BEGINNING, FOREVER, last_day
from xueer.common.periods import Period, PeriodKind, period_holding, periods_of_year
from xueer.records.models import CategorySet, HeadingSet
from xueer.rules.choices import Measure
from xueer.rules.conditions import Condition, parse
from xueer.rules.kinds.facts import Window
from xueer.rules.kinds.registry import kind_of
from xueer.rules.models import Requirement

RATES = (Measure.ATTENDANCE_RATE, Measure.AVERAGE_SCORE)
TIMED = (Measure.HOURS, Measure.HOURS_PER_HEAD)
STUDY = (Measure.SESSIONS, Measure.DAYS, Measure.HOURS, Measure.ATTENDANCE_RATE)
HUNDREDTHS = 100
UNBOUNDED = FOREVER.toordinal()


@dataclass(frozen=True)
class Slot:
    """A period of a requirement. `last` is its own last day, `closes` the effective one (a deadline may cut it).

    For "once" there is no grid: `period` is None and the days may be open.
    """

    key: str
    period: Period | None
    first: date | None
    last: date | None
    closes: date | None

    def window(self, on: date) -> Window:
        """The same in day numbers, as seen on `on`."""
        first = self.first.toordinal() if self.first else None
        return Window(first, self.closes.toordinal() if self.closes else None, on.toordinal())

    @property
    def span(self) -> tuple[int, int]:
        """The whole period as half-open day numbers."""
        return (self.first or BEGINNING).toordinal(), self.last.toordinal() + 1 if self.last else UNBOUNDED

    @property
    def cut(self) -> bool:
        return self.closes != self.last


@dataclass(frozen=True)
class Asked:
    """What a requirement asks, ready to count. Thresholds are whole numbers on `scale` (see kinds.facts)."""

    requirement: Requirement
    kind: ModuleType
    condition: Condition
    excused: Condition
    headings: tuple[int, ...]
    categories: tuple[int, ...] | None
    alternatives: tuple[int, ...]
    scale: int
    step: int
    at_least: int | None
    at_most: int | None

    @property
    def measure(self) -> str:
        return self.requirement.measure

    @property
    def rate(self) -> bool:
        return self.measure in RATES

    @property
    def in_force(self) -> tuple[int, int]:
        return self.requirement.starts_on.toordinal(), self.requirement.ends_on.toordinal()

    def slots(self, year: int) -> list[Slot]:
        """The periods of a year on whose days the requirement is in force at all."""
        if self.requirement.period == PeriodKind.ONCE:
            once = self._once()
            begins, ends = date(year, 1, 1), date(year, 12, 31)
            touches = (once.first or BEGINNING) <= ends and (once.last or FOREVER) >= begins
            return [once] if touches else []
        kind = PeriodKind(self.requirement.period)
        return [self._slot(period) for period in periods_of_year(kind, year) if self._runs(period)]

    def slot_holding(self, day: date) -> Slot | None:
        """The period that holds `day`, if the requirement is in force in it."""
        if self.requirement.period == PeriodKind.ONCE:
            once = self._once()
            return once if (once.first or BEGINNING) <= day <= (once.last or FOREVER) else None
        period = period_holding(PeriodKind(self.requirement.period), day)
        return self._slot(period) if self._runs(period) else None

    def _runs(self, period: Period) -> bool:
        return self.requirement.starts_on <= period.last and self.requirement.ends_on > period.first

    def _slot(self, period: Period) -> Slot:
        closes = deadline_in(self.requirement.deadline, period) or period.last
        return Slot(period.key, period, period.first, period.last, closes)

    def _once(self) -> Slot:
        starts = self.requirement.starts_on
        text = self.requirement.deadline
        ends = date.fromisoformat(text) if len(text) == 10 else last_day(self.requirement.ends_on)
        return Slot("once", None, None if starts == BEGINNING else starts, ends, ends)


def deadline_in(text: str, period: Period) -> date | None:
    """The day on which a deadline ends the period: the last such day inside it; None when it holds none."""
    if not text:
        return None
    if len(text) == 10:
        day = date.fromisoformat(text)
        return day if period.first <= day <= period.last else None
    month, day_of_month = int(text[:2]), int(text[3:])
    for year in range(period.last.year, period.first.year - 1, -1):
        try:
            day = date(year, month, day_of_month)
        except ValueError:  # 29 February of a common year
            continue
        if period.first <= day <= period.last:
            return day
    return None


def asked(requirements: Iterable[Requirement]) -> list[Asked]:
    """Makes requirements ready. Give them with rulebook, types and alternatives prefetched (`queries.ready`)."""
    sets: dict[int, list[int]] = defaultdict(list)
    for heading_set, type_id in HeadingSet.types.through.objects.values_list("headingset_id", "activitytype_id"):
        sets[type_id].append(heading_set)
    categories = [(row.pk, frozenset(row.words)) for row in CategorySet.objects.all()]
    return [_ready(requirement, sets, categories) for requirement in requirements]


def _ready(requirement: Requirement, sets: dict[int, list[int]], categories: list[tuple[int, frozenset[str]]]) -> Asked:
    headings = sorted({pk for row in requirement.types.all() for pk in sets.get(row.pk, [])})
    wanted = frozenset(requirement.categories)
    per_hour = (requirement.rulebook.minutes_per_hour if requirement.rulebook else None) or 60
    factor = per_hour if requirement.measure in TIMED else 1
    hours = requirement.measure == Measure.HOURS
    return Asked(
        requirement=requirement,
        kind=kind_of(requirement.measure, requirement.deadline),
        condition=parse(requirement.condition, requirement.subject_kind),
        excused=parse(requirement.exempt_condition, requirement.subject_kind),
        headings=tuple(headings),
        categories=tuple(pk for pk, words in categories if words & wanted) if wanted else None,
        alternatives=tuple(row.pk for row in requirement.alternatives.all()),
        scale=HUNDREDTHS * factor,
        step=HUNDREDTHS * factor // 2 if hours else HUNDREDTHS * factor,
        at_least=_scaled(requirement.at_least, factor),
        at_most=_scaled(requirement.at_most, factor),
    )


def _scaled(threshold: Decimal | None, factor: int) -> int | None:
    return None if threshold is None else int(threshold * HUNDREDTHS) * factor
