"""Page and styles of a Word document after GB/T 9704-2012."""

from typing import Any

from docx.document import Document as WordDocument
from docx.enum.style import WD_STYLE_TYPE
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Mm

from xueer.reports.writers import gb9704 as gb

# Identifiers of the styles; their names are what Word shows.
TITLE, ADDRESSEE, BODY, SIGNATURE, ANNEX, CELL, LEAD = (
    "GwTitle",
    "GwTo",
    "GwBody",
    "GwSign",
    "GwAnnex",
    "GwCell",
    "GwLead",
)
HEADINGS = {1: "Heading1", 2: "Heading2"}
NAMES = {
    TITLE: "公文标题",
    ADDRESSEE: "主送机关",
    BODY: "公文正文",
    SIGNATURE: "署名日期",
    ANNEX: "附件字样",
    CELL: "公文表格",
}
INDENT = {"w:firstLineChars": "200", "w:firstLine": "640"}
# East Asian typography as the standard has it: no half-width marks, none hanging into the margin, no added gaps.
ASIAN = (
    ("w:kinsoku", "1"),
    ("w:overflowPunct", "0"),
    ("w:topLinePunct", "0"),
    ("w:autoSpaceDE", "0"),
    ("w:autoSpaceDN", "0"),
)


def prepare(word: WordDocument) -> None:
    """Turns the library's blank document into ours."""
    _page(word)
    _drop_unused(word)
    _normal(word)
    _add(word, TITLE, gb.XIAOBIAOSONG, gb.TITLE, line=gb.TITLE_LINE, align="center")
    _add(word, ADDRESSEE, gb.FANGSONG, gb.BODY)
    _add(word, BODY, gb.FANGSONG, gb.BODY, indent=INDENT, align="both")
    _add(word, SIGNATURE, gb.FANGSONG, gb.BODY, align="right")
    _add(word, ANNEX, gb.HEITI, gb.BODY)
    _add(word, CELL, gb.FANGSONG, gb.TABLE, line=gb.TABLE_LINE)
    for level, face in ((1, gb.HEITI), (2, gb.KAITI)):
        _heading(word, level, face)
    _lead(word)
    _page_numbers(word)


def _page(word: WordDocument) -> None:
    section = word.sections[0]
    section.page_width, section.page_height = (Mm(length) for length in gb.PAGE)
    section.top_margin, section.bottom_margin = Mm(gb.MARGINS["top"]), Mm(gb.MARGINS["bottom"])
    section.left_margin, section.right_margin = Mm(gb.MARGINS["left"]), Mm(gb.MARGINS["right"])
    section.footer_distance = Mm(gb.FOOTER)
    grid = section._sectPr.find(qn("w:docGrid"))
    if grid is None:
        grid = parse_xml(f"<w:docGrid {nsdecls('w')}/>")
        section._sectPr.append(grid)
    grid.set(qn("w:type"), "lines")
    grid.set(qn("w:linePitch"), str(round(gb.LINE * 20)))
    word.settings.odd_and_even_pages_header_footer = True


def _drop_unused(word: WordDocument) -> None:
    """The library's blank document brings some 160 styles; each opening of ours would parse them again."""
    kept = {"Normal", "Heading1", "Heading2", "DefaultParagraphFont", "TableNormal", "NoList"}
    for style in list(word.styles.element.findall(qn("w:style"))):
        if style.get(qn("w:styleId")) not in kept:
            word.styles.element.remove(style)
        for link in style.findall(qn("w:link")):  # to a style of runs that has just gone
            style.remove(link)


def _normal(word: WordDocument) -> None:
    """The face of all text; also as the document's default, where some programs look for the typography."""
    flags = "".join(f'<{name} w:val="{value}"/>' for name, value in ASIAN)
    spacing = f'<w:spacing w:before="0" w:after="0" w:line="{round(gb.LINE * 20)}" w:lineRule="exact"/>'
    paragraph = f'<w:pPr {nsdecls("w")}><w:widowControl w:val="0"/>{flags}{spacing}</w:pPr>'
    run = _run_properties(gb.FANGSONG, gb.BODY, spacing=gb.SPACING)
    defaults = word.styles.element.find(qn("w:docDefaults"))
    for holder, tag, xml in ((defaults[0], "w:rPr", run), (defaults[1], "w:pPr", paragraph)):
        holder.remove(holder.find(qn(tag)))
        holder.append(parse_xml(xml))
    normal = word.styles["Normal"].element
    _replace(normal, "w:rPr", run)
    _replace(normal, "w:pPr", paragraph)


