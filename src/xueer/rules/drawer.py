"""What opens under a cell of the matrix: one subject under one requirement, its periods, its last records."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from xueer.org.models import Person, Unit
from xueer.records import tables as records_tables
from xueer.rules.charts import Chart, chart_of
from xueer.rules.choices import SubjectKind
from xueer.rules.explain import explain, explain_all, short_name
from xueer.rules.live import current
from xueer.rules.matrix import Cell, cell_of
from xueer.rules.models import Clause, Requirement
from xueer.rules.queries import records_behind, standings
from xueer.rules.standings import Standing
from xueer.rules.words import figure_words, period_name, sentence

LAST_ROWS = 5


@dataclass(frozen=True)
class Period:
    """One period of the year."""

    standing: Standing
    name: str
    figure: str
    words: str


@dataclass(frozen=True)
class Drawer:
    """The standings of one subject under one requirement in a year, by period; `now` is the one that runs."""

    rows: Sequence[Standing]
    now: Standing
    on: date
    reveals: bool

    @property
    def requirement(self) -> Requirement:
        return self.now.requirement

    @property
    def asked(self) -> str:
        return sentence(self.requirement)

    @property
    def figure(self) -> str:
        return figure_words(self.now)

    @cached_property
    def year(self) -> Cell:
        """The cell of the matrix over all periods."""
        return cell_of(self.rows)

    @property
    def year_figure(self) -> str:
        """Periods met of periods owed."""
        return f"{self.year.actual} / {self.year.threshold}" if self.year.threshold else ""

    @property
    def now_name(self) -> str:
        """What the period shown is called."""
        period = self.now.slot.period
        return period_name(period) if period else short_name(self.now)

    @property
    def words(self) -> str:
        """How the running period stands, in words."""
        return explain(self.now)

    @property
    def year_words(self) -> str:
        """How the year stands, where it has several periods."""
        return explain_all(self.rows) if len(self.rows) > 1 else ""

    @cached_property
    def clauses(self) -> list[Clause]:
        return list(self.requirement.clauses.all())

    @cached_property
    def periods(self) -> list[Period]:
        """All periods of the year, when there are several."""
        if len(self.rows) < 2:
            return []
        return [
            Period(
                row,
                period_name(row.slot.period) if row.slot.period else short_name(row),
                figure_words(row),
                explain(row),
            )
            for row in self.rows
        ]

    @cached_property
    def last_rows(self) -> list[records_tables.Line]:
        """The latest records behind the running period."""
        rows = records_tables.shown(records_behind(self.now, on=self.on)).order_by("-occurred_on", "-id")
        return records_tables.lines(rows[:LAST_ROWS], reveals=self.reveals)

    @cached_property
    def chart(self) -> Chart | None:
        steps = records_behind(self.now, on=self.on).values_list("occurred_on", "minutes")
        return chart_of(self.now, steps, on=self.on)


def rows_of(unit: Unit, requirement: Requirement, subject: int, *, year: int, on: date) -> list[Standing]:
    """The standings of one subject under one requirement in the year, by period; empty when it is not bound, or not
    inside `unit`."""
    person = requirement.subject_kind == SubjectKind.PERSON
    people = Person.objects.filter(pk=subject) if person else Person.objects.none()
    found = standings(unit, year=year, on=on, requirements=[requirement], people=people)
    return sorted((row for row in found if row.subject_id == subject), key=lambda row: row.first or date.min)


def drawer_of(rows: Sequence[Standing], *, on: date, reveals: bool, period: str = "") -> Drawer:
    """The drawer over these standings, at the named period, else at the one that runs or ran last."""
    named = [row for row in rows if row.period_key == period]
    return Drawer(rows, named[0] if named else current(rows, on), on, reveals)
