"""The minutes of an activity as a document: facts that nobody typed, then the parts, then room to sign."""

from collections.abc import Iterator
from datetime import datetime

from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from xueer.activities.models import Activity
from xueer.activities.queries.minutes import Written, written
from xueer.reports.document import Block, Document, Heading, Paragraph, Span, Title, title_lines

NUMERALS = "一二三四五六七八九十"


def minutes_document(activity: Activity, *, reveals: bool) -> Document:
    """The minutes after GB/T 9704. `reveals`: may the reader know the reasons for absence?"""
    found = written(activity, reveals=reveals)
    whose = activity.group.name if activity.group else activity.unit.name
    title = _("Minutes of study of %(whose)s") % {"whose": whose}
    return Document(title, (Title(title_lines(title)), *_facts(activity, found), *_parts(found), *_signed()), ())


def _facts(activity: Activity, found: Written) -> Iterator[Block]:
    when = span(activity.starts_at, activity.ends_at)
    for label, words in [
        (_("Topic"), activity.topic),
        (_("Headings"), found.headings),
        (_("Time"), when),
        *found.generated,
    ]:
        yield Paragraph((Span(f"{label}：", lead=True), Span(words)))


def _parts(found: Written) -> Iterator[Block]:
    for line in filter(None, found.free.split("\n")):
        yield Paragraph((Span(line),))
    for number, (label, text, speeches) in enumerate(found.parts):
        yield Heading(1, (Span(f"{NUMERALS[number]}、{label}"),))
        if not text:
            yield Paragraph((Span(f"（{_('not written down')}）"),))
        for who, said in speeches:
            first, *more = said.split("\n")
            yield Paragraph((Span(f"{who}：", lead=True), Span(first)) if who else (Span(first),))
            yield from (Paragraph((Span(line),)) for line in more if line)
        if not speeches:
            yield from (Paragraph((Span(line),)) for line in text.split("\n") if line)


def _signed() -> Iterator[Block]:
    yield Paragraph((Span(" "),))
    chair, writer = _("Chair (signature)"), _("Written by (signature)")
    yield Paragraph((Span(f"{chair}：　　　　　　{writer}："),))


def span(starts_at: datetime, ends_at: datetime) -> str:
    """2025年9月11日14:30—16:32, with the second day only where it is another."""
    first, last = localtime(starts_at), localtime(ends_at)
    end = f"{last:%H:%M}" if first.date() == last.date() else f"{_day(last)}{last:%H:%M}"
    return f"{_day(first)}{first:%H:%M}—{end}"


def _day(day: datetime) -> str:
    return f"{day.year}年{day.month}月{day.day}日"
