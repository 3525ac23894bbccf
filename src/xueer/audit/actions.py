"""Writing the trail. Every action of every stage calls `note` inside its own transaction."""

from collections.abc import Iterable
from contextvars import ContextVar
from datetime import datetime
from typing import Any

from xueer.audit.models import Event

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


def note_many(*, verb: str, by: Any, at: datetime, abouts: Iterable[Any], detail: dict[str, Any] | None = None) -> None:
    """Adds one event per row of `abouts` in one statement; for bulk acts such as an import."""
    Event.objects.bulk_create(
        [Event(**_fields(verb, by, at, about, "", "", detail, "")) for about in abouts], batch_size=1000
    )


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
