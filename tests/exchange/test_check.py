"""`xueer check` finds what is wrong and says so; a sound home passes."""

import json

import pytest
from django.db import connection

from tests.database import triggers_off
from tests.exchange.workbooks import house, item, roll, session
from xueer.audit.triggers import remove
from xueer.exchange.command import main
from xueer.exchange.soundness import QUESTIONS, findings

YEAR = house(活动=[session("S1")], 签到=[roll("S1", "P1"), roll("S1", "P2", "请假")], 计划=[item("J1")])


@pytest.fixture
def faults(bring):
    """The questions that found a fault in a home with a small year."""
    bring(YEAR)
    return lambda: sorted({one.question for one in findings() if one.grade == "fail"} - {"settings"})


def execute(statement: str) -> None:
    with triggers_off(), connection.cursor() as cursor:
        cursor.execute(statement)


def test_a_sound_home_has_no_faults(faults):
    assert faults() == []


def test_a_record_that_nobody_wrote_is_found(faults):
    execute("UPDATE records_record SET minutes = minutes + 1 WHERE person_id IS NOT NULL")
    assert faults() == ["ledger", "trail"]


def test_a_record_that_is_gone_is_found(faults):
    execute("DELETE FROM records_record WHERE outcome = 'LEAVE'")
    assert faults() == ["ledger", "trail"]


def test_a_roll_that_was_changed_behind_the_ledger_is_found(faults):
    execute("UPDATE activities_rollrow SET status = 'ATTENDED'")
    assert faults() == ["ledger"]


def test_a_missing_guard_is_found(faults):
    remove(connection, "records_record")
    assert faults() == ["guards"]


def test_a_trail_that_lacks_an_act_is_found(faults):
    execute("DELETE FROM audit_event WHERE verb = 'records.write'")
    assert faults() == ["trail"]


def test_a_full_disk_is_found(faults, monkeypatch):
    monkeypatch.setattr("xueer.exchange.soundness.ENOUGH", 10**18)
    assert faults() == ["disk"]


def test_check_prints_json_alone_and_tells_by_its_status(bring, capsys):
    bring(YEAR)
    status = main(["check", "--json"])
    found = json.loads(capsys.readouterr().out)
    assert {one["check"] for one in found} == set(QUESTIONS)
    assert status == any(one["state"] == "fail" for one in found)
