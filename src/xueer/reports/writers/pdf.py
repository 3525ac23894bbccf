"""PDF by typst, an optional extra. The document goes in as data, never as markup, so that no text can be read as code.

The faces are those of the machine: the conventional names where it has them, else what it has for Chinese.
"""

import json
from pathlib import Path
from typing import Any

from django.utils.translation import gettext

from xueer.reports.document import Addressee, Block, Date, Document, Heading, Paragraph, Signature, Span, Table, Title
from xueer.reports.errors import ReportRefused
from xueer.reports.writers import gb9704 as gb

SOURCE = Path(__file__).with_name("gb9704.typ")


def write(document: Document, path: Path) -> None:
    """Writes the document as .pdf. Raises ReportRefused where the extra is not installed."""
    try:
        import typst  # noqa: PLC0415 - 80 MB that an installation without PDF does without
    except ImportError:
        raise ReportRefused(
            gettext("PDF needs the optional package typst. Install it with: pip install 'xueer[pdf]', or write .docx.")
        ) from None
    path.write_bytes(typst.compile(str(SOURCE), sys_inputs={"data": json.dumps(as_data(document), ensure_ascii=False)}))


def as_data(document: Document) -> dict[str, Any]:
    """The document as the source reads it."""
    return {
        "title": document.title,
        "blocks": [_block(block) for block in document.blocks],
        "tables": [_table(table) for table in document.tables],
        "faces": {
            "body": [gb.FANGSONG, "FangSong", "FandolFang R"],
            "title": [gb.XIAOBIAOSONG, "SimSun", "FandolSong"],
            "head": [gb.HEITI, "SimHei", "FandolHei", "Noto Sans CJK SC"],
            "lead": [gb.KAITI, "KaiTi", "FandolKai"],
            "page": [gb.SONGTI, "SimSun", "FandolSong"],
        },
    }


def _block(block: Block) -> dict[str, Any]:
    kind = type(block).__name__.lower()
    match block:
        case Title(lines):
            return {"kind": kind, "lines": list(lines)}
        case Heading(level, spans):
            return {"kind": kind, "level": level, "spans": _spans(spans)}
        case Paragraph(spans):
            return {"kind": kind, "spans": _spans(spans)}
        case Addressee() | Signature() | Date():
            return {"kind": kind, "text": block.text}
        case Table():
            return _table(block)


def _spans(spans: tuple[Span, ...]) -> list[dict[str, Any]]:
    return [{"text": span.text, "lead": span.lead} for span in spans]


def _table(table: Table) -> dict[str, Any]:
    numeric = [any(row[column].figure is not None for row in table.rows) for column in range(len(table.head))]
    rows = [[cell.text for cell in row] for row in table.rows]
    return {"caption": table.caption, "head": list(table.head), "rows": rows, "numeric": numeric}
