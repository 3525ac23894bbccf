"""The sheets of a workbook as typed rows."""

from dataclasses import dataclass, field
from datetime import date, datetime
from fractions import Fraction
from functools import cached_property

from tests.reference.rows import Workbook, codes, day, exempt_from, many, moment, number, text, word

KINDS = {"单位": "unit", "小组": "group", "人员": "person"}
ROLES = {"主持人": "主持", "主讲人": "主讲", "中心发言人": "中心发言"}


@dataclass(frozen=True, eq=False)
class Unit:
    code: str
    parent: str
    kind: str
    first: date | None
    last: date | None
    cells: dict[str, str]


@dataclass(frozen=True, eq=False)
class Placement:
    unit: str
    parent: str
    first: date | None
    last: date | None


@dataclass(frozen=True, eq=False)
class Person:
    code: str
    name: str
    unit: str
    duty: str
    born: date | None
    first: date | None
    last: date | None
    exempt_from: date | None
    cells: dict[str, str]


@dataclass(frozen=True, eq=False)
class Post:
    person: str
    unit: str
    duty: str
    is_main: bool
    first: date | None
    last: date | None


@dataclass(frozen=True, eq=False)
class Group:
    code: str
    unit: str
    cells: dict[str, str]


@dataclass(frozen=True, eq=False)
class Membership:
    group: str
    person: str
    first: date | None
    last: date | None
    cells: dict[str, str]


@dataclass(frozen=True, eq=False)
class Requirement:
    code: str
    unit: str
    kind: str
    condition: str
    exemption: str
    types: frozenset[str]
    role: str
    categories: frozenset[str]
    measure: str
    at_least: Fraction | None
    at_most: Fraction | None
    period: str
    deadline: str
    strength: str
    alternatives: tuple[str, ...]
    first: date | None
    last: date | None
    hour_minutes: Fraction


@dataclass(frozen=True, eq=False)
class Session:
    code: str
    types: frozenset[str]
    units: tuple[str, ...]
    group: str
    start: datetime
    end: datetime
    categories: frozenset[str]
    is_held: bool
    head_count: int | None
    given_by: dict[str, frozenset[str]]

    @cached_property
    def day(self) -> date:
        """A session belongs to the local date of its start, also when it ends after midnight."""
        return self.start.date()

    @cached_property
    def minutes(self) -> Fraction:
        return Fraction(int((self.end - self.start).total_seconds()), 60)


@dataclass(frozen=True, eq=False)
class RollRow:
    session: str
    person: str
    status: str
    made_up_on: date | None


@dataclass(frozen=True, eq=False)
class Plan:
    code: str
    unit: str
    year: int


@dataclass
class Sheets:
    units: dict[str, Unit] = field(default_factory=dict)
    placements: list[Placement] = field(default_factory=list)
    people: dict[str, Person] = field(default_factory=dict)
    posts: list[Post] = field(default_factory=list)
    groups: dict[str, Group] = field(default_factory=dict)
    memberships: list[Membership] = field(default_factory=list)
    types: list[str] = field(default_factory=list)
    requirements: dict[str, Requirement] = field(default_factory=dict)
    sessions: dict[str, Session] = field(default_factory=dict)
    rolls: list[RollRow] = field(default_factory=list)
    plans: dict[str, Plan] = field(default_factory=dict)


def read(workbook: Workbook, read_at: datetime) -> Sheets:
    """All sheets that bear on a count; `read_at` settles activities whose 状态 is empty."""
    rows = {name: workbook.get(name) or [] for name in SHEETS}
    sheets = Sheets()
    for name, take in SHEETS.items():
        for row in rows[name]:
            take(sheets, row, workbook, read_at)
    return sheets


def _cells(row: dict) -> dict[str, str]:
    return {column: text(cell) for column, cell in row.items()}


def _take_unit(sheets, row, workbook, read_at):
    code = word(row["单位编码"])
    sheets.units[code] = Unit(
        code,
        word(row.get("上级编码")),
        text(row.get("单位类型")),
        day(row.get("成立日期")),
        day(row.get("撤销日期")),
        _cells(row) | {"单位编码": code},
    )


def _take_placement(sheets, row, workbook, read_at):
    first, last = day(row.get("开始日期")), day(row.get("结束日期"))
    sheets.placements.append(Placement(word(row["单位编码"]), word(row.get("上级编码")), first, last))


