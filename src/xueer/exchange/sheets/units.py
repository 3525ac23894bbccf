"""单位: organisations and their parts, with today's superior."""

from xueer.exchange.sheets.cells import code, end, start, text, whole, word
from xueer.exchange.sheets.columns import Sheet
from xueer.exchange.words import SECTORS

UNITS = Sheet(
    name="单位",
    columns=(
        code("单位编码", "code", required=True),
        text("单位名称", "name", 200, required=True),
        code("上级编码", "parent", refers="单位"),
        text("单位类型", "kind", 100, required=True),
        text("层面", "stratum", 100),
        word("类别", "sector", SECTORS),
        whole("固定排序", "position"),
        start("成立日期"),
        end("撤销日期"),
    ),
    key=("code",),
    identity="code",
    ranges=(("starts_on", "ends_on"),),
)
