"""Workbooks as people make them: rows keep their numbers, nothing is lost without a word."""

import zipfile
from datetime import date, datetime, time

import openpyxl
import pytest
import xlsxwriter

from tests.common.packed import MAIN, SHEET, workbook, workbook_of
from xueer.common.cells import CellError, as_text
from xueer.common.spreadsheets import open_book
from xueer.common.spreadsheets.screening import screen


def rows(path, sheet="甲"):
    with open_book(path) as book:
        return list(book.rows(sheet))


@pytest.fixture
def path(tmp_path):
    return tmp_path / "book.xlsx"


def test_rows_have_the_numbers_that_excel_shows(path):
    with xlsxwriter.Workbook(path) as book:
        page = book.add_worksheet("甲")
        page.write_row(2, 1, ["b3", 1])
        page.write_string(4, 0, " \u3000")
        page.write_row(6, 0, ["a7", 0.0, False])
    assert rows(path) == [(3, ["", "b3", 1.0]), (7, ["a7", 0.0, False])]


def test_an_empty_sheet_has_no_rows(path):
    with xlsxwriter.Workbook(path) as book:
        book.add_worksheet("甲")
    assert rows(path) == []


def test_dates_and_times_come_as_such(path):
    with xlsxwriter.Workbook(path) as book:
        page = book.add_worksheet("甲")
        for column, (value, form) in enumerate(
            [
                (45723, "yyyy-mm-dd"),
                (45723, 'yyyy"年"m"月"d"日"'),
                (45723.25, "yyyy/m/d h:mm"),
                (0.25, "hh:mm"),
                (45723, "0"),
            ]
        ):
            page.write_number(0, column, value, book.add_format({"num_format": form}))
    seventh = date(2025, 3, 7)
    assert rows(path) == [(1, [seventh, seventh, datetime(2025, 3, 7, 6), time(6), 45723.0])]


def test_dates_of_old_macs_are_not_four_years_off(path):
    with xlsxwriter.Workbook(path, {"date_1904": True}) as book:
        page = book.add_worksheet("甲")
        page.write_datetime(0, 0, datetime(2025, 3, 7), book.add_format({"num_format": "yyyy-mm-dd"}))
    assert rows(path) == [(1, [date(2025, 3, 7)])]


def test_formulas_are_read_by_their_stored_value(path):
    with xlsxwriter.Workbook(path) as book:
        page = book.add_worksheet("甲")
        page.write_formula(0, 0, "=1+1", None, 2)
        page.write_formula(0, 1, '="张"&"三"', None, "张三")
    assert rows(path) == [(1, [2.0, "张三"])]


def test_a_formula_that_was_never_calculated_is_no_empty_cell(path):
    book = openpyxl.Workbook()
    book.active.title = "甲"
    book.active["A1"], book.active["C1"], book.active["B4"] = "head", "=VLOOKUP(A1,A:B,2)", "=1+1"
    book.save(path)
    (first, head), (last, cells) = rows(path)
    assert (first, last) == (1, 4)
    assert [as_text(cell) for cell in head] == ["head", "", "=VLOOKUP(A1,A:B,2)"]
    assert isinstance(cells[1], CellError)
    assert "calculated" in cells[1].expected


@pytest.mark.parametrize("value", ["", "<v/>", "<v></v>"])
def test_a_formula_without_a_value_is_shown_as_it_is(path, value):
    workbook_of(path, f'<row r="2"><c r="B2"><f>A9&amp;"x"</f>{value}</c></row>')
    [(number, cells)] = rows(path)
    assert (number, [as_text(cell) for cell in cells]) == (2, ["", '=A9&"x"'])


def test_a_formula_whose_result_is_an_empty_text_is_empty(path):
    workbook_of(path, '<row r="1"><c r="A1"><v>1</v></c><c r="B1" t="str"><f>A9&amp;""</f><v></v></c></row>')
    assert rows(path) == [(1, [1.0, ""])]


def test_excel_errors_are_no_empty_cells_and_text_that_looks_like_one_is_text(path):
    with xlsxwriter.Workbook(path) as book:
        page = book.add_worksheet("甲")
        page.write_string(0, 0, "#REF!")
        page.write_formula(0, 1, "=1/0", None, "#DIV/0!")
        page.write_formula(2, 3, "=#N/A", None, "#N/A")
    assert rows(path) == [(1, ["#REF!", CellError("#DIV/0!"), "", ""]), (3, ["", "", "", CellError("#N/A")])]


