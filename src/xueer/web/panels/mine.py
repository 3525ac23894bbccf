"""One's own day: what to do, where one stands, what this week holds, in a handful of queries."""

from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property

from django.urls import reverse
from django.utils.translation import gettext as _

from xueer.activities.choices import LeaveState, MakeUpState
from xueer.activities.models import Activity, Leave, MakeUp
from xueer.activities.queries.leave import headed_groups
from xueer.activities.queries.make_ups import open_make_ups_of
from xueer.rules.choices import State
from xueer.rules.queries import standings_of_person
from xueer.web.calendar.concerning import ids_expecting, parts_within, sessions_among
from xueer.web.calendar.days import Day, days, entry_of_make_up, entry_of_session, week_around
from xueer.web.calendar.sources import SHOWN
from xueer.web.panels.chances import with_chances
from xueer.web.panels.clerk import NOT_HELD, days_left, page_of
from xueer.web.panels.duties import Duty, duties
from xueer.web.panels.leader import DECISIONS
from xueer.web.panels.parts import Line, Seat
from xueer.web.templatetags.ui import moment, short_day

# Sessions to go to are named so far ahead; the next chance is looked for so far ahead.
AHEAD, CHANCES_AHEAD = timedelta(days=30), timedelta(days=92)
# What asks most for attention stands first.
ORDER = (State.MISSED, State.AT_RISK, State.ON_TRACK, State.NOT_DUE, State.MET)


def _day(line: Line) -> date:
    return line.day or date.max


@dataclass
class Mine:
    """What concerns one person, each read once; `desk`: decisions stand on the desk beside it."""

    seat: Seat
    desk: bool

    @cached_property
    def days(self) -> tuple[date, date]:
        """This week and the next three months."""
        return week_around(self.seat.on)[0], self.seat.on + CHANCES_AHEAD

    @cached_property
    def expected(self) -> frozenset[int]:
        """Ids of the sessions of these days that expect the person."""
        return frozenset(ids_expecting(self.seat.person, *self.days))

    @cached_property
    def parts(self) -> dict[int, list[str]]:
        """Session of these days → what the person does there, expected or not."""
        return parts_within(self.seat.person, *self.days)

    @cached_property
    def sessions(self) -> list[Activity]:
        """Sessions of these days that concern the person."""
        rows = sessions_among({*self.expected, *self.parts})
        rows = rows.select_related(None).select_related("heading_set", "category_set")
        return list(rows.only(*SHOWN, "ends_at", "held_on", "heading_set__key", "category_set__key"))

    @cached_property
    def to_come(self) -> list[Activity]:
        """Those of them that are not over, soonest first."""
        return [row for row in self.sessions if row.state in NOT_HELD and row.ends_at >= self.seat.at]

    @cached_property
    def make_ups(self) -> list[MakeUp]:
        rows = open_make_ups_of(self.seat.person).select_related(None).select_related("activity")
        return list(rows.only("state", "due_on", "activity__topic", "activity__held_on"))

    @cached_property
    def leaves(self) -> dict[int, str]:
        """Activity → state of the leave that was asked for, of sessions to come."""
        ids = [row.pk for row in self.to_come]
        rows = Leave.objects.filter(person=self.seat.person, activity__in=ids).order_by("asked_at")
        return dict(rows.values_list("activity_id", "state")) if ids else {}

    @cached_property
    def to_do(self) -> list[Line]:
        """Everything that waits for the person: what is owed before what is to come, each by its day."""
        owed = [self._of_make_up(row) for row in self.make_ups if row.state == MakeUpState.OPEN]
        rest = [self._of_make_up(row) for row in self.make_ups if row.state != MakeUpState.OPEN]
        soon = self.seat.on + AHEAD
        rest += [self._of_session(row) for row in self.to_come if row.held_on <= soon]
        return [*self._decisions(), *sorted(owed, key=_day), *sorted(rest, key=_day)]

    def _of_make_up(self, row: MakeUp) -> Line:
        kind, words = days_left(row.due_on, self.seat.on)
        missed = {"missed": short_day(row.activity.held_on), "due": short_day(row.due_on)}
        title, href = (
            _("Make-up: %(topic)s") % {"topic": row.activity.topic},
            reverse("activities.make_up", args=(row.pk,)),
        )
        if row.state == MakeUpState.HANDED_IN:
            return Line(title, href, _("missed on %(missed)s") % missed, "go", _("handed in"), day=row.due_on)
        note = _("missed on %(missed)s, to be made up by %(due)s") % missed
        return Line(title, href, note, kind, words, act=_("Make it up"), day=row.due_on)

    def _of_session(self, row: Activity) -> Line:
        note = "\N{EM SPACE}".join(
            word for word in (moment(row.starts_at), row.place, *self.parts.get(row.pk, ())) if word
        )
        line = Line(row.topic, page_of(row), note, day=row.held_on)
        match self.leaves.get(row.pk):
            case LeaveState.ASKED:
                return Line(row.topic, page_of(row), note, "go", _("leave asked for"), day=row.held_on)
            case LeaveState.GRANTED:
                return Line(row.topic, page_of(row), note, "na", _("leave granted"), day=row.held_on)
        act = (
            {}
            if row.starts_at <= self.seat.at or row.pk not in self.expected
            else {"act": _("Ask for leave"), "to": reverse("activities.leave", args=(row.code,))}
        )
        return Line(**vars(line) | act)

    def _decisions(self) -> list[Line]:
        """What the head of a group decides, who has no desk of a unit."""
        if self.desk or not headed_groups(self.seat.person, self.seat.on):
            return []
        return [line for part in DECISIONS[:2] for line in part.lines(self.seat, list(part.rows(self.seat)))]

    @cached_property
    def duties(self) -> list[Duty]:
        """Where the person stands this year, what asks most for attention first, each with the next chance."""
        found = duties(standings_of_person(self.seat.person, year=self.seat.on.year, on=self.seat.on), on=self.seat.on)
        owed = [duty for duty in found if duty.state != State.EXEMPT]
        chances = [row for row in self.to_come if row.pk in self.expected]
        return with_chances(sorted(owed, key=lambda duty: ORDER.index(State(duty.state))), chances)

    @cached_property
    def week(self) -> list[Day]:
        """This week, Monday first: sessions that were not cancelled, and the last days of make-ups."""
        first, last = week_around(self.seat.on)
        held = [row for row in self.sessions if first <= row.held_on <= last and row.state != "CANCELLED"]
        owed = [row for row in self.make_ups if row.state == MakeUpState.OPEN and first <= row.due_on <= last]
        entries = [*map(entry_of_session, held), *map(entry_of_make_up, owed)]
        return days(first, last, entries, today=self.seat.on, unit=self.seat.unit)
