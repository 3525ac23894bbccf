"""The tree of units as a page shows it: the way down to one unit is open, everything else is closed."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from xueer.org.models import Unit
from xueer.org.queries import groups_by_unit, parents_on, people_by_unit

LAST = 1 << 31


@dataclass
class Node:
    """A unit with what is shown of it. `children` are filled only where the node is open."""

    unit: Unit
    people: int
    groups: int
    below: int
    is_open: bool = False
    children: list["Node"] = field(default_factory=list)


def order_key(order: str) -> Any:
    """Sort key of units: fixed order, pinyin, or code."""
    if order == "pinyin":
        return lambda unit: (unit.sort_key, unit.code)
    if order == "code":
        return lambda unit: unit.code
    return lambda unit: (LAST if unit.position is None else unit.position, unit.code)


class Tree:
    """The units that somebody may see, as they stood on a day. Four queries, however many units."""

    def __init__(self, units: Iterable[Unit], *, on: date, order: str = "position", closed: bool = False) -> None:
        everything = sorted(units, key=order_key(order))
        self.standing = [unit for unit in everything if unit.starts_on <= on < unit.ends_on]
        self.ended = [unit for unit in everything if unit.ends_on <= on]
        shown = everything if closed else self.standing
        self.by_id = {unit.pk: unit for unit in shown}
        self.parents = {pk: above for pk, above in parents_on(on).items() if pk in self.by_id and above in self.by_id}
        self.people, self.groups = people_by_unit(on), groups_by_unit(on)
        self._children: dict[int | None, list[Unit]] = defaultdict(list)
        for unit in shown:
            self._children[self.parents.get(unit.pk)].append(unit)

    @property
    def roots(self) -> Sequence[Unit]:
        return self._children[None]

    def above(self, unit: Unit) -> list[int]:
        """Ids from the unit up to its root."""
        path = [unit.pk]
        while path[-1] in self.parents:
            path.append(self.parents[path[-1]])
        return path

    def opened_at(self, unit: Unit) -> list[Node]:
        """The whole tree with the way down to the unit open."""
        way = set(self.above(unit))
        return [self._node(root, way) for root in self.roots]

    def _node(self, unit: Unit, way: set[int]) -> Node:
        below = self._children.get(unit.pk, [])
        node = self.line(unit)
        if unit.pk in way and below:
            node.is_open, node.children = True, [self._node(child, way) for child in below]
        return node

    def line(self, unit: Unit) -> Node:
        """The unit alone, as in a list of matches."""
        count = len(self._children.get(unit.pk, []))
        return Node(unit, self.people.get(unit.pk, 0), self.groups.get(unit.pk, 0), count)

    def matching(self, words: str) -> list[Node]:
        """Units whose name or code holds the words, in the order of the tree."""
        wanted = words.casefold()
        found = (unit for unit in self.by_id.values() if wanted in f"{unit.name}\n{unit.code}".casefold())
        return [self.line(unit) for unit in found]