def _take_person(sheets, row, workbook, read_at):
    code = word(row["工号"])
    sheets.people[code] = Person(
        code,
        text(row["姓名"]),
        word(row["单位编码"]),
        text(row.get("职务")),
        day(row.get("出生日期")),
        day(row.get("到岗日期")),
        day(row.get("离岗日期")),
        exempt_from(row.get("免集中学习")),
        _cells(row) | {"工号": code},
    )


def _take_post(sheets, row, workbook, read_at):
    is_main = word(row.get("主兼")) in ("", "主")
    first, last = day(row.get("开始日期")), day(row.get("结束日期"))
    sheets.posts.append(Post(word(row["工号"]), word(row["单位编码"]), text(row.get("职务")), is_main, first, last))


def _take_group(sheets, row, workbook, read_at):
    code, person = word(row["小组编码"]), word(row.get("工号"))
    cells = _cells(row) | {"小组编码": code}
    own = {name: cells.get(name, "") for name in ("小组编码", "小组名称", "小组类型", "单位编码")}
    sheets.groups[code] = Group(code, word(row["单位编码"]), own)
    if person:
        first, last = day(row.get("加入日期")), day(row.get("退出日期"))
        sheets.memberships.append(Membership(code, person, first, last, cells))


def _take_type(sheets, row, workbook, read_at):
    sheets.types.append(text(row["事项"]))


def _take_requirement(sheets, row, workbook, read_at):
    code = word(row["要求编码"])
    sheets.requirements[code] = Requirement(
        code,
        word(row["单位编码"]),
        KINDS[word(row["对象"])],
        text(row.get("对象条件")),
        text(row.get("免除条件")),
        frozenset(many(row["事项"])),
        word(row.get("参与方式")) or "参加",
        frozenset(many(row.get("内容类别"))),
        word(row["度量"]),
        number(row.get("至少")),
        number(row.get("至多")),
        word(row["周期"]),
        word(row.get("截止")),
        {"": "must", "应当": "must", "一般": "should", "本地": "local"}[word(row.get("力度"))],
        tuple(codes(row.get("替代要求"))),
        day(row.get("施行日期")),
        day(row.get("废止日期")),
        _hour_minutes(workbook, word(row.get("制度编码"))),
    )


def _hour_minutes(workbook: Workbook, rulebook: str) -> Fraction:
    """How many minutes make an hour: 制度.学时分钟 of the requirement's own rulebook, else 60."""
    for row in workbook.get("制度") or []:
        if rulebook and word(row["制度编码"]) == rulebook:
            return number(row.get("学时分钟")) or Fraction(60)
    return Fraction(60)


def _take_session(sheets, row, workbook, read_at):
    code, end = word(row["活动编码"]), moment(row["结束时间"])
    head_count = number(row.get("实到人数"))
    sheets.sessions[code] = Session(
        code,
        frozenset(many(row["事项"])),
        tuple(codes(row["单位编码"])),
        word(row.get("小组编码")),
        moment(row["开始时间"]),
        end,
        frozenset(many(row.get("内容类别"))),
        # An empty 状态 is settled when it is read in: held if the end is past.
        word(row.get("状态")) == "已举行" or (not word(row.get("状态")) and end < read_at),
        None if head_count is None else int(head_count),
        {role: _known_people(sheets, row.get(column)) for column, role in ROLES.items()},
    )


def _known_people(sheets: Sheets, cell) -> frozenset[str]:
    """Those named by 工号 or by a name that fits exactly one person; all others are outside persons."""
    found = set()
    for value in many(cell):
        namesakes = [person.code for person in sheets.people.values() if person.name == value]
        code = codes(value)[0]
        if code in sheets.people:
            found.add(code)
        elif len(namesakes) == 1:
            found.add(namesakes[0])
    return frozenset(found)


def _take_roll_row(sheets, row, workbook, read_at):
    sheets.rolls.append(RollRow(word(row["活动编码"]), word(row["工号"]), word(row["状态"]), day(row.get("补学日期"))))


def _take_plan_item(sheets, row, workbook, read_at):
    code = word(row["计划编码"])
    if word(row.get("状态")) != "草稿":
        sheets.plans[code] = Plan(code, word(row["单位编码"]), int(number(row["年度"])))


# People come before sessions, whose speakers are looked up among them.
SHEETS = {
    "单位": _take_unit,
    "隶属": _take_placement,
    "人员": _take_person,
    "任职": _take_post,
    "小组": _take_group,
    "事项": _take_type,
    "要求": _take_requirement,
    "计划": _take_plan_item,
    "活动": _take_session,
    "签到": _take_roll_row,
}
