"""Who there was to be bound by rules: units, groups and people with their dated places, read in a handful of queries.

Everything is plain tuples over day numbers, so that a district of thousands is judged without another query.
"""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date
from typing import NamedTuple

from django.db.models import QuerySet

from xueer.common.calendar import first_day, last_day
from xueer.org.choices import Sector
from xueer.org.models import Exemption, Group, GroupMember, Lineage, Membership, Person, Placement, Unit
from xueer.org.timelines import Span, parent_spans
from xueer.rules.intervals import Days, Interval, union

# Dated ancestors of each unit: (ancestor, start, end), the days as ISO text, which the ledger's rows compare with.
Above = dict[int, list[tuple[int, str, str]]]

# The workbook's words for the legal kinds of units; conditions compare with what organisations write.
SECTOR_WORDS = {
    Sector.PUBLIC_BODY: "公务机关",
    Sector.STATE_ENTERPRISE: "国有企业",
    Sector.ENTERPRISE: "企业",
    Sector.SCHOOL: "学校",
}


class UnitFacts(NamedTuple):
    """A unit: its columns as conditions see them (上级编码 is dated, in `parents`), and the days it exists."""

    pk: int
    code: str
    name: str
    columns: dict[str, str]
    days: Interval
    parents: tuple[tuple[int, int, str], ...]


class PostFacts(NamedTuple):
    """A stay in a unit, main or side, on some days."""

    unit: int
    duty: str
    main: bool
    days: Interval


class MemberFacts(NamedTuple):
    """A stay in a group on some days, with the columns of the group and the role there."""

    columns: dict[str, str]
    days: Interval


class PersonFacts(NamedTuple):
    """A person: own columns, days in post, posts, groups, days exempt from collective study."""

    pk: int
    code: str
    name: str
    columns: dict[str, str]
    days: Interval
    posts: tuple[PostFacts, ...]
    groups: tuple[MemberFacts, ...]
    exempt: Days


class GroupFacts(NamedTuple):
    """A group: own columns; it exists on the days its unit exists."""

    pk: int
    code: str
    name: str
    columns: dict[str, str]
    unit: int


@dataclass
class Roster:
    """All subjects that may be judged. `below[a][u]`: days on which unit u lay in the subtree of unit a."""

    units: dict[int, UnitFacts]
    groups: dict[int, GroupFacts]
    people: dict[int, PersonFacts]
    below: dict[int, dict[int, Days]]
    above: Above = field(default_factory=dict)

    def inside(self, ancestor: int, unit: int) -> Days:
        """Days on which `unit` lay in the subtree of `ancestor`, itself included."""
        return self.below.get(ancestor, {}).get(unit, ())


def roster(*, people: QuerySet[Person] | None = None) -> Roster:
    """Reads all units and groups, and `people` (None: everybody). Nine queries, whatever the size."""
    units = _units()
    below, above = _lineage()
    chosen = Person.objects.all() if people is None else people
    groups = {
        pk: GroupFacts(pk, code, name, _group_columns(code, name, kind, units[unit].code), unit)
        for pk, code, name, kind, unit in Group.objects.values_list("pk", "code", "name", "kind", "unit_id")
    }
    exists = {pk: units[group.unit].days for pk, group in groups.items()}
    return Roster(units, groups, _people(chosen, groups, exists, narrowed=people is not None), below, above)


def _days(start: date, end: date) -> Interval:
    return start.toordinal(), end.toordinal()


def _shown(day: date | None) -> str:
    return day.isoformat() if day else ""


def _units() -> dict[int, UnitFacts]:
    codes = dict(Unit.objects.values_list("pk", "code"))
    moves: dict[int, list[Span[int | None]]] = defaultdict(list)
    for unit, parent, start, end in Placement.objects.values_list("unit_id", "parent_id", "starts_on", "ends_on"):
        moves[unit].append(Span(start, end, parent))
    found = {}
    for unit in Unit.objects.all():
        spans = parent_spans(unit.parent_id, moves.get(unit.pk, []))
        parents = tuple((*_days(span.start, span.end), codes[span.value] if span.value else "") for span in spans)
        columns = {
            "单位编码": unit.code,
            "单位名称": unit.name,
            "单位类型": unit.kind,
            "层面": unit.stratum,
            "类别": SECTOR_WORDS.get(unit.sector, ""),
            "固定排序": "" if unit.position is None else str(unit.position),
            "成立日期": _shown(first_day(unit.starts_on)),
            "撤销日期": _shown(last_day(unit.ends_on)),
        }
        days = _days(unit.starts_on, unit.ends_on)
        found[unit.pk] = UnitFacts(unit.pk, unit.code, unit.name, columns, days, parents)
    return found


