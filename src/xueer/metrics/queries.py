"""Figures of a unit and all below it over a span of days: the fixed list of the command line, and any one by name."""

from collections import Counter
from datetime import date
from typing import NamedTuple

from xueer.metrics.catalog import hours, people, person_times, sessions
from xueer.metrics.metric import Measured, Number, Rows
from xueer.metrics.registry import BY_SLUG
from xueer.metrics.scope import Scope
from xueer.org.models import Unit
from xueer.org.structure import age_on

ALL_ACTIVITIES = "全部活动"
NOT_GIVEN = "未登记"
PER_ITEM = (sessions.METRIC, person_times.METRIC, people.METRIC, hours.METRIC)
# Half-open bands in years, as the contract prints them; the last is open upwards.
AGE_BANDS = ((0, 30, "<30"), (30, 40, "[30,40)"), (40, 50, "[40,50)"), (50, 60, "[50,60)"), (60, 999, ">=60"))


class Figure(NamedTuple):
    """A line of `xueer figures`: what, measured in what, how much, and how many rows it opens to."""

    item: str
    measure: str
    value: Number
    records: int


def figures(unit: Unit, first: date, last: date) -> list[Figure]:
    """All figures of a unit and everything below it, both days inclusive. The order is that of the contract."""
    scope = Scope(unit, first, last)
    return [*_activities(scope), *_structure(scope)]


def value_of(slug: str, unit: Unit, first: date, last: date, item: str | None = None) -> Measured:
    """One figure of the dictionary. Raises KeyError for a slug that is not in it."""
    return BY_SLUG[slug].value(Scope(unit, first, last), item)


def records_behind(slug: str, unit: Unit, first: date, last: date, item: str | None = None) -> Rows:
    """The rows one figure opens to: records, people, units or standings, as the metric's `opens` says."""
    return BY_SLUG[slug].rows(Scope(unit, first, last), item)


def _activities(scope: Scope) -> list[Figure]:
    found = []
    for item in [*scope.items, None]:
        for metric in PER_ITEM:
            measured = metric.value(scope, item)
            found.append(Figure(item or ALL_ACTIVITIES, metric.unit, measured.value or 0, measured.records))
    return found


def _structure(scope: Scope) -> list[Figure]:
    rows = list(scope.members().values_list("born_on", "education", "political"))
    bands = Counter(age_band(born_on, scope.last) for born_on, _, _ in rows)
    found = [Figure("人员", "people", len(rows), len(rows))]
    for name in [*(name for _, _, name in AGE_BANDS), NOT_GIVEN]:
        found.append(Figure(f"年龄:{name}", "people", bands[name], bands[name]))
    for label, column in (("学历", 1), ("政治面貌", 2)):
        counts = Counter(row[column] or NOT_GIVEN for row in rows)
        found += [Figure(f"{label}:{name}", "people", counts[name], counts[name]) for name in sorted(counts)]
    kinds = Counter(scope.units().values_list("kind", flat=True))
    found += [Figure(f"单位类型:{name}", "count", kinds[name], kinds[name]) for name in sorted(kinds)]
    return found


def age_band(born_on: date | None, day: date) -> str:
    """The band's name, or 未登记 without a date of birth."""
    if born_on is None:
        return NOT_GIVEN
    age = max(0, age_on(born_on, day))
    return next(name for low, high, name in AGE_BANDS if low <= age < high)
