"""`xueer import`: what goes to stdout and stderr, the exit status, the marked copy, files of several kinds."""

import json
import zipfile
from io import StringIO
from pathlib import Path

import openpyxl
import pytest
from django.core.management import CommandError, call_command
from django.utils import translation

from tests.exchange.workbooks import house, person, session, unit, write
from xueer.org.models import Unit

pytestmark = pytest.mark.django_db


def run(*arguments: object) -> tuple[int, str, list[str]]:
    """(exit status, stdout, lines of stderr)."""
    out, err = StringIO(), StringIO()
    status = 0
    try:
        call_command("import_workbook", *map(str, arguments), stdout=out, stderr=err)
    except CommandError as refused:
        status = refused.returncode
        assert str(refused) == ""
    return status, out.getvalue(), err.getvalue().splitlines()


@pytest.fixture
def wrong(tmp_path: Path) -> Path:
    people = [person("P1", "没\t有"), person("P2", "A", 出生日期="昨天\n吧"), person("P3", "U")]
    units = [*house()["单位"], unit("U", 单位类型="")]
    return write(tmp_path / "wrong.xlsx", {"人员": people, "单位": units, "说明": [{"甲": "乙"}]})


def test_errors_are_lines_of_five_fields_and_the_last_line_counts_them(wrong):
    status, out, lines = run(wrong)
    assert (status, out) == (1, "")
    assert [line.split("\t")[:4] for line in lines[:-1]] == [
        ["人员", "2", "单位编码", "没 有"],
        ["人员", "3", "出生日期", "昨天 吧"],
        ["单位", "5", "单位类型", ""],
        ["说明", "", "", "说明"],
    ]
    assert all(line.count("\t") == 4 and line.split("\t")[4] for line in lines[:-1])
    assert lines[-1] == "errors=4 suppressed=1"
    assert Unit.objects.count() == 0


def test_what_was_expected_is_said_in_the_users_language(wrong):
    with translation.override("en"):
        english = run(wrong)[2][1]
    with translation.override("zh-hans"):
        chinese = run(wrong)[2][1]
    assert english.endswith("\ta date such as 2025-03-07")
    assert english != chinese


def test_warnings_begin_with_warning_and_hold_no_tab(tmp_path):
    status, _, lines = run(write(tmp_path / "b.xlsx", house(活动=[session("S", 主讲人="王\t五")])))
    assert (status, len(lines)) == (0, 1)
    assert lines[0].startswith("warning: ") and "\t" not in lines[0]


def test_a_dry_run_lists_changes_and_writes_nothing(tmp_path):
    status, out, _ = run(write(tmp_path / "b.xlsx", house()), "--dry-run")
    assert status == 0 and "+ 人员 P1" in out
    assert Unit.objects.count() == 0


def test_a_dry_run_with_errors_fails_as_well(wrong):
    assert run(wrong, "--dry-run")[0] == 1


def test_json_stands_alone_on_stdout(tmp_path, wrong):
    answer = json.loads(run(write(tmp_path / "b.xlsx", house()), "--json")[1])
    assert answer["sheets"] == {
        "单位": {"added": 3, "changed": 0, "unchanged": 0},
        "人员": {"added": 2, "changed": 0, "unchanged": 0},
    }
    refusal = json.loads(run(wrong, "--json")[1])
    assert (len(refusal["errors"]), refusal["suppressed"]) == (4, 1)


def test_errors_saves_a_copy_with_the_wrong_cells_marked(tmp_path, wrong):
    run(wrong, "--errors", tmp_path / "marked.xlsx")
    book = openpyxl.load_workbook(tmp_path / "marked.xlsx")
    marked = {
        (page.title, cell.coordinate) for page in book for row in page for cell in row if cell.comment is not None
    }
    assert marked == {("人员", "C2"), ("人员", "D3"), ("单位", "D5"), ("说明", "A1")}


@pytest.mark.parametrize(
    ("name", "content"),
    [("no.xlsx", b"no workbook"), ("empty.xlsx", b""), ("bad.zip", b"PK\x03\x04 broken")],
)
def test_a_file_that_is_no_workbook_is_one_error_of_the_file(tmp_path, name, content):
    (tmp_path / name).write_bytes(content)
    status, _, lines = run(tmp_path / name)
    assert status == 1
    assert lines[0].split("\t")[:4] == ["", "", "", name] and lines[0].split("\t")[4]
    assert lines[1:] == ["errors=1 suppressed=0"]


def test_a_file_that_is_not_there_is_an_error(tmp_path):
    status, _, lines = run(tmp_path / "none.xlsx")
    assert (status, lines[-1]) == (1, "errors=1 suppressed=0")


UNITS = "单位编码,单位名称,单位类型\nR,'=区委,党委\n\n Ａ ,工会支部,党支部\n"


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-8", "gb18030", "utf-16"])
def test_csv_files_work_as_well_in_a_folder_or_a_zip(tmp_path, encoding):
    folder = tmp_path / "folder"
    folder.mkdir()
    (folder / "单位.csv").write_bytes(UNITS.encode(encoding))
    with zipfile.ZipFile(tmp_path / "b.zip", "w") as archive:
        archive.write(folder / "单位.csv", "单位.csv")
    assert run(folder)[0] == 0
    assert set(Unit.objects.values_list("code", "name")) == {("R", "=区委"), ("A", "工会支部")}
    _, out, _ = run(tmp_path / "b.zip", "--json")
    assert json.loads(out)["sheets"] == {"单位": {"added": 0, "changed": 0, "unchanged": 2}}


def test_rows_of_csv_files_are_numbered_as_a_spreadsheet_shows_them(tmp_path):
    (tmp_path / "单位.csv").write_text(UNITS.replace("党支部\n", "\n"), encoding="utf-8")
    assert run(tmp_path / "单位.csv")[2][0].split("\t")[:4] == ["单位", "4", "单位类型", ""]
