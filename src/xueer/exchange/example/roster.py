"""Who belongs where on a day: looked up thousands of times while sessions are placed."""

from collections import defaultdict
from collections.abc import Callable
from datetime import date
from functools import lru_cache

from xueer.exchange.example.changes import all_people
from xueer.exchange.example.people import Person
from xueer.exchange.example.units import OFFICE


class Roster:
    """The people of the district, found by unit and day or by duty."""

    def __init__(self, people: tuple[Person, ...]) -> None:
        self.people = people
        self.by_code = {person.code: person for person in people}
        self._ever: dict[str, list[Person]] = defaultdict(list)
        for person in people:
            for unit in {person.unit, *(post.unit for post in person.posts if post.is_main)}:
                self._ever[unit].append(person)

    def on(self, unit: str, day: date) -> list[Person]:
        """People whose main post lies in the branch on that day."""
        return [person for person in self._ever[unit] if person.unit_on(day) == unit]

    def committee(self, unit: str, day: date) -> list[Person]:
        """Those who lead the branch."""
        return [person for person in self.on(unit, day) if person.duty.endswith(("书记", "委员", "主任", "学习秘书"))]

    def secretary(self, unit: str) -> Person:
        """The branch secretary of today."""
        return next(person for person in self._ever[unit] if person.unit == unit and person.duty == "书记")

    def clerk(self, unit: str) -> Person:
        """Whoever keeps the records of the branch."""
        duty = "学习秘书" if unit == OFFICE else "宣传委员"
        return next(person for person in self._ever[unit] if person.unit == unit and person.duty == duty)

    def delegates(self, committee: str) -> list[Person]:
        """Those who hold a second post in a committee, its secretary first."""
        return [
            person for person in self.people for post in person.posts if post.unit == committee and not post.is_main
        ]

    def where(self, fits: Callable[[Person], bool]) -> list[Person]:
        """All people that fit."""
        return [person for person in self.people if fits(person)]


@lru_cache(maxsize=2)
def roster_of(today: date) -> Roster:
    """The roster of the example district as seen on a day."""
    return Roster(all_people(today))
