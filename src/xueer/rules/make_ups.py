"""Within how many days and in which ways absence is made up: the rule that holds for a unit's session (补学规定)."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date

from xueer.org.models import Lineage, Unit
from xueer.rules.models import MakeUpRule


@dataclass(frozen=True)
class _Known:
    """A rule with what choosing among rules asks for; `types`: ids of the headings it names."""

    rule: MakeUpRule
    types: frozenset[int]

    def holds(self, on: date, headings: Collection[int]) -> bool:
        book = self.rule.rulebook
        in_force = book.starts_on <= on < book.ends_on
        return in_force and (not self.types or not self.types.isdisjoint(headings))


class MakeUpRules:
    """All rules on make-ups, read once, for asking about many sessions: two queries, and one for the tree."""

    def __init__(self) -> None:
        rows = MakeUpRule.objects.select_related("rulebook", "clause").prefetch_related("types").order_by("pk")
        self._of_unit: dict[int, list[_Known]] = defaultdict(list)
        for rule in rows:
            known = _Known(rule, frozenset(found.pk for found in rule.types.all()))
            self._of_unit[rule.rulebook.unit_id].append(known)
        self._lines: dict[int, list[tuple[int, date, date]]] | None = None

    @property
    def longest(self) -> int:
        """The most days that any rule grants; 0 without any."""
        return max((known.rule.days for rules in self._of_unit.values() for known in rules), default=0)

    def rule(self, unit_id: int, headings: Iterable[int], on: date) -> MakeUpRule | None:
        """The rule for a session that `unit_id` held on a day under headings (ids): in force that day, of the unit
        or one above it, the nearest first; there the one that names a heading, of several the one made last."""
        named = frozenset(headings)
        for ancestor in self._above(unit_id, on):
            found = [known for known in self._of_unit.get(ancestor, ()) if known.holds(on, named)]
            if found:
                return max(found, key=lambda known: (bool(known.types), known.rule.pk)).rule
        return None

    def _above(self, unit_id: int, on: date) -> list[int]:
        """The unit and those above it on the day, nearest first."""
        if not self._of_unit:
            return []
        if self._lines is None:
            self._lines = defaultdict(list)
            rows = Lineage.objects.filter(ancestor__in=list(self._of_unit)).order_by("depth")
            for unit, ancestor, start, end in rows.values_list("unit_id", "ancestor_id", "starts_on", "ends_on"):
                self._lines[unit].append((ancestor, start, end))
        return [ancestor for ancestor, start, end in self._lines[unit_id] if start <= on < end]


def make_up_rule_for(unit: Unit, headings: Iterable[int], on: date) -> MakeUpRule | None:
    """The rule on make-ups for one session; None: nobody has made one. See `MakeUpRules.rule`."""
    return MakeUpRules().rule(unit.pk, headings, on)
