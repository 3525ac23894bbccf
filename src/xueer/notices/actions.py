"""Telling people, and taking note that they have read or that a matter is settled."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from xueer.audit.actions import note
from xueer.notices.choices import NoticeKind
from xueer.notices.models import Notice
from xueer.org.models import Person


def notify(
    people: Iterable[Person | int],
    kind: NoticeKind,
    *,
    at: datetime,
    by: Any,
    address: str = "",
    about: str = "",
    **params: str,
) -> int:
    """Tells each of these people once; whoever acts (`by`) is not told of their own act. Returns how many were told.

    `params` fill the kind's sentence. The act that is told of notes itself in the trail; telling leaves no event.
    """
    ids = {getattr(person, "pk", person) for person in people} - {getattr(by, "pk", None)}
    rows = [
        Notice(person_id=pk, kind=kind, params=params, address=address, about=about, made_at=at) for pk in sorted(ids)
    ]
    Notice.objects.bulk_create(rows, batch_size=500)
    return len(rows)


def settle(about: str, *, at: datetime) -> int:
    """The matter is dealt with: nobody need decide it any more. Returns how many notices it settles."""
    return Notice.objects.filter(about=about, settled_at=None).update(settled_at=at, read_at=at)


def read_notices(person: Person, *, by: Any, at: datetime, ids: Iterable[int] | None = None) -> int:
    """Marks these notices of the person (None: all) as read."""
    rows = Notice.objects.filter(person=person, read_at=None)
    if ids is not None:
        rows = rows.filter(pk__in=list(ids))
    read = rows.update(read_at=at)
    if read:
        note(verb="notices.read", by=by, at=at, about=person, detail={"notices": read})
    return read
