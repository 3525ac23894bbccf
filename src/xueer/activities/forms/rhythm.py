"""The rhythm of a series and its sessions one by one, as the page of series takes them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from xueer.activities.actions.series import Meeting, Rhythm
from xueer.activities.queries.working_days import SeriesDay
from xueer.common.calendar import EARLIEST, LATEST

LONGEST_YEARS = 2


class RhythmForm(forms.Form):
    """Every how many weeks, until when; the first day is the day of the details."""

    every_weeks = forms.TypedChoiceField(
        label=gettext_lazy("Rhythm"),
        coerce=int,
        choices=[
            (1, gettext_lazy("every week")),
            (2, gettext_lazy("every two weeks")),
            (3, gettext_lazy("every three weeks")),
            (4, gettext_lazy("every four weeks")),
        ],
        widget=forms.Select({"class": "x-select x-w-m"}),
    )
    until = forms.DateField(
        label=gettext_lazy("Until"),
        widget=forms.DateInput({"class": "x-input x-w-m", "type": "date"}, format="%Y-%m-%d"),
    )

    def rhythm(self, first: date) -> Rhythm:
        """The rhythm from the first day on; of a valid form."""
        given = self.cleaned_data
        return Rhythm(first.weekday(), given["every_weeks"], first, given["until"])

    def check(self, first: date | None) -> None:
        """Says what does not fit together with the first day."""
        until = self.cleaned_data.get("until")
        if first is None or until is None:
            return
        if until < first:
            self.add_error("until", _("The last day lies before the first."))
        elif until.year - first.year > LONGEST_YEARS or not EARLIEST <= until <= LATEST:
            self.add_error("until", _("A series is planned for two years at most. Is the year right?"))


@dataclass
class Row:
    """One day of the rhythm as a line of the page. `to`: another day instead; `wrong`: what cannot be stored so."""

    planned: SeriesDay
    meets: bool
    topic: str
    to: str = ""
    why: str = ""
    wrong: str = ""

    @property
    def day(self) -> date | None:
        """The day on which it takes place; None where the other day cannot be read."""
        try:
            return date.fromisoformat(self.to) if self.to else self.planned.day
        except ValueError:
            return None


@dataclass
class Rows:
    """The lines of the page; `stale` where those that were sent belong to another rhythm."""

    rows: list[Row] = field(default_factory=list)
    stale: bool = False

    @property
    def ok(self) -> bool:
        return not self.stale and not any(row.wrong for row in self.rows)

    @property
    def off(self) -> list[SeriesDay]:
        """Days left out because nobody works."""
        return [row.planned for row in self.rows if row.planned.off and not row.meets]

    @property
    def meetings(self) -> list[Meeting]:
        return [
            Meeting(row.day, row.topic, row.planned.day if row.to else None, row.why)
            for row in self.rows
            if row.meets and row.day
        ]

    @property
    def left_out(self) -> dict[date, str]:
        """Day → why there is no session: the holiday, or the reason given."""
        return {row.planned.day: row.why or row.planned.off for row in self.rows if not row.meets}


def fresh_rows(days: Iterable[SeriesDay], topic: str, *, numbered: bool) -> Rows:
    """As proposed: every working day meets; sessions are numbered where wished."""
    rows: list[Row] = []
    for planned in days:
        number = sum(row.meets for row in rows) + 1
        said = _("%(topic)s (session %(number)s)") % {"topic": topic, "number": number} if numbered else topic
        rows.append(Row(planned, not planned.off, "" if planned.off else said[:300]))
    return Rows(rows)


def typed_rows(days: Sequence[SeriesDay], data: QueryDict, topic: str) -> Rows:
    """As sent, with what cannot be stored named on its line."""
    met = set(data.getlist("meet"))
    rows = [_typed(planned, data, met, topic) for planned in days]
    sent = [name[3:] for name in data if name.startswith("to_")]
    found = Rows(rows, stale=sent != [planned.day.isoformat() for planned in days])
    taken: set[date] = set()
    for row in rows:
        if row.meets:
            row.wrong = _wrong(row, taken)
            taken |= {row.day} if row.day else set()
        elif not row.planned.off and not row.why:
            row.wrong = _("Say why this day is left out.")
    return found


def _typed(planned: SeriesDay, data: QueryDict, met: set[str], topic: str) -> Row:
    day = planned.day.isoformat()
    to = data.get(f"to_{day}", "").strip()
    return Row(
        planned,
        day in met,
        " ".join(data.get(f"topic_{day}", "").split())[:300] or topic,
        "" if to == day else to,
        data.get(f"why_{day}", "").strip()[:200],
    )


def _wrong(row: Row, taken: set[date]) -> str:
    if row.day is None or not EARLIEST <= row.day <= LATEST:
        return _("This day cannot be read.")
    if row.day in taken:
        return _("Two sessions would fall on this day.")
    if row.to and not row.why:
        return _("Say why it is moved.")
    if row.planned.off and not row.to and not row.why:
        return _("This is a day off. Say why the session takes place all the same, or leave it out.")
    return ""
