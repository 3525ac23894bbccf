"""The trail of a line in words."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from xueer.audit.models import Event


@dataclass(frozen=True)
class Deed:
    """One event of the trail in words: when, by whom, what, and the reason or the fields that changed."""

    at: datetime
    who: str
    words: str
    detail: str


def history(events: Iterable[Event]) -> list[Deed]:
    """What was done to a line, in words."""
    return [Deed(one.at, one.actor_words, _deed(one.verb), _detail(one.detail)) for one in events]


def _deed(verb: str) -> str:
    return {
        "plans.item.add": pgettext("deed", "Added"),
        "plans.item.change": pgettext("deed", "Changed"),
        "plans.item.move": pgettext("deed", "Moved"),
        "plans.item.carry": pgettext("deed", "Carried over"),
        "plans.item.drop": pgettext("deed", "Dropped"),
        "plans.item.restore": pgettext("deed", "Taken up again"),
        "plans.item.leave": pgettext("deed", "Left undone when the year was closed"),
    }.get(verb, verb)


def _detail(detail: dict[str, Any]) -> str:
    """The reason, and what each changed field was before and is now."""
    names = field_names()
    parts = [f"{names[name]} {old or '–'} → {new or '–'}" for name, (old, new) in _pairs(detail) if name in names]
    reason = detail.get("reason")
    return " · ".join([*parts, *([str(reason)] if reason else [])])


def _pairs(detail: dict[str, Any]) -> list[tuple[str, list[Any]]]:
    return [(name, value) for name, value in detail.items() if isinstance(value, list) and len(value) == 2]


def field_names() -> dict[str, str]:
    """A line's fields as pages call them."""
    return {
        "topic": _("Topic"),
        "types": _("Headings"),
        "month": _("Month"),
        "due_on": _("Day"),
        "group": _("Group"),
        "categories": _("Categories"),
        "lecturer": pgettext("part", "Lecturer"),
        "note": pgettext("plan", "Note"),
        "requirement": _("Requirement it answers"),
    }
