"""A session that is not held yet goes out with its roll and comes in again: expected people, and not one record."""

from tests.exchange.test_export import sheets
from tests.exchange.workbooks import AT, house, person, roll, session, unit
from xueer.activities.actions.freezing import freeze_roll
from xueer.activities.actions.marking import mark_roll
from xueer.activities.models import Activity, RollRow
from xueer.activities.queries import roll_counts
from xueer.exchange.export.actions import export_workbook
from xueer.exchange.sources import SOURCES
from xueer.org.models import Person, Unit
from xueer.records.actions import rebuild
from xueer.records.models import Record

BOOK = house(
    单位=[unit("R"), unit("A", "R")],
    人员=[person("P1"), person("P2", 免集中学习="是"), person("P3")],
    活动=[session("S1", 状态="已预告"), session("S2", day="2025-04-07", 状态="取消")],
    签到=[roll("S1", "P1"), roll("S1", "P2", "缺席"), roll("S1", "P3", "请假", 事由="出差"), roll("S2", "P1")],
)


def test_a_roll_before_its_session_comes_in_goes_out_and_comes_in_again(bring, tmp_path):
    bring(BOOK)
    announced = Activity.objects.get(code="S1")
    mark_roll(announced, [(Person.objects.get(code="P1").pk, "LATE")], by=None, at=AT)
    freeze_roll(announced, by=None, at=AT)
    assert not Record.objects.filter(source_kind="ACTIVITY").exists()
    counts = roll_counts(Activity.objects.all())
    assert {found.taken_part for found in counts.values()} == {None}
    rows = list(RollRow.objects.values_list("person__code", "status", "reason", "exempt", "mark"))

    path = tmp_path / "out.xlsx"
    export_workbook(path, unit=Unit.objects.get(code="R"), year=None, by=None, at=AT)
    exported = sheets(path)
    said = [(row["活动编码"], row["工号"], row["状态"], row["事由"]) for row in exported["签到"]]
    assert said == [
        ("S1", "P1", "迟到", ""),
        ("S1", "P2", "缺席", ""),
        ("S1", "P3", "请假", "出差"),
        ("S2", "P1", "出席", ""),
    ]
    assert [row["状态"] for row in exported["活动"]] == ["已预告", "取消"]

    RollRow.objects.all().delete()
    bring({name: found for name, found in exported.items() if name in ("活动", "签到")})
    again = list(RollRow.objects.values_list("person__code", "status", "reason", "exempt", "mark"))
    assert again == [(*row[:4], 0) for row in rows]
    assert rebuild(sources=SOURCES) == {} and not Record.objects.filter(source_kind="ACTIVITY").exists()
