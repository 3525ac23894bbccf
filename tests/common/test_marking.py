"""The copy with the wrong cells marked."""

import openpyxl
import pytest
import xlsxwriter

from tests.common.packed import packed
from xueer.common.spreadsheets import Mark, Sheet, mark, mark_cells, open_book, write_book

MARKS = [
    Mark("甲", 2, 1, "no such unit"),
    Mark("甲", 2, 1, "too long"),
    Mark("甲", 9, 3, "empty"),
    Mark("甲", 1, None, "a column is missing"),
    Mark("乙", None, None, "unknown sheet"),
    Mark("无", 1, 0, "no such sheet"),
]


def marks_of(path):
    book = openpyxl.load_workbook(path)
    return {
        (page.title, cell.coordinate): (cell.comment.text, cell.fill.fgColor.rgb[-6:])
        for page in book.worksheets
        for row in page.iter_rows()
        for cell in row
        if cell.comment
    }


EXPECTED = {
    ("甲", "B2"): ("no such unit\ntoo long", "FFD7D7"),
    ("甲", "D9"): ("empty", "FFD7D7"),
    ("甲", "A1"): ("a column is missing", "FFD7D7"),
    ("乙", "A1"): ("unknown sheet", "FFD7D7"),
}


def source_xlsx(folder):
    write_book(
        folder / "source.xlsx", [Sheet("甲", ["编码", "单位"], [["001", "=x"], [1, 2.5]]), Sheet("乙", ["a"], [])]
    )
    return folder / "source.xlsx"


def source_zip(folder):
    return packed(folder / "source.zip", {"甲.csv": "编码,单位\n001,'=x\n1,2.5\n".encode(), "乙.csv": b"a\n"})


@pytest.mark.parametrize("source", [source_xlsx, source_zip])
def test_wrong_cells_are_filled_and_commented_and_nothing_else_changes(tmp_path, source):
    path, out = source(tmp_path), tmp_path / "out.xlsx"
    mark_cells(path, out, MARKS)
    assert marks_of(out) == EXPECTED
    with open_book(path) as before, open_book(out) as after:
        assert after.sheet_names == before.sheet_names
        for name in before.sheet_names:
            assert list(after.rows(name)) == list(before.rows(name))


def test_a_small_workbook_keeps_its_formats(tmp_path):
    mark_cells(source_xlsx(tmp_path), tmp_path / "out.xlsx", MARKS)
    page = openpyxl.load_workbook(tmp_path / "out.xlsx")["甲"]
    assert page.freeze_panes == "A2"
    assert page["A1"].font.bold
    assert page["A2"].number_format == "@"


def test_a_large_workbook_is_written_anew_with_its_values(tmp_path, monkeypatch):
    monkeypatch.setattr(mark, "_EDITABLE", 0)
    mark_cells(source_xlsx(tmp_path), tmp_path / "out.xlsx", MARKS)
    assert marks_of(tmp_path / "out.xlsx") == EXPECTED
    with open_book(tmp_path / "out.xlsx") as book:
        assert list(book.rows("甲")) == [(1, ["编码", "单位"]), (2, ["001", "=x"]), (3, [1.0, 2.5])]


@pytest.mark.parametrize("size", [0, 10**9])
def test_formulas_and_excel_errors_survive_as_what_one_sees(tmp_path, monkeypatch, size):
    monkeypatch.setattr(mark, "_EDITABLE", size)
    with xlsxwriter.Workbook(tmp_path / "source.xlsx") as book:
        page = book.add_worksheet("甲")
        page.write_formula(0, 0, "=1/0", None, "#DIV/0!")
        page.merge_range(1, 0, 1, 2, "合并")
    mark_cells(tmp_path / "source.xlsx", tmp_path / "out.xlsx", [Mark("甲", 1, 0, "error"), Mark("甲", 2, 1, "merged")])
    page = openpyxl.load_workbook(tmp_path / "out.xlsx")["甲"]
    assert page["A1"].comment.text == "error"
    assert page["A1"].value in ("=1/0", "#DIV/0!")
    assert page["A2"].value == "合并"
