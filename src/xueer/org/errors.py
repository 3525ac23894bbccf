"""What org refuses."""

from typing import Any


class CycleInTree(Exception):
    """A unit would lie below itself. `units`: the units around the cycle (ids or codes)."""

    def __init__(self, units: list) -> None:
        super().__init__(" → ".join(map(str, units)))
        self.units = units


class PostsOverlap(Exception):
    """Somebody has two main posts on one day. The message is the 工号."""


class PlacementsOverlap(Exception):
    """A unit has two superiors on one day."""


class OrgRefused(Exception):
    """An act on units, people or groups that cannot be done. The message says why, in the reader's language; `field`
    is the field of the form that it concerns, empty for the act as a whole."""

    def __init__(self, words: str, field: str = "") -> None:
        super().__init__(words)
        self.field = field


class OrgStale(Exception):
    """Somebody else has changed in between what a form was filled with. `stored`: what is stored now, by field."""

    def __init__(self, stored: dict[str, Any]) -> None:
        super().__init__()
        self.stored = stored
