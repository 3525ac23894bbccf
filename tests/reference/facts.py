"""What counts: sessions, roll rows and plans, as one could know them on the evening of a day."""

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from functools import cached_property

from tests.reference.conditions import is_own_level
from tests.reference.periods import Period
from tests.reference.sheets import Requirement, RollRow, Session, Sheets
from tests.reference.tree import Tree

TAKEN_PART = ("出席", "迟到", "补学", "送学")
MADE_UP = ("补学", "送学")
PLAN_TYPE = "学习计划"


@dataclass(frozen=True)
class Part:
    """One person's part in one session: a roll row, or something given (主讲 中心发言 主持)."""

    session: Session
    person: str
    is_taken: bool
    is_exempt: bool = False

    @cached_property
    def day(self) -> date:
        return self.session.day


class Facts:
    """All that may be counted on one day `on`."""

    def __init__(self, sheets: Sheets, tree: Tree, on: date):
        self.sheets, self.tree, self.on = sheets, tree, on
        # Only sessions that were held count, and none after DATE.
        held = [session for session in sheets.sessions.values() if session.is_held and session.day <= on]
        self.held = sorted(held, key=lambda session: (session.start, session.code))
        self.rolls: dict[str, list[Part]] = {session.code: [] for session in self.held}
        self.own: dict[str, list[Part]] = defaultdict(list)
        for row in sheets.rolls:
            if row.session in self.rolls:
                self.rolls[row.session].append(self._part(row))
        for session in self.held:
            for part in self.rolls[session.code]:
                self.own[part.person].append(part)
        self._found: dict = {}

    def _part(self, row: RollRow) -> Part:
        """A make-up counts on its session's day, but only once it is done."""
        session = self.sheets.sessions[row.session]
        taken = row.status in TAKEN_PART
        if row.status in MADE_UP and row.made_up_on and row.made_up_on > self.on:
            taken = False
        return Part(session, row.person, taken, self.tree.is_exempt(row.person, session.day))

    def measured(self, requirement: Requirement, subject: str, period: Period) -> tuple[Fraction | None, int]:
        """(actual, records); actual is None for a rate or an average over nothing."""
        if requirement.measure == "在位":
            count = self._in_force(requirement, subject, period)
            return Fraction(min(count, 1)), count
        if requirement.kind == "person":
            parts = _within(self._parts_of_person(requirement, subject), period)
            if requirement.measure == "出席率":
                return rate(parts)
            taken = [part for part in parts if part.is_taken]
            return amount(requirement, [part.session for part in taken]), len(taken)
        sessions = _within(self.sessions_of(requirement, subject), period)
        parts = [part for session in sessions for part in self.rolls[session.code]]
        if requirement.measure == "出席率":
            return rate(parts)
        if requirement.measure == "人均学时":
            return self._hours_a_head(requirement, subject, period, parts)
        return amount(requirement, sessions), len(sessions)

    def sessions_of(self, requirement: Requirement, subject: str) -> list[Session]:
        """Held sessions of a unit (its own and those below it on the session's day) or of a group."""
        key = requirement.code, subject
        if key not in self._found:
            wanted = [session for session in self.held if asks_for(requirement, session)]
            self._found[key] = [one for one in wanted if self._is_held_by(requirement, subject, one)]
        return self._found[key]

    def _is_held_by(self, requirement: Requirement, subject: str, session: Session) -> bool:
        if requirement.kind == "group":
            return session.group == subject
        if is_own_level(requirement.condition):
            return subject in session.units
        return any(self.tree.is_inside(unit, subject, session.day) for unit in session.units)

    def _parts_of_person(self, requirement: Requirement, person: str) -> list[Part]:
        """Roll rows of the person, wherever; with another 参与方式 what the person gave, all of it taken part."""
        key = requirement.code, person
        if key not in self._found:
            parts = self.own[person]
            if requirement.role != "参加":
                given = [one for one in self.held if person in one.given_by[requirement.role]]
                parts = [Part(session, person, is_taken=True) for session in given]
            self._found[key] = [part for part in parts if asks_for(requirement, part.session)]
        return self._found[key]

    def _hours_a_head(self, requirement, subject, period, parts) -> tuple[Fraction | None, int]:
        """Hours of all rows that took part / members on the last day (without one: on DATE)."""
        own_level = is_own_level(requirement.condition)
        members = self.tree.members(requirement.kind, subject, period.end or self.on, directly=own_level)
        if not members:
            return None, 0
        taken = [part for part in parts if part.is_taken]
        return hours((part.session for part in taken), requirement.hour_minutes) / len(members), len(taken)

    def _in_force(self, requirement: Requirement, subject: str, period: Period) -> int:
        """How many facts of the type, known on DATE, are in force on the last day (without one: on DATE)."""
        last = period.end or self.on
        if requirement.kind == "person":
            found = [part for part in self._parts_of_person(requirement, subject) if part.is_taken]
        else:
            found = self.sessions_of(requirement, subject)
        sessions = [one for one in found if one.day == last]
        return len(sessions) + self._plans_in_force(requirement, subject, last)

    def _plans_in_force(self, requirement: Requirement, subject: str, last: date) -> int:
        """Plans are facts of their unit from 1 January to 31 December of their 年度."""
        if requirement.kind != "unit" or PLAN_TYPE not in requirement.types:
            return 0
        plans = [one for one in self.sheets.plans.values() if one.year == last.year and date(one.year, 1, 1) <= self.on]
        if is_own_level(requirement.condition):
            return sum(plan.unit == subject for plan in plans)
        return sum(self.tree.is_inside(plan.unit, subject, last) for plan in plans)


def asks_for(requirement: Requirement, session: Session) -> bool:
    """Exactly the types named, any of them; with 内容类别 sessions that have any of those named."""
    if not requirement.types & session.types:
        return False
    return not requirement.categories or bool(requirement.categories & session.categories)


def amount(requirement: Requirement, sessions: list[Session]) -> Fraction:
    """次数, 天数, 学时 or 种类数 of sessions."""
    match requirement.measure:
        case "次数":
            return Fraction(len(sessions))
        case "天数":
            return Fraction(len({session.day for session in sessions}))
        case "学时":
            return hours(sessions, requirement.hour_minutes)
        case "种类数":
            return Fraction(len({category for session in sessions for category in session.categories}))
    raise ValueError(f"not counted over {requirement.kind}: {requirement.measure}")


def hours(sessions: Iterable[Session], hour_minutes: Fraction = Fraction(60)) -> Fraction:
    return sum((session.minutes for session in sessions), Fraction(0)) / hour_minutes


def rate(parts: list[Part]) -> tuple[Fraction | None, int]:
    """100 × taken part / roll rows; rows of exempt people that did not take part enter no rate."""
    rows = [part for part in parts if part.is_taken or not part.is_exempt]
    if not rows:
        return None, 0
    return Fraction(100 * sum(part.is_taken for part in rows), len(rows)), len(rows)


def _within(found: list, period: Period) -> list:
    """Those, in the order of their days, whose own day lies between the first day of the period and its end."""
    start = bisect_left(found, period.first or date.min, key=_day_of)
    return found[start : bisect_right(found, period.end or date.max, key=_day_of)]


def _day_of(one: Session | Part) -> date:
    return one.day
