"""Standing facts: what is in force on the last day of a slot."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date

from xueer.records.choices import OCCASION_ROLES, TAKEN_PART
from xueer.rules.asked import Asked, Slot
from xueer.rules.choices import SubjectKind
from xueer.rules.facts.selecting import Row, in_force, slot_number
from xueer.rules.roster import Above


def standing_facts(asked: Asked, slots: Sequence[Slot], on: date, above: Above) -> Iterable[Row]:
    """1 for every subject with something in force, and how many things."""
    for index, slot in enumerate(slots):
        number = slot_number(asked, slot) if len(slots) > 1 else index
        rows = in_force(asked, slot, on)
        kind = asked.requirement.subject_kind
        counts: dict[int, set[tuple[str, int]]] = defaultdict(set)
        if kind == SubjectKind.PERSON:
            people = rows.filter(person__isnull=False, role=asked.requirement.role, outcome__in=TAKEN_PART)
            for person, *source in people.values_list("person_id", "source_kind", "source_id"):
                counts[person].add(tuple(source))
        else:
            held = rows.filter(person__isnull=True, role__in=OCCASION_ROLES)
            day = (slot.closes or on).isoformat()
            for unit, group, *source in held.values_list("held_by_id", "group_id", "source_kind", "source_id"):
                if kind == SubjectKind.GROUP:
                    subjects = [group] if group else []
                elif asked.condition.direct:
                    subjects = [unit]
                else:
                    subjects = [ancestor for ancestor, start, end in above[unit] if start <= day < end]
                for subject in subjects:
                    counts[subject].add(tuple(source))
        for subject, found in counts.items():
            yield subject, number, 100, len(found)
