"""Two versions of a rule document side by side: which clause became which, and which words changed. No database.

A clause is followed by its text, not by its number: an article inserted in the middle renumbers those behind it without
changing them, and the requirements that stand on them go along.
"""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import NamedTuple, Protocol

# Below this likeness two texts are two clauses, not one that was reworded.
ALIKE = 0.6
# A clause that keeps its number may be reworded more freely before it counts as another one.
ALIKE_IN_PLACE = 0.35
# More pairs than this are not compared word by word: two documents that share nothing are no versions of each other.
MANY = 4000
# Nor where all of them hold more signs, old times new: that would take minutes.
MANY_SIGNS = 10**8
LONG = 2000
# Texts with more places of like signs than this (the same few signs over and over) are not laid beside each other sign
# by sign, which would take minutes as well: they are shown whole, the old one and the new one.
MANY_PLACES = 200_000
WORDS = re.compile(r"[A-Za-z0-9.%]+|\s+|.", re.DOTALL)


class Numbered(Protocol):
    """Anything with a number, a chapter and a text."""

    number: str
    chapter: str
    text: str


class Piece(NamedTuple):
    """A stretch of text: kept, added or dropped."""

    kind: str
    text: str


@dataclass(frozen=True)
class Change:
    """One clause in both versions; None where it is in one of them only."""

    old: Numbered | None
    new: Numbered | None

    @property
    def kind(self) -> str:
        """added, dropped, same, or what changed: reworded, renumbered, moved."""
        if self.old is None:
            return "added"
        if self.new is None:
            return "dropped"
        if self.old.text != self.new.text:
            return "reworded"
        if self.old.number != self.new.number:
            return "renumbered"
        return "same" if self.old.chapter == self.new.chapter else "moved"

    @property
    def pieces(self) -> list[Piece]:
        """The text with what was added and dropped."""
        return words_changed(self.old.text if self.old else "", self.new.text if self.new else "")


def compare(old: Sequence[Numbered], new: Sequence[Numbered]) -> list[Change]:
    """Every clause of both, in the order of the new version, dropped ones after the clause they stood behind."""
    became = matched(old, new)
    dropped: dict[int, list[Change]] = {}
    place = -1
    for index, clause in enumerate(old):
        if index in became:
            place = became[index]
        else:
            dropped.setdefault(place, []).append(Change(clause, None))
    origin = {there: here for here, there in became.items()}
    found = list(dropped.get(-1, []))
    for index, clause in enumerate(new):
        found.append(Change(old[origin[index]] if index in origin else None, clause))
        found += dropped.get(index, [])
    return found


def matched(old: Sequence[Numbered], new: Sequence[Numbered]) -> dict[int, int]:
    """Place in the old version → place in the new one, for the clauses that are in both.

    First those with the same text, then those that kept their number and resemble what stood there, then the likest.
    """
    found: dict[int, int] = {}
    free_old, free_new = list(range(len(old))), list(range(len(new)))

    def take(here: int, there: int) -> None:
        found[here] = there
        free_old.remove(here)
        free_new.remove(there)

    for here in list(free_old):
        same = [there for there in free_new if new[there].text == old[here].text]
        if same:
            take(here, min(same, key=lambda there: (new[there].number != old[here].number, abs(there - here))))
    for here in list(free_old):
        for there in list(free_new):
            if old[here].number == new[there].number and _alike(old[here].text, new[there].text) >= ALIKE_IN_PLACE:
                take(here, there)
                break
    signs_old, signs_new = (
        sum(len(old[here].text) for here in free_old),
        sum(len(new[there].text) for there in free_new),
    )
    if len(free_old) * len(free_new) > MANY or signs_old * signs_new > MANY_SIGNS:
        return found
    pairs = [(_alike(old[here].text, new[there].text), here, there) for here in free_old for there in free_new]
    for likeness, here, there in sorted(pairs, key=lambda pair: (-pair[0], pair[1], pair[2])):
        if likeness >= ALIKE and here in free_old and there in free_new:
            take(here, there)
    return found


def _alike(one: str, other: str) -> float:
    matcher = SequenceMatcher(None, one, other, autojunk=len(one) > LONG)
    if matcher.real_quick_ratio() < ALIKE_IN_PLACE or matcher.quick_ratio() < ALIKE_IN_PLACE:
        return 0.0
    return matcher.quick_ratio() if _is_costly(one, other) else matcher.ratio()


def _is_costly(one: Sequence[str], other: Sequence[str]) -> bool:
    """Are there too many places of like signs to look through?"""
    there = Counter(other)
    return sum(n * there[sign] for sign, n in Counter(one).items()) > MANY_PLACES


def words_changed(old: str, new: str) -> list[Piece]:
    """The new text with what was dropped from the old one in its place."""
    before, after = WORDS.findall(old), WORDS.findall(new)
    if _is_costly(before, after):
        return [Piece("kept", new)] if old == new else [Piece("dropped", old), Piece("added", new)]
    found: list[Piece] = []
    for kind, a, b, c, d in SequenceMatcher(None, before, after, autojunk=len(before) > LONG).get_opcodes():
        if kind == "equal":
            found.append(Piece("kept", "".join(before[a:b])))
            continue
        if a < b:
            found.append(Piece("dropped", "".join(before[a:b])))
        if c < d:
            found.append(Piece("added", "".join(after[c:d])))
    return found
