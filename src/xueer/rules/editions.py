"""Versions of a rulebook: what a published one holds, and what has changed between two of them."""

from collections.abc import Iterable
from typing import Any

from xueer.common.calendar import first_day, last_day
from xueer.rules.articles import Article
from xueer.rules.comparing import Change, compare
from xueer.rules.models import Clause, Edition, Rulebook


def content_of(rulebook: Rulebook) -> dict[str, Any]:
    """The rulebook as it reads now, in the form in which an edition keeps it."""
    first, last = first_day(rulebook.starts_on), last_day(rulebook.ends_on)
    return {
        "name": rulebook.name,
        "level": rulebook.level,
        "number": rulebook.number,
        "starts_on": first.isoformat() if first else None,
        "ends_on": last.isoformat() if last else None,
        "clauses": [
            {"number": clause.number, "chapter": clause.chapter, "text": clause.text} for clause in clauses_of(rulebook)
        ],
    }


def clauses_of(rulebook: Rulebook) -> list[Clause]:
    """The clauses in the order of the document."""
    return list(rulebook.clauses.order_by("position", "id"))


def articles_of(content: dict[str, Any]) -> list[Article]:
    """The clauses of an edition."""
    return [Article(one["number"], one["chapter"], one["text"]) for one in content["clauses"]]


def chapters_of(articles: Iterable[Article]) -> list[tuple[str, list[Article]]]:
    """Clauses by chapter, in their order."""
    found: list[tuple[str, list[Article]]] = []
    for article in articles:
        if not found or found[-1][0] != article.chapter:
            found.append((article.chapter, []))
        found[-1][1].append(article)
    return found


def changes(old: dict[str, Any], new: dict[str, Any]) -> list[Change]:
    """What became of each clause between two contents."""
    return compare(articles_of(old), articles_of(new))


def latest(rulebook: Rulebook) -> Edition | None:
    """The newest published edition."""
    return rulebook.editions.order_by("-number").select_related("published_by").first()


def is_published(rulebook: Rulebook) -> bool:
    """Does the newest edition read as the rulebook does now?"""
    newest = latest(rulebook)
    return newest is not None and newest.content == content_of(rulebook)
