"""The calendar of a unit and of oneself: a month or a week, filters in the address, a list on a phone."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render

from xueer.access.permissions import Permission, requires, signed_in
from xueer.access.scope import unit_for
from xueer.common.calendar import EARLIEST, LATEST, ONE_DAY, today
from xueer.web.calendar import sources
from xueer.web.calendar.concerning import sessions_of_person
from xueer.web.calendar.days import (
    DEADLINE,
    ITEM,
    KINDS,
    SESSION,
    Day,
    Entry,
    days,
    entries_of_make_ups,
    entry_of_item,
    entry_of_make_up,
    entry_of_session,
    month_around,
    week_around,
)
from xueer.web.context import shell_of

MONTH, WEEK = "month", "week"
# So many entries stand in a day of the month; the week shows all.
SHOWN_IN_MONTH = 4


@dataclass(frozen=True)
class Asked:
    """What the address asks for: month or week around a day, which kinds of entries, with the units below or not."""

    view: str
    day: date
    only: str
    below: bool

    @property
    def span(self) -> tuple[date, date]:
        return week_around(self.day) if self.view == WEEK else month_around(self.day)

    @property
    def earlier(self) -> date:
        """A day of the span before."""
        return self.day - 7 * ONE_DAY if self.view == WEEK else self.day.replace(day=1) - ONE_DAY

    @property
    def later(self) -> date:
        """A day of the span after."""
        return self.day + 7 * ONE_DAY if self.view == WEEK else self.day.replace(day=1) + timedelta(days=31)

    def shows(self, kind: str) -> bool:
        return self.only in ("", kind)


def asked(data: QueryDict, *, on: date) -> Asked:
    """Odd values pass by: a day that is none is today."""
    try:
        day = date.fromisoformat(data.get("day", ""))
    except ValueError:
        day = on
    day = min(max(day, EARLIEST + timedelta(days=62)), LATEST - timedelta(days=62))
    only = data.get("kind", "")
    view = WEEK if data.get("view") == WEEK else MONTH
    return Asked(view, day, only if only in KINDS else "", data.get("below") == "1")


@requires(Permission.UNIT_VIEW)
def unit_calendar(request: HttpRequest, code: str) -> HttpResponse:
    """What a unit holds, has planned and is owed; of make-ups how many people, never who."""
    unit, on = unit_for(request, Permission.UNIT_VIEW, code), today()
    shown = asked(request.GET, on=on)
    (first, last), below = shown.span, shown.below
    found: list[Entry] = []
    if shown.shows(SESSION):
        rows = sources.sessions_of_unit(unit, first, last, below=below)
        found += [entry_of_session(row, unit=unit) for row in rows]
    if shown.shows(ITEM):
        found += map(entry_of_item, sources.items_of_unit(unit, first, last, below=below, on=on))
    if shown.shows(DEADLINE):
        found += entries_of_make_ups(sources.make_ups_of_unit(unit, first, last, below=below))
    context = {"unit": unit, "has_below": unit.children.exists()}
    made = days(first, last, found, today=on, unit=unit, month=_month(shown))
    return render(request, "web/unit_calendar.html", context | _laid_out(shown, made))


@signed_in
def my_calendar(request: HttpRequest) -> HttpResponse:
    """What concerns the caller: sessions, items of the own units' and groups' plans, the own make-ups."""
    me: Any = request.user
    on = today()
    shown = asked(request.GET, on=on)
    first, last = shown.span
    found: list[Entry] = []
    if shown.shows(SESSION):
        found += map(entry_of_session, sessions_of_person(me, first, last))
    if shown.shows(ITEM):
        found += map(entry_of_item, sources.items_of_person(me, first, last, on=on))
    if shown.shows(DEADLINE):
        found += map(entry_of_make_up, sources.make_ups_of_person(me, first, last))
    unit = shell_of(request).unit
    made = days(first, last, found, today=on, unit=unit, month=_month(shown))
    return render(request, "web/my_calendar.html", {"unit": unit} | _laid_out(shown, made))


def _month(shown: Asked) -> int | None:
    return shown.day.month if shown.view == MONTH else None


def _laid_out(shown: Asked, made: list[Day]) -> dict[str, Any]:
    weeks = [made[place : place + 7] for place in range(0, len(made), 7)]
    inside = [one for one in made if not one.outside]
    return {
        "asked": shown,
        "today": today(),
        "weeks": weeks,
        "names": made[:7],
        "agenda": [one for one in inside if one.entries or one.kind.name or one.is_today],
        "first": inside[0].day,
        "last": inside[-1].day,
        "most": SHOWN_IN_MONTH if shown.view == MONTH else 99,
    }
