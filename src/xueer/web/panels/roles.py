"""Whose desk holds what: one tuple of parts per way of being responsible, put together in the order of urgency."""

from xueer.access.permissions import Permission
from xueer.access.roles import RoleName
from xueer.web.panels.clerk import SECRETARY
from xueer.web.panels.gaps import AT_RISK, MISSED
from xueer.web.panels.leader import DECISIONS, LEADER
from xueer.web.panels.parts import Part, Seat
from xueer.web.panels.superior import SUPERIOR

EVERY_PART: tuple[Part, ...] = tuple({part.slug: part for part in (*LEADER, *SECRETARY, *SUPERIOR)}.values())
JUDGED = (MISSED, AT_RISK)


def parts_of(seat: Seat) -> list[Part]:
    """The parts of a desk, each once: decisions first, then the clerk's work, then what one watches.

    An administrator clerks only where no units lie below: over a whole district the secretaries do.
    """
    roles = {role for role, _unit in seat.reach.grants}
    found: list[Part] = []
    if seat.holds(Permission.LEAVE_DECIDE) or seat.holds(Permission.PLAN_APPROVE):
        found += DECISIONS
    below = seat.unit is not None and len(seat.around.units) > 1
    if RoleName.SECRETARY in roles or (seat.holds(Permission.ACTIVITY_EDIT) and not below):
        found += SECRETARY
    if RoleName.LEADER in roles:
        found += LEADER
    if below or RoleName.SUPERIOR in roles:
        found += SUPERIOR
    return list(dict.fromkeys(found or SUPERIOR))
