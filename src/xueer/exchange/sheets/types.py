"""事项: the headings under which things are counted."""

from xueer.exchange.sheets.cells import named, text
from xueer.exchange.sheets.columns import Sheet

TYPES = Sheet(
    name="事项",
    columns=(
        named("事项", "name", 100),
        text("上级事项", "parent", 100, refers="事项"),
        text("记录单位", "counted_in", 20),
    ),
    key=("name",),
    identity="name",
)
