"""The 1,693 members and those who have left: who they are, where they serve, what they are excused from."""

from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import lru_cache
from random import Random

from xueer.exchange.example.columns import Row, row
from xueer.exchange.example.duties import Duty, duties_of
from xueer.exchange.example.luck import luck
from xueer.exchange.example.names import make_names
from xueer.exchange.example.units import BRANCHES, COMMUNITIES, FIRMS, OFFICE, OFFICES, SCHOOLS, Unit, founded_on

MEMBERS = 1693
OFFICE_SIZE = 42
SIZES = {COMMUNITIES: (18, 34), FIRMS: (8, 20), SCHOOLS: (10, 26), OFFICES: (9, 22)}
AGES = {COMMUNITIES: (29, 88, 63), FIRMS: (22, 60, 38), SCHOOLS: (23, 60, 41), OFFICES: (23, 60, 40)}
SCHOOLING = {
    COMMUNITIES: ("初中", "高中", "高中", "中专", "大专", "大专", "大学本科"),
    FIRMS: ("高中", "中专", "大专", "大专", "大学本科", "大学本科"),
    SCHOOLS: ("大专", "大学本科", "大学本科", "大学本科", "硕士研究生"),
    OFFICES: ("大专", "大学本科", "大学本科", "大学本科", "大学本科", "硕士研究生", "博士研究生"),
}


@dataclass
class Post:
    """A row of 任职; `end` is the last day on which it is held."""

    unit: str
    duty: str
    is_main: bool
    start: date | None
    end: date | None = None


@dataclass
class Person:
    """A member. `reliability` is how often they come when expected, and never leaves the generator."""

    code: str
    name: str
    sex: str
    unit: str
    duty: str
    rank: str
    born: date | None
    education: str
    politics: str
    party_on: date
    phone: str
    joined: date | None
    left: date | None = None
    exempt: bool | date = False
    posts: list[Post] = field(default_factory=list)
    reliability: float = 0.93

    def unit_on(self, day: date) -> str | None:
        """The unit of the main post on a day; none before arrival and after leaving."""
        if (self.joined and day < self.joined) or (self.left and day > self.left):
            return None
        for post in self.posts:
            if post.is_main and (not post.start or post.start <= day) and (not post.end or day <= post.end):
                return post.unit
        return self.unit

    def is_exempt_on(self, day: date) -> bool:
        """Excused from group study on that day."""
        return self.exempt if isinstance(self.exempt, bool) else self.exempt <= day


@lru_cache(maxsize=1)
def branch_sizes() -> dict[str, int]:
    """Members per branch, 1,693 in all and 42 in the office."""
    rng = luck("sizes")
    sizes = {unit.code: rng.randint(*SIZES[unit.stratum]) for unit in BRANCHES}
    sizes[OFFICE] = OFFICE_SIZE
    others = [unit.code for unit in BRANCHES if unit.code != OFFICE]
    step = 1 if sum(sizes.values()) < MEMBERS else -1
    for turn in range(abs(MEMBERS - sum(sizes.values()))):
        sizes[others[turn % len(others)]] += step
    return sizes


def _birthday(rng: Random, unit: Unit, duty: Duty, today: date) -> date:
    """Those who lead are neither the youngest nor the oldest; the retired are past sixty."""
    low, high, usual = AGES[unit.stratum]
    age = round(rng.triangular(low, high, usual))
    if duty.leads:
        age = min(max(age, 31), 66)
    if duty.name.startswith("退休"):
        age = max(age, 60 + rng.randint(0, 9))
    return date(today.year - age, rng.randint(1, 12), rng.randint(1, 28))


def _politics(rng: Random, born: date, today: date) -> tuple[str, date]:
    """Standing in the party and the day of joining it; a probationary member joined within the year."""
    age = today.year - born.year
    if age < 45 and rng.random() < 0.05:
        return "中共预备党员", today - timedelta(days=rng.randint(40, 330))
    year = born.year + rng.randint(19, min(max(20, age - 2), 45))
    return "中共党员", date(year, rng.randint(1, 12), rng.randint(1, 28))


def _joined(rng: Random, unit: Unit, born: date, today: date) -> date | None:
    """Day of arrival; unknown, hence always, for many in the communities."""
    founded = founded_on(unit, today)
    if founded is None and unit.stratum == COMMUNITIES and rng.random() < 0.6:
        return None
    longest = max(3, min(26, today.year - born.year - 21))
    day = date(today.year - rng.randint(2, longest), rng.randint(1, 12), rng.randint(1, 28))
    return max(day, founded) if founded else day


def make_person(rng: Random, number: int, unit: Unit, duty: Duty, name: str, sex: str, today: date) -> Person:
    """One member in the post given."""
    born = _birthday(rng, unit, duty, today)
    politics, party_on = _politics(rng, born, today)
    if duty.leads and politics != "中共党员":
        politics, party_on = "中共党员", date(today.year - 4, 6, 28)
    return Person(
        code=f"QH{number:05}",
        name=name,
        sex=sex,
        unit=unit.code,
        duty=duty.name,
        rank=duty.rank,
        born=born,
        education=rng.choice(SCHOOLING[unit.stratum]),
        politics=politics,
        party_on=party_on,
        phone=f"1990000{number:04}" if rng.random() < 0.55 else "",
        joined=_joined(rng, unit, born, today),
        reliability=min(1.0, max(0.55, rng.gauss(0.93, 0.06))),
    )


def make_members(today: date) -> list[Person]:
    """The members of today, branch by branch in the order of the organisations."""
    rng = luck("members")
    sexes = [rng.choice("男男男女女") for _ in range(MEMBERS)]
    names = make_names(rng, sexes)
    members: list[Person] = []
    for unit in BRANCHES:
        for duty in duties_of(rng, unit, branch_sizes()[unit.code]):
            place = len(members)
            members.append(make_person(rng, place + 1, unit, duty, names[place], sexes[place], today))
    return members


def person_row(person: Person) -> Row:
    """Sheet 人员."""
    exempt = person.exempt if isinstance(person.exempt, date) else "是" if person.exempt else "否"
    return row(
        "人员", person.code, person.name, person.sex, person.born, person.education, person.politics, person.party_on,
        person.unit, person.duty, person.rank, person.phone, person.joined, person.left, exempt,
    )  # fmt: skip


def post_rows(people: list[Person]) -> list[Row]:
    """Sheet 任职: only of those who have several posts or have moved."""
    return [
        row("任职", person.code, post.unit, post.duty, "主" if post.is_main else "兼", post.start, post.end)
        for person in people
        for post in person.posts
    ]