def _add(
    word: WordDocument,
    identity: str,
    face: str,
    size: float,
    *,
    line: float = gb.LINE,
    align: str = "",
    indent: Any = None,
) -> None:
    style = word.styles.add_style(NAMES[identity], WD_STYLE_TYPE.PARAGRAPH)
    style.element.set(qn("w:styleId"), identity)
    style.base_style = word.styles["Normal"]
    style.quick_style = True
    spacing = gb.SPACING if size == gb.BODY else 0
    _replace(style.element, "w:pPr", _paragraph_properties(line, align, indent))
    _replace(style.element, "w:rPr", _run_properties(face, size, spacing=spacing))


def _heading(word: WordDocument, level: int, face: str) -> None:
    element = word.styles[f"Heading {level}"].element
    properties = _paragraph_properties(gb.LINE, "both", INDENT, outline=level - 1)
    _replace(element, "w:pPr", properties)
    _replace(element, "w:rPr", _run_properties(face, gb.BODY, spacing=gb.SPACING))


def _lead(word: WordDocument) -> None:
    style = word.styles.add_style("段首小标题", WD_STYLE_TYPE.CHARACTER)
    style.element.set(qn("w:styleId"), LEAD)
    _replace(style.element, "w:rPr", _run_properties(gb.KAITI, gb.BODY, spacing=gb.SPACING))


def _paragraph_properties(line: float, align: str, indent: Any, outline: int | None = None) -> str:
    keep = "" if outline is None else "<w:keepNext/>"
    snap = "" if line == gb.LINE else '<w:snapToGrid w:val="0"/>'
    parts = [f'{keep}{snap}<w:spacing w:before="0" w:after="0" w:line="{round(line * 20)}" w:lineRule="exact"/>']
    if indent:
        parts.append("<w:ind " + " ".join(f'{name}="{value}"' for name, value in indent.items()) + "/>")
    if align:
        parts.append(f'<w:jc w:val="{align}"/>')
    if outline is not None:
        parts.append(f'<w:outlineLvl w:val="{outline}"/>')
    return f"<w:pPr {nsdecls('w')}>{''.join(parts)}</w:pPr>"


def _run_properties(face: str, size: float, *, spacing: float = 0, latin: str = gb.LATIN) -> str:
    return (
        f'<w:rPr {nsdecls("w")}><w:rFonts w:ascii="{latin}" w:eastAsia="{face}" w:hAnsi="{latin}" w:cs="{latin}"/>'
        f'<w:b w:val="0"/><w:i w:val="0"/><w:color w:val="000000"/><w:spacing w:val="{round(spacing * 20)}"/>'
        f'<w:sz w:val="{round(size * 2)}"/><w:szCs w:val="{round(size * 2)}"/>'
        f'<w:lang w:val="en-US" w:eastAsia="zh-CN"/></w:rPr>'
    )


def _replace(style: Any, tag: str, xml: str) -> None:
    old = style.find(qn(tag))
    if old is not None:
        style.remove(old)
    new = parse_xml(xml)
    runs = style.find(qn("w:rPr"))
    if tag == "w:pPr" and runs is not None:
        runs.addprevious(new)
    else:
        style.append(new)


def _page_numbers(word: WordDocument) -> None:
    """— 1 — in 四号宋体, at the outer edge, one character in: right on odd pages, left on even ones."""
    section = word.sections[0]
    for footer, side in ((section.footer, "right"), (section.even_page_footer, "left")):
        footer.is_linked_to_previous = False
        paragraph = footer.paragraphs[0]._p
        for child in list(paragraph):
            paragraph.remove(child)
        paragraph.append(
            parse_xml(
                f'<w:pPr {nsdecls("w")}><w:spacing w:line="{gb.SMALL * 20}" w:lineRule="exact"/>'
                f'<w:ind w:{side}Chars="100" w:{side}="{gb.SMALL * 20}"/><w:jc w:val="{side}"/></w:pPr>'
            )
        )
        for piece in (
            "<w:t>—\N{NO-BREAK SPACE}</w:t>",
            '<w:fldChar w:fldCharType="begin"/>',
            '<w:instrText xml:space="preserve"> PAGE </w:instrText>',
            '<w:fldChar w:fldCharType="separate"/>',
            "<w:t>1</w:t>",
            '<w:fldChar w:fldCharType="end"/>',
            "<w:t>\N{NO-BREAK SPACE}—</w:t>",
        ):
            look = _run_properties(gb.SONGTI, gb.SMALL, latin=gb.SONGTI)
            paragraph.append(parse_xml(f"<w:r {nsdecls('w')}>{look}{piece}</w:r>"))
