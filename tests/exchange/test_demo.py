"""The example home: made, marked, rebuilt, and never anybody else's."""

import socket

import pytest

from tests.exchange.workbooks import house, write
from xueer.access.actions import open_account
from xueer.common.calendar import now
from xueer.exchange.home.actions import may_be_demo
from xueer.exchange.home.errors import HomeIsNotEmpty
from xueer.exchange.home.queries import DEMO_MADE


@pytest.mark.slow
def test_demo_makes_the_district_and_six_accounts_and_rebuilds_its_own_home(new_home):
    home = new_home()
    first = home.run("demo", "--no-serve")
    lines = [line.split() for line in first.stdout.splitlines()]
    assert len(lines) == 6 and all(len(line) == 3 for line in lines)
    (home.path / "media" / "mark.txt").write_text("of the first example")
    again = home.run("demo", "--no-serve")
    assert [line.split()[:2] for line in again.stdout.splitlines()] == [line[:2] for line in lines]
    assert again.stdout != first.stdout, "passwords are new each time"
    assert "media/mark.txt" not in home.files()
    assert len([row for row in home.rows()["audit_event"] if DEMO_MADE in row]) == 1
    rules = home.rows()["rules_makeuprule"]
    assert (len(rules), len(home.rows()["rules_makeuprule_types"])) == (2, 2), "what the clauses say of making up"
    assert {"20", "30"} <= {str(cell) for row in rules for cell in row}


@pytest.mark.slow
def test_demo_refuses_a_home_in_use_and_touches_nothing(new_home, tmp_path):
    home = new_home(set_up=True)
    home.run("import", write(tmp_path / "a.xlsx", house()))
    files, rows = home.files(), home.rows()
    done = home.run("demo", "--no-serve", expect=1)
    assert done.stdout == "" and "XUEER_HOME" in done.stderr
    assert home.files() == files and home.rows() == rows


@pytest.mark.slow
def test_demo_says_that_a_port_is_taken_before_it_rebuilds(new_home):
    home = new_home()
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        assert f"port {port}" in home.run("demo", "--port", port, expect=1).stderr
    assert not (home.path / "example").exists()


@pytest.fixture
def in_home(settings, tmp_path):
    settings.HOME = tmp_path / "home"
    settings.MEDIA_ROOT = tmp_path / "home" / "media"
    settings.MEDIA_ROOT.mkdir(parents=True)
    return settings.HOME


def test_a_fresh_home_may_become_the_example(db, in_home):
    may_be_demo()


@pytest.mark.parametrize("name", ["letter.docx", "media/photo.jpg"])
def test_a_folder_with_other_files_may_not(db, in_home, name):
    (in_home / name).write_text("x")
    with pytest.raises(HomeIsNotEmpty):
        may_be_demo()


def test_a_home_with_one_account_may_not(db, in_home):
    open_account("G001", by=None, at=now())
    with pytest.raises(HomeIsNotEmpty):
        may_be_demo()