def _lineage() -> tuple[dict[int, dict[int, Days]], Above]:
    spans: dict[int, dict[int, list[Interval]]] = defaultdict(lambda: defaultdict(list))
    above: Above = defaultdict(list)
    for unit, ancestor, start, end in Lineage.objects.values_list("unit_id", "ancestor_id", "starts_on", "ends_on"):
        spans[ancestor][unit].append(_days(start, end))
        above[unit].append((ancestor, start.isoformat(), end.isoformat()))
    below = {ancestor: {unit: union(days) for unit, days in units.items()} for ancestor, units in spans.items()}
    return below, dict(above)


def _group_columns(code: str, name: str, kind: str, unit: str) -> dict[str, str]:
    return {"小组编码": code, "小组名称": name, "小组类型": kind, "单位编码": unit}


def _people(
    chosen: QuerySet[Person], groups: dict[int, GroupFacts], exists: dict[int, Interval], *, narrowed: bool
) -> dict[int, PersonFacts]:
    def of(rows: QuerySet) -> QuerySet:
        return rows.filter(person__in=chosen) if narrowed else rows

    posts: dict[int, list[PostFacts]] = defaultdict(list)
    rows = of(Membership.objects.all()).values_list("person_id", "unit_id", "duty", "main", "starts_on", "ends_on")
    for person, unit, duty, main, start, end in rows:
        posts[person].append(PostFacts(unit, duty, main, _days(start, end)))
    members: dict[int, list[MemberFacts]] = defaultdict(list)
    rows = of(GroupMember.objects.all()).values_list("person_id", "group_id", "role", "starts_on", "ends_on")
    for person, group, role, start, end in rows:
        columns = {
            **groups[group].columns,
            "组内角色": role,
            "加入日期": _shown(first_day(start)),
            "退出日期": _shown(last_day(end)),
        }
        first, after = _days(start, end)
        days = max(first, exists[group][0]), min(after, exists[group][1])  # a group exists while its unit does
        members[person].append(MemberFacts(columns, days))
    exempt: dict[int, list[Interval]] = defaultdict(list)
    for person, start, end in of(Exemption.objects.all()).values_list("person_id", "starts_on", "ends_on"):
        exempt[person].append(_days(start, end))
    return {
        person.pk: PersonFacts(
            person.pk,
            person.code,
            person.name,
            _person_columns(person),
            _days(person.starts_on, person.ends_on),
            tuple(posts[person.pk]),
            tuple(members[person.pk]),
            union(exempt[person.pk]),
        )
        for person in chosen.only(*_PERSON_FIELDS).order_by("code")
    }


_PERSON_FIELDS = [
    "code",
    "name",
    "gender",
    "born_on",
    "education",
    "political",
    "joined_party_on",
    "rank",
    "phone",
    "starts_on",
    "ends_on",
]


def _person_columns(person: Person) -> dict[str, str]:
    return {
        "工号": person.code,
        "姓名": person.name,
        "性别": person.gender,
        "出生日期": _shown(person.born_on),
        "学历": person.education,
        "政治面貌": person.political,
        "入党日期": _shown(person.joined_party_on),
        "职级": person.rank,
        "手机": person.phone,
        "到岗日期": _shown(first_day(person.starts_on)),
        "离岗日期": _shown(last_day(person.ends_on)),
    }


def people_of_subtree(unit: Unit) -> QuerySet[Person]:
    """Everybody who belonged, on any day and through any post, to a unit that was ever below `unit`."""
    units = Lineage.objects.filter(ancestor=unit).values("unit_id")
    return Person.objects.filter(pk__in=Membership.objects.filter(unit__in=units).values("person_id"))
