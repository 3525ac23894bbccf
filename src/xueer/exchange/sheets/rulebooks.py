"""制度: rule documents."""

from xueer.exchange.sheets.cells import code, end, start, text, whole
from xueer.exchange.sheets.columns import Sheet

RULEBOOKS = Sheet(
    name="制度",
    columns=(
        code("制度编码", "code", required=True),
        text("制度名称", "name", 200, required=True),
        code("单位编码", "unit", required=True, refers="单位"),
        text("层级", "level", 100),
        text("文号", "number", 100),
        whole("学时分钟", "minutes_per_hour", 1),
        start("施行日期"),
        end("废止日期"),
    ),
    key=("code",),
    identity="code",
    ranges=(("starts_on", "ends_on"),),
)
