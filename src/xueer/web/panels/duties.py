"""Where somebody stands, one line per requirement: the number, the bar, the words."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from functools import cached_property
from itertools import groupby
from urllib.parse import quote

from django.utils.translation import ngettext

from xueer.activities.models import Activity
from xueer.common.periods import PeriodKind
from xueer.rules.choices import Measure, State
from xueer.rules.explain import amount, explain_all, quantity
from xueer.rules.models import Requirement
from xueer.rules.queries import Standing

# Of several periods the one that asks most for attention names the state of all.
GRAVEST = (State.MISSED, State.AT_RISK, State.ON_TRACK)


@dataclass(frozen=True)
class Duty:
    """One requirement with the standings of one subject in all periods of a year; `chance`: the next session that
    would help, where somebody has looked for it."""

    requirement: Requirement
    standings: Sequence[Standing]
    on: date
    chance: Activity | None = None

    @property
    def several(self) -> bool:
        return len(self.standings) > 1

    @cached_property
    def state(self) -> str:
        return overall([row.state for row in self.standings])

    @property
    def words(self) -> str:
        """What is missing, or how things stand; nothing where the sign says it all."""
        return "" if self.state == State.MET else explain_all(self.standings)

    @property
    def code_quoted(self) -> str:
        """The requirement's code for an address."""
        return quote(self.requirement.code, safe="")

    @property
    def records(self) -> int:
        return sum(row.records for row in self.standings)

    @cached_property
    def actual(self) -> Fraction | None:
        """The number reached; of several periods how many are met."""
        if self.several:
            return Fraction(sum(row.state == State.MET for row in self.standings))
        return self.standings[0].actual

    @cached_property
    def whole(self) -> Fraction | None:
        """The number asked for; of several periods how many count."""
        if self.several:
            return Fraction(sum(row.state != State.EXEMPT for row in self.standings))
        one = self.standings[0]
        if one.requirement.measure == Measure.IN_FORCE and one.at_least is None:
            return Fraction(1)
        return one.at_least if one.at_least is not None else one.at_most

    @property
    def shown(self) -> str:
        return quantity(self.actual) if self.actual is not None else "–"

    @cached_property
    def asked(self) -> str:
        """The number asked for with its unit."""
        if self.whole is None:
            return ""
        return self._periods(int(self.whole)) if self.several else amount(self.requirement.measure, self.whole)

    def _periods(self, n: int) -> str:
        match PeriodKind(self.requirement.period):
            case PeriodKind.WEEK:
                words = ngettext("%(n)s week", "%(n)s weeks", n)
            case PeriodKind.MONTH:
                words = ngettext("%(n)s month", "%(n)s months", n)
            case PeriodKind.QUARTER:
                words = ngettext("%(n)s quarter", "%(n)s quarters", n)
            case PeriodKind.HALF_YEAR:
                words = ngettext("%(n)s half-year", "%(n)s half-years", n)
            case _:
                words = ngettext("%(n)s period", "%(n)s periods", n)
        return words % {"n": n}

    @property
    def straight(self) -> Fraction | None:
        """Where the straight line of today stands, while a single period runs; None else."""
        one = self.standings[0]
        if self.several or one.at_least is None or not one.first or not one.last or self.state == State.MET:
            return None
        if not one.first <= self.on <= one.last:
            return None
        return one.at_least * ((self.on - one.first).days + 1) / ((one.last - one.first).days + 1)


def overall(states: Sequence[str]) -> str:
    """The state of several periods taken together."""
    for state in GRAVEST:
        if state in states:
            return state.value
    owed = [state for state in states if state != State.EXEMPT]
    if not owed:
        return State.EXEMPT.value
    if all(state == State.NOT_DUE for state in owed):
        return State.NOT_DUE.value
    return State.MET.value if all(state == State.MET for state in owed) else State.ON_TRACK.value


def duties(standings: Iterable[Standing], *, on: date) -> list[Duty]:
    """One line per requirement, in the order given; the standings of one subject, sorted by requirement."""
    return [Duty(rows[0].requirement, rows, on) for _, group in groupby(standings, _requirement) if (rows := [*group])]


def _requirement(row: Standing) -> int:
    return row.requirement.pk
