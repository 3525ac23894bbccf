"""The small picture of a standing: what there is by day, as a line against the straight line of the threshold."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from xueer.rules.choices import Measure
from xueer.rules.standings import Standing

# Only what adds up over time makes a line; a rate or a state does not.
ADDING_UP = (Measure.SESSIONS, Measure.DAYS, Measure.HOURS, Measure.HOURS_PER_HEAD, Measure.PIECES)
LEFT, RIGHT, TOP, BOTTOM = 28, 290, 14, 112


@dataclass(frozen=True)
class Chart:
    """Paths in a view box of 300 × 132. `here` is the point of the day on which it is judged."""

    line: str
    straight: str
    here: tuple[int, int]
    first: date
    on: date
    last: date
    target: Fraction
    actual: Fraction
    expected: Fraction

    @property
    def label(self) -> tuple[int, int]:
        """Where the number beside the point is written: below it, unless that is under the axis."""
        x, y = self.here
        return min(x, 276), y + 18 if y < BOTTOM - 20 else y - 8


def chart_of(standing: Standing, steps: Iterable[tuple[date, int | None]], *, on: date) -> Chart | None:
    """The chart of a standing with a threshold and two ends; `steps` are (day, minutes) of its records by day.

    What the records add up to is scaled to the standing's own number, whatever a study hour is worth.
    """
    first, last, target = standing.first, standing.last, standing.at_least
    measure = Measure(standing.requirement.measure)
    if measure not in ADDING_UP or not target or standing.actual is None or first is None or last is None:
        return None
    if on < first or last <= first:
        return None
    day = min(on, last)
    sums = _running(measure, steps)
    total = sums[-1][1] if sums else 0
    top = max(target, standing.actual)

    def point(when: date, amount: Fraction) -> tuple[int, int]:
        across = Fraction((when - first).days, (last - first).days)
        return round(LEFT + across * (RIGHT - LEFT)), round(BOTTOM - amount / top * (BOTTOM - TOP))

    path, height = [point(first, Fraction(0))], Fraction(0)
    for when, amount in sums:
        path.append(point(when, height))
        height = standing.actual * amount / total if total else Fraction(0)
        path.append(point(when, height))
    here = point(day, standing.actual)
    straight = [point(first, Fraction(0)), point(last, target)]
    expected = target * ((day - first).days + 1) / ((last - first).days + 1)
    return Chart(_path([*path, here]), _path(straight), here, first, day, last, target, standing.actual, expected)


def _running(measure: Measure, steps: Iterable[tuple[date, int | None]]) -> list[tuple[date, int]]:
    """(day, what there is up to and with it) for each day on which something is added."""
    timed = measure in (Measure.HOURS, Measure.HOURS_PER_HEAD)
    by_day: dict[date, int] = {}
    for day, minutes in steps:
        by_day[day] = 1 if measure == Measure.DAYS else by_day.get(day, 0) + ((minutes or 0) if timed else 1)
    found, height = [], 0
    for day in sorted(by_day):
        height += by_day[day]
        found.append((day, height))
    return found


def _path(points: Iterable[tuple[int, int]]) -> str:
    return "M" + "L".join(f"{x} {y}" for x, y in dict.fromkeys(points))
