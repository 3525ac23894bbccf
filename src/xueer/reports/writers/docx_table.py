"""A table of a Word document: three rules (thick head and foot, a fine one under the head), the head on every page."""

from xml.sax.saxutils import escape

from docx.oxml.ns import nsdecls

from xueer.reports.document import Span, Table, width
from xueer.reports.writers import docx_styles as styles
from xueer.reports.writers import gb9704 as gb

# Twentieths of a point across the text: 156 mm.
FULL = round(156 / 25.4 * 72 * 20)
THICK, FINE = 12, 6  # eighths of a point
LEAST = 3.5  # characters that any column gets


def table_xml(table: Table) -> str:
    """The table as WordprocessingML; built as text, which is many times quicker than cell by cell."""
    widths = column_widths(table)
    right = [_is_numeric(table, column) for column in range(len(table.head))]
    grid = "".join(f'<w:gridCol w:w="{size}"/>' for size in widths)
    head = _row([Span(text) for text in table.head], widths, right, head=True)
    last = len(table.rows) - 1
    rows = "".join(_row(row, widths, right, foot=index == last) for index, row in enumerate(table.rows))
    layout = f'<w:tblW w:w="{FULL}" w:type="dxa"/><w:jc w:val="center"/><w:tblLayout w:type="fixed"/>'
    return f"<w:tbl {nsdecls('w')}><w:tblPr>{layout}</w:tblPr><w:tblGrid>{grid}</w:tblGrid>{head}{rows}</w:tbl>"


def column_widths(table: Table) -> list[int]:
    """Widths that add up to the text's: numbers get what they need, the first column the rest."""
    needs = []
    for column, name in enumerate(table.head):
        texts = [name, *(row[column].text for row in table.rows)]
        needs.append(max(LEAST, max(width(text) for text in texts) + 1.5))
    unit = gb.TABLE * 20
    others = [round(need * unit) for need in needs[1:]]
    return [max(FULL - sum(others), FULL // 4), *others]


def _is_numeric(table: Table, column: int) -> bool:
    return any(row[column].figure is not None for row in table.rows)


def _row(
    cells: list[Span] | tuple[Span, ...],
    widths: list[int],
    right: list[bool],
    *,
    head: bool = False,
    foot: bool = False,
) -> str:
    marks = "<w:cantSplit/>" + ("<w:tblHeader/>" if head else "")
    inner = "".join(
        _cell(cell, size, aligned, head=head, foot=foot)
        for cell, size, aligned in zip(cells, widths, right, strict=True)
    )
    return f"<w:tr><w:trPr>{marks}</w:trPr>{inner}</w:tr>"


def _cell(span: Span, size: int, right: bool, *, head: bool, foot: bool) -> str:
    lines = ""
    if head:
        lines = _border("top", THICK) + _border("bottom", FINE)
    elif foot:
        lines = _border("bottom", THICK)
    borders = f"<w:tcBorders>{lines}</w:tcBorders>" if lines else ""
    align = '<w:jc w:val="right"/>' if right else ""
    look = f'<w:rPr><w:rFonts w:eastAsia="{gb.HEITI}"/></w:rPr>' if head else ""
    text = f'<w:r>{look}<w:t xml:space="preserve">{escape(span.text)}</w:t></w:r>'
    return (
        f'<w:tc><w:tcPr><w:tcW w:w="{size}" w:type="dxa"/>{borders}<w:vAlign w:val="center"/></w:tcPr>'
        f'<w:p><w:pPr><w:pStyle w:val="{styles.CELL}"/>{align}</w:pPr>{text}</w:p></w:tc>'
    )


def _border(side: str, size: int) -> str:
    return f'<w:{side} w:val="single" w:sz="{size}" w:space="0" w:color="000000"/>'
