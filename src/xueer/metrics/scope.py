"""What a figure is taken over: a unit with all below it and a span of days; counted once, asked many times."""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cached_property
from typing import NamedTuple

from django.db.models import Count, F, Q, QuerySet, Sum

from xueer.common.calendar import today
from xueer.org.models import Lineage, Membership, Person, Unit
from xueer.records.choices import OCCASION_ROLES, TAKEN_PART, Outcome, Role, SourceKind
from xueer.records.models import ActivityType, CategorySet, HeadingSet, Record
from xueer.rules.choices import State
from xueer.rules.queries import Standing, standings

# More units than this are not named in a query one by one.
MOST_BY_NAME = 2_000


class Session(NamedTuple):
    """A session held by a unit of the scope: its headings, its head count where there is no roll, its categories."""

    source_id: int
    heading_set: int
    head_count: int | None
    category_set: int | None


class Tally(NamedTuple):
    """How many roll rows had one outcome under one combination of headings; `known` of them by the day of asking."""

    heading_set: int
    outcome: str
    excused: bool
    rows: int
    known: int


class Share(NamedTuple):
    """What one person did under one combination of headings: rows that took part, and their minutes."""

    person: int
    rows: int
    minutes: int


@dataclass(frozen=True)
class Scope:
    """A unit and everything below it on the record's own day; `first` and `last` are inclusive days.

    `on`: the day of asking; a make-up dated later does not count yet.
    """

    unit: Unit
    first: date
    last: date
    on: date = field(default_factory=today)

    @property
    def days(self) -> dict[str, date]:
        return {"occurred_on__gte": self.first, "occurred_on__lte": self.last}

    def occasions(self, item: str | None = None) -> QuerySet[Record]:
        """Occasion records of sessions held by the unit or a unit below, joint ones once per holding unit."""
        rows = (
            Record.objects.order_by()
            .filter(
                voided_at__isnull=True,
                source_kind=SourceKind.ACTIVITY,
                person__isnull=True,
                role__in=OCCASION_ROLES,
                outcome=Outcome.HELD,
                **self.days,
            )
            .filter(self.held_within)
        )
        return rows.filter(heading_set__in=self.sets_of(item)) if item else rows

    @cached_property
    def held_within(self) -> Q:
        """Held by the unit or, on the record's own day, by a unit below it.

        By name, which spares the database a join per unit; only units that moved in these days need theirs looked at.
        """
        rows = Lineage.objects.filter(ancestor=self.unit, starts_on__lte=self.last, ends_on__gt=self.first)
        spans = list(rows.values_list("unit_id", "starts_on", "ends_on")[: MOST_BY_NAME + 1])
        if len(spans) > MOST_BY_NAME:
            lineage = {"starts_on__lte": F("occurred_on"), "ends_on__gt": F("occurred_on"), "ancestor": self.unit}
            return Q(**{f"held_by__lineage__{name}": value for name, value in lineage.items()})
        steady = [unit for unit, start, end in spans if start <= self.first and end > self.last]
        found = Q(held_by_id__in=steady)
        for unit, start, end in spans:
            if start > self.first or end <= self.last:
                found |= Q(held_by_id=unit, occurred_on__gte=start, occurred_on__lt=end)
        return found

    def rolls(self, item: str | None = None) -> QuerySet[Record]:
        """All roll rows of those sessions, whoever came."""
        return Record.objects.order_by().filter(
            voided_at__isnull=True,
            source_kind=SourceKind.ACTIVITY,
            role=Role.PARTICIPANT,
            source_id__in=self.occasions(item).values("source_id"),
        )

    def taken(self, item: str | None = None) -> QuerySet[Record]:
        """Roll rows that count as taken part: attended, late, made up, delivered at home."""
        return self.rolls(item).filter(outcome__in=TAKEN_PART, known_on__lte=self.on)

    def host_rows(self, item: str | None = None) -> QuerySet[Record]:
        """One record per session: the host's, also where only a joint holder lies in the scope."""
        return Record.objects.order_by().filter(
            voided_at__isnull=True,
            source_kind=SourceKind.ACTIVITY,
            role=Role.HOST,
            source_id__in=self.occasions(item).values("source_id"),
        )

    def members(self) -> QuerySet[Person]:
        """People whose main post lay in the subtree on the last day."""
        after = self.last + timedelta(days=1)
        rows = Membership.objects.filter(
            main=True,
            starts_on__lte=self.last,
            ends_on__gte=after,
            unit__lineage__ancestor=self.unit,
            unit__lineage__starts_on__lte=self.last,
            unit__lineage__ends_on__gt=self.last,
        )
        return Person.objects.filter(pk__in=rows.values("person_id"))

    def units(self) -> QuerySet[Unit]:
        """Units of the subtree that existed on the last day."""
        return Unit.objects.filter(
            starts_on__lte=self.last,
            ends_on__gt=self.last,
            lineage__ancestor=self.unit,
            lineage__starts_on__lte=self.last,
            lineage__ends_on__gt=self.last,
        )

    @cached_property
    def sessions(self) -> list[Session]:
        """Every session of the scope once."""
        rows = self.host_rows().values_list("source_id", "heading_set_id", "head_count", "category_set_id")
        return [Session(*row) for row in rows]

    @cached_property
    def shares(self) -> dict[int, list[Share]]:
        """Who took part, by combination of headings."""
        found: dict[int, list[Share]] = defaultdict(list)
        rows = self.taken().values_list("heading_set_id", "person_id").annotate(Count("id"), Sum("minutes"))
        for heading_set, person, count, minutes in rows:
            found[heading_set].append(Share(person, count, minutes or 0))
        return found

    @cached_property
    def tallies(self) -> list[Tally]:
        """Roll rows counted by headings and outcome: one query for all figures over rolls."""
        rows = self.rolls().values_list("heading_set_id", "outcome", "excused")
        counted = rows.annotate(rows=Count("id"), known=Count("id", filter=Q(known_on__lte=self.on)))
        return [Tally(*row) for row in counted]

    def tallies_of(self, item: str | None) -> list[Tally]:
        """The tallies under a type; all of them without one."""
        if item is None:
            return self.tallies
        sets = frozenset(self.sets_of(item))
        return [tally for tally in self.tallies if tally.heading_set in sets]

    def count_of(self, outcome: str, item: str | None) -> int:
        """Roll rows with this outcome."""
        return sum(tally.rows for tally in self.tallies_of(item) if tally.outcome == outcome)

    @cached_property
    def categories(self) -> dict[str, int]:
        """Sessions by content category; a session of several categories counts under each."""
        words = {row.pk: row.words for row in CategorySet.objects.all()}
        found: dict[str, int] = defaultdict(int)
        for session in self.sessions:
            for word in words.get(session.category_set or 0, ()):
                found[word] += 1
        return dict(found)

    def category_sets_of(self, word: str | None) -> list[int]:
        """Combinations of categories that contain the word; all combinations without one."""
        return [row.pk for row in CategorySet.objects.all() if word is None or word in row.words]

    @cached_property
    def standings(self) -> list[Standing]:
        """Where everybody inside the unit's subtree stands, in the periods that touch the span."""
        years = range(self.first.year, self.last.year + 1)
        found = (row for year in years for row in standings(self.unit, year=year, on=self.on))
        return [
            row
            for row in found
            if (row.first or self.first) <= self.last and (row.slot.last or self.last) >= self.first
        ]

    @cached_property
    def owed(self) -> dict[str, list[Standing]]:
        """By code of the requirement: the standings that owe something in a period that has begun."""
        found: dict[str, list[Standing]] = defaultdict(list)
        for row in self.standings:
            if row.state not in (State.EXEMPT, State.NOT_DUE):
                found[row.requirement.code].append(row)
        return dict(found)

    def owed_under(self, code: str | None) -> list[Standing]:
        """Those of one requirement; of all without a code."""
        if code is None:
            return [row for rows in self.owed.values() for row in rows]
        return self.owed.get(code, [])

    @cached_property
    def names(self) -> dict[int, frozenset[str]]:
        """Names of the activity types in each combination of headings."""
        through = HeadingSet.types.through.objects.values_list("headingset_id", "activitytype__name")
        found: dict[int, set[str]] = defaultdict(set)
        for heading_set, name in through:
            found[heading_set].add(name)
        return {heading_set: frozenset(names) for heading_set, names in found.items()}

    @cached_property
    def items(self) -> list[str]:
        """Types with a session in the period, in the order of the types."""
        held = {name for session in self.sessions for name in self.names[session.heading_set]}
        return [name for name in ActivityType.objects.values_list("name", flat=True) if name in held]

    def sets_of(self, item: str) -> list[int]:
        """Combinations of headings that contain the type."""
        return [heading_set for heading_set, names in self.names.items() if item in names]

    def of(self, item: str | None) -> tuple[list[Session], list[Share]]:
        """The sessions and shares under a type; all of them, each event once, without one."""
        if item is None:
            return self.sessions, [share for shares in self.shares.values() for share in shares]
        sets = frozenset(self.sets_of(item))
        shares = [share for heading_set in sets for share in self.shares.get(heading_set, ())]
        return [session for session in self.sessions if session.heading_set in sets], shares


def hours(minutes: int) -> float | int:
    """Minutes as hours of 60 minutes, two decimals, rounded half up; whole hours as whole numbers."""
    hundredths = (minutes * 100 * 2 + 60) // 120
    return hundredths // 100 if hundredths % 100 == 0 else hundredths / 100


def percent(part: int, whole: int) -> float | int:
    """100 × part / whole with two decimals, rounded half up. `whole` must not be 0."""
    hundredths = (part * 10_000 * 2 + whole) // (2 * whole)
    return hundredths // 100 if hundredths % 100 == 0 else hundredths / 100
