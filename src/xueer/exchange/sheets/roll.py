"""签到: the roll of an activity, a row per name. The one sheet with a hundred thousand rows."""

from xueer.exchange.sheets.cells import code, day, text, word
from xueer.exchange.sheets.columns import Sheet
from xueer.exchange.words import STATUSES

ROLL = Sheet(
    name="签到",
    columns=(
        code("活动编码", "activity", required=True, refers="活动"),
        code("工号", "person", required=True, refers="人员"),
        word("状态", "status", STATUSES, required=True),
        text("事由", "reason", 300),
        day("补学日期", "made_up_on"),
        text("补学方式", "made_up_by", 200),
    ),
    key=("activity", "person"),
)
