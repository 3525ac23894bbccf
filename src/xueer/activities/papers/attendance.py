"""The attendance of a year as a spreadsheet: a row for each person, a column for each session, A4 landscape."""

from collections.abc import Sequence
from io import BytesIO
from typing import NamedTuple

import xlsxwriter
from django.utils.translation import gettext as _
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from xueer.activities.choices import RollStatus
from xueer.activities.queries.papers import Attendance, Totals
from xueer.audit.downloads import NOT_IN_NAMES

HEAD_ROW = 3
# Sign → (word in a cell, name of its format). The words are those of the workbook, one to two characters.
MARKS = {
    RollStatus.ATTENDED.value: ("✓", "here"),
    RollStatus.LATE.value: ("迟到", "late"),
    RollStatus.LEAVE.value: ("请假", "away"),
    RollStatus.ABSENT.value: ("缺席", "absent"),
    RollStatus.MADE_UP.value: ("补学", "late"),
    RollStatus.DELIVERED.value: ("送学", "late"),
    "EXEMPT": ("免", "away"),
}
COUNTED = tuple(MARKS)
BORDER = {"border": 1, "border_color": "#9A9389", "valign": "vcenter", "font_name": "宋体", "font_size": 10}
FORMATS = {
    "title": {"font_name": "黑体", "font_size": 16, "align": "center", "valign": "vcenter"},
    "lead": {"font_name": "宋体", "font_size": 10, "valign": "vcenter"},
    "head": BORDER | {"bold": True, "align": "center", "text_wrap": True},
    "day": BORDER | {"bold": True, "align": "center", "num_format": "@"},
    "topic": BORDER | {"rotation": 90, "align": "center", "valign": "bottom", "text_wrap": True, "font_size": 9},
    "text": BORDER | {"num_format": "@"},
    "number": BORDER | {"align": "center"},
    "rate": BORDER | {"align": "center", "num_format": "0.00"},
    "here": BORDER | {"align": "center", "num_format": "@"},
    "late": BORDER | {"align": "center", "num_format": "@", "bg_color": "#FAF1DC"},
    "away": BORDER | {"align": "center", "num_format": "@", "font_color": "#6A645B"},
    "absent": BORDER | {"align": "center", "num_format": "@", "bg_color": "#F6E9EF", "bold": True},
    "sum": BORDER | {"bold": True, "align": "center", "top": 2},
    "sum_rate": BORDER | {"bold": True, "align": "center", "top": 2, "num_format": "0.00"},
}
# With more sessions than these a single sheet of A4 could not be read.
ONE_SHEET_WIDE = 28
FIRST_COLUMNS = 4  # number, 工号, name, unit


class Part(NamedTuple):
    """A sheet of the workbook: the unit, or one of its groups."""

    name: str
    title: str
    lead: str
    found: Attendance


def write_attendance(parts: Sequence[Part]) -> bytes:
    """The sheets as .xlsx. A text is never anything but a text; reasons stand as notes at their cells."""
    kept = BytesIO()
    with xlsxwriter.Workbook(kept, {"in_memory": True}) as book:
        formats = {name: book.add_format(given) for name, given in FORMATS.items()}
        for number, part in enumerate(parts, 1):
            page = book.add_worksheet(_sheet_name(part.name, number))
            _head(page, part.found, formats, title=part.title, lead=part.lead)
            for line, person in enumerate(part.found.people, 1):
                _person(page, HEAD_ROW + 1 + line, line, person, part.found, formats)
            _foot(page, HEAD_ROW + 2 + len(part.found.people), part.found, formats)
            _paper(page, part.found)
    return kept.getvalue()


def _sheet_name(name: str, number: int) -> str:
    """Excel takes 31 characters, some of them never, and no name twice: each begins with its number."""
    return f"{number} {NOT_IN_NAMES.sub(' ', name)}"[:31].rstrip()


