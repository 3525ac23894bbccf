"""How lists of make-ups are laid out: the lines of a page and the rows of the spreadsheet."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext, pgettext_lazy

from xueer.activities.choices import MakeUpState, MakeUpWay
from xueer.activities.models import MakeUp
from xueer.activities.queries.make_ups import SHOWN, SOON, state_on

FILTERS = tuple(
    zip(
        SHOWN,
        (
            gettext_lazy("Still owed"),
            gettext_lazy("Handed in"),
            gettext_lazy("Due within a week"),
            gettext_lazy("Deadline passed"),
            pgettext_lazy("make-up", "Done"),
            gettext_lazy("All"),
        ),
        strict=True,
    )
)


@dataclass(frozen=True)
class Line:
    """One make-up as it stands on a day: sign, words, days left."""

    make_up: MakeUp
    on: date

    @property
    def state(self) -> MakeUpState:
        return state_on(self.make_up, self.on)

    @property
    def kind(self) -> str:
        """The sign of `web/templatetags/ui.py`."""
        if self.state == MakeUpState.OPEN:
            return "risk" if self.make_up.due_on <= self.on + SOON else "due"
        return {"HANDED_IN": "go", "DONE": "ok", "LAPSED": "miss", "DROPPED": "na"}[self.state]

    @property
    def words(self) -> str:
        """For what is still to be done how long there is, else the state."""
        if self.state != MakeUpState.OPEN:
            return str(self.state.label)
        days = (self.make_up.due_on - self.on).days
        if days == 0:
            return _("Due today")
        return ngettext("%(n)s day left", "%(n)s days left", days) % {"n": days}

    @property
    def way(self) -> str:
        return str(MakeUpWay(self.make_up.way).label) if self.make_up.way else ""


def line_of(make_up: MakeUp, *, on: date) -> Line:
    """One make-up as a line."""
    return Line(make_up, on)


def lines(make_ups: Iterable[MakeUp], *, on: date) -> list[Line]:
    """The lines of a page."""
    return [Line(make_up, on) for make_up in make_ups]


def columns() -> list[str]:
    return [
        _("Person"),
        _("Activity"),
        _("Held on"),
        _("Held by"),
        _("Due on"),
        _("State"),
        _("Way"),
        pgettext("make-up", "Done on"),
    ]


def rows(make_ups: Iterable[MakeUp], *, on: date) -> Iterator[list[Any]]:
    """The rows of the spreadsheet, under `columns`."""
    for line in lines(make_ups, on=on):
        make_up = line.make_up
        yield [
            make_up.person.name,
            make_up.activity.topic,
            make_up.activity.held_on,
            make_up.activity.unit.name,
            make_up.due_on,
            str(line.state.label),
            line.way,
            make_up.done_on,
        ]
