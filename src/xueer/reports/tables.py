"""How a report is laid out on its page: blocks of text with chips, tables, the checks, the rows of the list."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, NamedTuple

from django.db.models import QuerySet
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from xueer.common.calendar import local_day
from xueer.records import tables as records_tables
from xueer.reports.choices import Style
from xueer.reports.material import LEAD, TOKEN, Line
from xueer.reports.models import Report
from xueer.reports.queries import Chip, Manuscript, names_of, scope_of
from xueer.rules.words import figure_words

FIRST_ROWS = 8


class Piece(NamedTuple):
    """A piece of a paragraph: words, or a chip; `lead` are the words that open it."""

    text: str
    chip: Chip | None = None
    lead: bool = False


@dataclass(frozen=True)
class Block:
    """A paragraph or heading in pieces; a row of a table in cells of pieces."""

    style: str
    pieces: list[Piece]
    cells: list[list[Piece]]


@dataclass(frozen=True)
class Check:
    """One thing to look at before a report is issued, and the act that settles it."""

    kind: str
    word: str
    chip: Chip
    text: str
    act: str
    act_words: str


@dataclass(frozen=True)
class Source:
    """What a chip opens to: the first rows behind its value now, and how many there are."""

    chip: Chip
    lines: list[records_tables.Line]
    people: list[Any]
    units: list[Any]
    standings: list[tuple[Any, str]]
    total: int

    @property
    def more(self) -> int:
        return self.total - len(self.lines) - len(self.people) - len(self.units) - len(self.standings)


def blocks(manuscript: Manuscript) -> tuple[list[Block], list[Block]]:
    """The text, and what belongs to tables."""
    chips = manuscript.chips
    found = [_block(line, chips) for line in manuscript.lines]
    tables = (Style.CAPTION, Style.HEAD, Style.ROW)
    return [one for one in found if one.style not in tables], [one for one in found if one.style in tables]


def _block(line: Line, chips: dict[int, Chip]) -> Block:
    if line.style in (Style.HEAD, Style.ROW):
        return Block(line.style, [], [pieces(cell, chips) for cell in line.text.split("\t")])
    return Block(line.style, pieces(line.text, chips), [])


def pieces(text: str, chips: dict[int, Chip]) -> list[Piece]:
    """A text in pieces; a number that is no figure of the report stays as it was typed."""
    found = []
    if lead := LEAD.match(text):
        found.append(Piece(lead.group(), lead=True))
        text = text[lead.end() :]
    for index, part in enumerate(TOKEN.split(text)):
        chip = chips.get(int(part)) if index % 2 else None
        if chip:
            found.append(Piece("", chip))
        elif part:
            found.append(Piece(f"{{{{{part}}}}}" if index % 2 else part))
    return found


def checks(manuscript: Manuscript) -> list[Check]:
    """What is empty, changed by hand, out of date, in this order."""
    names = names_of(chip.row.changed_by_id for chip in manuscript.changed)
    return [
        *(_empty(chip) for chip in manuscript.empty),
        *(_changed(chip, names) for chip in manuscript.changed),
        *(_outdated(chip) for chip in manuscript.outdated if not chip.is_empty),
    ]


def moved(manuscript: Manuscript) -> list[Check]:
    """Of an issued report: the figures of its text that the records of today would give otherwise."""
    if manuscript.report.is_draft or not manuscript.fresh:
        return []
    return [_outdated(chip) for chip in manuscript.shown_chips if chip.is_outdated]


def _empty(chip: Chip) -> Check:
    if chip.is_outdated:
        text = _("There was no data when it was taken; today there is %(now)s.") % {"now": chip.now_text}
        return Check("miss", _("Empty"), chip, text, "refresh", _("Update to %(now)s") % {"now": chip.now_text})
    text = _("Nothing of this kind was recorded in the period. Enter the records, or drop the sentence.")
    return Check("miss", _("Empty"), chip, text, "drop", _("Drop the sentence"))


def _changed(chip: Chip, names: dict[int | None, str]) -> Check:
    assert chip.row.changed_at is not None
    values = {
        "taken": chip.taken_text or _("no data"),
        "who": names.get(chip.row.changed_by_id, "–"),
        "day": date_format(local_day(chip.row.changed_at), _("j F")),
        "shown": chip.text,
        "reason": chip.row.change_reason,
    }
    text = _("The records say %(taken)s; %(who)s changed it to %(shown)s on %(day)s: “%(reason)s”.") % values
    if chip.is_outdated:
        text += " " + _("Today the records say %(now)s.") % {"now": chip.now_text or _("no data")}
    return Check("risk", _("By hand"), chip, text, "restore", _("Back to %(taken)s") % values)


def _outdated(chip: Chip) -> Check:
    values = {"taken": chip.taken_text or _("no data"), "now": chip.now_text or _("no data")}
    text = _("When it was taken the records said %(taken)s; today they say %(now)s.") % values
    return Check("risk", _("Out of date"), chip, text, "refresh", _("Update to %(now)s") % values)


def source_of(manuscript: Manuscript, chip: Chip, *, sees_people: bool, reveals: bool) -> Source:
    """The first rows behind a figure; lists of people and their standings only for who may see them."""
    scope = scope_of(manuscript.report, on=manuscript.on)
    opens = chip.metric.opens
    if opens in ("people", "standings") and not sees_people:
        return Source(chip, [], [], [], [], chip.row.records)
    rows: Any = chip.metric.rows(scope, chip.row.item or None)
    if opens == "standings":
        shown = [(row, figure_words(row)) for row in rows[:FIRST_ROWS]]
        return Source(chip, [], [], [], shown, len(rows))
    total = rows.count()
    if opens == "people":
        return Source(chip, [], list(rows.select_related("unit").order_by("code")[:FIRST_ROWS]), [], [], total)
    if opens == "units":
        return Source(chip, [], [], list(rows.order_by("position", "code")[:FIRST_ROWS]), [], total)
    first = records_tables.shown(rows).order_by("occurred_on", "id")[:FIRST_ROWS]
    return Source(chip, records_tables.lines(first, reveals=reveals), [], [], [], total)


class Row(NamedTuple):
    """A report in the list."""

    report: Report
    writer: str


def rows(reports: Iterable[Report]) -> list[Row]:
    found = list(reports)
    names = names_of(report.written_by_id for report in found)
    return [Row(report, names.get(report.written_by_id, "")) for report in found]


def columns() -> list[str]:
    return [
        _("Report"),
        _("Unit"),
        _("Year"),
        _("State"),
        _("Version"),
        _("Written by"),
        _("Written on"),
        _("Issued on"),
    ]


def sheet_rows(reports: QuerySet[Report]) -> list[list[Any]]:
    """The rows of the spreadsheet, under `columns`."""
    return [
        [
            row.report.title,
            row.report.unit.name,
            row.report.year,
            str(row.report.get_state_display()),
            row.report.version,
            row.writer,
            local_day(row.report.written_at),
            local_day(row.report.issued_at) if row.report.issued_at else None,
        ]
        for row in rows(reports)
    ]
