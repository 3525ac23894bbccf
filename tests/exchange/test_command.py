"""The `xueer` command: what it prints where, its exit status, and how it looks after the home."""

import json
from datetime import date
from fractions import Fraction

import pytest

from tests.exchange.workbooks import house, person, roll, rule, session
from xueer.access.models import Grant
from xueer.exchange.answers import number, table
from xueer.exchange.command import COMMANDS, main
from xueer.org.models import Person

YEAR = house(
    要求=[rule("Q1"), rule("Q2", 对象="单位", 周期="季度", 至少=1)], 活动=[session("S1")], 签到=[roll("S1", "P1")]
)


def test_help_lists_every_command(capsys):
    assert main(["--help"]) == 0
    shown = capsys.readouterr()
    assert all(f"  {name} " in shown.out for name in COMMANDS) and shown.err == ""


def test_nothing_typed_is_called_wrongly(capsys):
    assert main([]) == 2
    assert capsys.readouterr().out == ""


def test_unknown_command_is_refused_with_the_list(capsys):
    assert main(["improt"]) == 2
    shown = capsys.readouterr()
    assert shown.out == "" and all(name in shown.err for name in COMMANDS)


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_says_what_it_does(name, capsys):
    with pytest.raises(SystemExit) as ended:
        main([name, "--help"])
    assert ended.value.code == 0
    assert f"usage: xueer {name}" in capsys.readouterr().out


def test_missing_arguments_are_refused_before_anything_is_made(new_home):
    home = new_home(postgres=False)
    done = home.run("standings", "--unit", "A", expect=2)
    assert done.stdout == "" and "--year" in done.stderr
    assert not (home.path / "xueer.sqlite3").exists()


@pytest.mark.parametrize("words", [("--year", "25"), ("--year", "2025", "--on", "2025-02-30")])
def test_impossible_years_and_days_are_refused(words, capsys):
    with pytest.raises(SystemExit) as ended:
        main(["standings", "--unit", "A", *words])
    assert ended.value.code == 2


def test_an_unknown_unit_is_refused(db, capsys):
    assert main(["standings", "--unit", "nowhere", "--year", "2025"]) == 1
    shown = capsys.readouterr()
    assert shown.out == "" and "nowhere" in shown.err


def test_standings_print_the_json_of_the_contract(bring, capsys):
    bring(YEAR)
    assert main(["standings", "--unit", "A", "--year", "2025", "--on", "2025-06-30", "--json"]) == 0
    found = {(one["requirement"], one["subject"], one["period"]): one for one in json.loads(capsys.readouterr().out)}
    assert found[("Q2", "A", "2025Q1")] == {
        "requirement": "Q2",
        "subject_kind": "unit",
        "subject": "A",
        "period": "2025Q1",
        "from": "2025-01-01",
        "to": "2025-03-31",
        "actual": 1,
        "at_least": 1,
        "at_most": None,
        "unit": "sessions",
        "strength": "must",
        "state": "met",
        "records": 1,
    }
    assert found[("Q1", "P1", "2025")]["actual"] == 1
    assert found[("Q1", "P2", "2025")]["actual"] == 0


def test_figures_print_the_json_of_the_contract(bring, capsys):
    bring(YEAR)
    assert main(["figures", "--unit", "R", "--from", "2025-01-01", "--to", "2025-12-31", "--json"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert {"item": "全部活动", "measure": "hours", "value": 1.5, "records": 1} in found
    assert {"item": "人员", "measure": "people", "value": 2, "records": 2} in found


def test_figures_refuse_days_out_of_order(bring, capsys):
    bring(YEAR)
    assert main(["figures", "--unit", "R", "--from", "2025-02-01", "--to", "2025-01-01"]) == 1


def test_text_answers_are_tables(bring, capsys):
    bring(YEAR)
    assert main(["figures", "--unit", "R", "--from", "2025-01-01", "--to", "2025-12-31"]) == 0
    assert capsys.readouterr().out.splitlines()[0].split() == ["item", "measure", "value", "records"]


def test_account_makes_an_administrator_with_a_password_to_change(db, capsys):
    assert main(["account", "G001", "--admin"]) == 0
    password = capsys.readouterr().out.strip()
    made = Person.objects.get(code="G001")
    assert made.check_password(password) and made.must_change_password
    assert list(Grant.objects.values_list("person__code", "role", "unit")) == [("G001", "ADMINISTRATOR", None)]


def test_account_opens_an_account_that_was_closed_and_keeps_the_person(bring, capsys):
    bring(house(人员=[person("P1", 姓名="曾喆")]))
    Person.objects.update(is_active=False)
    assert main(["account", "P1"]) == 0
    found = Person.objects.get(code="P1")
    assert found.is_active and found.name == "曾喆" and not Grant.objects.exists()


@pytest.mark.parametrize("code", ["", "a b", "x" * 65])
def test_account_refuses_what_cannot_be_a_code(db, code, capsys):
    assert main(["account", code]) == 1
    assert not Person.objects.exists()


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        (None, None),
        (3, 3),
        (Fraction(9, 2), 4.5),
        (Fraction(2, 3), 0.67),
        (Fraction(1, 200), 0.01),
        (Fraction(6, 2), 3),
    ],
)
def test_numbers_have_two_decimals_rounded_half_up(value, shown):
    assert number(value) == shown and type(number(value)) is type(shown)


def test_tables_count_chinese_characters_as_two():
    assert table((), [("中心组", 1), ("a", date(2025, 1, 1))]) == "中心组  1\na       2025-01-01"


@pytest.mark.slow
def test_a_fresh_home_holds_the_shipped_types_and_nothing_else(new_home):
    home = new_home()
    home.run("check")
    filled = {name for name, rows in home.rows().items() if rows}
    assert filled == {"records_activitytype"}


@pytest.mark.slow
def test_an_old_database_is_brought_up_to_date_after_a_backup_but_not_by_the_server(new_home):
    home = new_home(set_up=True)
    home.run("account", "G001")
    before = home.rows()["org_person"]
    home.python("from django.core.management import call_command as c; c('migrate', 'jobs', '0001', verbosity=0)")
    assert "--migrate" in home.run("serve", "--port", "1", expect=1).stderr
    assert list((home.path / "backups").iterdir()) == []
    done = home.run("account", "G002")
    (kept,) = (home.path / "backups").iterdir()
    assert str(kept) in done.stderr
    fresh = new_home()
    fresh.run("restore", kept)
    assert fresh.rows()["org_person"] == before
