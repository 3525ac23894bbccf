"""What a plan says should stand in the ledger: while it is in force, one standing fact of its whole year."""

from datetime import date
from typing import NamedTuple

from xueer.plans.choices import NOT_YET
from xueer.records.choices import Outcome, Role
from xueer.records.drafts import RecordDraft


class PlanFacts(NamedTuple):
    """A plan as far as the ledger is concerned. `heading_set_id`: the shipped type 学习计划."""

    state: str
    year: int
    unit_id: int
    heading_set_id: int


def records_of(facts: PlanFacts) -> list[RecordDraft]:
    """One record from 1 January to 31 December, held by the unit; none for a draft, submitted or not."""
    if facts.state in NOT_YET:
        return []
    first = date(facts.year, 1, 1)
    return [
        RecordDraft(
            occurred_on=first,
            known_on=first,
            ends_on=date(facts.year, 12, 31),
            held_by_id=facts.unit_id,
            heading_set_id=facts.heading_set_id,
            role=Role.HOST.value,
            outcome=Outcome.IN_FORCE.value,
        )
    ]
