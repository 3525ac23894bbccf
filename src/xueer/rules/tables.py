"""How the matrix is laid out: which columns and rows, in which order, and each row's cells as one piece of HTML.

Three thousand cells go through here, so a cell is one formatted string: one `td`, one link, nothing looked up twice.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import groupby
from typing import Any, NamedTuple

from django.urls import reverse
from django.utils.html import escape
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from xueer.common.pinyin import sort_key
from xueer.org.models import Group, Person, Unit
from xueer.rules.choices import State, Strength, SubjectKind
from xueer.rules.matrix import Cell, Matrix, Row, shown_state
from xueer.rules.models import Requirement
from xueer.rules.words import rate_words, sentence, threshold_words

CLASSES = {
    State.MET: "is-ok",
    State.ON_TRACK: "is-go",
    State.AT_RISK: "is-risk",
    State.MISSED: "is-miss",
    State.NOT_DUE: "is-due",
    State.EXEMPT: "is-na",
}
# States whose cells carry a line as long as the progress.
WITH_LINE = (State.ON_TRACK, State.AT_RISK, State.MISSED)
GAPS = (State.MISSED.value, State.AT_RISK.value)
FAR = 10**9


class Heading(NamedTuple):
    """The head of a column. `begins`: the first column of its rulebook."""

    requirement: Requirement
    threshold: str
    rate: str
    strength: str
    title: str
    begins: bool
    met: int
    gaps: int


class Book(NamedTuple):
    """A rulebook over its columns; no code for requirements without one."""

    code: str
    name: str
    span: int


@dataclass
class Line:
    """A row of the page: the subject, its cells ready to print, and its totals."""

    row: Row
    number: int
    href: str
    cells: SafeString
    met: int
    due: int
    fifth: bool


class Subject(NamedTuple):
    """What a row is ordered and narrowed by."""

    position: tuple[int, str]
    sort_key: str
    kind: str


@dataclass
class Table:
    """The matrix as the page shows it."""

    columns: list[Requirement]
    rows: list[Row]
    states: Counter[str]
    kinds: list[str] = field(default_factory=list)

    @property
    def cell_count(self) -> int:
        """How many cells owe something."""
        return sum(row.due for row in self.rows)


def is_gap(cell: Cell) -> bool:
    """Missed, or at risk of it; never where the rule only recommends."""
    return cell.state in GAPS and cell.standings[0].strength != Strength.SHOULD


def table(
    made: Matrix,
    subject_kind: str,
    *,
    unit_kind: str = "",
    sort: str = "position",
    gaps: bool = False,
    state: str = "",
) -> Table:
    """A matrix narrowed and ordered. The counts are of all rows before `gaps` and `state`."""
    subjects = subjects_of(subject_kind, [row.pk for row in made.rows])
    rows = [row for row in made.rows if not unit_kind or subjects[row.pk].kind == unit_kind]
    states = Counter(shown_state(cell) for row in rows for cell in row.cells.values())
    if gaps:
        rows = [row for row in rows if any(map(is_gap, row.cells.values()))]
    if state:
        rows = [row for row in rows if any(shown_state(cell) == state for cell in row.cells.values())]
    rows.sort(key=lambda row: _order(row, subjects[row.pk], sort))
    return Table(made.columns, rows, states, sorted({subject.kind for subject in subjects.values() if subject.kind}))


def _order(row: Row, subject: Subject, sort: str) -> tuple:
    if sort == "pinyin":
        return subject.sort_key, row.code
    if sort == "code":
        return (row.code,)
    if sort == "state":
        missed = sum(cell.gap for cell in row.cells.values())
        return -missed, -sum(map(is_gap, row.cells.values())), *subject.position, row.code
    return *subject.position, row.code


def subjects_of(kind: str, ids: Iterable[int]) -> dict[int, Subject]:
    """What the rows are ordered and narrowed by, in one query."""
    wanted = set(ids)
    if kind == SubjectKind.UNIT:
        units = Unit.objects.values_list("pk", "position", "code", "sort_key", "kind", "name")
        rows = [
            (pk, _place(place, code), key or sort_key(name, surname=False), word)
            for pk, place, code, key, word, name in units
        ]
    elif kind == SubjectKind.GROUP:
        groups = Group.objects.values_list("pk", "unit__position", "unit__code", "name", "kind")
        rows = [
            (pk, _place(position, code), sort_key(name, surname=False), word)
            for pk, position, code, name, word in groups
        ]
    else:
        people = Person.objects.values_list("pk", "unit__position", "unit__code", "sort_key", "unit__kind")
        rows = [(pk, _place(position, code or ""), key, word or "") for pk, position, code, key, word in people]
    return {pk: Subject(place, key, word) for pk, place, key, word in rows if pk in wanted}


def _place(position: int | None, code: str) -> tuple[int, str]:
    return FAR if position is None else position, code


def headings(columns: Sequence[Requirement], rows: Sequence[Row]) -> list[Heading]:
    """The head and foot of every column: what is asked, how many reached it, how many lag behind."""
    found, before = [], None
    for column in columns:
        cells = [row.cells[column.pk] for row in rows if column.pk in row.cells]
        begins = before is not None and column.rulebook_id != before.rulebook_id
        found.append(
            Heading(
                column,
                threshold_words(column),
                rate_words(column),
                str(Strength(column.strength).label),
                _title(column),
                begins,
                sum(cell.state == State.MET for cell in cells),
                sum(map(is_gap, cells)),
            )
        )
        before = column
    return found


def _title(column: Requirement) -> str:
    clauses = "、".join(clause.number for clause in column.clauses.all())
    book = f"《{column.rulebook.name}》{clauses}" if column.rulebook else ""
    return " · ".join(part for part in (f"{column.name}　{sentence(column)}", book) if part)


class LegendItem(NamedTuple):
    """A state with the number of cells in it; also the way to see only rows with such a cell."""

    state: str
    css: str
    sign: str
    words: str
    count: int
    chosen: bool


SIGNS = {"met": "✓", "on_track": "…", "at_risk": "!", "missed": "✗", "not_due": "○", "exempt": "–"}


def legend(states: Mapping[str, int], chosen: str) -> list[LegendItem]:
    """All states in the order from reached to not applicable."""
    order = (State.MET, State.ON_TRACK, State.AT_RISK, State.MISSED, State.NOT_DUE, State.EXEMPT)
    return [
        LegendItem(one.value, CLASSES[one], SIGNS[one.value], str(one.label), states.get(one.value, 0), one == chosen)
        for one in order
    ]


def books(columns: Sequence[Requirement]) -> list[Book]:
    """The rulebooks over the columns, in their order."""
    found = []
    for _book, group in groupby(columns, key=lambda column: column.rulebook_id):
        same = list(group)
        book = same[0].rulebook
        found.append(Book(book.code if book else "", book.name if book else _("Without rulebook"), len(same)))
    return found


def lines(rows: Sequence[Row], columns: Sequence[Requirement], *, end: str, first: int = 1) -> list[Line]:
    """The rows of a page. `end` closes every link: see `forms.end_of_links`."""
    words, marks, end = words_of_states(), _marks(columns), escape(end)
    return [
        Line(
            row, number, subject_href(row), cells_html(row, marks, words, end), row.met, row.due, fifth=number % 5 == 0
        )
        for number, row in enumerate(rows, start=first)
    ]


def subject_href(row: Row) -> str:
    """The page of a row's subject: a unit's own matrix, a person's file; a group has none."""
    if row.kind == SubjectKind.PERSON:
        return reverse("web.person", args=(row.code,))
    return reverse("directory.unit", args=(row.code,)) if row.kind == SubjectKind.UNIT else ""


