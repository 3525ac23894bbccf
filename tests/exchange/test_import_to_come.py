"""Sessions to come that a workbook brings: for whom they are, though it has no column for it."""

from tests.exchange.workbooks import house, session, unit
from xueer.activities.models import Activity, Audience, RollRow

GROUP = {"小组编码": "G", "小组名称": "中心组", "小组类型": "中心组", "单位编码": "A", "工号": "P1"}


def audience() -> list[tuple[str, str, str | None]]:
    rows = Audience.objects.order_by("activity__code").select_related("group", "unit")
    return [(row.activity.code, row.kind, getattr(row.group or row.unit, "code", None)) for row in rows]


def test_they_are_for_their_group_or_for_the_people_of_their_unit(bring):
    sheets = house(
        单位=[unit("R"), unit("A", "R"), unit("B", "R")],
        小组=[GROUP],
        活动=[
            session("OF-GROUP", 状态="已预告", 小组编码="G"),
            session("OF-UNIT", "B", 状态="计划"),
            session("OF-ALL", "R", 状态="计划"),
            session("COUNTED", "B", 状态="计划", 应到人数=30),
            session("HELD", "B"),
        ],
    )
    bring(sheets)
    assert audience() == [("OF-GROUP", "GROUP", "G"), ("OF-UNIT", "UNIT", "B")]
    assert not RollRow.objects.exists()

    Audience.objects.all().delete()
    bring(sheets)
    assert audience() == [], "what is there already is not touched"
    assert Activity.objects.count() == 5
