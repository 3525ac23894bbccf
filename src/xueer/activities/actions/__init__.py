"""Every write to activities and their rolls, and bringing the ledger into line with them."""

from xueer.activities.actions.expecting import expect_the_usual
from xueer.activities.actions.make_ups import follow_rolls
from xueer.activities.actions.put import put_activities
from xueer.activities.actions.record import record_activities
from xueer.activities.actions.roll import put_roll, refreeze_rolls
from xueer.activities.facts import records_of_all

__all__ = [
    "expect_the_usual",
    "follow_rolls",
    "put_activities",
    "put_roll",
    "record_activities",
    "records_of_all",
    "refreeze_rolls",
]
