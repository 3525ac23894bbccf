"""条款: the numbered clauses of a rule document, in the document's order."""

from xueer.exchange.sheets.cells import code, text
from xueer.exchange.sheets.columns import Sheet

CLAUSES = Sheet(
    name="条款",
    columns=(
        code("制度编码", "rulebook", required=True, refers="制度"),
        code("条号", "number", required=True),
        text("章", "chapter", 200),
        text("正文", "text", required=True),
    ),
    key=("rulebook", "number"),
)
