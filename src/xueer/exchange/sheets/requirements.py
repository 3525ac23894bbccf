"""要求: who must do what how often."""

from xueer.exchange.sheets.cells import amount, code, codes, deadline, end, start, text, texts, word
from xueer.exchange.sheets.columns import Sheet
from xueer.exchange.words import MEASURES, PERIODS, STRENGTHS, SUBJECTS, TAKING_PART
from xueer.records.choices import Role
from xueer.rules.choices import Strength

REQUIREMENTS = Sheet(
    name="要求",
    columns=(
        code("要求编码", "code", required=True),
        code("制度编码", "rulebook", refers="制度"),
        codes("条款", "clauses", refers="", ordered=False),
        text("名称", "name", 200, required=True),
        code("单位编码", "unit", required=True, refers="单位"),
        word("对象", "subject_kind", SUBJECTS, required=True),
        text("对象条件", "condition", 500),
        texts("事项", "types", 100, required=True, refers="事项", ordered=False),
        word("参与方式", "role", TAKING_PART, empty=Role.PARTICIPANT.value),
        texts("内容类别", "categories", 100, ordered=False),
        word("度量", "measure", MEASURES, required=True),
        amount("至少", "at_least"),
        amount("至多", "at_most"),
        word("周期", "period", PERIODS, required=True),
        deadline("截止", "deadline"),
        word("力度", "strength", STRENGTHS, empty=Strength.MUST.value),
        text("免除条件", "exempt_condition", 500),
        codes("替代要求", "alternatives", refers="要求", ordered=False),
        start("施行日期"),
        end("废止日期"),
    ),
    key=("code",),
    identity="code",
    ranges=(("starts_on", "ends_on"),),
)