def words_of_states() -> dict[str, str]:
    """State → its word, escaped; "hint" for a missed recommendation."""
    words = {state.value: escape(state.label) for state in State}
    return words | {"hint": escape(_("Not reached, for information"))}


def _marks(columns: Sequence[Requirement]) -> list[tuple[int, str, bool]]:
    """(id, class of the first column of a rulebook, only an upper limit) per column."""
    found, before = [], None
    for column in columns:
        begins = before is not None and column.rulebook_id != before
        found.append((column.pk, " g1" if begins else "", column.at_least is None and column.at_most is not None))
        before = column.rulebook_id
    return found


def cells_html(row: Row, marks: list[tuple[int, str, bool]], words: Mapping[str, str], end: str) -> SafeString:
    """The cells of a row. Safe: ids and classes are ours, numbers come from `explain.quantity`, words are escaped.

    The sign of a cell is drawn by the style sheet before the state's word, which is there for whoever does not see it.
    End tags of cells are left out, as HTML allows: a hundred rows of thirty stay well below 300 KB.
    """
    subject, cells, parts = row.pk, row.cells, []
    for pk, begins, limit in marks:
        cell = cells.get(pk)
        if cell is None:
            parts.append(f'<td class="{begins[1:]}">' if begins else "<td>")
            continue
        state, hint, actual, threshold, percent, standings = cell
        shown = State.AT_RISK if hint else State(state)
        line = f" p-{percent}" if shown in WITH_LINE else ""
        if threshold:
            threshold = f"<s>/{'≤' if limit and len(standings) == 1 else ''}{threshold}</s>"
        word = words["hint" if hint else state]
        parts.append(
            f'<td class="x-c {CLASSES[shown]}{line}{begins}"><a href="{pk}/{subject}/{end}">'
            f"<b>{actual}</b>{threshold}<i>{word}</i></a>"
        )
    return SafeString("".join(parts))


def sheet_columns(columns: Sequence[Requirement]) -> list[str]:
    """The head of the spreadsheet: two columns per requirement, figure and state."""
    found = [_("Code"), _("Subject")]
    for column in columns:
        found += [f"{column.name}（{sentence(column)}）", _("State of %(name)s") % {"name": column.name}]
    return [*found, _("Met"), _("Due")]


def sheet_rows(rows: Sequence[Row], columns: Sequence[Requirement]) -> list[list[Any]]:
    """The rows of the spreadsheet, under `sheet_columns`."""
    words = {state.value: str(state.label) for state in State}
    found: list[list[Any]] = []
    for row in rows:
        line: list[Any] = [row.code, row.name]
        for column in columns:
            cell = row.cells.get(column.pk)
            if cell is None:
                line += ["", ""]
                continue
            figure = f"{cell.actual}/{cell.threshold}" if cell.threshold else cell.actual
            line += [figure, _("Not reached, for information") if cell.hint else words[cell.state]]
        found.append([*line, row.met, row.due])
    return found
