"""A requirement as somebody wants it, before it is stored: what the sentence says, checked as a whole."""

from collections.abc import Sequence
from dataclasses import dataclass, field, fields
from datetime import date
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from xueer.common.calendar import BEGINNING, FOREVER, today
from xueer.common.periods import PeriodKind, periods_of_year
from xueer.org.models import Unit
from xueer.records.choices import Role
from xueer.records.models import ActivityType
from xueer.rules.asked import RATES, deadline_in
from xueer.rules.choices import Measure, Strength, SubjectKind
from xueer.rules.conditions import parse
from xueer.rules.errors import BadCondition, RuleRefused
from xueer.rules.models import Clause, Requirement, Rulebook

HUNDRED = Decimal(100)
MOST = Decimal(10**9)
LISTS = ("types", "clauses", "alternatives")
# Of a draft that is judged before it is stored.
UNSAVED = -1


@dataclass
class Wanted:
    """The fields of a requirement under their own names; lists hold rows. Without `code` or `name` one is proposed."""

    subject_kind: str = SubjectKind.PERSON.value
    condition: str = ""
    types: list[ActivityType] = field(default_factory=list)
    role: str = Role.PARTICIPANT.value
    categories: list[str] = field(default_factory=list)
    measure: str = Measure.SESSIONS.value
    at_least: Decimal | None = None
    at_most: Decimal | None = None
    period: str = PeriodKind.YEAR.value
    deadline: str = ""
    strength: str = Strength.MUST.value
    exempt_condition: str = ""
    starts_on: date = BEGINNING
    ends_on: date = FOREVER
    clauses: list[Clause] = field(default_factory=list)
    alternatives: list[Requirement] = field(default_factory=list)
    code: str = ""
    name: str = ""
    basis: str = ""
    preset: str = ""

    @property
    def columns(self) -> dict[str, Any]:
        """What stands in the row itself."""
        return {one.name: getattr(self, one.name) for one in fields(self) if one.name not in LISTS}

    def draft(self, *, unit: Unit, rulebook: Rulebook | None) -> Requirement:
        """The same as a row that is not stored, ready to be judged; its lists are at hand without a query."""
        made = Requirement(pk=UNSAVED, unit=unit, rulebook=rulebook, **self.columns)
        made._prefetched_objects_cache = {name: list(getattr(self, name)) for name in LISTS}  # type: ignore[attr-defined]
        return made


def wanted_of(requirement: Requirement) -> Wanted:
    """A stored requirement, to be changed."""
    columns = {one.name: getattr(requirement, one.name) for one in fields(Wanted) if one.name not in LISTS}
    lists = {name: list(getattr(requirement, name).all()) for name in LISTS}
    return Wanted(**columns, **lists)


def check(wanted: Wanted, *, rulebook: Rulebook | None, pk: int = 0) -> None:
    """Raises RuleRefused, naming the field, for what could not be judged or makes no sense. `pk`: its row, if any."""
    _check_condition(wanted.condition, wanted.subject_kind, "condition")
    _check_condition(wanted.exempt_condition, wanted.subject_kind, "exempt_condition")
    if not wanted.types:
        raise RuleRefused(_("Choose what is counted."), field="types")
    _check_threshold(wanted)
    if wanted.ends_on <= wanted.starts_on:
        raise RuleRefused(_("Its last day lies before its first."), field="last")
    _check_deadline(wanted)
    _check_links(wanted, rulebook, pk)


def _check_condition(text: str, kind: str, name: str) -> None:
    if len(text) > 500:
        raise RuleRefused(_("At most %(most)s characters.") % {"most": 500}, field=name)
    try:
        parse(text, kind)
    except BadCondition as bad:
        raise RuleRefused(_("Expected: %(expected)s") % {"expected": bad.expected}, field=name) from None


def _check_threshold(wanted: Wanted) -> None:
    least, most = wanted.at_least, wanted.at_most
    if least is None and most is None and wanted.measure != Measure.IN_FORCE:
        raise RuleRefused(_("Say how many: a number is missing."), field="at_least")
    if least is not None and least <= 0:
        raise RuleRefused(_("At least 0 asks for nothing: a number above 0."), field="at_least")
    if most is not None and most < 0:
        raise RuleRefused(_("A number not below 0."), field="at_most")
    for name, number in (("at_least", least), ("at_most", most)):
        if number is None:
            continue
        if wanted.measure == Measure.ATTENDANCE_RATE and number > HUNDRED:
            raise RuleRefused(_("A rate is at most 100."), field=name)
        if number > MOST:
            raise RuleRefused(_("A number that could be reached: at most %(most)s.") % {"most": MOST}, field=name)
        if number != round(number, 2):
            raise RuleRefused(_("At most two decimals."), field=name)
    if least is not None and most is not None and most < least:
        raise RuleRefused(_("“At most” lies below “at least”."), field="at_most")


def _check_deadline(wanted: Wanted) -> None:
    text = wanted.deadline
    if not text:
        return
    if wanted.period == PeriodKind.ONCE:
        if len(text) != 10:
            raise RuleRefused(_("For something done once name the full day, such as 2026-06-30."), field="deadline")
        day = date.fromisoformat(text)
        if not wanted.starts_on <= day < wanted.ends_on:
            raise RuleRefused(_("The deadline lies outside the days on which it is in force."), field="deadline")
        return
    first = wanted.starts_on.year if wanted.starts_on > BEGINNING else today().year
    years = [int(text[:4])] if len(text) == 10 else range(first, first + 5)
    periods = [period for year in years for period in periods_of_year(PeriodKind(wanted.period), year)]
    holding = [period for period in periods if deadline_in(text, period)]
    in_force = [one for one in holding if one.first < wanted.ends_on and one.last >= wanted.starts_on]
    if not in_force:
        raise RuleRefused(_("No period in which it is in force holds this day."), field="deadline")


def _check_links(wanted: Wanted, rulebook: Rulebook | None, pk: int) -> None:
    if any(clause.rulebook_id != (rulebook.pk if rulebook else 0) for clause in wanted.clauses):
        raise RuleRefused(_("The clause belongs to another rulebook."), field="clauses")
    for other in wanted.alternatives:
        if pk and other.pk == pk:
            raise RuleRefused(_("It cannot stand for itself."), field="alternatives")
        if other.subject_kind != wanted.subject_kind:
            raise RuleRefused(_("“%(name)s” binds others: it cannot stand for this.") % {"name": other.name},
                              field="alternatives")  # fmt: skip


def stand_for_each_other(wanted: Wanted, *, pk: int) -> list[Requirement]:
    """Alternatives that in turn, over however many steps, name this requirement: the one or the other suffices."""
    return [other for other in wanted.alternatives if pk and pk in reachable([other])]


def reachable(start: Sequence[Requirement]) -> set[int]:
    """Ids of everything that can stand in for one of these, step by step; a circle ends where it began."""
    through = Requirement.alternatives.through.objects
    seen: set[int] = set()
    ahead = {row.pk for row in start}
    while ahead:
        seen |= ahead
        ahead = set(through.filter(from_requirement__in=ahead).values_list("to_requirement_id", flat=True)) - seen
    return seen


def is_rate(wanted: Wanted) -> bool:
    """Does it judge a rate or an average, whose number is no amount of work?"""
    return wanted.measure in RATES
