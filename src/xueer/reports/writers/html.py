"""A web page that stands alone: the same text for reading on a screen and for printing, with figures marked."""

from collections.abc import Iterable
from html import escape
from pathlib import Path

from xueer.reports.document import Addressee, Block, Date, Document, Heading, Paragraph, Signature, Span, Table, Title
from xueer.reports.writers import gb9704 as gb

STYLE = f"""
@page {{ size: A4; margin: {" ".join(f"{gb.MARGINS[side]}mm" for side in ("top", "right", "bottom", "left"))} }}
body {{ max-width: 28em; margin: 2em auto; padding: 0 1em }}
body {{ font: {gb.BODY}pt/{gb.LINE}pt "{gb.FANGSONG}", FangSong, serif }}
h1 {{ font: {gb.TITLE}pt/{gb.TITLE_LINE}pt "{gb.XIAOBIAOSONG}", SimSun, serif; text-align: center; margin: 0 0 1em }}
h2, h3 {{ font: {gb.BODY}pt/{gb.LINE}pt "{gb.HEITI}", SimHei, sans-serif; text-indent: 2em; margin: 0 }}
h3, b {{ font-family: "{gb.KAITI}", KaiTi, serif; font-weight: normal }}
p {{ text-indent: 2em; margin: 0; text-align: justify }} p.to {{ text-indent: 0 }}
p.sign {{ text-align: right; padding-right: 4em }} p.sign:first-of-type {{ margin-top: 2em }}
table {{ border-collapse: collapse; width: 100%; font-size: {gb.TABLE}pt; line-height: {gb.TABLE_LINE}pt }}
caption {{ font: {gb.BODY}pt/{gb.LINE}pt "{gb.HEITI}", sans-serif; margin-top: 2em }}
thead {{ border-top: 1.5pt solid; border-bottom: .75pt solid }} tbody {{ border-bottom: 1.5pt solid }}
th, td {{ text-align: left; padding: 0 .3em; font-weight: normal }} .n {{ text-align: right }}
@media print {{ body {{ max-width: none; margin: 0; padding: 0 }} table {{ page-break-before: always }} }}
"""


def write(document: Document, path: Path) -> None:
    """Writes the document as .html; everything typed by people is escaped."""
    body = "\n".join([*(_block(block) for block in document.blocks), *(_table(table) for table in document.tables)])
    head = f'<meta charset="utf-8"><title>{escape(document.title)}</title><style>{STYLE}</style>'
    path.write_text(
        f'<!DOCTYPE html>\n<html lang="zh-CN"><head>{head}</head>\n<body>\n{body}\n</body></html>\n', "utf-8"
    )


def _block(block: Block) -> str:
    match block:
        case Title(lines):
            return f"<h1>{'<br>'.join(map(escape, lines))}</h1>"
        case Addressee(text):
            return f'<p class="to">{escape(text)}</p>'
        case Heading(level, spans):
            return f"<h{level + 1}>{_spans(spans)}</h{level + 1}>"
        case Paragraph(spans):
            return f"<p>{_spans(spans)}</p>"
        case Signature() | Date():
            return f'<p class="sign">{escape(block.text)}</p>'
        case Table():
            return _table(block)


def _spans(spans: Iterable[Span]) -> str:
    return "".join(_span(span) for span in spans)


def _span(span: Span) -> str:
    text = escape(span.text)
    if span.figure is not None:
        return f'<data value="{span.figure}">{text}</data>'
    return f"<b>{text}</b>" if span.lead else text


def _table(table: Table) -> str:
    head = "".join(f"<th>{escape(name)}</th>" for name in table.head)
    rows = "".join(f"<tr>{''.join(_cell(cell) for cell in row)}</tr>" for row in table.rows)
    caption = f"<caption>{escape(table.caption)}</caption>"
    return f"<table>{caption}<thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table>"


def _cell(cell: Span) -> str:
    number = ' class="n"' if cell.figure is not None else ""
    return f"<td{number}>{_span(cell)}</td>"
