"""活动: what was held, is being held or will be."""

from xueer.exchange.sheets.cells import code, codes, moment, people, text, texts, whole, word
from xueer.exchange.sheets.columns import Sheet
from xueer.exchange.words import STATES

ACTIVITIES = Sheet(
    name="活动",
    columns=(
        code("活动编码", "code", required=True),
        text("主题", "topic", 300, required=True),
        texts("事项", "heading_set", 100, required=True, refers="事项", ordered=False),
        codes("单位编码", "units", required=True, refers="单位"),
        code("小组编码", "group", refers="小组"),
        code("条目编码", "plan_item", refers="计划"),
        moment("开始时间", "starts_at"),
        moment("结束时间", "ends_at"),
        text("地点", "place", 200),
        text("形式", "form", 100),
        texts("内容类别", "category_set", 100, total=500, ordered=False),
        people("主持人", "chairs"),
        people("主讲人", "lecturers"),
        people("中心发言人", "speakers"),
        word("状态", "state", STATES),
        whole("应到人数", "expected_count", 0),
        whole("实到人数", "head_count", 0),
        text("纪要", "minutes_text"),
    ),
    key=("code",),
    identity="code",
)
