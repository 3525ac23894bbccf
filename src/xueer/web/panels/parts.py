"""The parts of a desk: what each is called, which rows it counts, how a row reads. A desk is a tuple of parts."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property
from typing import Any, TypeVar

from django.db.models import Model, Q, QuerySet
from django.utils.functional import Promise

from xueer.access.permissions import Permission
from xueer.access.queries import Reach
from xueer.audit.kept import kept_of_organisation
from xueer.org.models import Person, Unit
from xueer.org.queries import main_members, within

T = TypeVar("T", bound=Model)
# So many rows of a part stand on the desk; its number opens to all of them.
SHOWN = 4
# Up to so many people a unit's gaps are judged with the page; of more they are fetched once it stands.
FEW_PEOPLE = 200


@dataclass(frozen=True)
class Around:
    """A unit on a day: ids of itself and everything below it, and how many people belong there."""

    units: tuple[int, ...]
    people: int


def around(unit: Unit, *, on: date) -> Around:
    """Kept until the organisation changes."""

    def read() -> Around:
        units = within(unit, on=on).order_by("unit_id").values_list("unit_id", flat=True)
        return Around(tuple(units), main_members(unit, on=on).count())

    return kept_of_organisation(("around", unit.pk, on), read)


@dataclass
class Seat:
    """Whose desk it is: the person, what they may reach, the unit of the page, the moment and the day."""

    person: Person
    reach: Reach
    unit: Unit | None
    at: datetime
    on: date

    def inside(self, permissions: Permission | Iterable[Permission], field: str) -> Q:
        """Narrows rows to those whose `field`, a unit, is one where the person holds the permission, or all of them."""
        asked = (permissions,) if isinstance(permissions, Permission) else permissions
        bounds = [units for one in asked if (units := self.reach.units(one)) is not None]
        return Q(**{f"{field}__in": frozenset.intersection(*bounds)}) if bounds else Q()

    @cached_property
    def around(self) -> Around:
        """What the organisation says of the unit of the page."""
        assert self.unit is not None
        return around(self.unit, on=self.on)

    @property
    def small(self) -> bool:
        """Is the unit, with everything below it, small enough to be judged with every page?"""
        return self.unit is not None and self.around.people <= FEW_PEOPLE

    def holds(self, permission: Permission) -> bool:
        """Does the person hold the permission at the unit of the page?"""
        return self.unit is not None and self.reach.covers(permission, self.unit.pk)


@dataclass(frozen=True)
class Line:
    """One row in words: a title that opens its page, a sign with its words, a note, and an act with its address."""

    title: str
    href: str
    note: str = ""
    kind: str = ""
    words: str = ""
    act: str | Promise = ""
    to: str = ""
    day: date | None = None

    @property
    def where(self) -> str:
        """The address of the act; without one of its own the page of the row."""
        return self.to or self.href


Rows = QuerySet[T] | Sequence[T]


@dataclass(frozen=True)
class Part:
    """One part: `rows` in the order of their urgency, `lines` of some of them; `counted` says what the number counts
    where it is not the rows."""

    slug: str
    words: str | Promise
    small: str | Promise
    rows: Callable[[Seat], Rows[Any]]
    lines: Callable[[Seat, Sequence[Any]], list[Line]]
    counted: Callable[[Sequence[Any]], int] | None = None


@dataclass(frozen=True)
class Block:
    """A part as it stands on a desk: its number and its first lines; `later`: they come once the page stands."""

    part: Part
    count: int
    lines: list[Line]
    later: bool = False

    @property
    def more(self) -> bool:
        """Are there rows that do not stand on the desk?"""
        return self.count > len(self.lines)


def block_of(part: Part, seat: Seat, *, most: int = SHOWN) -> Block:
    """The part with its number and first lines; one query for few rows, two for many."""
    rows = part.rows(seat)
    if isinstance(rows, QuerySet):
        first = list(rows[: most + 1])
        count = len(first) if len(first) <= most else rows.count()
    else:
        first, count = list(rows[:most]), (part.counted or len)(rows)
    return Block(part, count, part.lines(seat, first[:most]) if first else [])


def blocks(parts: Iterable[Part], seat: Seat) -> list[Block]:
    """The parts that have something to show, in their order."""
    return [block for part in parts if (block := block_of(part, seat)).count]
