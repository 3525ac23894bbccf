"""What a report is composed from: figures taken on demand over one scope, and the lines that hold them.

A line is text with figures as {{n}}. Each (metric, item) is taken once and keeps its number wherever it stands.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from decimal import Decimal
from typing import NamedTuple

from xueer.metrics.registry import BY_SLUG
from xueer.metrics.scope import Scope
from xueer.reports.choices import Style
from xueer.reports.numbers import exact

TOKEN = re.compile(r"\{\{(\d{1,9})\}\}")
SENTENCE = re.compile(r"[^。！？]*[。！？]+[）”’」』]*|[^。！？]+")


class Line(NamedTuple):
    """One paragraph: a `Style` and its text."""

    style: str
    text: str


@dataclass(frozen=True)
class Taken:
    """A figure as it was taken; `value` None where there is no data."""

    number: int
    metric: str
    item: str
    words: str
    value: Decimal | None
    records: int


@dataclass
class Material:
    """The scope of a report and the figures taken from it so far."""

    scope: Scope
    year: int
    figures: dict[tuple[str, str], Taken] = field(default_factory=dict)

    def figure(self, slug: str, words: str = "", item: str = "") -> str:
        """The token of a figure, which is taken if it has not been. `words` follow the number in the text."""
        key = (slug, item)
        if key not in self.figures:
            measured = BY_SLUG[slug].value(self.scope, item or None)
            taken = Taken(len(self.figures) + 1, slug, item, words, exact(measured.value), measured.records)
            self.figures[key] = taken
        return f"{{{{{self.figures[key].number}}}}}"

    def value(self, slug: str, item: str = "") -> Decimal:
        """A figure's value to decide by, 0 where there is no data; it does not enter the report."""
        return exact(BY_SLUG[slug].value(self.scope, item or None).value) or Decimal(0)


def plain(name: str) -> str:
    """A name that somebody typed, so that it is never read as a figure, a cell or the end of a sentence."""
    return name.replace("{{", "{ {").replace("\t", " ").replace("。", "．")


def numbers_in(text: str) -> list[int]:
    """Numbers of the figures in a text, in order."""
    return [int(number) for number in TOKEN.findall(text)]


def sentences(text: str) -> list[str]:
    return SENTENCE.findall(text)


def without_figures(lines: Iterable[Line], dropped: set[int]) -> list[Line]:
    """The lines without the sentences (in tables: the rows) that hold one of these figures.

    A lead (（一）……。) that is left alone goes too, and so does a heading with nothing under it; what follows moves up
    in its numbering.
    """
    kept: list[Line] = []
    for line in lines:
        if not dropped.intersection(numbers_in(line.text)):
            kept.append(line)
        elif line.style not in (Style.HEAD, Style.ROW, Style.CAPTION):
            rest = [one for one in sentences(line.text) if not dropped.intersection(numbers_in(one))]
            if any(LEAD.fullmatch(one) is None for one in rest):
                kept.append(Line(line.style, "".join(rest)))
    return renumbered(_without_empty_headings(kept))


ORDINALS = ("一", "二", "三", "四", "五", "六", "七", "八", "九", "十", "十一", "十二", "十三", "十四", "十五")
ORDINAL = "([一二三四五六七八九十]{1,3})"
LEAD = re.compile(r"（[一二三四五六七八九十]{1,3}）[^。{}]{1,30}。")
LEAD_NUMBER = re.compile(f"（{ORDINAL}）")
HEADING_NUMBER = re.compile(f"{ORDINAL}、")
POINT = re.compile(f"{ORDINAL}是")
RANK = {Style.HEADING: 1, Style.SUBHEADING: 2}


def renumbered(lines: Iterable[Line]) -> list[Line]:
    """Headings (一、), leads (（一）) and points (一是) in a row again after some have gone. 一 begins a new row."""
    found, headings, leads = [], 0, 0
    for style, text in lines:
        if style == Style.HEADING:
            text, headings = _next_number(HEADING_NUMBER, text, headings, "{}、")
            leads = 0
        elif style in (Style.BODY, Style.SUBHEADING):
            text, leads = _next_number(LEAD_NUMBER, text, leads, "（{}）")
            text = _points(text)
        found.append(Line(style, text))
    return found


def _next_number(pattern: re.Pattern[str], text: str, before: int, form: str) -> tuple[str, int]:
    number = pattern.match(text)
    if number is None or before + 1 > len(ORDINALS):
        return text, before
    position = 1 if number[1] == ORDINALS[0] else before + 1
    return form.format(ORDINALS[position - 1]) + text[number.end() :], position


def _points(text: str) -> str:
    found, position = [], 0
    for sentence in sentences(text):
        moved, position = _next_number(POINT, sentence, position, "{}是")
        found.append(moved)
    return "".join(found)


def _without_empty_headings(lines: list[Line]) -> list[Line]:
    kept: list[Line] = []
    following = 0  # the rank of the heading that follows, 0 for text
    for line in reversed(lines):
        rank = RANK.get(Style(line.style), 3)
        if rank == 3 or following > rank:
            kept.append(line)
            following = rank
    return kept[::-1]
