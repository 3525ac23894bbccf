"""How rows of the ledger are laid out: the lines of a page and the rows of a spreadsheet."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from xueer.records.choices import OCCASION_ROLES, TAKEN_PART, Role
from xueer.records.models import HeadingSet, Record
from xueer.records.queries import shown_outcome
from xueer.records.sources import SourcePage, source_pages

NOWHERE = SourcePage("", "")
CHUNK = 500


@dataclass(frozen=True)
class Line:
    """One record. `reveals`: may the reader know who is exempt."""

    record: Record
    source: SourcePage
    headings: str
    reveals: bool

    @property
    def hours(self) -> Fraction | None:
        minutes = self.record.minutes
        return None if minutes is None else Fraction(minutes, 60)

    @property
    def is_occasion(self) -> bool:
        return self.record.role in OCCASION_ROLES

    @property
    def outcome(self) -> str:
        return shown_outcome(self.record, reveals=self.reveals)[0]

    @property
    def outcome_words(self) -> str:
        return shown_outcome(self.record, reveals=self.reveals)[1]

    @property
    def capacity(self) -> str:
        """In what capacity somebody took part, where it was not simply that."""
        return "" if self.record.role == Role.PARTICIPANT else str(Role(self.record.role).label)

    @property
    def made_up_on(self) -> date | None:
        """The day on which a session was made up, when it was not the session's own."""
        later = self.record.outcome in TAKEN_PART and self.record.known_on != self.record.occurred_on
        return self.record.known_on if later else None


def shown(records: QuerySet[Record]) -> QuerySet[Record]:
    """With what a line shows."""
    return records.select_related("held_by", "home_unit", "group", "person", "category_set")


def lines(records: Iterable[Record], *, reveals: bool) -> list[Line]:
    """The lines of one page: two or three queries more, however many records."""
    rows = list(records)
    sources = source_pages(rows)
    headings = heading_words({row.heading_set_id for row in rows})
    return [
        Line(row, sources.get((row.source_kind, row.source_id), NOWHERE), headings[row.heading_set_id], reveals)
        for row in rows
    ]


def heading_words(ids: Iterable[int]) -> dict[int, str]:
    """The names of the activity types in each combination, joined."""
    found: dict[int, list[str]] = {pk: [] for pk in ids}
    rows = HeadingSet.types.through.objects.filter(headingset__in=found).order_by("activitytype__position", "pk")
    for heading_set, name in rows.values_list("headingset_id", "activitytype__name"):
        found[heading_set].append(name)
    return {pk: "、".join(names) for pk, names in found.items()}


def columns() -> list[str]:
    return [
        _("Day"),
        _("Source"),
        _("Headings"),
        _("Held by"),
        _("Group"),
        _("Staff code"),
        _("Name"),
        _("Own unit"),
        _("Capacity"),
        _("Outcome"),
        _("Made up on"),
        _("Hours"),
        _("Head count given"),
    ]


def rows(records: QuerySet[Record], *, reveals: bool) -> Iterator[list[Any]]:
    """The rows of the spreadsheet, under `columns`; read in chunks."""
    wanted = shown(records)
    for start in range(0, wanted.count(), CHUNK):
        for line in lines(wanted[start : start + CHUNK], reveals=reveals):
            yield _row(line)


def _row(line: Line) -> list[Any]:
    record = line.record
    return [
        record.occurred_on,
        line.source.topic,
        line.headings,
        record.held_by.name,
        record.group.name if record.group else "",
        record.person.code if record.person else "",
        record.person.name if record.person else "",
        record.home_unit.name if record.home_unit else "",
        line.capacity,
        line.outcome_words,
        line.made_up_on,
        None if line.hours is None else round(float(line.hours), 2),
        record.head_count,
    ]
