"""Exit statuses, what goes to stdout and what to stderr, homes that are made when they are missing."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from tests.contract.books import house, person, rule, session, xlsx

COMMANDS = [
    *("demo", "serve", "account", "import", "export", "standings", "figures", "report", "backup", "restore", "check")
]


def test_every_command_of_the_contract_is_there(xueer):
    done = xueer("--help")
    assert done.status == 0 and done.err == ""
    assert [line.split()[0] for line in done.out.splitlines() if line.startswith("  ")] == COMMANDS


@pytest.mark.parametrize(
    "words",
    [
        (),
        ("improt",),
        ("import",),
        ("import", "x", "--nonsense"),
        ("export", "x.xlsx"),
        ("export", "x.xlsx", "--unit", "R", "--year", "25"),
        ("standings", "--unit", "R"),
        ("standings", "--unit", "R", "--year", "2025", "--on", "2025-02-30"),
        ("figures", "--unit", "R", "--from", "2025-01-01"),
        ("report", "summary", "--unit", "R", "--year", "2025"),
    ],
)
def test_a_command_called_wrongly_says_how_on_stderr(xueer, words):
    done = xueer(*words)
    assert done.status == 2 and done.out == "" and "usage" in done.err + "usage" * (words == ("improt",))


@pytest.mark.parametrize(
    "words",
    [
        ("export", "x.xlsx", "--unit", "无"),
        ("standings", "--unit", "无", "--year", "2025", "--json"),
        ("figures", "--unit", "无", "--from", "2025-01-01", "--to", "2025-01-31", "--json"),
        ("figures", "--unit", "R", "--from", "2025-02-01", "--to", "2025-01-31", "--json"),
    ],
)
def test_what_cannot_be_answered_is_refused_on_stderr(xueer, words):
    xueer.accept(house())
    done = xueer(*words)
    assert done.status == 1 and done.out == "" and len(done.err.splitlines()) == 1


def test_json_stands_alone_on_stdout(xueer):
    xueer.accept(house(要求=[rule()], 活动=[session("S", 主持人="外人")]), "--json")
    for words in (
        ("standings", "--unit", "R", "--year", "2025", "--json"),
        ("figures", "--unit", "R", "--from", "2025-01-01", "--to", "2025-12-31", "--json"),
        ("import", xlsx(xueer.place("again.xlsx"), house(活动=[session("S", 主持人="外人")])), "--json"),
    ):
        done = xueer(*words)
        assert done.status == 0 and done.answer


STANDING = [
    *("requirement", "subject_kind", "subject", "period", "from", "to", "actual", "at_least", "at_most", "unit"),
    *("strength", "state", "records"),
]


def test_standings_and_figures_have_the_fields_of_the_contract(xueer):
    xueer.accept(house(要求=[rule()], 活动=[session("S")]))
    (first, *_) = xueer.standings().values()
    assert sorted(first) == sorted(STANDING)
    answer = xueer("figures", "--unit", "R", "--from", "2025-01-01", "--to", "2025-12-31", "--json").answer
    assert {tuple(row) for row in answer} == {("item", "measure", "value", "records")}


def test_warnings_do_not_keep_a_workbook_out(xueer):
    done = xueer.accept(house(活动=[session("S", 主持人="外人")]))
    assert len(done.warnings) == 1 and done.err.splitlines() == done.warnings


def test_a_marked_copy_is_saved_only_when_there_are_errors(xueer):
    out = xueer.place("marked.xlsx")
    xueer.accept(house(), "--errors", out)
    assert not out.exists()


@pytest.mark.slow
def test_the_installed_command_makes_its_home_and_runs_from_any_folder(new_home, tmp_path: Path):
    home = new_home()
    command = Path(sys.executable).with_name("xueer")
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    xlsx(elsewhere / "好.xlsx", house())
    xlsx(elsewhere / "坏.xlsx", house(人员=[person("P1", "无")]))
    environment = {name: value for name, value in home.environment().items() if name != "DJANGO_SETTINGS_MODULE"}

    def run(*words: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run([command, *words], cwd=elsewhere, env=environment, capture_output=True, text=True)

    good, bad = run("import", "好.xlsx"), run("import", "坏.xlsx", "--errors", "标.xlsx")
    assert good.returncode == 0 and "\t" not in good.stderr and home.path.is_dir()
    assert (bad.returncode, bad.stdout) == (1, "")
    assert bad.stderr.splitlines()[0].startswith("人员\t2\t单位编码\t无\t")
    assert bad.stderr.splitlines()[-1] == "errors=1 suppressed=0" and (elsewhere / "标.xlsx").exists()
    figures = run("figures", "--unit", "R", "--from", "2025-01-01", "--to", "2025-12-31", "--json")
    assert {"item": "人员", "measure": "people", "value": 2, "records": 2} in json.loads(figures.stdout)
    assert {path.name for path in elsewhere.iterdir()} == {"好.xlsx", "坏.xlsx", "标.xlsx"}
