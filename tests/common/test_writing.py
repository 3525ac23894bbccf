"""What is written is read back, and a text stays a text."""

import csv
from datetime import date, datetime
from decimal import Decimal
from zipfile import ZipFile

import openpyxl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from xueer.common.cells import parse_date, parse_decimal, parse_moment, parse_text, parse_whole
from xueer.common.spreadsheets import CellTooLong, Sheet, open_book, write_book

TEXTS = st.text(st.characters(exclude_categories=["Cs"]), max_size=30).map(parse_text)
DAYS = st.dates()
MOMENTS = st.datetimes(datetime(1900, 3, 1)).map(lambda moment: moment.replace(microsecond=0))
ROWS = st.lists(
    st.tuples(TEXTS, DAYS, MOMENTS, st.integers(-(10**14), 10**14), st.decimals(0, 10**6, places=2)), max_size=8
)
HEAD = ["词", "日", "时", "数", "量"]
PARSERS = [parse_text, parse_date, parse_moment, parse_whole, parse_decimal]
EVIL = [
    "=1+1",
    "+1",
    "-1",
    "@SUM(A1)",
    '=HYPERLINK("http://x")',
    "http://example.org",
    "001",
    "'=1",
    "1e5",
    "\u0001x",
    "_x000D_",
]


@pytest.mark.parametrize("name", ["book.xlsx", "book.zip", "folder"])
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=15)
@given(rows=ROWS)
def test_what_is_written_is_read_back(tmp_path, name, rows):
    write_book(tmp_path / name, [Sheet("一", HEAD, rows), Sheet("二", ["空"], [])])
    with open_book(tmp_path / name) as book:
        assert sorted(book.sheet_names) == ["一", "二"]
        (first, head), *body = book.rows("一")
        assert (first, head) == (1, HEAD)
        assert [number for number, _ in body] == list(range(2, len(rows) + 2))
        read = [tuple(parse(cell) for parse, cell in zip(PARSERS, cells, strict=True)) for _, cells in body]
        assert read == [tuple(row) for row in rows]
        assert list(book.rows("二")) == [(1, ["空"])]


@pytest.mark.parametrize("name", ["book.xlsx", "book.zip", "folder"])
def test_nothing_a_user_typed_becomes_a_formula_link_or_number(tmp_path, name):
    write_book(tmp_path / name, [Sheet("甲", ["文"], [[text] for text in EVIL])])
    with open_book(tmp_path / name) as book:
        assert [cells[0] for _, cells in book.rows("甲")][1:] == EVIL


def test_excel_finds_text_cells_only(tmp_path):
    write_book(tmp_path / "book.xlsx", [Sheet("甲", ["文"], [[text] for text in EVIL])])
    page = openpyxl.load_workbook(tmp_path / "book.xlsx")["甲"]
    kinds = {(cell.data_type, cell.number_format, cell.hyperlink) for (cell,) in page.iter_rows(min_row=2)}
    assert kinds <= {("s", "@", None), ("inlineStr", "@", None)}


def test_a_csv_opened_in_excel_shows_no_formula(tmp_path):
    write_book(tmp_path, [Sheet("甲", ["文", "数"], [["=1+1", -5], ["'@x", Decimal("-1.5")]])])
    data = (tmp_path / "甲.csv").read_bytes()
    assert data.startswith(b"\xef\xbb\xbf")
    assert list(csv.reader(data.decode("utf-8-sig").splitlines()))[1:] == [["'=1+1", "-5"], ["''@x", "-1.5"]]


def test_dates_are_real_dates_with_a_frozen_head(tmp_path):
    row = [date(2025, 3, 7), datetime(2025, 3, 7, 14, 30), date(1890, 1, 1), True, None, ""]
    write_book(tmp_path / "book.xlsx", [Sheet("甲", ["a", "b", "c", "d", "e", "f"], [row], {"a": 33})])
    page = openpyxl.load_workbook(tmp_path / "book.xlsx")["甲"]
    assert page.freeze_panes == "A2"
    assert page.column_dimensions["A"].width == pytest.approx(33, abs=1)
    cells = page[2]
    expected = [datetime(2025, 3, 7), datetime(2025, 3, 7, 14, 30), "1890-01-01", "是", None, None]
    assert [cell.value for cell in cells] == expected
    assert [cell.number_format for cell in cells[:2]] == ["yyyy-mm-dd", "yyyy-mm-dd hh:mm"]


@pytest.mark.parametrize("text", ["长" * 32_768, "𠮷" * 16_384])
def test_a_text_that_excel_would_cut_off_is_refused_and_the_old_file_stays(tmp_path, text):
    path = tmp_path / "book.xlsx"
    path.write_text("old")
    with pytest.raises(CellTooLong, match="row 2"):
        write_book(path, [Sheet("甲", ["文"], [[text]])])
    assert path.read_text() == "old"
    assert list(tmp_path.iterdir()) == [path]


@pytest.mark.parametrize("text", ["长" * 32_767, "𠮷" * 16_383])
def test_the_longest_text_is_written_whole(tmp_path, text):
    write_book(tmp_path / "book.xlsx", [Sheet("甲", ["文"], [[text]])])
    with open_book(tmp_path / "book.xlsx") as book:
        assert [cells for _, cells in book.rows("甲")][1] == [text]


def test_rows_are_streamed(tmp_path):
    pulled = []
    rows = (pulled.append(i) or [i] for i in range(20_000))
    write_book(tmp_path / "book.xlsx", [Sheet("甲", ["数"], rows)])
    assert len(pulled) == 20_000
    with ZipFile(tmp_path / "book.xlsx") as archive:
        assert archive.testzip() is None
