"""任职: dated posts, only for people who have several or have moved."""

from xueer.exchange.sheets.cells import code, end, start, text, word
from xueer.exchange.sheets.columns import Sheet
from xueer.exchange.words import MAIN_POST

POSTS = Sheet(
    name="任职",
    columns=(
        code("工号", "person", required=True, refers="人员"),
        code("单位编码", "unit", required=True, refers="单位"),
        text("职务", "duty", 200),
        word("主兼", "main", MAIN_POST, empty=True),
        start("开始日期"),
        end("结束日期"),
    ),
    key=("person", "unit", "starts_on"),
    ranges=(("starts_on", "ends_on"),),
)
