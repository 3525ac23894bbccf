"""Study groups, the coordination group, party groups, and the roles that people hold in the system."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from xueer.exchange.example.columns import Row, row
from xueer.exchange.example.people import Person
from xueer.exchange.example.roster import Roster
from xueer.exchange.example.units import BRANCHES, BY_CODE, COMMITTEES, OFFICE, PARTY_OFFICE, ROOT

BIG_BRANCH = 26  # from this size on a branch is divided into party groups
COORDINATION = "XZ-XT"
# The offices that make up the district's coordination group, its head office first.
COORDINATING = ("QH0604", "QH0602", "QH0603", "QH0607", "QH0608", OFFICE)


@dataclass(frozen=True)
class Group:
    """A group and its members with their roles; members who came late or left have dates of their own."""

    code: str
    name: str
    kind: str
    unit: str
    members: tuple[tuple[Person, str], ...]

    def rows(self) -> Iterator[Row]:
        """Sheet 小组: one row per member; nobody belongs before arrival or after leaving."""
        for person, role in self.members:
            start = max((post.start for post in person.posts if post.start), default=None)
            yield row("小组", self.code, self.name, self.kind, self.unit, person.code, role,
                      start or person.joined, person.left)  # fmt: skip


def _with_roles(people: list[Person], roles: tuple[str, ...]) -> tuple[tuple[Person, str], ...]:
    """The first people get the roles, the rest are plain members."""
    return tuple((person, roles[place] if place < len(roles) else "成员") for place, person in enumerate(people))


def _office_study_group(roster: Roster) -> Group:
    office = roster.where(lambda person: person.unit == OFFICE and not person.left)
    heads = [person for person in office if person.duty in ("主任", "书记", "副主任")]
    chiefs = [person for person in office if person.duty == "科长"][:4]
    members = _with_roles([*heads, *chiefs], ("组长", "副组长"))
    return Group(
        "XZ-BG", "区政府办公室理论学习中心组", "中心组", OFFICE, (*members, (roster.clerk(OFFICE), "学习秘书"))
    )


def _study_groups(roster: Roster) -> Iterator[Group]:
    """One per committee and that of the office."""
    yield _office_study_group(roster)
    for code in (ROOT, *(committee[0] for committee in COMMITTEES)):
        people = roster.delegates(code)
        name = f"{BY_CODE[code].name}理论学习中心组"
        yield Group(f"XZ-{code}", name, "中心组", code, _with_roles(people, ("组长", "副组长", "学习秘书")))


def _party_groups(roster: Roster) -> Iterator[Group]:
    """Large branches in groups of about ten."""
    for unit in BRANCHES:
        people = roster.where(lambda person, code=unit.code: person.unit == code and not person.left)
        if len(people) < BIG_BRANCH:
            continue
        count = len(people) // 10
        for number in range(count):
            members = _with_roles(people[number::count], ("组长",))
            yield Group(
                f"DX-{unit.code}-{number + 1}", f"{unit.name}第{'一二三四'[number]}党小组", "党小组", unit.code, members
            )


def make_groups(roster: Roster) -> list[Group]:
    """All groups of the district."""
    heads = [roster.secretary(code) for code in COORDINATING]
    coordination = Group(COORDINATION, "青禾区学习型党组织建设协调小组", "协调小组", ROOT,
                         _with_roles(heads, ("组长", "副组长", "联络员")))  # fmt: skip
    return [*_study_groups(roster), coordination, *_party_groups(roster)]


def leader_of_office(roster: Roster) -> Person:
    """The head of the office."""
    return next(person for person in roster.people if person.unit == OFFICE and person.duty == "主任")


def cast(roster: Roster) -> dict[str, Person]:
    """The six people as whom one can sign in, by role."""
    office = roster.where(lambda person: person.unit == OFFICE and person.duty == "科员" and not person.posts)
    steady = [person for person in office if not person.left and person.joined is not None and not person.exempt]
    stranger = next(person for person in roster.people if person.unit == "QH0305" and person.duty == "教师")
    return {
        "系统管理员": roster.clerk("QH0621"),
        "上级": roster.secretary("QH0604"),
        "负责人": leader_of_office(roster),
        "学习秘书": roster.clerk(OFFICE),
        "成员": steady[2],
        "外单位成员": stranger,
    }


def role_rows(roster: Roster, today: date) -> list[Row]:
    """Sheet 角色: the cast first, then a head and a secretary for every branch and a superior for every committee."""
    people = cast(roster)
    grants = [
        (people["系统管理员"], "系统管理员", ROOT),
        (people["上级"], "上级", ROOT),
        (people["负责人"], "负责人", OFFICE),
        (people["学习秘书"], "学习秘书", OFFICE),
        (people["成员"], "成员", OFFICE),
        (people["外单位成员"], "成员", people["外单位成员"].unit),
        (roster.secretary("QH0602"), "上级", PARTY_OFFICE),
    ]
    committees = (ROOT, *(committee[0] for committee in COMMITTEES))
    grants += [(roster.delegates(code)[0], "负责人", code) for code in committees]
    for unit in BRANCHES:
        if unit.code != OFFICE:
            grants.append((roster.secretary(unit.code), "负责人", unit.code))
            grants.append((roster.clerk(unit.code), "学习秘书", unit.code))
    start = date(today.year - 1, 1, 1)
    return [
        row("角色", person.code, role, unit, max(start, person.joined or start), None) for person, role, unit in grants
    ]
