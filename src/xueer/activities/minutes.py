"""The parts of the minutes, in one text. No database.

The workbook has a single column, 纪要, so the parts stand in it one after another, each under its head on a line of its
own: 【学习内容】 … 【研讨发言】 … What stands before the first head, or without any, is free text. Reading a text into
parts and composing it again loses no word of it, whoever wrote it and however.
"""

import re
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import NamedTuple

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from xueer.common.stale import plain

FREE, CONTENT, DISCUSSION, OPINIONS, PROBLEMS, FOLLOW_UP = (
    "free",
    "content",
    "discussion",
    "opinions",
    "problems",
    "follow_up",
)
# The heads are words of the workbook: part → 【head】. Their order is that of the text and of the page.
HEADS = {
    CONTENT: "学习内容",
    DISCUSSION: "研讨发言",
    OPINIONS: "形成意见",
    PROBLEMS: "解决的问题",
    FOLLOW_UP: "转化落实",
}
LABELS: dict[str, str | Promise] = {
    FREE: _("Free text"),
    CONTENT: _("What was studied"),
    DISCUSSION: _("Discussion"),
    OPINIONS: _("Opinions formed"),
    PROBLEMS: _("Problems solved"),
    FOLLOW_UP: _("Put into practice"),
}
HINTS: dict[str, str | Promise] = {
    FREE: _("Minutes that are not divided into parts. Move what fits into the parts below, or leave it."),
    CONTENT: _("The papers by their full titles, and the main points."),
    OPINIONS: _("What was agreed or decided: who does what by when. Dissent is written down as well."),
    PROBLEMS: _("The question from the work, and the solution that was found."),
    FOLLOW_UP: _("What will be done with it, by whom, and when one looks back."),
}
PART_OF = {head: part for part, head in HEADS.items()}
HEAD_LINE = re.compile(r"^[ \t　]*【(" + "|".join(HEADS.values()) + r")】[ \t　]*(.*)$")
SPEAKER_LINE = re.compile(r"^[ \t　]*([^：:，。；、？！\s][^：:，。；、？！]{0,19})[：:](.*)$")
WIDE_BLANK = "　"
GOES_ON = re.compile("^　(?![ \t　])")
NOT_IN_NAMES = re.compile(r"[：:，。；、？！〔〕\n]")
LONGEST_NAME = 18
CONTROLS = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
# An Excel cell holds 32,767 units of UTF-16; a longer text could not be exported.
LONGEST = 32_000


def parts_of(text: str) -> dict[str, str]:
    """Part → text, of every part, empty ones included. A head that comes twice adds to its part."""
    found: dict[str, list[str]] = {part: [] for part in (FREE, *HEADS)}
    part = FREE
    for line in text.replace("\r\n", "\n").replace("\r", "\n").split("\n"):
        head = HEAD_LINE.match(line)
        if head:
            part = PART_OF[head[1]]
            line = head[2]
            if not line:
                continue
        found[part].append(line)
    return {name: plain("\n".join(lines)) for name, lines in found.items()}


def text_of(parts: Mapping[str, str]) -> str:
    """The one text; parts that are empty leave no head behind."""
    clean = {name: plain(CONTROLS.sub("", parts.get(name, ""))) for name in (FREE, *HEADS)}
    headed = [f"【{head}】\n{clean[part]}" for part, head in HEADS.items() if clean[part]]
    return "\n".join([*([clean[FREE]] if clean[FREE] else []), *headed])


class Speech(NamedTuple):
    """What somebody said; without a name, what is told of the discussion as a whole."""

    who: str
    said: str


def speeches_of(discussion: str, names: Collection[str]) -> list[Speech]:
    """The discussion by speaker: a line "name：…" begins a speech where the name is known, or may be a short name, or
    stands in 〔〕. A line set in by one wide blank goes on with what was said."""
    found: list[tuple[str, list[str]]] = []
    for line in discussion.split("\n"):
        if found and GOES_ON.match(line):
            found[-1][1].append(line[1:])
        elif begun := _begun(line, names):
            found.append((begun.who, [begun.said]))
        elif found:
            found[-1][1].append(line)
        else:
            found.append(("", [line]))
    return [Speech(who, said) for who, lines in found if (said := plain("\n".join(lines))) or who]


