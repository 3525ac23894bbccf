"""Word after GB/T 9704-2012. Styles carry the faces, so that the text can be edited on in Word without losing them."""

from collections.abc import Iterable
from functools import cache
from io import BytesIO
from pathlib import Path

import docx as python_docx
from docx.document import Document as WordDocument
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.text.paragraph import Paragraph as WordParagraph

from xueer.reports.document import (
    Addressee,
    Block,
    Date,
    Document,
    Heading,
    Paragraph,
    Signature,
    Span,
    Table,
    Title,
    width,
)
from xueer.reports.writers import docx_styles as styles
from xueer.reports.writers import gb9704 as gb
from xueer.reports.writers.docx_table import table_xml


def write(text: Document, path: Path) -> None:
    """Writes a document as .docx."""
    document = python_docx.Document(BytesIO(_blank()))
    body = document.element.body
    for block in text.blocks:
        _block(body, block, text)
    for number, table in enumerate(text.tables, start=1):
        _annex(body, table, number if len(text.tables) > 1 else None)
    document.core_properties.title = text.title
    document.save(str(path))


@cache
def _blank() -> bytes:
    """An empty document with page and styles, made once per process."""
    document: WordDocument = python_docx.Document()
    styles.prepare(document)
    for paragraph in list(document.paragraphs):
        paragraph._p.getparent().remove(paragraph._p)
    kept = BytesIO()
    document.save(kept)
    return kept.getvalue()


def _block(body: object, block: Block, document: Document) -> None:
    match block:
        case Title(lines):
            for line in lines:
                _paragraph(body, styles.TITLE, [Span(line)])
            _paragraph(body, None, [])
        case Addressee(text):
            _paragraph(body, styles.ADDRESSEE, [Span(text)])
        case Heading(level, spans):
            _paragraph(body, styles.HEADINGS[level], spans)
        case Paragraph(spans):
            _paragraph(body, styles.BODY, spans)
        case Signature(text):
            _announced(body, document.tables)
            _paragraph(body, None, [], keep=True)
            _paragraph(body, None, [], keep=True)
            sign = _paragraph(body, styles.SIGNATURE, [Span(text)], keep=True)
            _indent_right(sign, _middle(document) - width(text) / 2)
        case Date():
            signed = _paragraph(body, styles.SIGNATURE, [Span(block.text)])
            _indent_right(signed, _middle(document) - width(block.text) / 2)


def _announced(body: object, tables: tuple[Table, ...]) -> None:
    """附件：… below the text, two characters in; no mark after the names."""
    if not tables:
        return
    _paragraph(body, None, [])
    for number, table in enumerate(tables, start=1):
        several = f"{number}．" if len(tables) > 1 else ""
        words = f"附件：{several}{_name(table)}" if number == 1 else f"　　　{several}{_name(table)}"
        _paragraph(body, styles.BODY, [Span(words)])


def _annex(body: object, table: Table, number: int | None) -> None:
    mark = _paragraph(body, styles.ANNEX, [Span(f"附件{number or ''}")])
    mark.paragraph_format.page_break_before = True
    _paragraph(body, None, [])
    _paragraph(body, styles.TITLE, [Span(_name(table))])
    _paragraph(body, styles.CELL, [Span(_measure(table))], align="right")
    _append(body, parse_xml(table_xml(table)))


def _name(table: Table) -> str:
    return table.caption.partition("（")[0]


def _measure(table: Table) -> str:
    """单位：项次, from the brackets after the caption."""
    return table.caption.partition("（")[2].rstrip("）")


def _middle(document: Document) -> float:
    """How far the middle of signature and date lies from the right edge, in characters."""
    words = [block.text for block in document.blocks if isinstance(block, Signature | Date)]
    dates = [block.text for block in document.blocks if isinstance(block, Date)]
    return max([gb.DATE_FROM_RIGHT + width(dates[-1]) / 2, *(width(text) / 2 for text in words)])


def _paragraph(
    body: object, style: str | None, spans: Iterable[Span], *, keep: bool = False, align: str = ""
) -> WordParagraph:
    element = OxmlElement("w:p")
    properties = element.get_or_add_pPr()
    if style:
        properties.style = style
    if keep:
        properties.keepNext_val = True
    if align:
        properties.append(parse_xml(f'<w:jc {nsdecls("w")} w:val="{align}"/>'))
    for span in spans:
        run = element.add_r()
        if span.lead:
            run.style = styles.LEAD
        run.text = span.text
    _append(body, element)
    return WordParagraph(element, body)  # type: ignore[arg-type]


def _append(body: object, element: object) -> None:
    body.insert_element_before(element, "w:sectPr")  # type: ignore[attr-defined]


def _indent_right(paragraph: WordParagraph, characters: float) -> None:
    indent = paragraph._p.get_or_add_pPr().get_or_add_ind()
    indent.set(qn("w:rightChars"), str(round(characters * 100)))
    indent.set(qn("w:right"), str(round(characters * (gb.BODY + gb.SPACING) * 20)))
