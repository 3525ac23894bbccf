"""A regulation as one text: split into chapters and numbered articles, and written out again. No database.

    第二章 集中学习                 a chapter (with 第…节 a section of it)
    第四条 中心组每季度……           an article; what follows up to the next one belongs to it

Where no line begins with 第…条, lines that begin with 一、 or 1. are taken for the articles. A number of any other form
is written in brackets: 【附则】.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from xueer.common.text import fold_width, trim

NUMERAL = "[一二三四五六七八九十百千零〇两0-9０-９]+"
CHAPTER = re.compile(rf"第\s*{NUMERAL}\s*[章编]")
SECTION = re.compile(rf"第\s*{NUMERAL}\s*节")
ARTICLE = re.compile(rf"(第\s*{NUMERAL}\s*条(?:之{NUMERAL})?)[\s:：、]*")
LISTED = re.compile(r"([一二三四五六七八九十百]+)\s*[、．.]\s*")
COUNTED = re.compile(r"([0-9０-９]{1,3})\s*[、．.)）]\s*(?![0-9])")
BRACKETED = re.compile(r"【\s*([^】]{1,50}?)\s*】\s*")
PREAMBLE = "序言"


@dataclass
class Article:
    """A numbered clause as the text has it."""

    number: str
    chapter: str
    text: str


@dataclass
class Document:
    """What a text was split into. `before`: lines in front of the first article that belong to none."""

    articles: list[Article] = field(default_factory=list)
    before: list[str] = field(default_factory=list)

    @property
    def repeated(self) -> list[str]:
        """Numbers that occur twice."""
        seen: set[str] = set()
        return [a.number for a in self.articles if a.number in seen or seen.add(a.number)]  # type: ignore[func-returns-value]


def split(text: str) -> Document:
    """The chapters and articles of a text as pasted."""
    lines = [trim(line) for line in text.replace("\r\n", "\n").replace("\r", "\n").split("\n")]
    begins = _beginning(lines)
    found, chapter, section = Document(), "", ""
    for line in lines:
        if not line:
            continue
        if CHAPTER.match(line):
            chapter, section = _one_space(line), ""
        elif SECTION.match(line):
            section = _one_space(line)
        elif match := BRACKETED.match(line) or begins.match(line):
            title = f"{chapter} {section}".strip()
            found.articles.append(Article(_number(match[1]), title, line[match.end() :]))
        elif found.articles:
            last = found.articles[-1]
            last.text = f"{last.text}\n{line}" if last.text else line
        else:
            found.before.append(line)
    return found


def _beginning(lines: Iterable[str]) -> re.Pattern[str]:
    filled = [line for line in lines if line]
    return next((form for form in (ARTICLE, LISTED, COUNTED) if any(map(form.match, filled))), ARTICLE)


def _number(text: str) -> str:
    return re.sub(r"\s", "", fold_width(text))


def _one_space(text: str) -> str:
    return re.sub(r"\s+", " ", text)


def with_preamble(document: Document) -> list[Article]:
    """All articles, the lines before them as one of its own in front."""
    if not document.before:
        return document.articles
    return [Article(PREAMBLE, "", "\n".join(document.before)), *document.articles]


def written(articles: Iterable[Article]) -> str:
    """The text from which the same articles are split again."""
    return "\n".join(_lines(articles))


def _lines(articles: Iterable[Article]) -> Iterator[str]:
    chapter = ""
    for article in articles:
        if article.chapter != chapter:
            yield ("\n" if chapter else "") + article.chapter
            chapter = article.chapter
        head = f"{article.number}　" if ARTICLE.fullmatch(article.number) else f"【{article.number}】"
        yield f"{head}{article.text}"
