"""Telling people, and taking note that they have read or that a matter is settled."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db.models import F, Value
from django.db.models.functions import Coalesce

from xueer.audit.actions import note
from xueer.common.calendar import local_day
from xueer.notices.choices import NoticeKind
from xueer.notices.models import Notice
from xueer.notices.queries import FEW, can_be_told
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
    ids: set[int] = {person if isinstance(person, int) else person.pk for person in people}
    ids.discard(getattr(by, "pk", 0))
    letters = [Letter(pk, address=address, about=about, params=params) for pk in sorted(ids)]
    return notify_each(letters, kind, at=at)


@dataclass(frozen=True)
class Letter:
    """What one person is told: `params` fill the sentence, `address` and `about` as in `Notice`."""

    person_id: int
    address: str = ""
    about: str = ""
    params: dict[str, str] = field(default_factory=dict)


def notify_each(letters: Sequence[Letter], kind: NoticeKind, *, at: datetime) -> int:
    """Tells each person something of their own, in two queries. Whoever has left or lost the account is not told."""
    here = can_be_told({letter.person_id for letter in letters}, on=local_day(at))
    rows = [
        Notice(
            person_id=letter.person_id,
            kind=kind,
            params=letter.params,
            address=letter.address,
            about=letter.about,
            made_at=at,
        )
        for letter in letters
        if letter.person_id in here
    ]
    Notice.objects.bulk_create(rows, batch_size=500)
    return len(rows)


def settle(about: str, *, at: datetime) -> int:
    """The matter is dealt with: nobody need decide it any more. Returns how many notices it settles."""
    return settle_all([about], at=at)


def settle_all(about: Sequence[str], *, at: datetime) -> int:
    """These matters are dealt with, as in `settle`."""
    settled = 0
    for start in range(0, len(about), FEW):
        rows = Notice.objects.filter(about__in=about[start : start + FEW], settled_at=None)
        settled += rows.update(settled_at=at, read_at=Coalesce(F("read_at"), Value(at)))
    return settled


def read_notices(person: Person, *, by: Any, at: datetime, ids: Iterable[int] | None = None) -> int:
    """Marks these notices of the person (None: all) as read."""
    rows = Notice.objects.filter(person=person, read_at=None)
    if ids is not None:
        rows = rows.filter(pk__in=list(ids))
    read = rows.update(read_at=at)
    if read:
        note(verb="notices.read", by=by, at=at, about=person, detail={"notices": read})
    return read