def _begun(line: str, names: Collection[str]) -> Speech | None:
    """The speech that the line begins; None where it goes on."""
    begun = SPEAKER_LINE.match(line)
    if not begun:
        return None
    who, said = begun[1].strip(), begun[2].strip()
    if who.startswith("〔") and who.endswith("〕") and who[1:-1].strip():
        return Speech(who[1:-1].strip(), said)
    return Speech(who, said) if who in names or may_be_name(who) else None


def may_be_name(word: str) -> bool:
    """Two to four Chinese characters, or parts of a name with · between; a longer word only if it is known."""
    letters = word.replace("·", "")
    han = bool(letters) and all("\u3400" <= letter <= "\u9fff" or letter > "\U00020000" for letter in letters)
    return han and (2 <= len(word) <= 4 or "·" in word)


def discussion_of(speeches: Iterable[Speech]) -> str:
    """The discussion as text. What has no name stands first, where it cannot pass for words of whoever spoke before
    it; a name without words is left out. Lines that would read as somebody else's beginning are set in."""
    given = [(_clean_name(who), plain(said).split("\n")) for who, said in speeches if plain(said)]
    nameless = [line for who, lines in given if not who for line in lines]
    text = [line if place == 0 else _guarded(line) for place, line in enumerate(nameless)]
    for who, (first, *more) in given:
        if not who:
            continue
        shown = who if may_be_name(who) else f"〔{who}〕"
        text += [f"{shown}：{first.lstrip()}", *map(_guarded, more)]
    return "\n".join(text)


def _clean_name(who: str) -> str:
    return " ".join(NOT_IN_NAMES.sub(" ", who).split())[:LONGEST_NAME].strip()


def _guarded(line: str) -> str:
    return f"{WIDE_BLANK}{line}" if _begun(line, ()) or GOES_ON.match(line) else line


# ---- completeness ----

# Which headings ask for a part (the rule of the leading groups, the local rules on meetings and business sessions).
DISCUSSED = {"中心组学习", "专题研讨", "组织生活会", "民主评议党员"}
DECIDED = {"专题研讨", "支部党员大会", "支部委员会会议", "组织生活会", "民主评议党员"}
SOLVED = {"专题研讨"}
LEADING_GROUP, BUSINESS = "中心组", "业务"


@dataclass(frozen=True)
class Session:
    """What decides which parts the minutes of a session need. `away`: central speakers who were not there."""

    headings: frozenset[str]
    categories: frozenset[str] = frozenset()
    group_kind: str = ""
    speakers: tuple[str, ...] = ()
    away: frozenset[str] = frozenset()

    @property
    def awaited(self) -> tuple[str, ...]:
        """The central speakers of whom words are missing until they are written: not those who were not there."""
        return tuple(who for who in self.speakers if who not in self.away)


def needed(session: Session) -> frozenset[str]:
    """The parts that this session's minutes must have."""
    leading = session.group_kind == LEADING_GROUP
    wanted = {CONTENT}
    if leading or session.awaited or session.headings & DISCUSSED:
        wanted.add(DISCUSSION)
    if session.headings & DECIDED:
        wanted.add(OPINIONS)
    if session.headings & SOLVED or any(BUSINESS in word for word in session.categories):
        wanted.add(PROBLEMS)
    return frozenset(wanted)


@dataclass(frozen=True)
class Point:
    """One point of the completeness check. `kind`: ok written, risk missing though needed, due not needed."""

    part: str
    kind: str
    who: str = ""

    @property
    def missing(self) -> bool:
        return self.kind == "risk"


def check(text: str, session: Session) -> list[Point]:
    """Every part, and every central speaker who was there and of whom nothing is written. Free text counts for what was
    studied."""
    parts, wanted = parts_of(text), needed(session)
    said = {who for who, words in speeches_of(parts[DISCUSSION], session.speakers) if words}
    points = []
    for part in HEADS:
        there = parts[part] or (part == CONTENT and parts[FREE])
        points.append(Point(part, "ok" if there else "risk" if part in wanted else "due"))
        if part == DISCUSSION and parts[DISCUSSION]:
            points += [Point(part, "risk", who) for who in session.awaited if who not in said]
    return points


def rows_for(parts: Mapping[str, str], session: Session) -> list[Speech]:
    """The lines of the page's discussion: what is written, then the central speakers awaited who have no line yet."""
    written = speeches_of(parts[DISCUSSION], session.speakers)
    there = {speech.who for speech in written}
    return [*written, *(Speech(who, "") for who in session.awaited if who not in there)]
