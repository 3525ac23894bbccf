"""隶属: superiors of earlier or later days, only for units that have moved or will."""

from xueer.exchange.sheets.cells import code, end, start
from xueer.exchange.sheets.columns import Sheet

PLACEMENTS = Sheet(
    name="隶属",
    columns=(
        code("单位编码", "unit", required=True, refers="单位"),
        code("上级编码", "parent", refers="单位"),
        start("开始日期"),
        end("结束日期"),
    ),
    key=("unit", "starts_on"),
    ranges=(("starts_on", "ends_on"),),
)
