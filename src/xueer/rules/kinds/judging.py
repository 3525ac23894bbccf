"""The arithmetic of states, the same for every way of counting and every strength.

met: threshold reached (at most: period over and not exceeded). missed: period over and not reached (at most: as soon
as exceeded). at_risk: runs and actual < floor(at_least × elapsed / days), or less than a quarter of it is left and
something is missing; a running rate is met or at_risk. on_track: runs otherwise. not_due: not begun. exempt: excused
for all owed days, or a rate over nothing. Source: workbook contract, "States".
"""

from xueer.rules.kinds.facts import Facts, Quantity, Window

MET, ON_TRACK, AT_RISK, MISSED, EXEMPT, NOT_DUE = "met", "on_track", "at_risk", "missed", "exempt", "not_due"


def state_of(facts: Facts) -> str:
    """The state of one subject in one window."""
    if facts.excused:
        return EXEMPT
    if not facts.window.begun:
        return NOT_DUE
    if facts.actual is None:
        return EXEMPT
    if facts.at_most is not None and facts.actual > facts.at_most:
        return MISSED
    reached = facts.at_least is None or facts.actual >= facts.at_least
    if reached and (facts.at_most is None or facts.window.over):
        return MET
    if facts.window.over:
        return MISSED
    return ON_TRACK if reached else _running(facts)


def _running(facts: Facts) -> str:
    """Something is missing and the period runs."""
    if facts.rate:
        return AT_RISK
    assert facts.at_least is not None and facts.actual is not None
    days = facts.window.days
    if days is None:
        return ON_TRACK
    behind = facts.actual < pace(facts.at_least, facts.window, facts.scale)
    late = 4 * (days - facts.window.elapsed) < days
    return AT_RISK if behind or late else ON_TRACK


def pace(at_least: Quantity, window: Window, scale: int) -> Quantity:
    """What should be there by now on a straight line, in whole units of the measure, on the scale of `at_least`."""
    days = window.days
    assert days is not None
    return at_least * window.elapsed // (days * scale) * scale


def prorated(at_least: int, owed: int, days: int, step: int) -> int:
    """The threshold for `owed` of `days` days, rounded up to a multiple of `step`; untouched when all days are owed."""
    return at_least if owed >= days else -(-at_least * owed // (days * step)) * step
