"""What an activity says should stand in the ledger: a pure function of rows that the activity itself froze."""

from collections.abc import Iterable
from datetime import date
from typing import NamedTuple

from xueer.activities.choices import ActivityState, RollStatus
from xueer.records.choices import Outcome, Role
from xueer.records.drafts import RecordDraft


class RollFacts(NamedTuple):
    """A roll row, frozen: person, status, day of the make-up (None: the session's day), home unit, exempt that day."""

    person_id: int
    status: str
    made_up_on: date | None
    home_unit_id: int | None
    exempt: bool


class ActivityFacts(NamedTuple):
    """An activity, frozen. `unit_ids`: host first. `parts`: (role, person id) of people of the house. Minutes."""

    state: str
    held_on: date
    minutes: int
    unit_ids: tuple[int, ...]
    group_id: int | None
    heading_set_id: int
    category_set_id: int | None
    head_count: int | None
    parts: tuple[tuple[str, int], ...]
    roll: tuple[RollFacts, ...]


LATER = (RollStatus.MADE_UP, RollStatus.DELIVERED)
AWAY = (RollStatus.LEAVE, RollStatus.ABSENT)


def records_of(facts: ActivityFacts) -> list[RecordDraft]:
    """One occasion record per holding unit, one per roll row, one per person who chaired, lectured or spoke.

    Only HELD activities have any. The head count stands only where there is no roll (workbook contract).
    """
    if facts.state != ActivityState.HELD:
        return []
    return [*_occasions(facts), *_participations(facts), *_given(facts)]


def _occasions(facts: ActivityFacts) -> Iterable[RecordDraft]:
    for index, unit_id in enumerate(facts.unit_ids):
        yield _draft(
            facts,
            held_by_id=unit_id,
            role=Role.COHOST.value if index else Role.HOST.value,
            outcome=Outcome.HELD.value,
            head_count=None if facts.roll or index else facts.head_count,
        )


def _participations(facts: ActivityFacts) -> Iterable[RecordDraft]:
    for row in facts.roll:
        known_on = facts.held_on
        if row.status in LATER and row.made_up_on is not None:
            known_on = max(row.made_up_on, facts.held_on)
        excused = row.exempt and row.status in AWAY
        yield _draft(
            facts,
            known_on=known_on,
            role=Role.PARTICIPANT.value,
            outcome=Outcome.EXCUSED.value if excused else row.status,
            person_id=row.person_id,
            home_unit_id=row.home_unit_id,
            excused=row.exempt,
        )


def _given(facts: ActivityFacts) -> Iterable[RecordDraft]:
    for role, person_id in dict.fromkeys(facts.parts):
        yield _draft(facts, role=role, outcome=Outcome.ATTENDED.value, person_id=person_id)


def _draft(facts: ActivityFacts, **more: object) -> RecordDraft:
    fields: dict[str, object] = {
        "occurred_on": facts.held_on,
        "known_on": facts.held_on,
        "held_by_id": facts.unit_ids[0],
        "heading_set_id": facts.heading_set_id,
        "category_set_id": facts.category_set_id,
        "group_id": facts.group_id,
        "minutes": facts.minutes,
    }
    return RecordDraft(**(fields | more))  # type: ignore[arg-type]
