"""A secretary brings a workbook in: errors at the cell, the marked copy, the mended one, the preview, the register."""

from pathlib import Path

import openpyxl

from tests.cast import Cast
from tests.reference.write_xlsx import write

PEOPLE = [
    {"工号": "O021", "姓名": "查若谷", "单位编码": "O", "出生日期": "1990-03-04"},
    {"工号": "O022", "姓名": "解语晴", "单位编码": "没有这个单位", "出生日期": "1991-13-04"},
]


def test_a_secretary_mends_a_workbook_and_imports_it(
    visit, cast: Cast, width: int, work_off, home_of_its_own, tmp_path: Path
):
    wrong, mended = tmp_path / "名册.xlsx", tmp_path / "名册-改.xlsx"
    write({"人员": PEOPLE}, wrong)
    page = visit(cast.secretary, width=width)
    page.goto("/units/O/")
    page.get_by_role("link", name="导入").first.click()

    upload(page, wrong)
    work_off()
    page.get_by_text("2 处有误").wait_for()
    rows = page.locator("table tbody tr").all_inner_texts()
    assert [[word in row for word in ("3", "单位编码", "没有这个单位")] for row in rows if "没有这个单位" in row] == [
        [True] * 3
    ]
    assert any("出生日期" in row and "1991-13-04" in row for row in rows)

    with page.expect_download() as download:
        page.get_by_role("link", name="下载").click()
    copy = tmp_path / "marked.xlsx"
    download.value.save_as(copy)
    mend(copy, mended)

    page.get_by_role("link", name="上传改好的工作簿").click()
    upload(page, mended)
    work_off()
    page.get_by_role("button", name="导入", exact=True).wait_for()
    assert "O022" in page.locator("main").inner_text()
    page.get_by_role("button", name="导入", exact=True).click()
    page.get_by_role("status").first.wait_for()
    work_off()
    page.get_by_text("已导入").first.wait_for()

    page.goto("/units/O/")
    people = page.locator("main").inner_text()
    assert "查若谷" in people and "解语晴" in people


def upload(page, path: Path) -> None:
    page.set_input_files("input[type=file]", path)
    page.get_by_role("button", name="先检查").click()
    page.wait_for_url("**/import/*/")


def mend(marked: Path, mended: Path) -> None:
    """Corrects what is marked, as one would in Excel: the marks are notes at the cells."""
    book = openpyxl.load_workbook(marked)
    sheet = book["人员"]
    heads = [cell.value for cell in sheet[1]]
    right = {"单位编码": "O", "出生日期": "1991-12-04"}
    notes = [cell for row in sheet.iter_rows(min_row=2) for cell in row if cell.comment]
    assert sorted(heads[cell.column - 1] for cell in notes) == sorted(right)
    for cell in notes:
        cell.value, cell.comment = right[heads[cell.column - 1]], None
    book.save(mended)