@pytest.mark.parametrize(
    "row",
    [
        '<row r="2"><c r="B2" t="e"><v>#REF!</v></c></row>',
        "<row r='2'><c t='e' r='B2'><v>#REF!</v></c></row>",
        '<row/><row><c/><c t = "e"><v>#REF!</v></c></row>',
        f'<x:row xmlns:x="{MAIN}" r="2"><x:c r="B2" t="e"><x:v>#REF!</x:v></x:c></x:row>',
    ],
)
def test_errors_are_found_however_the_cell_is_written(path, row):
    workbook_of(path, row)
    assert rows(path) == [(2, ["", CellError("#REF!")])]


FILLER = '<row r="7"><c r="A7"><f>A1</f><v>1</v></c><c r="B7" t="str"><f>B1</f><v></v></c></row>'
UNUSUAL = {
    "an error": '<c r="C7" t="e"><v>#REF!</v></c>',
    "an uncalculated formula": '<c r="C7"><f>A1</f></c>',
    "an uncalculated formula of openpyxl": '<c r="C7"><f>A1+B1</f><v></v></c>',
    "a shared formula": '<c r="C7"><f t="shared" si="0"/><v/></c>',
    "no address": "<c><v>1</v></c>",
    "a prefix": '<x:c r="C7"><x:v>1</x:v></x:c>',
}


@pytest.mark.parametrize("kind", UNUSUAL)
def test_what_is_unusual_is_found_wherever_two_pieces_of_the_file_meet(kind):
    data = f"{FILLER}{UNUSUAL[kind]}{FILLER}".encode()
    assert all(screen([data[:cut], data[cut:]]).look for cut in range(len(data)))
    assert screen(data[i : i + 1] for i in range(len(data))).look


def test_a_far_cell_is_found_wherever_two_pieces_of_the_file_meet():
    data = f'{FILLER}<c r="XFD1048576"/>{FILLER}'.encode()
    for cut in range(len(data)):
        found = screen([data[:cut], data[cut:]])
        assert (found.columns, found.rows, found.look) == (16_384, 1_048_576, False)


def test_usual_sheets_need_no_second_look(path):
    with xlsxwriter.Workbook(path, {"constant_memory": True}) as book:
        page = book.add_worksheet("甲")
        page.data_validation(0, 1, 99, 1, {"validate": "list", "source": ["是", "否"]})
        for number in range(3000):
            page.write_row(number, 0, ["文" * 200, 1.5, True])
            page.write_formula(number, 3, "=1+1", None, 2)
    with zipfile.ZipFile(path) as archive, archive.open(SHEET) as stream:
        assert not screen(iter(lambda: stream.read(100_000), b"")).needs_look(6_000_000)


def test_a_format_painted_to_the_end_of_the_sheet_does_no_harm(path):
    workbook_of(
        path, '<row r="1"><c r="A1"><v>1</v></c><c r="XFD1" s="1"/></row><row r="1048576"><c r="A1048576" s="1"/></row>'
    )
    assert rows(path) == [(1, [1.0])]


def test_what_a_file_is_its_content_says(tmp_path):
    workbook(tmp_path / "book.xlsx").rename(tmp_path / "upload.tmp")
    assert rows(tmp_path / "upload.tmp")[1] == (2, ["P1", "张三"])


def test_parts_named_in_capitals_or_with_backslashes_are_found(tmp_path):
    with zipfile.ZipFile(workbook(tmp_path / "a.xlsx")) as source, zipfile.ZipFile(tmp_path / "b.xlsx", "w") as target:
        for name in source.namelist():
            target.writestr(name.upper() if name == SHEET else name, source.read(name))
    assert len(rows(tmp_path / "b.xlsx")) == 3


def test_hidden_sheets_are_listed_and_those_that_excel_cannot_show_are_not(path):
    with xlsxwriter.Workbook(path) as book:
        for name in ("甲", "藏", "内"):
            book.add_worksheet(name)
        book.get_worksheet_by_name("藏").hide()
        book.get_worksheet_by_name("内").very_hidden()
    with open_book(path) as book:
        assert book.sheet_names == ["甲", "藏"]


def test_a_chart_sheet_has_no_rows(path):
    with xlsxwriter.Workbook(path) as book:
        book.add_worksheet("甲").write_row(0, 0, [1, 2])
        chart = book.add_chart({"type": "bar"})
        chart.add_series({"values": "=甲!$A$1:$B$1"})
        book.add_chartsheet("图").set_chart(chart)
    assert rows(path, "图") == []
    assert rows(path) == [(1, [1.0, 2.0])]
