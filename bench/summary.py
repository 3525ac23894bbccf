"""The year's summary in Word, from records to file, against writing the same document from ready figures."""

from pathlib import Path

import docx
from django.db import transaction
from django.test import override_settings
from django.utils import timezone
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.shared import Mm, Pt

from bench.context import Context
from bench.measure import Row, Timing, in_turn
from bench.standings import ON, PEOPLE, RECORDS, REQUIREMENTS, UNITS, YEAR, build
from xueer.audit.kept import forget
from xueer.org.actions import derive_memberships
from xueer.org.models import Person, Unit
from xueer.reports.actions import compose, write_document
from xueer.reports.document import Document, Heading, Paragraph, Signature, Title
from xueer.reports.documents import document_of_lines

OFFICE = 42  # people


def run(context: Context) -> list[Row]:
    path = context.home / "summary.docx"
    found: dict[str, Timing] = {}

    def cost(scale: float) -> tuple[Timing, Timing]:
        context.empty()
        district = build(scale)
        office = enlarged(Unit.objects.get(code="U000"))
        if scale == context.scales[-1]:
            found["district"], found["limit"] = measured(district, path)
            found["again"], found["beside"] = again(district, path)
        return measured(office, path)

    ours, limit, _growth = context.grown(cost)
    size = f"{UNITS} units, {PEOPLE:,} people, {REQUIREMENTS} requirements, {RECORDS:,} records"
    against = "the same document by the Word library from ready figures"
    return [
        Row(
            what="summary of an office in Word",
            size=f"{OFFICE} people; {size}",
            ours=ours,
            against=against,
            limit=limit,
            bar=5,
        ),
        Row(
            what="summary of the district in Word",
            size=size,
            ours=found["district"],
            against=against,
            limit=found["limit"],
        ),
        Row(
            what="the same summary again, nothing written since",
            size=size,
            ours=found["again"],
            against=against,
            limit=found["beside"],
        ),
    ]


def enlarged(unit: Unit) -> Unit:
    """The unit with as many people as an office has."""
    with transaction.atomic():
        missing = OFFICE - unit.people.count()
        Person.objects.bulk_create(
            Person(code=f"X{n:05}", name=f"人{n}", unit=unit, password="!") for n in range(max(0, missing))
        )
        derive_memberships()
    return unit


def again(unit: Unit, path: Path) -> tuple[Timing, Timing]:
    """The summary when its standings are kept: written once untimed, then measured."""
    forget()
    with override_settings(STANDINGS_KEPT=120_000):
        write_document("summary", unit, YEAR, path, at=timezone.now(), on=ON)
        timings = measured(unit, path)
    forget()
    return timings


def measured(unit: Unit, path: Path) -> tuple[Timing, Timing]:
    made = compose("summary", unit, YEAR, on=ON)
    ready, _empty = document_of_lines(
        title=made.title, addressee=made.addressee, unit=unit, day=ON, lines=made.lines, figures=made.figures
    )
    at = timezone.now()
    return tuple(  # type: ignore[return-value]
        in_turn(
            lambda: write_document("summary", unit, YEAR, path, at=at, on=ON),
            lambda: plainly(ready, path),
        )
    )


def plainly(text: Document, path: Path) -> None:
    """The document as one writes it with the library by its own means: page, styles, paragraphs, runs, a table."""
    document = docx.Document()
    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.top_margin, section.bottom_margin, section.left_margin, section.right_margin = (
        Mm(37),
        Mm(35),
        Mm(28),
        Mm(26),
    )
    normal = document.styles["Normal"]
    normal.font.name, normal.font.size = "Times New Roman", Pt(16)
    for block in text.blocks:
        match block:
            case Title(lines):
                for line in lines:
                    document.add_paragraph(line).alignment = WD_ALIGN_PARAGRAPH.CENTER
            case Heading(level, spans):
                document.add_heading("".join(span.text for span in spans), level)
            case Paragraph(spans):
                paragraph = document.add_paragraph()
                paragraph.paragraph_format.first_line_indent = Pt(32)
                for span in spans:
                    paragraph.add_run(span.text)
            case _:
                paragraph = document.add_paragraph(block.text)
                if isinstance(block, Signature):
                    paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT
    for table in text.tables:
        grid = document.add_table(rows=1 + len(table.rows), cols=len(table.head))
        for row, texts in zip(
            grid.rows, [table.head, *([cell.text for cell in row] for row in table.rows)], strict=True
        ):
            for cell, content in zip(row.cells, texts, strict=True):
                cell.text = content
    document.save(str(path))
