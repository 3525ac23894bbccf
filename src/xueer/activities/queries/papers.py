"""What the printed papers of activities show: the sign-in sheet, and the attendance of a year."""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction

from django.db.models import QuerySet

from xueer.activities.choices import ActivityState, RollStatus
from xueer.activities.models import Activity, RollRow
from xueer.activities.queries.held import held_within
from xueer.activities.queries.roll import Seat, audience_people, seats
from xueer.org.models import Group, Person, Unit

# Lines of a page of the sheet, each with two names: the first page carries the head.
FIRST_PAGE, NEXT_PAGE = 20, 24
GUESTS = 4
UNNAMED = 30


@dataclass(frozen=True)
class Line:
    """A place to sign. `mark`: LEAVE, or EXEMPT, instead of a signature; without a name it is for anybody."""

    number: int = 0
    name: str = ""
    unit: str = ""
    duty: str = ""
    mark: str = ""


@dataclass(frozen=True)
class Sheet:
    """A sign-in sheet: pages of rows of two lines each, read down the left column, then down the right."""

    pages: list[list[tuple[Line, Line]]]
    guests: list[tuple[Line, Line]]
    expected: int
    several_units: bool


def sign_in_lines(activity: Activity, *, reveals: Callable[[RollRow], bool]) -> list[Line]:
    """Everybody expected, in protocol order: the roll, else whom the audience names. `reveals`: may the exemption of a
    row show? Where not, the person is left out."""
    found = seats(activity)
    if found:
        units = dict(Unit.objects.filter(pk__in={seat.row.home_unit_id for seat in found}).values_list("pk", "name"))
        shown = [seat for seat in found if not seat.excused or reveals(seat.row)]
        return [_line(number, seat, units) for number, seat in enumerate(shown, 1)]
    people = Person.objects.filter(pk__in=audience_people(activity)).select_related("unit")
    rows = people.order_by("unit__position", "unit__code", "sort_key", "code")
    return [
        Line(number, person.name, person.unit.name if person.unit else "", person.duty)
        for number, person in enumerate(rows, 1)
    ]


def _line(number: int, seat: Seat, units: dict[int, str]) -> Line:
    row = seat.row
    mark = "EXEMPT" if seat.excused else "LEAVE" if row.status == RollStatus.LEAVE else ""
    home = units.get(row.home_unit_id, "") if row.home_unit_id else ""
    return Line(number, row.person.name, home, seat.duty or row.person.duty, mark)


def sign_in_sheet(lines: Sequence[Line]) -> Sheet:
    """The lines on pages. A sheet without names has empty lines to write on."""
    given = list(lines) or [Line(number) for number in range(1, UNNAMED + 1)]
    pages, room = [], FIRST_PAGE
    while given:
        part, given = given[: 2 * room], given[2 * room :]
        pages.append(_in_two_columns(part))
        room = NEXT_PAGE
    guests = _in_two_columns([Line()] * GUESTS) if lines else []
    expected = sum(1 for line in lines if line.mark != "EXEMPT")
    return Sheet(pages, guests, expected, len({line.unit for line in lines}) > 1)


def _in_two_columns(lines: Sequence[Line]) -> list[tuple[Line, Line]]:
    height = (len(lines) + 1) // 2
    left, right = lines[:height], [*lines[height:], Line()]
    return [(left[row], right[row]) for row in range(height)]


# ---- the attendance of a year ----

SIGNS = (*RollStatus.values, "EXEMPT")
TAKEN_PART = (RollStatus.ATTENDED, RollStatus.LATE, RollStatus.MADE_UP, RollStatus.DELIVERED)


@dataclass
class Totals:
    """Counts by sign; exempt people are not expected."""

    by_sign: Counter[str] = field(default_factory=Counter)

    @property
    def expected(self) -> int:
        return self.by_sign.total() - self.by_sign["EXEMPT"]

    @property
    def taken_part(self) -> int:
        return sum(self.by_sign[status.value] for status in TAKEN_PART)

    @property
    def rate(self) -> Fraction | None:
        """Percent of those expected; None where nobody was."""
        return Fraction(100 * self.taken_part, self.expected) if self.expected else None


@dataclass(frozen=True)
class Attendance:
    """People × sessions of a year. `cells`: (person, activity) → (sign, reason)."""

    people: list[tuple[int, str, str, str]]  # id, 工号, name, unit of the day it was written last
    sessions: list[Activity]
    cells: dict[tuple[int, int], tuple[str, str]]
    of_person: dict[int, Totals]
    of_session: dict[int, Totals]

    @property
    def whole(self) -> Totals:
        everything = Totals()
        for totals in self.of_session.values():
            everything.by_sign += totals.by_sign
        return everything


def attendance(
    unit: Unit, year: int, *, group: Group | None = None, reveals: Callable[[int | None], bool]
) -> Attendance:
    """The sessions with a roll that the unit itself (or one of its groups) held in a year, and who stood on them.

    Rows of exempt people who were not there count as EXEMPT. `reveals`: may the reader know the reasons of sessions of
    a host unit, and who of a home unit is exempt? Where not, exempt people are left out.
    """
    sessions = list(_sessions(unit, year, group))
    open_to = {one.pk for one in sessions if reveals(one.unit_id)}
    fields = ("activity_id", "person_id", "status", "exempt", "reason", "home_unit_id", "home_unit__name")
    rows = RollRow.objects.filter(activity__in=[one.pk for one in sessions]).order_by("activity__starts_at")
    cells: dict[tuple[int, int], tuple[str, str]] = {}
    homes: dict[int, str] = {}
    of_person: dict[int, Totals] = defaultdict(Totals)
    of_session: dict[int, Totals] = defaultdict(Totals)
    for activity, person, status, exempt, reason, unit_id, home in rows.values_list(*fields).iterator(5000):
        sign = "EXEMPT" if exempt and status in (RollStatus.ABSENT, RollStatus.LEAVE) else status
        if sign == "EXEMPT" and not reveals(unit_id):
            continue
        cells[person, activity] = (sign, reason if activity in open_to else "")
        homes[person] = home or ""
        of_person[person].by_sign[sign] += 1
        of_session[activity].by_sign[sign] += 1
    named = [one for one in sessions if one.pk in of_session]
    return Attendance(_people(homes), named, cells, dict(of_person), dict(of_session))


def _sessions(unit: Unit, year: int, group: Group | None) -> QuerySet[Activity]:
    rows = held_within(unit, own=True).filter(state=ActivityState.HELD)
    rows = rows.filter(held_on__gte=date(year, 1, 1), held_on__lte=date(year, 12, 31))
    return (rows.filter(group=group) if group else rows).prefetch_related("heading_set__types").order_by("starts_at")


def _people(homes: dict[int, str]) -> list[tuple[int, str, str, str]]:
    ids: Iterable[int] = list(homes)
    rows = Person.objects.filter(pk__in=ids).order_by("sort_key", "code").values_list("pk", "code", "name")
    return [(pk, code, name, homes[pk]) for pk, code, name in rows]


def groups_with_sessions(unit: Unit, year: int) -> list[Group]:
    """The groups of the unit that held a session in the year."""
    return list(Group.objects.filter(activities__in=_sessions(unit, year, None).order_by(), unit=unit).distinct())
