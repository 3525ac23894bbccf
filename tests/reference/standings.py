"""Each requirement × subject × period of a year, judged on a day."""

from dataclasses import dataclass
from datetime import date, datetime
from fractions import Fraction

from tests.reference.conditions import meets
from tests.reference.facts import Facts
from tests.reference.periods import Period, period_holding, periods_of
from tests.reference.rows import Workbook, holds_on
from tests.reference.sheets import Requirement, read
from tests.reference.states import as_number, prorated, state_of
from tests.reference.tree import Tree

UNIT_OF_MEASURE = {
    "次数": "sessions",
    "天数": "days",
    "学时": "hours",
    "人均学时": "hours",
    "出席率": "percent",
    "种类数": "kinds",
    "在位": "sessions",
}
EXEMPTING = ("次数", "天数", "学时", "出席率")


def standings(workbook: Workbook, unit: str, year: int, on: date, *, read_at: datetime | None = None) -> list[dict]:
    """What `xueer standings --unit UNIT --year YEAR --on ON --json` prints, in the order code, subject, first day."""
    judge = Judge(workbook, on, read_at or datetime.now())
    found = []
    for requirement in judge.sheets.requirements.values():
        for period in periods_of(requirement, year):
            for subject in judge.subjects(requirement):
                if judge.is_listed(requirement, subject, period, unit):
                    found.append(judge.judged(requirement, subject, period).as_json())
    return sorted(found, key=lambda row: (row["requirement"], row["subject"], row["from"] or ""))


@dataclass(frozen=True)
class Standing:
    requirement: Requirement
    subject: str
    period: Period
    actual: Fraction | None
    at_least: Fraction | None
    state: str
    records: int

    def as_json(self) -> dict:
        requirement, period = self.requirement, self.period
        return {
            "requirement": requirement.code,
            "subject_kind": requirement.kind,
            "subject": self.subject,
            "period": period.label,
            "from": period.first.isoformat() if period.first else None,
            "to": period.end.isoformat() if period.end else None,
            "actual": as_number(self.actual),
            "at_least": as_number(self.at_least),
            "at_most": as_number(requirement.at_most),
            "unit": UNIT_OF_MEASURE[requirement.measure],
            "strength": requirement.strength,
            "state": self.state,
            "records": self.records,
        }


