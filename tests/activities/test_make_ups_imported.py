"""Rolls that come in with a workbook: what can still be made up opens, what the sheet says was made up closes."""

from datetime import datetime, timedelta
from pathlib import Path

from tests.exchange.workbooks import AT, house, importer, roll, session
from xueer.activities.models import MakeUp


def state() -> list[tuple[str, str, str]]:
    rows = MakeUp.objects.order_by("activity__code", "person__code")
    return [(row.activity.code, row.person.code, row.state) for row in rows]


def test_an_import_opens_what_is_not_too_late_and_closes_what_was_made_up(db: None, tmp_path: Path):
    bring = importer(tmp_path)
    held = [session("OLD", day="2025-03-07"), session("NEW", day="2025-05-20"), session("SOON", day="2025-06-20")]
    held[2]["状态"] = "计划"
    rows = [roll("OLD", "P1", "缺席"), roll("NEW", "P1", "请假", 事由="出差")]
    rows += [roll("NEW", "P2", "缺席"), roll("SOON", "P1", "请假")]
    bring(house(活动=held, 签到=rows))
    assert state() == [("NEW", "P1", "OPEN"), ("NEW", "P2", "OPEN")]
    made_up = {"补学日期": "2025-06-02", "补学方式": "自学"}
    later: datetime = AT + timedelta(days=2)
    bring({"签到": [roll("NEW", "P1", "补学", **made_up), roll("NEW", "P2", "出席")]}, at=later)
    assert state() == [("NEW", "P1", "DONE"), ("NEW", "P2", "DROPPED")]
    assert str(MakeUp.objects.get(state="DONE").done_on) == "2025-06-02"
