"""A report as a document: blocks that writers turn into Word, a web page, a spreadsheet or PDF. No database, no styles.

The title stands first, the table goes on a page of its own after signature and date, as annexes do.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from xueer.reports.choices import Style
from xueer.reports.material import LEAD, TOKEN, Line

TITLE_WIDTH = 20  # characters of 二号 on a line
LEVELS = {Style.HEADING: 1, Style.SUBHEADING: 2}


class Shown(NamedTuple):
    """A figure as the document writes it: the number, and the words that follow it in a text."""

    number: str
    words: str


class Span(NamedTuple):
    """A piece of text; `figure` is the number of the figure it is, `lead` marks the words that open a paragraph."""

    text: str
    figure: int | None = None
    lead: bool = False


@dataclass(frozen=True)
class Title:
    lines: tuple[str, ...]


@dataclass(frozen=True)
class Addressee:
    text: str


@dataclass(frozen=True)
class Heading:
    level: int
    spans: tuple[Span, ...]


@dataclass(frozen=True)
class Paragraph:
    spans: tuple[Span, ...]


@dataclass(frozen=True)
class Signature:
    text: str


@dataclass(frozen=True)
class Date:
    day: date

    @property
    def text(self) -> str:
        return f"{self.day.year}年{self.day.month}月{self.day.day}日"


@dataclass(frozen=True)
class Table:
    """`head` are column names; a row has as many cells. Cells that are figures are numbers, set right."""

    caption: str
    head: tuple[str, ...]
    rows: tuple[tuple[Span, ...], ...]


Block = Title | Addressee | Heading | Paragraph | Signature | Date | Table


class Note(NamedTuple):
    """What a figure is, for the list of figures in a spreadsheet."""

    number: int
    name: str
    item: str
    value: float | int
    words: str
    records: int
    rule: str


@dataclass(frozen=True)
class Document:
    """Blocks in the order of a 公文: title, addressee, text, signature, date; tables as annexes."""

    title: str
    blocks: tuple[Block, ...]
    tables: tuple[Table, ...]
    notes: tuple[Note, ...] = ()


def document_of(
    *,
    title: str,
    addressee: str,
    signature: str,
    day: date,
    lines: Sequence[Line],
    shown: Mapping[int, Shown],
    notes: Sequence[Note] = (),
) -> Document:
    """Puts the figures into the lines. Every figure that a line names must be in `shown` (else KeyError)."""
    blocks: list[Block] = [Title(title_lines(title))]
    if addressee:
        blocks.append(Addressee(f"{addressee.rstrip('：:')}："))
    blocks += _text(lines, shown)
    tables = tuple(_tables(lines, shown))
    return Document(title, (*blocks, Signature(signature), Date(day)), tables, tuple(notes))


def _text(lines: Iterable[Line], shown: Mapping[int, Shown]) -> Iterable[Block]:
    for line in lines:
        if line.style in LEVELS:
            yield Heading(LEVELS[Style(line.style)], tuple(spans_of(line.text, shown)))
        elif line.style == Style.BODY:
            yield Paragraph(tuple(spans_of(line.text, shown)))


def spans_of(text: str, shown: Mapping[int, Shown], *, bare: bool = False) -> Iterable[Span]:
    """A text in pieces. `bare`: figures without their words, as in the cells of a table."""
    lead = LEAD.match(text)
    if lead:
        yield Span(lead.group(), lead=True)
        text = text[lead.end() :]
    for index, part in enumerate(TOKEN.split(text)):
        if index % 2:
            figure = shown[int(part)]
            yield Span(figure.number if bare else figure.number + figure.words, figure=int(part))
        elif part:
            yield Span(part)


def _tables(lines: Iterable[Line], shown: Mapping[int, Shown]) -> Iterable[Table]:
    caption = ""
    head: tuple[str, ...] = ()
    rows: list[tuple[Span, ...]] = []
    for line in [*lines, Line(Style.CAPTION, "")]:
        if line.style == Style.CAPTION:
            if rows:
                yield Table(caption, head, tuple(rows))
            caption, head, rows = line.text, (), []
        elif line.style == Style.HEAD:
            head = tuple(line.text.split("\t"))
        elif line.style == Style.ROW:
            rows.append(tuple(_cell(text, shown) for text in line.text.split("\t")))


def _cell(text: str, shown: Mapping[int, Shown]) -> Span:
    whole = TOKEN.fullmatch(text)
    if whole:
        return Span(shown[int(whole[1])].number, figure=int(whole[1]))
    return Span("".join(span.text for span in spans_of(text, shown, bare=True)))


def title_lines(title: str) -> tuple[str, ...]:
    """The title in lines of whole words: who, then about what, where it does not fit on one."""
    if len(title) <= TITLE_WIDTH:
        return (title,)
    who, about, what = title.partition("关于")
    parts = [who, about + what] if who and about else [title]
    return tuple(line for part in parts for line in _broken(part))


def _broken(text: str) -> list[str]:
    lines = -(-len(text) // TITLE_WIDTH)
    size = -(-len(text) // lines)
    return [text[start : start + size] for start in range(0, len(text), size)]


WIDE = re.compile(r"[^\x00-\xff]")


def width(text: str) -> float:
    """How many full-width characters a text takes: letters and digits are half as wide."""
    wide = len(WIDE.findall(text))
    return wide + (len(text) - wide) / 2