class Judge:
    """Judges subjects by requirements on one day."""

    def __init__(self, workbook: Workbook, on: date, read_at: datetime):
        self.on = on
        self.sheets = read(workbook, read_at)
        self.tree = Tree(self.sheets)
        self.facts = Facts(self.sheets, self.tree, on)
        self._binding: dict[tuple[str, str, date], bool] = {}
        self._owed: dict[tuple[str, str, date], bool] = {}
        self._stretches: dict[Period, list[tuple[date, int]]] = {}
        self._own: dict[tuple[str, str, Period], Standing | None] = {}

    def subjects(self, requirement: Requirement) -> list[str]:
        rows = {"unit": self.sheets.units, "group": self.sheets.groups, "person": self.sheets.people}
        return list(rows[requirement.kind])

    def is_listed(self, requirement: Requirement, subject: str, period: Period, unit: str) -> bool:
        """Whether the requirement binds the subject on a day of the period on which the subject is inside `unit`."""
        bound = self._bound(requirement, subject, period)
        return any(self.is_inside(requirement.kind, subject, unit, on) for on, _ in bound)

    def judged(self, requirement: Requirement, subject: str, period: Period) -> Standing:
        """The subject's standing; 替代要求 turns on_track, at_risk and missed into met."""
        own = self.own_standing(requirement, subject, period)
        if own.state != "met" and self._is_met(requirement, subject, period, set()):
            return Standing(requirement, subject, period, own.actual, own.at_least, "met", own.records)
        return own

    def own_standing(self, requirement: Requirement, subject: str, period: Period) -> Standing | None:
        """The standing without alternatives; None where the requirement does not bind the subject."""
        key = requirement.code, subject, period
        if key not in self._own:
            self._own[key] = self._judge(requirement, subject, period)
        return self._own[key]

    def _judge(self, requirement: Requirement, subject: str, period: Period) -> Standing | None:
        bound = self._bound(requirement, subject, period)
        if not bound:
            return None
        owed = sum(days for on, days in bound if self.is_owed(requirement, subject, on))
        actual, records = self.facts.measured(requirement, subject, period)
        at_least = prorated(requirement, owed, period)
        state = "exempt"
        if owed:
            threshold = at_least
            if requirement.measure == "在位":
                threshold = max(Fraction(1), at_least or Fraction(1))
            is_rate = requirement.measure == "出席率"
            state = state_of(period, self.on, actual, threshold, requirement.at_most, is_rate)
        return Standing(requirement, subject, period, actual, at_least, state, records)

    def _is_met(self, requirement: Requirement, subject: str, period: Period, seen: set) -> bool:
        """Met by itself or by an alternative in that one's period holding this period's last day; cycles end."""
        key = requirement.code, period
        if key in seen:
            return False
        seen.add(key)
        own = self.own_standing(requirement, subject, period)
        if own is None or own.state in ("exempt", "not_due"):
            return False
        return own.state == "met" or any(
            self._is_met(other, subject, there, seen) for other, there in self._alternatives(requirement, period)
        )

    def _alternatives(self, requirement: Requirement, period: Period):
        for code in requirement.alternatives:
            other = self.sheets.requirements[code]
            there = period_holding(other, period.last or self.on)
            if other.kind == requirement.kind and there:
                yield other, there

    def _bound(self, requirement: Requirement, subject: str, period: Period) -> list[tuple[date, int]]:
        """The stretches of the whole period on which the requirement binds: first day, number of days."""
        if period not in self._stretches:
            self._stretches[period] = self.tree.stretches(period.first, period.last)
        return [(on, days) for on, days in self._stretches[period] if self.is_bound(requirement, subject, on)]

    def is_bound(self, requirement: Requirement, subject: str, on: date) -> bool:
        key = requirement.code, subject, self.tree.settled(on)
        if key not in self._binding:
            self._binding[key] = self._binds(requirement, subject, on)
        return self._binding[key]

    def _binds(self, requirement: Requirement, subject: str, on: date) -> bool:
        """Everything at once: in force, there, inside the owner's subtree, meeting 对象条件."""
        if not holds_on(requirement.first, requirement.last, on) or not self._exists(requirement.kind, subject, on):
            return False
        if not self.is_inside(requirement.kind, subject, requirement.unit, on):
            return False
        condition = requirement.condition
        return not condition or meets(self.tree, requirement.kind, subject, condition, requirement.unit, on)

    def is_owed(self, requirement: Requirement, subject: str, on: date) -> bool:
        """Of a day that binds: not excused by 免除条件 or by 免集中学习."""
        key = requirement.code, subject, self.tree.settled(on)
        if key not in self._owed:
            self._owed[key] = not self._is_excused(requirement, subject, on)
        return self._owed[key]

    def _is_excused(self, requirement: Requirement, subject: str, on: date) -> bool:
        if requirement.kind == "person" and requirement.measure in EXEMPTING and self.tree.is_exempt(subject, on):
            return True
        return meets(self.tree, requirement.kind, subject, requirement.exemption, requirement.unit, on)

    def _exists(self, kind: str, subject: str, on: date) -> bool:
        there = {"unit": self.tree.unit_exists, "group": self.tree.group_exists, "person": self.tree.in_post}
        return there[kind](subject, on)

    def is_inside(self, kind: str, subject: str, unit: str, on: date) -> bool:
        """People are inside a subtree through any post of that day, groups through their unit."""
        if kind == "unit":
            return self.tree.is_inside(subject, unit, on)
        if kind == "group":
            return self.tree.is_inside(self.sheets.groups[subject].unit, unit, on)
        return any(self.tree.is_inside(post.unit, unit, on) for post in self.tree.posts(subject, on))
