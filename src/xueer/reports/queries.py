"""What pages and the command line read of reports: figures as they stand and as they are now, and what is wrong."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cached_property

from django.db.models import Q, QuerySet

from xueer.metrics.registry import BY_SLUG, Metric
from xueer.metrics.scope import Scope
from xueer.org.models import Lineage, Person, Unit
from xueer.records.models import Record
from xueer.reports.material import Line, numbers_in
from xueer.reports.models import Report, ReportFigure
from xueer.reports.numbers import exact, figure_text


@dataclass(frozen=True)
class Chip:
    """A figure of a report beside its metric and its value now.

    `now` is None as well when it was not computed (`fresh` False).
    """

    row: ReportFigure
    metric: Metric
    now: Decimal | None = None
    fresh: bool = False

    @property
    def number(self) -> int:
        return self.row.number

    @property
    def is_empty(self) -> bool:
        return self.row.shown is None

    @property
    def is_changed(self) -> bool:
        return self.row.by_hand is not None

    @property
    def is_outdated(self) -> bool:
        return self.fresh and self.now != self.row.value

    @property
    def text(self) -> str:
        """The number alone, as the document writes it; empty without data."""
        return self._text(self.row.shown)

    @property
    def taken_text(self) -> str:
        return self._text(self.row.value)

    @property
    def now_text(self) -> str:
        return self._text(self.now)

    def _text(self, value: Decimal | None) -> str:
        return "" if value is None else figure_text(value, self.metric.unit)

    @property
    def name(self) -> str:
        """What it is, in the reader's language: the metric, and of what."""
        return f"{self.metric.name} · {self.row.item}" if self.row.item else str(self.metric.name)

    @property
    def kind(self) -> str:
        """The sign of the chip: empty before changed before out of date."""
        if self.is_empty:
            return "miss"
        return "risk" if self.is_changed or self.is_outdated else ""


@dataclass(frozen=True)
class Manuscript:
    """A report with its paragraphs and chips. `on`: the day on which figures are compared with the records; `fresh`:
    are they; `only`: the one figure that is wanted."""

    report: Report
    on: date
    fresh: bool = True
    only: int | None = None

    @cached_property
    def lines(self) -> list[Line]:
        return [Line(row.style, row.text) for row in self.report.paragraphs.all()]

    @cached_property
    def used(self) -> list[int]:
        """Numbers of the figures that the text names, in the order of the text."""
        return list(dict.fromkeys(number for line in self.lines for number in numbers_in(line.text)))

    @cached_property
    def chips(self) -> dict[int, Chip]:
        """The chips by number; with `fresh`, each beside its value now."""
        scope = scope_of(self.report, on=self.on)
        found = {}
        rows = self.report.figures.all()
        for row in rows if self.only is None else rows.filter(number=self.only):
            metric = BY_SLUG[row.metric]
            now = exact(metric.value(scope, row.item or None).value) if self.fresh else None
            found[row.number] = Chip(row, metric, now, self.fresh)
        return found

    @property
    def shown_chips(self) -> list[Chip]:
        return [self.chips[number] for number in self.used]

    @property
    def empty(self) -> list[Chip]:
        return [chip for chip in self.shown_chips if chip.is_empty]

    @property
    def changed(self) -> list[Chip]:
        return [chip for chip in self.shown_chips if chip.is_changed]

    @property
    def outdated(self) -> list[Chip]:
        return [chip for chip in self.shown_chips if chip.is_outdated and not chip.is_changed]


def is_moved(report: Report) -> bool:
    """Was the ledger of the report's days corrected or added to after it was issued? One query, no figure computed."""
    if report.issued_at is None:
        return False
    later = Q(written_at__gt=report.issued_at) | Q(voided_at__gt=report.issued_at)
    return Record.objects.filter(later, occurred_on__gte=report.first_on, occurred_on__lte=report.last_on).exists()


def compared(report: Report, *, on: date, only: int | None = None) -> Manuscript:
    """The report with each figure beside its value on a day: always of a draft; of one that was issued where records
    moved since, as what was issued stays but must not pass for the present."""
    return Manuscript(report, on, fresh=report.is_draft or is_moved(report), only=only)


def scope_of(report: Report, *, on: date) -> Scope:
    """What the figures of a report are taken over, as known on a day. A year that ran when the report was drafted is
    judged as of the report's last day; one that was over, as of `on`."""
    return span_scope(report.unit, report.first_on, report.last_on, year=report.year, on=on)


def span_scope(unit: Unit, first: date, last: date, *, year: int, on: date) -> Scope:
    return Scope(unit, first, last, on=on if last == date(year, 12, 31) else last)


def span_of(year: int, *, on: date) -> tuple[date, date]:
    """The days of a year up to `on`, both inclusive. Raises ValueError when it has not begun."""
    first, last = date(year, 1, 1), min(date(year, 12, 31), on)
    if last < first:
        raise ValueError(year)
    return first, last


def reports_of(unit: Unit, *, below: bool = False, on: date | None = None) -> QuerySet[Report]:
    """Reports of a unit, latest year first; with `below` also those of the units below it on the day."""
    if not below:
        return Report.objects.filter(unit=unit).select_related("unit")
    lineage = Lineage.objects.filter(ancestor=unit, starts_on__lte=on, ends_on__gt=on)
    return Report.objects.filter(unit__in=lineage.values("unit_id")).select_related("unit")


def saved_report(name: str, unit: Unit, year: int) -> Report | None:
    """The draft of that unit and year, else the report issued last."""
    found = list(Report.objects.filter(name=name, unit=unit, year=year).select_related("unit").order_by("-id"))
    return next((row for row in found if row.is_draft), found[0] if found else None)


def names_of(people: Iterable[int | None]) -> dict[int | None, str]:
    """Names of people by id."""
    return dict(Person.objects.filter(pk__in=[pk for pk in people if pk]).values_list("pk", "name"))
