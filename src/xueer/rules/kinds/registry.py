"""The ways of counting there are, and which of them a requirement's row means."""

from types import ModuleType

from xueer.rules.kinds import deadline, quota, standing, variety

KINDS: tuple[ModuleType, ...] = (quota, variety, standing, deadline)


def kind_of(measure: str, deadline_text: str) -> ModuleType:
    """种类数 → variety, 在位 → standing, a deadline → deadline, else quota."""
    if measure == "KINDS":
        return variety
    if measure == "IN_FORCE":
        return standing
    return deadline if deadline_text else quota
