"""角色: who may do what, at a unit and everything below it."""

from xueer.exchange.sheets.cells import code, end, start, word
from xueer.exchange.sheets.columns import Sheet
from xueer.exchange.words import ROLES

GRANTS = Sheet(
    name="角色",
    columns=(
        code("工号", "person", required=True, refers="人员"),
        word("角色", "role", ROLES, required=True),
        code("单位编码", "unit", required=True, refers="单位"),
        start("开始日期"),
        end("结束日期"),
    ),
    key=("person", "role", "unit", "starts_on"),
    ranges=(("starts_on", "ends_on"),),
)
