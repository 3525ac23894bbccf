"""Clauses written in pages: the whole document at once, or one of them."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from xueer.audit.actions import note
from xueer.rules.actions.noting import applied
from xueer.rules.articles import Article
from xueer.rules.comparing import matched
from xueer.rules.editions import clauses_of
from xueer.rules.errors import RuleRefused
from xueer.rules.models import Clause, Rulebook
from xueer.rules.naming import nameable

LONGEST_NUMBER, LONGEST_CHAPTER, LONGEST_TEXT = 50, 200, 20_000


def checked(article: Article) -> Article:
    """An article that may be stored. Raises RuleRefused in words."""
    number = nameable(article.number, field="number", most=LONGEST_NUMBER)
    text, chapter = article.text.strip(), article.chapter.strip()
    if not text:
        raise RuleRefused(_("%(number)s has no text.") % {"number": number}, field="text")
    if len(text) > LONGEST_TEXT:
        words = _("%(number)s is longer than %(most)s characters.") % {"number": number, "most": LONGEST_TEXT}
        raise RuleRefused(words, field="text")
    if len(chapter) > LONGEST_CHAPTER:
        raise RuleRefused(_("At most %(most)s characters.") % {"most": LONGEST_CHAPTER}, field="chapter")
    if any(ord(letter) < 32 and letter not in "\n\t" for letter in text + chapter):
        raise RuleRefused(_("No control characters."), field="text")
    return Article(number, chapter, text)


def checked_all(articles: Sequence[Article]) -> list[Article]:
    """Articles that together may be stored: each number once."""
    found = [checked(article) for article in articles]
    numbers = [article.number for article in found]
    if repeated := sorted({number for number in numbers if numbers.count(number) > 1}):
        raise RuleRefused(_("Occurs more than once: %(numbers)s.") % {"numbers": "、".join(repeated)}, field="text")
    return found


def undeletable(clauses: Sequence[Clause]) -> list[Clause]:
    """Those of the clauses on which requirements hang."""
    ids = [clause.pk for clause in clauses]
    return list(Clause.objects.filter(pk__in=ids, requirements__isnull=False).distinct().order_by("position"))


@transaction.atomic
def write_document(*, rulebook: Rulebook, articles: Sequence[Article], by: Any, at: datetime) -> int:
    """Makes the clauses of a rulebook exactly these, in this order; returns how many were added, changed or dropped.

    A clause is followed by its text (`rules.comparing`), so that its requirements go along when it gets another number.
    Raises RuleRefused when a clause would go on which requirements hang.
    """
    wanted = checked_all(articles)
    there = clauses_of(rulebook)
    became = matched(there, wanted)
    gone = [clause for index, clause in enumerate(there) if index not in became]
    if held := undeletable(gone):
        numbers = "、".join(clause.number for clause in held)
        raise RuleRefused(_("Requirements hang on %(numbers)s: end or move them first.") % {"numbers": numbers})
    for clause in gone:
        _drop(clause, by=by, at=at)
    _clear_numbers(there, wanted, became)
    here = {place: there[index] for index, place in became.items()}
    touched = len(gone)
    for place, article in enumerate(wanted):
        values = vars(article) | {"position": place + 1}
        if place in here:
            touched += _change(here[place], values, by=by, at=at)
        else:
            made = Clause.objects.create(rulebook=rulebook, **values)
            note(verb="rules.clause.add", by=by, at=at, about=made, words=_full(made))
            touched += 1
    return touched


def _clear_numbers(there: Sequence[Clause], wanted: Sequence[Article], became: dict[int, int]) -> None:
    """A number that passes from one clause to another would for a moment stand twice."""
    for index, place in became.items():
        if there[index].number != wanted[place].number:
            Clause.objects.filter(pk=there[index].pk).update(number=f"~{there[index].pk}")


@transaction.atomic
def change_clause(*, clause: Clause, article: Article, by: Any, at: datetime) -> bool:
    """Changes one clause; False when it is as it was. Raises RuleRefused when another one has the number."""
    wanted = checked(article)
    _refuse_taken(clause.rulebook, wanted.number, but=clause.pk)
    return _change(clause, vars(wanted), by=by, at=at)


@transaction.atomic
def add_clause(*, rulebook: Rulebook, article: Article, by: Any, at: datetime) -> Clause:
    """Adds a clause behind the last one."""
    wanted = checked(article)
    _refuse_taken(rulebook, wanted.number, but=0)
    last = max((clause.position for clause in clauses_of(rulebook)), default=0)
    made = Clause.objects.create(rulebook=rulebook, position=last + 1, **vars(wanted))
    note(verb="rules.clause.add", by=by, at=at, about=made, words=_full(made))
    return made


@transaction.atomic
def drop_clause(*, clause: Clause, by: Any, at: datetime) -> None:
    """Deletes a clause. Raises RuleRefused when a requirement hangs on it."""
    if undeletable([clause]):
        raise RuleRefused(_("Requirements hang on %(numbers)s: end or move them first.") % {"numbers": clause.number})
    _drop(clause, by=by, at=at)


def _refuse_taken(rulebook: Rulebook, number: str, *, but: int) -> None:
    if rulebook.clauses.filter(number=number).exclude(pk=but).exists():
        raise RuleRefused(_("There is a clause with this number already."), field="number")


def _change(clause: Clause, values: dict[str, Any], *, by: Any, at: datetime) -> bool:
    changed = applied(clause, values)
    clause.save(update_fields=["number", "chapter", "text", "position"])
    changed.pop("position", None)  # that others were inserted before it is no change of the clause
    if changed:
        note(verb="rules.clause.change", by=by, at=at, about=clause, words=_full(clause), detail=changed)
    return bool(changed)


def _drop(clause: Clause, *, by: Any, at: datetime) -> None:
    detail = {"chapter": clause.chapter, "text": clause.text}
    note(verb="rules.clause.drop", by=by, at=at, about=clause, words=_full(clause), detail=detail)
    clause.delete()


def _full(clause: Clause) -> str:
    return f"{clause.rulebook.code}、{clause.number}"
