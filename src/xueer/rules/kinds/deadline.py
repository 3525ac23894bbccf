"""deadline: a quota whose period ends on a named day, for its state and for what counts; proration keeps the whole."""

from xueer.rules.kinds import quota
from xueer.rules.kinds.facts import Facts
from xueer.rules.kinds.judging import state_of

slug = "deadline"


def prorates(measure: str) -> bool:
    return quota.prorates(measure)


def judge(facts: Facts) -> str:
    """The common arithmetic over a window that the deadline has already cut."""
    return state_of(facts)
