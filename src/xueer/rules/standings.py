"""Judging: requirement × subject × period. Reads a roster once, the ledger once per requirement, then only computes.

`Judge` keeps what it has computed, so that alternatives ("12 days or 90 hours") cost one more grouped query at most.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction
from typing import NamedTuple

from xueer.records.queries import Touched
from xueer.rules.asked import STUDY, Asked, Slot
from xueer.rules.binding import Binder, Bound
from xueer.rules.choices import MEASURE_UNITS, Measure, State, SubjectKind
from xueer.rules.facts import EVERYWHERE, Counted, Held, Within, counted, few
from xueer.rules.intervals import Days, count_within, meet, touches
from xueer.rules.kinds.facts import Facts, Quantity
from xueer.rules.kinds.judging import prorated
from xueer.rules.models import Requirement
from xueer.rules.roster import Roster

RESCUABLE = (State.ON_TRACK.value, State.AT_RISK.value, State.MISSED.value)


class Standing(NamedTuple):
    """Where one subject stands under one requirement in one period.

    `raw…` are on the requirement's `scale`; use `actual`, `at_least`, `at_most`, which are in the measure's unit.
    `days_owed` of `days_bound`; `records` is the number of rows that the number opens to.
    """

    requirement: Requirement
    subject_kind: str
    subject_id: int
    subject_code: str
    subject_name: str
    slot: Slot
    state: str
    raw: Quantity | None
    raw_least: Quantity | None
    raw_most: Quantity | None
    scale: int
    records: int
    days_owed: int
    by_alternative: bool = False

    @property
    def period_key(self) -> str:
        return self.slot.key

    @property
    def first(self) -> date | None:
        return self.slot.first

    @property
    def last(self) -> date | None:
        """The effective last day: a deadline ends the period."""
        return self.slot.closes

    @property
    def unit(self) -> str:
        return MEASURE_UNITS[self.requirement.measure]

    @property
    def strength(self) -> str:
        return self.requirement.strength

    @property
    def actual(self) -> Fraction | None:
        return None if self.raw is None else Fraction(self.raw) / self.scale

    @property
    def at_least(self) -> Fraction | None:
        return None if self.raw_least is None else Fraction(self.raw_least) / self.scale

    @property
    def at_most(self) -> Fraction | None:
        return None if self.raw_most is None else Fraction(self.raw_most) / self.scale

    @property
    def gap(self) -> bool:
        """Does it count as a gap? A missed "should" is a hint, never a gap."""
        return self.state == State.MISSED and self.strength != "SHOULD"


@dataclass
class Judge:
    """Judges requirements over one roster as one could on the evening of `on`."""

    roster: Roster
    on: date
    known: dict[int, Asked]
    within: Within = EVERYWHERE
    binder: Binder = field(init=False)

    def __post_init__(self) -> None:
        self.binder = Binder(self.roster)
        self._bound: dict[int, dict[int, Bound]] = {}
        self._tables: dict[tuple[int, str], Table] = {}
        self._held: Held | None = None

    def standings(
        self, asked: Asked, slots: Sequence[Slot], *, scope: int | None, only: Collection[int] | None = None
    ) -> Iterator[Standing]:
        """All subjects bound in each slot; with `scope`, only those inside that unit on a day on which they are.

        By code of the subject, and of one subject in the order of the slots. `only`: of these subjects alone.
        """
        self._count(asked, slots)
        narrowed = scope is not None and scope != asked.requirement.unit_id
        tables = [(slot, *slot.span, self._tables[asked.requirement.pk, slot.key]) for slot in slots]
        everybody = self.bound(asked)
        chosen = everybody if only is None else {pk: everybody[pk] for pk in only if pk in everybody}
        for pk, bound in sorted(chosen.items(), key=_code_of):
            days = meet(bound.days, self.binder.inside(scope, bound.subject)) if narrowed else bound.days
            if not days:
                continue
            first, after = days[0]
            for slot, start, end, table in tables:
                # Nearly everybody is bound the whole period through: one comparison instead of a walk.
                if not ((first <= start and after >= end) or touches(days, start, end)):
                    continue
                standing = table.standing(pk, bound)
                if asked.alternatives and standing.state in RESCUABLE and self._rescued(asked, slot, pk, frozenset()):
                    standing = standing._replace(state=State.MET.value, by_alternative=True)
                yield standing

    def bound(self, asked: Asked) -> dict[int, Bound]:
        """Subjects on whom the requirement is binding on any day."""
        requirement = asked.requirement
        if requirement.pk not in self._bound:
            person = requirement.subject_kind == SubjectKind.PERSON
            self._bound[requirement.pk] = self.binder.bound(
                kind=requirement.subject_kind,
                owner=requirement.unit_id,
                condition=asked.condition,
                excused=asked.excused,
                in_force=asked.in_force,
                study_exemptions=person and requirement.measure in STUDY,
            )
        return self._bound[requirement.pk]

    def _count(self, asked: Asked, slots: Sequence[Slot]) -> None:
        pk = asked.requirement.pk
        missing = [slot for slot in slots if (pk, slot.key) not in self._tables]
        if not missing:
            return
        if self._held is None:
            self._held = self._sessions_of(self.within.units)
        found: Counted = counted(asked, missing, self.on, self.roster.above, self._held, self.within)
        for slot in missing:
            self._tables[pk, slot.key] = Table(asked, slot, self.on, found[slot.key])

    def concerned(self, asked: Asked, touched: Touched) -> set[int]:
        """Subjects of the requirement whose numbers these rows of the ledger can have moved."""
        kind = asked.requirement.subject_kind
        if kind == SubjectKind.PERSON:
            ids: Iterable[int] = touched.people
        elif kind == SubjectKind.GROUP:
            ids = touched.groups
        else:
            ids = {ancestor for unit in touched.units for ancestor, _, _ in self.roster.above.get(unit, ())}
        return self.bound(asked).keys() & ids

    def recount(self, touched: Touched) -> None:
        """Counts anew, in all that was counted, for the subjects that these rows of the ledger concern."""
        held: dict[frozenset[int] | None, Held] = {}
        tables: dict[int, list[Table]] = defaultdict(list)
        for (pk, _), table in self._tables.items():
            tables[pk].append(table)
        for pk, counted_before in tables.items():
            asked = self.known[pk]
            if not (only := self.concerned(asked, touched)):
                continue
            within = self._narrowed(asked, only)
            shared = held.setdefault(within.units, self._sessions_of(within.units))
            slots = [table.slot for table in counted_before]
            found = counted(asked, slots, self.on, self.roster.above, shared, within)
            for table in counted_before:
                table.replace(only, found[table.slot.key])

    def _sessions_of(self, holders: frozenset[int] | None) -> Held:
        asking = [one for one in self.known.values() if one.requirement.subject_kind == SubjectKind.UNIT]
        return Held(frozenset(pk for one in asking for pk in one.headings), holders)

    def _narrowed(self, asked: Asked, only: Collection[int]) -> Within:
        if asked.requirement.subject_kind == SubjectKind.PERSON:
            return Within(None, few(only))
        if asked.requirement.subject_kind == SubjectKind.GROUP:
            return EVERYWHERE
        return Within(few({unit for pk in only for unit in self.roster.below.get(pk, ())}), None)

    def _rescued(self, asked: Asked, slot: Slot, pk: int, seen: frozenset[tuple[int, str]]) -> bool:
        """Is a named alternative met for the same subject, in its period that holds this period's last day?"""
        seen = seen | {(asked.requirement.pk, slot.key)}
        for other_pk in asked.alternatives:
            other = self.known.get(other_pk)
            if other is None or other.requirement.subject_kind != asked.requirement.subject_kind:
                continue
            there = other.slot_holding(slot.last or self.on)
            if there is None or (other_pk, there.key) in seen or not self._binds(other, there, pk):
                continue
            self._count(other, [there])
            standing = self._tables[other_pk, there.key].standing(pk, self.bound(other)[pk])
            if standing.state == State.MET:
                return True
            if standing.state in RESCUABLE and self._rescued(other, there, pk, seen):
                return True
        return False

    def _binds(self, asked: Asked, slot: Slot, pk: int) -> bool:
        bound = self.bound(asked).get(pk)
        return bound is not None and touches(bound.days, *slot.span)


