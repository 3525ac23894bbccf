"""A spreadsheet: the text, every figure with its definition, and each table as a sheet."""

from collections.abc import Iterable
from pathlib import Path
from typing import Any

from xueer.common.spreadsheets import Sheet, write_book
from xueer.reports.document import Document, Heading, Span, Table, Title


def write(document: Document, path: Path) -> None:
    """Writes the document as .xlsx. Figures are numbers there, to be counted on."""
    values = {note.number: note.value for note in document.notes}
    sheets = [_text(document), _figures(document)]
    sheets += [_table(table, index, values) for index, table in enumerate(document.tables, start=1)]
    write_book(path, sheets)


def _text(document: Document) -> Sheet:
    rows = [(kind, text) for block in document.blocks for kind, text in _lines(block)]
    return Sheet("正文", columns=["段落", "文字"], rows=rows, widths={"段落": 8, "文字": 120})


def _lines(block: Any) -> Iterable[tuple[str, str]]:
    match block:
        case Title(lines):
            yield "标题", "".join(lines)
        case Heading(_, spans):
            yield "小标题", "".join(span.text for span in spans)
        case _ if hasattr(block, "spans"):
            yield "正文", "".join(span.text for span in block.spans)
        case _:
            yield {"Addressee": "主送", "Signature": "署名", "Date": "日期"}[type(block).__name__], block.text


def _figures(document: Document) -> Sheet:
    rows = [
        (note.number, note.name, note.item, note.value, note.words, note.records, note.rule) for note in document.notes
    ]
    columns = ["序号", "指标", "事项", "数值", "单位", "记录数", "口径"]
    return Sheet("指标数", columns=columns, rows=rows, widths={"指标": 18, "事项": 22, "口径": 80})


def _table(table: Table, number: int, values: dict[int, Any]) -> Sheet:
    rows = [[_value(cell, values) for cell in row] for row in table.rows]
    return Sheet(f"附表{number}", columns=list(table.head), rows=rows, widths={table.head[0]: 30})


def _value(cell: Span, values: dict[int, Any]) -> Any:
    return cell.text if cell.figure is None else values.get(cell.figure, cell.text)
