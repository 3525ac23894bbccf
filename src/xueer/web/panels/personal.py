"""A person's file: what they took part in, month by month, as a strip and as a list."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from itertools import groupby
from typing import Any

from django.db.models import Max, Min, QuerySet

from xueer.activities.queries import source_pages
from xueer.org.models import Person
from xueer.records.choices import TAKEN_PART, Outcome, Role, SourceKind
from xueer.records.models import Record
from xueer.records.queries import shown_outcome

# The strip: twelve months of 77, four marks of 11 beside each other, further ones below.
MONTH, STEP, ACROSS, TOP = 77, 16, 4, 8
MARKS = {
    Outcome.MADE_UP: "made_up",
    Outcome.DELIVERED: "made_up",
    Outcome.LEAVE: "open",
    Outcome.ABSENT: "missed",
    Outcome.EXCUSED: "excused",
}


def records_of_year(person: Person, year: int) -> QuerySet[Record]:
    """What stands in the ledger about the person in a year, latest first; voided rows left out."""
    rows = Record.objects.filter(person=person, voided_at=None, occurred_on__year=year)
    rows = rows.select_related("held_by").prefetch_related("heading_set__types")
    return rows.order_by("-occurred_on", "-id")


def years_of(person: Person, *, today: date) -> list[int]:
    """The years in which something is held about the person, and this one; at most the last three."""
    found = Record.objects.filter(person=person, voided_at=None).aggregate(a=Min("occurred_on"), b=Max("occurred_on"))
    first = found["a"].year if found["a"] else today.year
    last = max(today.year, found["b"].year if found["b"] else today.year)
    return list(range(max(first, last - 2), last + 1))


@dataclass(frozen=True)
class Line:
    """A record in words. `reveals`: may the reader know who is exempt."""

    record: Record
    title: str
    href: str
    reveals: bool

    @property
    def outcome(self) -> str:
        return shown_outcome(self.record, reveals=self.reveals)[0]

    @property
    def outcome_words(self) -> str:
        return shown_outcome(self.record, reveals=self.reveals)[1]

    @property
    def role(self) -> str:
        """The part taken, where it was more than being there."""
        return "" if self.record.role == Role.PARTICIPANT else self.record.get_role_display()

    @property
    def hours(self) -> Fraction | None:
        counts = self.record.outcome in TAKEN_PART and self.record.role == Role.PARTICIPANT
        return Fraction(self.record.minutes, 60) if counts and self.record.minutes else None

    @property
    def done_on(self) -> date | None:
        """The day of a make-up, where it was another than the session's."""
        late = self.record.known_on != self.record.occurred_on
        return self.record.known_on if late and self.record.outcome in (Outcome.MADE_UP, Outcome.DELIVERED) else None


def lines(records: Iterable[Record], *, reveals: bool) -> list[Line]:
    """Records with the name and the page of what they were written from."""
    rows = list(records)
    pages = source_pages([row.source_id for row in rows if row.source_kind == SourceKind.ACTIVITY])
    found = []
    for row in rows:
        page = pages.get(row.source_id) if row.source_kind == SourceKind.ACTIVITY else None
        title, href = page or ("、".join(kind.name for kind in row.heading_set.types.all()), "")
        found.append(Line(row, title, href, reveals))
    return found


def by_month(rows: Sequence[Line]) -> list[tuple[date, list[Line]]]:
    """Lines grouped by month, in their order; the date is any day of the month."""
    groups = groupby(rows, lambda row: (row.record.occurred_on.year, row.record.occurred_on.month))
    return [(found[0].record.occurred_on, found) for _, group in groups if (found := [*group])]


@dataclass(frozen=True)
class Mark:
    """One session on the strip."""

    kind: str
    x: int
    y: int
    words: str

    @property
    def path(self) -> str:
        """The half that marks a make-up."""
        return f"M{self.x} {self.y + 11}L{self.x + 11} {self.y}v11z"


@dataclass(frozen=True)
class Strip:
    """The year as marks above the names of the months."""

    marks: list[Mark]
    months: list[tuple[int, date]]
    counts: dict[str, int]
    expected: int
    bottom: int

    @property
    def label(self) -> int:
        return self.bottom + 18

    @property
    def height(self) -> int:
        return self.bottom + 26


def strip(rows: Iterable[Record], year: int, *, reveals: bool) -> Strip | None:
    """The year's sessions of a person; None when there was none."""
    rolls = sorted((row for row in rows if row.role == Role.PARTICIPANT), key=lambda row: (row.occurred_on, row.pk))
    if not rolls:
        return None
    placed: Counter[int] = Counter()
    marks: list[Mark] = []
    for row in rolls:
        month = row.occurred_on.month
        place, placed[month] = placed[month], placed[month] + 1
        x, y = 9 + MONTH * (month - 1) + STEP * (place % ACROSS), TOP + STEP * (place // ACROSS)
        outcome, words = shown_outcome(row, reveals=reveals)
        marks.append(Mark(MARKS.get(Outcome(outcome), "here"), x, y, words))
    bottom = TOP + STEP * (1 + (max(placed.values()) - 1) // ACROSS)
    months = [(5 + MONTH * number, date(year, number + 1, 1)) for number in range(12)]
    counts = Counter(mark.kind for mark in marks)
    expected = sum(count for kind, count in counts.items() if kind != "excused")
    return Strip(marks, months, dict(counts), expected, bottom)


def belongings(person: Person, *, reveals: bool) -> dict[str, Any]:
    """Posts, groups, exemptions and roles, past and present."""
    return {
        "posts": list(person.memberships.select_related("unit").order_by("-starts_on", "-main")),
        "groups": list(person.group_members.select_related("group").order_by("-starts_on")),
        "exemptions": list(person.exemptions.order_by("-starts_on")) if reveals else [],
        "grants": list(person.grants.select_related("unit").order_by("-starts_on")),
    }