def _head(page: Worksheet, found: Attendance, formats: dict[str, Format], *, title: str, lead: str) -> None:
    last = _width(found) - 1
    page.merge_range(0, 0, 0, last, "", formats["title"])
    page.write_string(0, 0, title, formats["title"])
    page.write_string(1, 0, lead, formats["lead"])
    page.set_row(0, 30)
    page.set_row(HEAD_ROW + 1, 110)
    heads = [_("No."), _("Staff code"), _("Name"), _("Unit")]
    sums = [*(MARKS[sign][0] for sign in COUNTED), _("Expected"), _("Taken part"), _("Rate %")]
    for column, words in [*enumerate(heads), *enumerate(sums, FIRST_COLUMNS + len(found.sessions))]:
        shown = _("Attended") if words == "✓" else words
        page.merge_range(HEAD_ROW, column, HEAD_ROW + 1, column, "", formats["head"])
        page.write_string(HEAD_ROW, column, str(shown), formats["head"])
    for column, session in enumerate(found.sessions, FIRST_COLUMNS):
        page.write_string(HEAD_ROW, column, f"{session.held_on.month}.{session.held_on.day}", formats["day"])
        page.write_string(HEAD_ROW + 1, column, session.topic[:60], formats["topic"])


def _person(
    page: Worksheet,
    row: int,
    number: int,
    person: tuple[int, str, str, str],
    found: Attendance,
    formats: dict[str, Format],
) -> None:
    pk, *words = person
    page.write_number(row, 0, number, formats["number"])
    for column, text in enumerate(words, 1):
        page.write_string(row, column, text, formats["text"])
    for column, session in enumerate(found.sessions, FIRST_COLUMNS):
        sign, reason = found.cells.get((pk, session.pk), ("", ""))
        mark, name = MARKS.get(sign, ("", "here"))
        page.write_string(row, column, mark, formats[name])
        if reason:
            page.write_comment(row, column, reason, {"author": "", "font_size": 9})
    _sums(page, row, found.of_person[pk], found, formats, "number", "rate")


def _foot(page: Worksheet, row: int, found: Attendance, formats: dict[str, Format]) -> None:
    """Under each session how many took part, how many were expected, the rate."""
    for below, words in enumerate((_("Taken part"), _("Expected"), _("Rate %"))):
        page.merge_range(row + below, 0, row + below, FIRST_COLUMNS - 1, "", formats["sum"])
        page.write_string(row + below, 0, words, formats["sum"])
        for column, session in enumerate(found.sessions, FIRST_COLUMNS):
            totals = found.of_session[session.pk]
            if below == 2:
                _rate(page, row + below, column, totals, formats["sum_rate"])
            else:
                page.write_number(row + below, column, totals.expected if below else totals.taken_part, formats["sum"])
    _sums(page, row, found.whole, found, formats, "sum", "sum_rate")


def _sums(
    page: Worksheet, row: int, totals: Totals, found: Attendance, formats: dict[str, Format], number: str, rate: str
) -> None:
    column = FIRST_COLUMNS + len(found.sessions)
    for value in [*(totals.by_sign[sign] for sign in COUNTED), totals.expected, totals.taken_part]:
        page.write_number(row, column, value, formats[number])
        column += 1
    _rate(page, row, column, totals, formats[rate])


def _rate(page: Worksheet, row: int, column: int, totals: Totals, look: Format) -> None:
    if totals.rate is None:
        page.write_string(row, column, "–", look)
    else:
        page.write_number(row, column, round(float(totals.rate), 2), look)


def _width(found: Attendance) -> int:
    return FIRST_COLUMNS + len(found.sessions) + len(COUNTED) + 3


def _paper(page: Worksheet, found: Attendance) -> None:
    page.set_column(0, 0, 5)
    page.set_column(1, 1, 11)
    page.set_column(2, 2, 9)
    page.set_column(3, 3, 18)
    page.set_column(FIRST_COLUMNS, FIRST_COLUMNS + len(found.sessions) - 1, 5.5)
    page.set_column(FIRST_COLUMNS + len(found.sessions), _width(found) - 1, 6)
    page.freeze_panes(HEAD_ROW + 2, 3)
    page.set_landscape()
    page.set_paper(9)
    page.set_margins(left=0.5, right=0.5, top=0.6, bottom=0.6)
    if len(found.sessions) <= ONE_SHEET_WIDE:
        page.fit_to_pages(1, 0)
    else:  # the names stand at the left of every sheet
        page.set_print_scale(80)
        page.repeat_columns(0, 3)
    page.repeat_rows(HEAD_ROW, HEAD_ROW + 1)
    page.set_footer("&C&P / &N")
