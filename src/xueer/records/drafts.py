"""What a source says should stand in the ledger: plain tuples that compare by value with stored rows."""

from datetime import date
from decimal import Decimal
from typing import NamedTuple


class RecordDraft(NamedTuple):
    """A record before it is written. The fields are the ledger's; ids instead of rows, no database needed.

    Minutes from start to end; amount in yuan; `ends_on` the last day of a standing fact (inclusive).
    """

    occurred_on: date
    known_on: date
    held_by_id: int
    heading_set_id: int
    role: str
    outcome: str
    home_unit_id: int | None = None
    group_id: int | None = None
    person_id: int | None = None
    category_set_id: int | None = None
    ends_on: date | None = None
    excused: bool = False
    minutes: int | None = None
    characters: int | None = None
    score: Decimal | None = None
    amount: Decimal | None = None
    head_count: int | None = None
