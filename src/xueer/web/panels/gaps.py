"""Where a unit is behind this year: the requirements with their subjects, most subjects first."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from urllib.parse import quote

from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from xueer.access.permissions import Permission
from xueer.org.models import Person, Unit
from xueer.rules.choices import State, SubjectKind
from xueer.rules.models import Requirement
from xueer.rules.queries import Standing, bearing_on, standings
from xueer.web.panels.parts import Line, Part, Seat

NAMES_SHOWN = 3
# As plain words: thousands of standings are looked through at every sight.
ASKING = (State.MISSED.value, State.AT_RISK.value)


@dataclass(frozen=True)
class Behind:
    """One requirement and the subjects that are behind in it, each once however many periods."""

    requirement: Requirement
    subjects: list[str]
    state: str

    @property
    def count(self) -> int:
        return len(self.subjects)

    @property
    def names(self) -> str:
        rest = "、…" if self.count > NAMES_SHOWN else ""
        return "、".join(self.subjects[:NAMES_SHOWN]) + rest


@dataclass(frozen=True)
class Gaps:
    """What was missed and what is at risk inside a unit this year, most subjects first."""

    missed: list[Behind]
    at_risk: list[Behind]


def gaps(unit: Unit, *, on: date, people: bool) -> Gaps:
    """Where the unit and everything below it is behind. `people`: personal requirements as well (slower, private)."""
    wanted = [row for row in bearing_on(unit) if people or row.subject_kind != SubjectKind.PERSON]
    found = standings(unit, year=on.year, on=on, requirements=wanted, people=None if people else Person.objects.none())
    asking = [row for row in found if row.state in ASKING]
    return Gaps(
        _behind(row for row in asking if row.gap),
        _behind(row for row in asking if row.state == State.AT_RISK),
    )


def _behind(rows: Iterable[Standing]) -> list[Behind]:
    found = []
    for _key, group in groupby(rows, lambda row: row.requirement.pk):
        standing = [*group]
        names = list(dict.fromkeys((row.subject_code, row.subject_name) for row in standing))
        found.append(Behind(standing[0].requirement, [name for _code, name in names], standing[0].state))
    return sorted(found, key=lambda behind: -behind.count)


def of_seat(seat: Seat) -> Gaps:
    """The gaps of the unit of the page; nobody's for those who may not see other people's standings."""
    if seat.unit is None or not seat.holds(Permission.PERSON_VIEW):
        return Gaps([], [])
    if "gaps" not in vars(seat):
        vars(seat)["gaps"] = gaps(seat.unit, on=seat.on, people=seat.small)
    return vars(seat)["gaps"]


def many(behind: Behind) -> str:
    """How many are behind, in words."""
    n = behind.count
    match SubjectKind(behind.requirement.subject_kind):
        case SubjectKind.UNIT:
            words = ngettext("%(n)s unit is behind", "%(n)s units are behind", n)
        case SubjectKind.GROUP:
            words = ngettext("%(n)s group is behind", "%(n)s groups are behind", n)
        case _:
            words = ngettext("%(n)s person is behind", "%(n)s people are behind", n)
    return words % {"n": n}


def lines(seat: Seat, rows: Sequence[Behind]) -> list[Line]:
    """Each opens the matrix where those who are behind stand alone."""
    assert seat.unit is not None
    matrix = reverse("rules.matrix", args=(seat.unit.code,))
    found = []
    for row in rows:
        missed = row.state == State.MISSED
        asked = f"kind={row.requirement.subject_kind.lower()}&requirement={quote(row.requirement.code, safe='')}"
        href = f"{matrix}?{asked}&{'gaps=1' if missed else 'state=at_risk'}"
        kind = "miss" if missed else "risk"
        found.append(Line(row.requirement.name, href, row.names, kind, many(row), act=_("See who")))
    return found


MISSED = Part(
    "missed",
    _("Missed requirements"),
    _("this year, periods that are over"),
    lambda seat: of_seat(seat).missed,
    lines,
)
AT_RISK = Part(
    "at-risk",
    _("At risk"),
    _("behind the straight line, or nearly over"),
    lambda seat: of_seat(seat).at_risk,
    lines,
)
