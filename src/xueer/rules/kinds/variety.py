"""variety: how many kinds of content (内容类别) appeared among the sessions that count."""

from xueer.rules.kinds.facts import Facts
from xueer.rules.kinds.judging import state_of

slug = "variety"


def prorates(_measure: str) -> bool:
    """Never: half a year in post does not halve the kinds of content."""
    return False


def judge(facts: Facts) -> str:
    """The state, by the common arithmetic."""
    return state_of(facts)