def _code_of(item: tuple[int, Bound]) -> str:
    return item[1].subject.code


class Table:
    """One requirement in one period: what was counted, and the judgement of each (days owed, quantity) once."""

    def __init__(self, asked: Asked, slot: Slot, on: date, counted_: dict[int, tuple[Quantity, int]]) -> None:
        self._asked, self.slot, self._counted = asked, slot, counted_
        self._window = slot.window(on)
        self._start, self._end = slot.span
        requirement = asked.requirement
        self._prorates = slot.period is not None and asked.kind.prorates(requirement.measure)
        # Without records a sum is 0; a rate or an average is nothing.
        self._none = (None if asked.rate or requirement.measure == Measure.HOURS_PER_HEAD else 0, 0)
        self._judged: dict[tuple[int, Quantity | None], tuple[str, int | None]] = {}

    def standing(self, pk: int, bound: Bound) -> Standing:
        """Where the subject stands. Alternatives are the judge's business."""
        asked, requirement, subject = self._asked, self._asked.requirement, bound.subject
        owed = self._owed(bound.owed)
        quantity, rows = self._counted.get(pk, self._none)
        judged = self._judged.get((owed, quantity))
        if judged is None:
            judged = self._judged[owed, quantity] = self._judge(owed, quantity)
        return Standing(
            requirement,
            requirement.subject_kind,
            pk,
            subject.code,
            subject.name,
            self.slot,
            judged[0],
            quantity,
            judged[1],
            asked.at_most,
            asked.scale,
            rows,
            owed,
        )

    def replace(self, only: Collection[int], counted_: dict[int, tuple[Quantity, int]]) -> None:
        """Takes these subjects' numbers from `counted_`; one that is not there has nothing any more."""
        for pk in only:
            if pk in counted_:
                self._counted[pk] = counted_[pk]
            else:
                self._counted.pop(pk, None)

    def _owed(self, days: Days) -> int:
        if len(days) == 1 and days[0][0] <= self._start and days[0][1] >= self._end:
            return self._end - self._start
        return count_within(days, self._start, self._end)

    def _judge(self, owed: int, quantity: Quantity | None) -> tuple[str, int | None]:
        """The state, and the threshold after proration."""
        asked = self._asked
        at_least = asked.at_least
        if at_least is not None and self._prorates:
            at_least = prorated(at_least, owed, self._end - self._start, asked.step)
        facts = Facts(self._window, quantity, at_least, asked.at_most, asked.scale, asked.rate, owed == 0)
        return asked.kind.judge(facts), at_least
