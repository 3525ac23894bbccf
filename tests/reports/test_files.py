"""The document as a file: Word read back, its figures those of `xueer figures`, its page that of GB/T 9704."""

import re
from decimal import Decimal

import docx
import openpyxl
import pytest
from docx.oxml.ns import qn
from docx.shared import Mm

from tests.reports.conftest import AT, LAST_DAY
from xueer.metrics.queries import figures
from xueer.reports.actions import write_document
from xueer.reports.errors import ReportRefused
from xueer.reports.writers import pdf
from xueer.reports.writers.docx_table import FULL

SPACES = dict.fromkeys(map(ord, "\u00a0\u202f "), None)


@pytest.fixture
def word(year, tmp_path):
    path = tmp_path / "summary.docx"
    write_document("summary", year.office, 2025, path, at=AT)
    return docx.Document(str(path))


def text_of(word) -> str:
    return "\n".join(paragraph.text for paragraph in word.paragraphs).translate(SPACES)


def test_figures_of_the_word_file_equal_those_of_the_command_line(year, word):
    text = text_of(word)
    whole = re.search(r"组织学习活动([\d.]+)次，参加([\d.]+)人次；.*共([\d.]+)人，学习时间累计([\d.]+)学时", text)
    read = {"sessions": whole[1], "person_times": whole[2], "people": whole[3], "hours": whole[4]}
    rows = figures(year.office, LAST_DAY.replace(month=1, day=1), LAST_DAY)
    known = {(row.item, row.measure): Decimal(str(row.value)) for row in rows}

    assert {name: Decimal(value) for name, value in read.items()} == {
        name: known["全部活动", name] for name in ("sessions", "person_times", "people", "hours")
    }
    for item in ("集中学习", "党课"):
        times = re.search(f"{item}([\\d.]+)次、([\\d.]+)人次", text)
        assert (Decimal(times[1]), Decimal(times[2])) == (known[item, "sessions"], known[item, "person_times"])
    assert Decimal(re.search(r"在册人员(\d+)人", text)[1]) == known["人员", "people"]


def test_the_table_of_the_word_file(word):
    (table,) = word.tables
    assert [[cell.text for cell in row.cells] for row in table.rows] == [
        ["要求", "对象", "力度", "应完成", "已完成", "未完成"],
        ["全年党课", "单位", "应当", "1", "1", "0"],
        ["每季集中学习", "单位", "应当", "4", "3", "1"],
        ["参加两次", "人员", "一般", "3", "1", "2"],
    ]
    widths = [int(column.get(qn("w:w"))) for column in table._tbl.tblGrid.findall(qn("w:gridCol"))]
    assert sum(widths) == FULL
    assert table.rows[0]._tr.trPr.find(qn("w:tblHeader")) is not None, "the head stands on every page"


def test_page_and_faces_follow_the_standard(word):
    section = word.sections[0]
    page = (section.page_width, section.page_height, section.top_margin, section.bottom_margin)
    assert [round(length / Mm(1)) for length in page] == [210, 297, 37, 35]
    assert [round(length / Mm(1)) for length in (section.left_margin, section.right_margin)] == [28, 26]
    looks = {style.style_id: style for style in word.styles}
    names = ("GwTitle", "GwBody", "Heading1", "GwLead")
    faces = {name: looks[name].element.rPr.rFonts.get(qn("w:eastAsia")) for name in names}
    assert faces == {
        "GwTitle": "方正小标宋简体",
        "GwBody": "仿宋_GB2312",
        "Heading1": "黑体",
        "GwLead": "楷体_GB2312",
    }
    assert looks["GwBody"].font.size.pt == 16 and looks["GwTitle"].font.size.pt == 22
    indent = looks["GwBody"].element.pPr.ind
    assert (indent.get(qn("w:firstLineChars")), indent.get(qn("w:firstLine"))) == ("200", "640")
    assert looks["GwBody"].paragraph_format.line_spacing.pt == pytest.approx(28.95)


def test_page_numbers_stand_outside_on_odd_and_even_pages(word):
    section = word.sections[0]
    assert word.settings.odd_and_even_pages_header_footer
    sides = [footer.paragraphs[0].alignment.name for footer in (section.footer, section.even_page_footer)]
    assert sides == ["RIGHT", "LEFT"]
    assert "PAGE" in section.footer.paragraphs[0]._p.xml


def test_signature_and_date_close_the_text(word):
    signed = [paragraph.text for paragraph in word.paragraphs if paragraph.style.style_id == "GwSign"]
    assert signed == ["区政府办公室", "2026年1月20日"]
    assert "附件：2025年度学习要求完成情况表" in text_of(word)


def test_marks_in_names_stay_text(cast, tmp_path):
    from tests.factories import hold, make_requirement

    hold(cast.office, "2025-03-07 14:30", types=("<b>&读书",), head_count=3)
    make_requirement(cast.office, name="要求<w:p>&")
    for suffix in ("docx", "html", "xlsx"):
        write_document("summary", cast.office, 2025, tmp_path / f"a.{suffix}", at=AT)
    assert "<b>&读书1次" in text_of(docx.Document(str(tmp_path / "a.docx")))
    assert "&lt;b&gt;&amp;读书" in (tmp_path / "a.html").read_text("utf-8")


def test_the_spreadsheet_holds_figures_as_numbers(year, tmp_path):
    path = tmp_path / "a.xlsx"
    write_document("summary", year.office, 2025, path, at=AT)
    book = openpyxl.load_workbook(path)
    assert book.sheetnames == ["正文", "指标数", "附表1"]
    assert [row[:3] for row in book["附表1"].values][2] == ("每季集中学习", "单位", "应当")
    assert [row[3:] for row in book["附表1"].values][2] == (4, 3, 1)
    by_name = {(row[1], row[2]): row[3] for row in book["指标数"].values}
    assert by_name["举办次数", None] == 3


def test_what_is_missing_is_named_and_left_out(year, tmp_path):
    missing = write_document("summary", year.office, 2025, tmp_path / "a.docx", at=AT)
    assert len(missing) == 1 and "没有数据" in missing[0]
    assert "主讲" not in text_of(docx.Document(str(tmp_path / "a.docx")))


@pytest.mark.parametrize(
    ("name", "year_", "file"),
    [
        ("sumary", 2025, "a.docx"),
        ("summary", 2027, "a.docx"),
        ("summary", 2025, "a.odt"),
        ("summary", 2025, "none/a.docx"),
    ],
)
def test_what_cannot_be_written_is_refused_in_a_sentence(year, tmp_path, name, year_, file):
    with pytest.raises(ReportRefused) as refused:
        write_document(name, year.office, year_, tmp_path / file, at=AT)
    assert str(refused.value)
    assert list(tmp_path.iterdir()) == []


def test_pdf_without_its_package_says_what_to_do(year, tmp_path, monkeypatch):
    monkeypatch.setitem(__import__("sys").modules, "typst", None)
    with pytest.raises(ReportRefused, match=r"xueer\[pdf\]"):
        write_document("summary", year.office, 2025, tmp_path / "a.pdf", at=AT)


def test_pdf_gets_the_document_as_data(year):
    from tests.reports.test_summary import written

    data = pdf.as_data(written(year.office))
    assert data["blocks"][0] == {"kind": "title", "lines": ["区政府办公室", "关于2025年度学习情况的总结"]}
    assert data["blocks"][-1] == {"kind": "date", "text": "2026年1月20日"}
    assert data["tables"][0]["numeric"] == [False, False, False, True, True, True]
