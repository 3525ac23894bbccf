"""What org refuses."""


class CycleInTree(Exception):
    """A unit would lie below itself. `units`: the units around the cycle (ids or codes)."""

    def __init__(self, units: list) -> None:
        super().__init__(" → ".join(map(str, units)))
        self.units = units


class PostsOverlap(Exception):
    """Somebody has two main posts on one day. The message is the 工号."""


class PlacementsOverlap(Exception):
    """A unit has two superiors on one day."""
