"""Reading the ledger for a requirement: one grouped query for all its subjects and periods.

Answers are `{slot key: {subject id: (quantity, rows)}}`; the quantity is on the requirement's scale, `rows` is the
number of records it opens to. A deadline cuts each period differently, so each is then asked for alone.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date

from xueer.common.calendar import BEGINNING
from xueer.records.choices import Role
from xueer.rules.asked import Asked, Slot
from xueer.rules.choices import Measure, SubjectKind
from xueer.rules.facts.held import Held
from xueer.rules.facts.people import grouped, of_rolls
from xueer.rules.facts.selecting import (
    COLUMN_OF,
    EVERYWHERE,
    OVER_ROLLS,
    Row,
    Within,
    due,
    few,
    in_force,
    live,
    occasions,
    slot_number,
    taken,
)
from xueer.rules.facts.standing import standing_facts
from xueer.rules.facts.units import of_units
from xueer.rules.kinds.facts import Quantity
from xueer.rules.roster import Above

__all__ = [
    "COLUMN_OF",
    "EVERYWHERE",
    "OVER_ROLLS",
    "Counted",
    "Held",
    "Within",
    "counted",
    "due",
    "few",
    "in_force",
    "live",
    "occasions",
    "taken",
]

Counted = dict[str, dict[int, tuple[Quantity, int]]]


def counted(
    asked: Asked, slots: Sequence[Slot], on: date, above: Above, held: Held, within: Within = EVERYWHERE
) -> Counted:
    """What was done in each slot, as one could know it on the evening of `on`. `above`: dated ancestors of units;
    `held`: what units held, shared between requirements; `within`: whose records suffice."""
    # A plan of the year is in force for quarters still to come, and members without hours have 0 per head already.
    ahead = asked.measure in (Measure.IN_FORCE, Measure.HOURS_PER_HEAD)
    begun = [slot for slot in slots if ahead or (slot.first or BEGINNING) <= on]
    found: Counted = {slot.key: {} for slot in slots}
    if not begun or not asked.headings:
        return found
    together = len(begun) > 1 and not any(slot.cut for slot in begun)
    for batch in [begun] if together else [[slot] for slot in begun]:
        for slot, subjects in _count(asked, batch, on, above, held, within):
            found[slot.key] = subjects
    return found


def _count(
    asked: Asked, slots: Sequence[Slot], on: date, above: Above, held: Held, within: Within
) -> Iterable[tuple[Slot, dict[int, tuple[Quantity, int]]]]:
    unit = asked.requirement.subject_kind == SubjectKind.UNIT
    if asked.measure == Measure.IN_FORCE:
        rows: Iterable[Row] = standing_facts(asked, slots, on, above)
    elif unit:
        rows = of_units(asked, slots, on, above, held, within.units)
    elif asked.requirement.subject_kind == SubjectKind.GROUP and asked.measure not in OVER_ROLLS:
        rows = grouped(asked, slots, on, occasions(asked, slots, on).exclude(role=Role.COHOST), "group_id")
    else:
        rows = of_rolls(asked, slots, on, within.people)
    by_number: dict[int, dict[int, tuple[Quantity, int]]] = defaultdict(dict)
    for subject, number, quantity, count in rows:
        by_number[number][subject] = (quantity, count)
    for index, slot in enumerate(slots):
        yield slot, by_number.get(slot_number(asked, slot) if len(slots) > 1 else index, {})
