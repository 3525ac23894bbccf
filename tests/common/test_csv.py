"""CSV as Excel and WPS on Chinese Windows write it: any encoding, a folder or a zip, a sheet per file."""

import codecs

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.common.packed import packed
from xueer.common.spreadsheets import NotASpreadsheet, TooLarge, UnknownEncoding, open_book
from xueer.common.spreadsheets.delimited import protect, unprotect
from xueer.common.spreadsheets.errors import Limits

TEXT = "工号,姓名\r\nP1,张三\r\n,\r\n\r\nP2,李堃\r\n"
ROWS = [(1, ["工号", "姓名"]), (2, ["P1", "张三"]), (5, ["P2", "李堃"])]
ENCODED = {
    "UTF-8": TEXT.encode(),
    "UTF-8 with mark": codecs.BOM_UTF8 + TEXT.encode(),
    "GBK": TEXT.encode("gbk"),
    "GB18030": TEXT.replace("堃", "𠮷").encode("gb18030"),
    "UTF-16": TEXT.replace(",", "\t").encode("utf-16"),
    "UTF-16, big-endian": codecs.BOM_UTF16_BE + TEXT.replace(",", "\t").encode("utf-16-be"),
}


def rows(path, sheet="人员"):
    with open_book(path) as book:
        return list(book.rows(sheet))


@pytest.mark.parametrize("encoding", ENCODED)
def test_every_usual_encoding_is_recognised(tmp_path, encoding):
    (tmp_path / "人员.csv").write_bytes(ENCODED[encoding])
    expected = [
        (number, [cell.replace("堃", "𠮷") if encoding == "GB18030" else cell for cell in cells])
        for number, cells in ROWS
    ]
    assert rows(tmp_path) == rows(tmp_path / "人员.csv") == expected


@pytest.mark.parametrize("data", [b"\xff\xff\x80,\x81", b"a,b\x00c\n", codecs.BOM_UTF8 + "张".encode("gbk")])
def test_other_bytes_are_refused_by_the_name_of_the_file(tmp_path, data):
    (tmp_path / "人员.csv").write_bytes(data)
    with pytest.raises(UnknownEncoding, match=r"人员\.csv"):
        rows(tmp_path)


@pytest.mark.parametrize("encoding", ["utf-8", "gbk"])
@pytest.mark.parametrize("folder", ["", "2025年/", "资料\\"])
def test_a_zip_from_any_system_gives_the_sheets_their_names(tmp_path, encoding, folder):
    members = {f"{folder}人员.csv": TEXT.encode("gbk"), f"{folder}单位.csv": b"a\n", f"{folder}说明.txt": b"x"}
    path = packed(tmp_path / "a.zip", {**members, "__MACOSX/._人员.csv": b"\0"}, encoding)
    with open_book(path) as book:
        assert book.sheet_names == ["人员", "单位"]
        assert list(book.rows("人员")) == ROWS


def test_a_name_whose_second_byte_is_a_backslash_is_not_cut(tmp_path):
    assert "昞".encode("gbk").endswith(b"\\")
    with open_book(packed(tmp_path / "a.zip", {"昞表.csv": b"a\n"}, "gbk")) as book:
        assert book.sheet_names == ["昞表"]


def test_a_sheet_that_occurs_twice_is_refused(tmp_path):
    path = packed(tmp_path / "a.zip", {"一/人员.csv": b"a\n", "二/人员.csv": b"a\n"})
    with pytest.raises(NotASpreadsheet, match=r"人员\.csv occurs twice"):
        open_book(path)


def test_a_folder_or_zip_without_csv_is_refused(tmp_path):
    for path in (tmp_path, packed(tmp_path / "a.zip", {"a.txt": b"a"})):
        with pytest.raises(NotASpreadsheet, match=r"no \.csv"):
            open_book(path)


def test_a_file_that_unpacks_beyond_the_limit_is_refused(tmp_path):
    path = packed(tmp_path / "a.zip", {"人员.csv": b"a" * 2_000_000})
    with pytest.raises(TooLarge):
        open_book(path, Limits(file_bytes=1_000_000))


def test_lines_inside_quotes_belong_to_one_row(tmp_path):
    (tmp_path / "人员.csv").write_bytes('纪要,数\n"第一行\n第二行,""好""",1\n'.encode())
    assert rows(tmp_path) == [(1, ["纪要", "数"]), (2, ['第一行\n第二行,"好"', "1"])]


def test_a_quotation_mark_that_is_never_closed_does_not_swallow_the_rest(tmp_path):
    (tmp_path / "人员.csv").write_bytes('a,b\n"张三,1\n李四,2\n'.encode())
    with pytest.raises(NotASpreadsheet, match="quotation mark"):
        rows(tmp_path)


def test_the_sign_before_a_formula_is_taken_off(tmp_path):
    (tmp_path / "人员.csv").write_bytes(b"'=1+1,'-5,-5,'abc,''=x\n")
    assert rows(tmp_path) == [(1, ["=1+1", "-5", "-5", "'abc", "'=x"])]


@given(st.text(alphabet="'=+-@a1"))
def test_protection_can_be_taken_off(text):
    assert unprotect(protect(text)) == text
    assert not protect(text).startswith(("=", "+", "-", "@"))
