"""standing: something is in force on the last day of the period – a plan, a leading group, a head appointed."""

from xueer.rules.kinds.facts import Facts
from xueer.rules.kinds.judging import state_of

slug = "standing"


def prorates(_measure: str) -> bool:
    """Never: being in force has no parts."""
    return False


def judge(facts: Facts) -> str:
    """One thing in force is enough unless the row asks for more."""
    at_least = facts.at_least if facts.at_least is not None or facts.at_most is not None else facts.scale
    return state_of(facts._replace(at_least=at_least))
