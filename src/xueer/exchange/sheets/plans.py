"""计划: what a unit means to do in a year, a row per item."""

from xueer.exchange.sheets.cells import code, day, text, texts, whole
from xueer.exchange.sheets.columns import Sheet

PLANS = Sheet(
    name="计划",
    columns=(
        code("计划编码", "plan", required=True),
        code("单位编码", "unit", required=True, refers="单位"),
        whole("年度", "year", 1900, 9998, required=True),
        code("条目编码", "code", required=True),
        whole("月份", "month", 1, 12),
        day("日期", "due_on"),
        text("专题", "topic", 300, required=True),
        texts("事项", "heading_set", 100, required=True, refers="事项", ordered=False),
        code("小组编码", "group", refers="小组"),
        texts("内容类别", "category_set", 100, total=500, ordered=False),
        text("主讲", "lecturer", 200),
        text("说明", "note"),
        text("状态", "state", 50),
    ),
    key=("code",),
    identity="code",
    agree_on="plan",
    agree=("unit", "year"),
)
