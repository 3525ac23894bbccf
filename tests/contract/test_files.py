"""Files as they arrive: CSV in several encodings, zips packed in China, formulas, and files made to hurt."""

import os
import struct
import zipfile
import zlib

import openpyxl
import pytest
import xlsxwriter

from tests.contract.books import as_csv, csv_folder, house, person, unit, xlsx, zipped

HOUSE = house(人员=[person("P1", 姓名="𠮷㛃"), person("P2", 姓名="丘,\n'丙")])
FORMULAS = ["=1+1", "+86 1", "-1", "@甲", "'=甲", "''=甲", "'甲", "-", "="]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
def test_a_folder_of_csv_files_in_any_encoding_is_a_workbook(xueer, encoding):
    done = xueer("import", csv_folder(xueer.place("book"), HOUSE, encoding))
    assert done.status == 0, done.err
    assert [row["姓名"] for row in xueer.export()["人员"]] == ["𠮷㛃", "丘,\n'丙"]


def test_a_zip_of_csv_files_is_a_workbook_wherever_they_lie_in_it(xueer):
    members = {f"年报/{name}.csv": as_csv(rows) for name, rows in HOUSE.items()} | {"年报/说明.txt": b"x"}
    done = xueer("import", zipped(xueer.place("book.zip"), members))
    assert done.status == 0, done.err
    assert len(xueer.export()["人员"]) == 2


def test_names_of_members_packed_in_gbk_are_read(xueer):
    path = xueer.place("gbk.zip")
    path.write_bytes(gbk_zip({f"{name}.csv": as_csv(rows, "gb18030") for name, rows in HOUSE.items()}))
    done = xueer("import", path)
    assert done.status == 0, done.err
    assert len(xueer.export()["单位"]) == 3


def gbk_zip(members: dict[str, bytes]) -> bytes:
    """A zip as Chinese Windows packs it: names in GBK, and no flag that says so."""
    files, directory = b"", b""
    for name, data in members.items():
        raw, numbers = name.encode("gbk"), (0, 0, 0, 0, zlib.crc32(data), len(data), len(data))
        directory += struct.pack("<4s6H3I5H2I", b"PK\1\2", 20, 20, *numbers, len(raw), 0, 0, 0, 0, 0, len(files)) + raw
        files += struct.pack("<4s5H3I2H", b"PK\3\4", 20, *numbers, len(raw), 0) + raw + data
    end = struct.pack("<4s4H2IH", b"PK\5\6", 0, 0, len(members), len(members), len(directory), len(files), 0)
    return files + directory + end


def test_rows_of_csv_are_numbered_as_excel_does_and_errors_name_the_sheet(xueer):
    folder = xueer.place("book")
    folder.mkdir()
    text = '单位编码,单位名称,单位类型\r\nR,"甲\n乙",x\r\n,,\r\n\r\nS,y,\r\n'
    (folder / "单位.csv").write_bytes(text.encode())
    done = xueer("import", folder)
    assert done.status == 1 and done.places == [("单位", "5", "单位类型", "")]


def test_dates_and_numbers_of_csv_are_read_as_those_of_excel(xueer):
    rows = [unit("R", 成立日期="2025/3/7", 固定排序="3.0"), unit("A", "R", 成立日期="2025年3月7日")]
    assert xueer("import", csv_folder(xueer.place("book"), {"单位": rows})).status == 0
    found = xueer.export()["单位"]
    assert len({row["成立日期"] for row in found}) == 1 and found[1]["固定排序"] == 3


def test_text_like_a_formula_is_exported_as_text_unchanged(xueer):
    xueer.accept(
        house(单位=[unit("R"), *(unit(f"X{n}", "R", 单位名称=text) for n, text in enumerate(FORMULAS))], 人员=[])
    )
    path = xueer.place("out.xlsx")
    assert xueer("export", path, "--unit", "R").status == 0
    cells = [line[1] for line in openpyxl.load_workbook(path)["单位"].iter_rows(min_row=3)]
    assert [(cell.value, cell.data_type) for cell in cells] == [(text, "s") for text in FORMULAS]


