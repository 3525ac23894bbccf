"""Writing the trail. Every action of every stage calls `note` inside its own transaction."""

from contextvars import ContextVar
from datetime import datetime, timedelta
from typing import Any

from django.db import IntegrityError, transaction

from xueer.audit.models import Event, Submission
from xueer.common.bulk import Put
from xueer.common.calendar import BEGINNING

# The caller's network address, set per request by `access.middleware`; empty on the command line.
caller_address: ContextVar[str] = ContextVar("caller_address", default="")


def note(
    *,
    verb: str,
    by: Any,
    at: datetime,
    about: Any = None,
    kind: str = "",
    words: str = "",
    detail: dict[str, Any] | None = None,
    digest: str = "",
) -> None:
    """Adds one event. `by` is a person, or None for the system; `about` a model row, or None with `kind`/`words`."""
    Event.objects.create(**_fields(verb, by, at, about, kind, words, detail, digest))


def note_put(put: Put, *, verb: str, by: Any, at: datetime, kind: str = "") -> None:
    """Adds one event per row that a bulk act added (`verb`.add) or changed (`verb`.change, with old and new values)."""
    kind = kind or put.model._meta.label
    actor = {"by": by, "at": at, "about": None, "kind": kind, "digest": ""}
    events = []
    for key, row in put.added.items():
        events.append((put.ids[key], _fields(f"{verb}.add", words=_words(key, row), detail={}, **actor)))
    for key, changes in put.changed.items():
        detail = {name: [_shown(old), _shown(new)] for name, (old, new) in changes.items()}
        events.append((put.ids[key], _fields(f"{verb}.change", words=_words(key, {}), detail=detail, **actor)))
    Event.objects.bulk_create([Event(**fields | {"object_id": str(pk)}) for pk, fields in events], batch_size=1000)


def _words(key: tuple, row: Any) -> str:
    parts = [str(part) for part in key if part not in (None, "", BEGINNING)]
    name = row.get("name") or row.get("topic")
    return "、".join(parts) + (f" {name}" if name and name not in parts else "")


def _shown(value: Any) -> Any:
    return value if value is None or isinstance(value, str | int | bool) else str(value)


def _fields(
    verb: str, by: Any, at: datetime, about: Any, kind: str, words: str, detail: dict[str, Any] | None, digest: str
) -> dict[str, Any]:
    return {
        "verb": verb,
        "at": at,
        "actor_id": getattr(by, "pk", None),
        "actor_words": str(by)[:200] if by is not None else "",
        "object_kind": kind or (about._meta.label if about is not None else ""),
        "object_id": str(about.pk) if about is not None else "",
        "object_words": (words or (str(about) if about is not None else ""))[:300],
        "detail": detail or {},
        "digest": digest,
        "address": caller_address.get(),
    }


REMEMBERED = timedelta(days=7)


def claim(key: str, *, by: Any, at: datetime) -> Submission | None:
    """Takes a form's key for this sending, inside the caller's transaction; the earlier sending if it is taken already.

    A sending that is being carried out at this moment is waited for.
    """
    full = f"{by.pk}:{key}"[:64]
    Submission.objects.filter(at__lt=at - REMEMBERED).delete()
    try:
        with transaction.atomic():
            Submission.objects.create(key=full, person_id=by.pk, at=at)
    except IntegrityError:
        return Submission.objects.get(key=full)
    return None


def answer_claim(key: str, *, by: Any, answer: str | None) -> None:
    """Remembers where the form led; None: it was refused and may be sent again with the same key."""
    rows = Submission.objects.filter(key=f"{by.pk}:{key}"[:64])
    if answer is None:
        rows.delete()
    else:
        rows.update(answer=answer[:500])
