"""小组: groups, a row per member; a row without 工号 makes an empty group."""

from xueer.exchange.sheets.cells import code, end, start, text
from xueer.exchange.sheets.columns import Sheet

GROUPS = Sheet(
    name="小组",
    columns=(
        code("小组编码", "group", required=True),
        text("小组名称", "name", 200, required=True),
        text("小组类型", "kind", 100, required=True),
        code("单位编码", "unit", required=True, refers="单位"),
        code("工号", "person", refers="人员"),
        text("组内角色", "role", 100),
        start("加入日期"),
        end("退出日期"),
    ),
    key=("group", "person", "starts_on"),
    identity="group",
    ranges=(("starts_on", "ends_on"),),
    agree_on="group",
    agree=("name", "kind", "unit"),
)