@pytest.mark.parametrize("suffix", [".zip", ""])
def test_text_like_a_formula_has_a_quote_before_it_in_csv_that_import_takes_off(xueer, suffix):
    rows = [unit("R"), *(unit(f"X{n}", "R", 单位名称=text) for n, text in enumerate(FORMULAS))]
    xueer.accept({"单位": rows})
    path = xueer.place(f"out{suffix}")
    assert xueer("export", path, "--unit", "R").status == 0
    raw = zipfile.ZipFile(path).read("单位.csv") if suffix else (path / "单位.csv").read_bytes()
    names = [line.split(",")[1] for line in raw.decode("utf-8-sig").splitlines()[2:]]
    assert names == [text if text == "'甲" else f"'{text}" for text in FORMULAS]
    assert xueer("import", path, "--json").answer["changes"] == []


def test_formulas_are_read_by_their_stored_value_and_refused_without_one(xueer):
    path = xueer.place("formulas.xlsx")
    with xlsxwriter.Workbook(str(path)) as book:
        page = book.add_worksheet("单位")
        page.write_row(0, 0, ["单位编码", "单位名称", "单位类型"])
        for line, value in enumerate(("甲乙", "", "#DIV/0!"), 1):
            page.write_row(line, 0, [f"U{line}", "", "x"])
            page.write_formula(line, 1, '="甲"&"乙"', None, value)
    done = xueer("import", path)
    assert [place[:3] for place in done.places] == [("单位", "3", "单位名称"), ("单位", "4", "单位名称")]
    assert done.places[0][3] == '="甲"&"乙"' and done.places[1][3] == "#DIV/0!"


def test_a_stored_value_is_imported(xueer):
    path = xueer.place("formulas.xlsx")
    with xlsxwriter.Workbook(str(path)) as book:
        page = book.add_worksheet("单位")
        page.write_row(0, 0, ["单位编码", "单位名称", "单位类型", "固定排序"])
        page.write_row(1, 0, ["R", "", "x"])
        page.write_formula(1, 1, '="甲"&"乙"', None, "甲乙")
        page.write_formula(1, 3, "=1+1", None, 2)
    assert xueer("import", path).status == 0
    (row,) = xueer.export()["单位"]
    assert (row["单位名称"], row["固定排序"]) == ("甲乙", 2)


def no_file(path):
    return path


def of_bytes(data):
    def make(path):
        path.write_bytes(data)
        return path

    return make


def fifty_megabytes(path):
    path.write_bytes(b"PK\3\4")
    os.truncate(path, 51 * 1024 * 1024)
    return path


def bomb(path):
    return zipped(path, {"xl/workbook.xml": b"0" * (650 * 1024 * 1024)})


def bomb_of_csv(path):
    return zipped(path, {"单位.csv": b" " * (100 * 1024 * 1024)})


def cut_off(path):
    data = xlsx(path, HOUSE).read_bytes()
    path.write_bytes(data[: len(data) // 2])
    return path


def empty_folder(path):
    path.mkdir()
    return path


FILES = [
    ("missing.xlsx", no_file),
    ("empty.xlsx", of_bytes(b"")),
    ("text.xlsx", of_bytes(b"hello")),
    ("old.xls", of_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600)),
    ("large.xlsx", fifty_megabytes),
    pytest.param("bomb.xlsx", bomb, marks=pytest.mark.slow),
    ("bomb.zip", bomb_of_csv),
    ("cut.xlsx", cut_off),
    ("folder", empty_folder),
    ("pictures.zip", lambda path: zipped(path, {"图.png": b"x"})),
]


@pytest.mark.parametrize(("name", "make"), FILES)
def test_a_file_that_cannot_be_read_is_one_error_with_a_reason(xueer, name, make):
    path = make(xueer.place(name))
    done = xueer("import", path)
    assert (done.status, done.out) == (1, "")
    ((sheet, row, column, value, expected),) = done.lines
    assert (sheet, row, column, value) == ("", "", "", path.name) and len(expected) > 5
    assert done.last == "errors=1 suppressed=0"


def test_the_workbook_of_a_new_excel_file_is_refused_by_the_name_of_its_sheet(xueer):
    path = xueer.place("new.xlsx")
    openpyxl.Workbook().save(path)
    assert xueer("import", path).places == [("Sheet", "", "", "Sheet")]


def test_bytes_of_no_encoding_are_refused(xueer):
    folder = empty_folder(xueer.place("book"))
    (folder / "单位.csv").write_bytes(bytes(range(128, 256)) * 3)
    done = xueer("import", folder)
    assert done.status == 1 and [place[0] for place in done.places] == ["单位"]
