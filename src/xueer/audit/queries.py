"""What the trail says about the state of everything: each write leaves an event, so it is a clock of changes."""

from typing import Any, NamedTuple

from django.db import connection
from django.db.models import QuerySet

from xueer.audit.models import Event

# A long write may commit after a shorter one that began later; so far back its event is still noticed.
LOOKED_BACK = 5000
CHANGE = ("verb", "detail", "object_kind", "object_id")
# More events than this are not looked through one by one.
MOST_CHANGES = 500


class Version(NamedTuple):
    """Another value after any committed write: the newest event, and how many there are just before it.

    SQLite lets one writer in at a time, so that events are committed in the order of their ids and the newest says
    everything; there `just_before` is 0.
    """

    newest: int
    just_before: int


class Change(NamedTuple):
    """One act since a version; `kind` and `object_id` of what it is about, or empty."""

    verb: str
    detail: dict[str, Any]
    kind: str = ""
    object_id: str = ""


def version() -> Version:
    """The version of everything now."""
    newest = Event.objects.order_by("-id").values_list("id", flat=True).first() or 0
    return Version(newest, _just_before(newest))


def changes_since(known: Version) -> list[Change] | None:
    """Every act since that version, oldest first; None where that cannot be told for certain, or when it is a lot.

    Signing in and out and reading notices are left out: they change nothing that is computed from.
    """
    if _just_before(known.newest) != known.just_before:
        return None
    rows = _changes().filter(id__gt=known.newest).order_by("id").values_list(*CHANGE)[: MOST_CHANGES + 1]
    found = [Change(*row) for row in rows]
    return found if len(found) <= MOST_CHANGES else None


def last_event(about: Any, verb: str) -> Event | None:
    """The newest event of this verb about a row: who did it last, and when."""
    return Event.objects.filter(object_kind=about._meta.label, object_id=str(about.pk), verb=verb).first()


def _changes() -> QuerySet[Event]:
    return Event.objects.exclude(verb__startswith="access.sign_").exclude(verb="notices.read").order_by()


def _just_before(newest: int) -> int:
    if connection.vendor == "sqlite":
        return 0
    return Event.objects.filter(id__gt=newest - LOOKED_BACK, id__lte=newest).order_by().count()
