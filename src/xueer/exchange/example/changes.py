"""What happened to people: arrivals, departures, transfers in May, second posts, exemptions, gaps in the data."""

from datetime import date, timedelta
from functools import lru_cache

from xueer.exchange.example.duties import Duty
from xueer.exchange.example.luck import luck
from xueer.exchange.example.names import make_name
from xueer.exchange.example.people import Person, Post, make_members, make_person
from xueer.exchange.example.units import (
    BRANCHES,
    BY_CODE,
    COMMITTEES,
    COMMUNITIES,
    FOUNDED_LATE,
    OFFICE,
    OFFICES,
    PARTY_OFFICE,
    ROOT,
    Unit,
)

LEAVERS = 16
JOINERS = 26
DELEGATES = 5  # people of the branches who sit on each committee


def _past(today: date, month: int, day: int) -> date:
    """That day of this year if it has passed, else of last year."""
    this_year = date(today.year, month, day)
    return this_year if this_year < today else date(today.year - 1, month, day)


def add_joiners(members: list[Person], today: date) -> None:
    """People who arrived in the course of last year or this one."""
    rng = luck("joiners")
    ordinary = [person for person in members if person.duty in ("科员", "教师", "职工", "网格员", "技术员")]
    for number, person in enumerate(rng.sample(ordinary, JOINERS)):
        month, day = rng.randint(2, 11), rng.randint(1, 28)
        last_year = number % 2 or person.unit == FOUNDED_LATE
        person.joined = date(today.year - 1, max(month, 4), day) if last_year else _past(today, month, day)


def add_leavers(members: list[Person], today: date) -> list[Person]:
    """People who retired or went elsewhere; they are rows besides the 1,693."""
    rng = luck("leavers")
    leavers = []
    homes = [unit for unit in BRANCHES if unit.stratum != COMMUNITIES and unit.code != OFFICE]
    for number in range(LEAVERS):
        unit = BY_CODE[OFFICE] if number < 2 else rng.choice(homes)
        sex = rng.choice("男女")
        duty = Duty("科员", "科员") if unit.sector == "公务机关" else Duty("职员")
        person = make_person(rng, len(members) + number + 1, unit, duty, make_name(rng, sex), sex, today)
        person.politics, person.party_on = "中共党员", date(today.year - 12, 7, 1)
        person.born = date(today.year - rng.randint(45, 60), rng.randint(1, 12), rng.randint(1, 28))
        person.joined = date(today.year - rng.randint(3, 15), rng.randint(1, 12), 1)
        month, day = rng.randint(3, 11), rng.choice((15, 28))
        person.left = date(today.year - 1, month, day) if number % 2 else _past(today, month, day)
        leavers.append(person)
    return leavers


def _transfer(person: Person, came_from: Unit, on: date) -> None:
    """`person` is in today's unit since `on` and was in `came_from` before."""
    joined = person.joined if person.joined and person.joined < on else None
    person.joined = joined
    person.posts = [
        Post(came_from.code, "科员", True, joined, on - timedelta(days=1)),
        Post(person.unit, person.duty, True, on),
    ]


def add_transfers(members: list[Person], today: date) -> None:
    """People of offices who changed units in May, five last year and two this year; one came to the office."""
    rng = luck("transfers")
    branches = [unit for unit in BRANCHES if unit.stratum == OFFICES and unit.sector == "公务机关"]
    homes = [OFFICE, *(unit.code for unit in rng.sample([unit for unit in branches if unit.code != OFFICE], 6))]
    for number, home in enumerate(homes):
        person = [member for member in members if member.unit == home and member.duty in ("科员", "副科长")][-1]
        came_from = (
            BY_CODE[OFFICE] if number == 1 else rng.choice([unit for unit in branches if unit.code not in homes])
        )
        on = date(today.year - 1, 5, 15) if number < 5 else _past(today, 5, 12)
        _transfer(person, came_from, on)


def add_second_posts(members: list[Person], today: date) -> None:
    """Secretaries of branches who also sit on the committee above them."""
    for code in (ROOT, *(committee[0] for committee in COMMITTEES)):
        home = PARTY_OFFICE if code == ROOT else code
        below = [unit for unit in BRANCHES if unit.code.startswith(home) and unit.code != OFFICE]
        below = below if code == ROOT else below[:: max(1, len(below) // DELEGATES)]
        for place, unit in enumerate(below[:DELEGATES]):
            person = next(member for member in members if member.unit == unit.code and member.duty == "书记")
            duty = "党委书记" if place == 0 else "党委副书记" if place == 1 else "党委委员"
            start = date(today.year - 3, 3, 1) if place < 4 else date(today.year - 1, 9, 1)
            start = max(start, person.joined) if person.joined else start
            person.posts.append(Post(code, duty, False, start))


def add_exemptions(members: list[Person], today: date) -> None:
    """The old and frail are excused; some since a day in the last two years."""
    rng = luck("exemptions")
    for person in members:
        if person.born and today.year - person.born.year >= 77 and not person.posts:
            person.exempt = rng.random() < 0.75
    ordinary = [person for person in members if person.duty in ("工作人员", "退休职工", "教师", "职工")]
    for number, person in enumerate(rng.sample(ordinary, 8)):
        person.exempt = date(today.year - 1, 9, 1) if number % 2 else _past(today, 3, 1)
    office = [person for person in members if person.unit == OFFICE and person.duty == "工作人员"]
    office[-1].exempt, office[-2].exempt = True, date(today.year - 1, 9, 1)


def add_gaps(members: list[Person]) -> None:
    """A few people whose date of birth or schooling nobody has entered."""
    rng = luck("gaps")
    retired = [person for person in members if person.duty in ("退休职工", "居民代表")]
    for person in rng.sample(retired, 6):
        person.born = None
    for person in rng.sample(retired, 4):
        person.education = ""


@lru_cache(maxsize=2)
def all_people(today: date) -> tuple[Person, ...]:
    """Everybody of the district, in the order of their numbers; those who have left come last."""
    members = make_members(today)
    leavers = add_leavers(members, today)
    add_joiners(members, today)
    add_transfers(members, today)
    add_second_posts(members, today)
    add_exemptions(members, today)
    add_gaps(members)
    return (*members, *leavers)
