"""quota: a count, a sum or a rate over the records of a period – at least, or at most, so much."""

from xueer.rules.kinds.facts import Facts
from xueer.rules.kinds.judging import state_of

slug = "quota"
# Counts and sums shrink with the days owed; rates and averages do not (workbook contract, "Prorated are …").
PRORATED = frozenset(("SESSIONS", "DAYS", "HOURS", "CHARACTERS", "PIECES", "AMOUNT"))


def prorates(measure: str) -> bool:
    return measure in PRORATED


def judge(facts: Facts) -> str:
    """The state, by the common arithmetic."""
    return state_of(facts)
