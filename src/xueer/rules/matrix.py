"""The matrix (完成情况): subjects × requirements of a year, each cell the worst that its periods say.

A requirement with several periods in the year shows periods met of periods due; one with a single period shows actual
and threshold. Built from one judging; the number of queries does not depend on rows or columns.
"""

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import NamedTuple

from xueer.audit.kept import kept
from xueer.audit.queries import Change
from xueer.org.models import Person, Unit
from xueer.rules.choices import Measure, State, Strength, SubjectKind
from xueer.rules.explain import quantity
from xueer.rules.judged import Judged
from xueer.rules.models import Requirement
from xueer.rules.queries import judged
from xueer.rules.standings import Standing

# From worst to best: a cell over several periods shows the first that occurs among those that owe something.
WORST_FIRST = (State.MISSED, State.AT_RISK, State.ON_TRACK, State.NOT_DUE, State.MET)


class Cell(NamedTuple):
    """One cell. `hint`: a missed "should", shown as a hint and never counted as a gap. `percent`: progress, 0–100."""

    state: str
    hint: bool
    actual: str
    threshold: str
    percent: int
    standings: tuple[Standing, ...]

    @property
    def gap(self) -> bool:
        return self.state == State.MISSED and not self.hint


@dataclass
class Row:
    """A subject with its cells by requirement id; requirements that do not bind it have none."""

    kind: str
    pk: int
    code: str
    name: str
    cells: dict[int, Cell] = field(default_factory=dict)

    @property
    def met(self) -> int:
        return sum(cell.state == State.MET for cell in self.cells.values())

    @property
    def due(self) -> int:
        return sum(cell.state != State.EXEMPT for cell in self.cells.values())

    @property
    def gaps(self) -> int:
        return sum(cell.gap for cell in self.cells.values())


@dataclass
class Matrix:
    """Requirements in the order of their rulebooks, rows by code, and how often each state occurs."""

    columns: list[Requirement]
    rows: list[Row]

    @property
    def states(self) -> Counter[str]:
        """Cells by state; a hint counts as at risk, never as missed."""
        return Counter(shown_state(cell) for row in self.rows for cell in row.cells.values())

    @property
    def standings(self) -> list[Standing]:
        """What the cells are made of."""
        return [one for row in self.rows for cell in row.cells.values() for one in cell.standings]


def shown_state(cell: Cell) -> str:
    """The state a page shows: a missed "should" is a hint and takes the sign of a risk."""
    return State.AT_RISK.value if cell.hint else cell.state


class Laid(NamedTuple):
    """A matrix with the judgement it was laid out from."""

    judged: Judged
    matrix: Matrix


def matrix(
    unit: Unit, *, year: int, on: date, subject_kind: str, requirements: Sequence[Requirement] | None = None
) -> Matrix:
    """The matrix of one kind of subjects inside the unit's subtree; kept, and never changed."""
    people = None if subject_kind == SubjectKind.PERSON else Person.objects.none()
    chosen = None if requirements is None else tuple(sorted(row.pk for row in requirements))

    def lay() -> Laid:
        found = judged(unit, year, on, requirements, people)
        return Laid(found, arranged(found.standings(), subject_kind))

    def follow(laid: Laid, changes: Sequence[Change]) -> Laid | None:
        moved = laid.judged.moved(changes)
        return None if moved is None else Laid(laid.judged, _with_rows(laid.matrix, moved, subject_kind))

    key = ("matrix", unit.pk, year, on, subject_kind, chosen)
    return kept(key, lay, weigh=lambda laid: laid.judged.weight(), follow=follow).matrix


def _with_rows(before: Matrix, moved: dict[int, list[Standing]], subject_kind: str) -> Matrix:
    """The matrix with the rows of these subjects laid out anew."""
    fresh = {row.pk: row for rows in moved.values() for row in arranged(rows, subject_kind).rows}
    return Matrix(before.columns, [fresh.get(row.pk, row) for row in before.rows])


def arranged(found: Sequence[Standing], subject_kind: str) -> Matrix:
    """Standings as rows and columns."""
    grouped: dict[tuple[int, int], list[Standing]] = defaultdict(list)
    rows: dict[int, Row] = {}
    columns: dict[int, Requirement] = {}
    for standing in found:
        if standing.subject_kind != subject_kind:
            continue
        requirement = standing.requirement
        columns[requirement.pk] = requirement
        if standing.subject_id not in rows:
            rows[standing.subject_id] = Row(
                subject_kind, standing.subject_id, standing.subject_code, standing.subject_name
            )
        grouped[standing.subject_id, requirement.pk].append(standing)
    for (subject, requirement_pk), periods in grouped.items():
        rows[subject].cells[requirement_pk] = cell_of(periods)
    in_order = sorted(columns.values(), key=lambda row: (row.rulebook.code if row.rulebook else "~", row.code))
    return Matrix(in_order, sorted(rows.values(), key=lambda row: row.code))


def cell_of(periods: Sequence[Standing]) -> Cell:
    """The cell of one requirement for one subject over its periods of the year."""
    owing = [row for row in periods if row.state != State.EXEMPT]
    if not owing:
        return Cell(State.EXEMPT.value, False, "", "", 0, tuple(periods))
    present = {row.state for row in owing}
    state = next(state for state in WORST_FIRST if state in present)
    if state == State.NOT_DUE and State.MET in present:
        state = State.ON_TRACK
    hint = state == State.MISSED and periods[0].strength == Strength.SHOULD
    if len(periods) == 1:
        return _single(periods[0], state.value, hint)
    met = sum(row.state == State.MET for row in owing)
    return Cell(state.value, hint, str(met), str(len(owing)), 100 * met // len(owing), tuple(periods))


def _single(standing: Standing, state: str, hint: bool) -> Cell:
    rate = standing.requirement.measure in (Measure.ATTENDANCE_RATE, Measure.AVERAGE_SCORE)
    bound = standing.at_least if standing.at_least is not None else standing.at_most
    actual = quantity(standing.actual)
    if standing.requirement.measure == Measure.ATTENDANCE_RATE and actual:
        actual += "%"
    percent = 0
    if bound and standing.actual is not None:
        percent = min(100, int(100 * standing.actual / bound))
    elif state == State.MET:
        percent = 100
    return Cell(state, hint, actual, "" if rate else quantity(bound), percent, (standing,))
