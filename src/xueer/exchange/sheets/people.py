"""人员: people, each also an account; 单位编码 is today's main unit."""

from xueer.exchange.sheets.cells import code, day, day_or_yes, end, start, text
from xueer.exchange.sheets.columns import Sheet

PEOPLE = Sheet(
    name="人员",
    columns=(
        code("工号", "code", required=True),
        text("姓名", "name", 100, required=True),
        text("性别", "gender", 20),
        day("出生日期", "born_on"),
        text("学历", "education", 100),
        text("政治面貌", "political", 100),
        day("入党日期", "joined_party_on"),
        code("单位编码", "unit", required=True, refers="单位"),
        text("职务", "duty", 200),
        text("职级", "rank", 100),
        text("手机", "phone", 50),
        start("到岗日期"),
        end("离岗日期"),
        day_or_yes("免集中学习", "exempt_from"),
    ),
    key=("code",),
    identity="code",
    ranges=(("starts_on", "ends_on"),),
)
