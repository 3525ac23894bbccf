"""The secret in the address of a person's calendar feed: made on request, changed or emptied to take it back."""

import secrets
from datetime import datetime
from typing import Any

from django.db import transaction

from xueer.audit.actions import note
from xueer.org.models import Person

SECRET_BYTES = 32  # 43 characters


def new_feed_key(person: Person, *, by: Any, at: datetime) -> str:
    """Gives the person a new key and returns it; an older one holds no more. The key itself leaves no trace in the
    trail."""
    with transaction.atomic():
        person.feed_key = secrets.token_urlsafe(SECRET_BYTES)
        person.save(update_fields=["feed_key"])
        note(verb="org.new_feed_key", by=by, at=at, about=person)
    return person.feed_key


def drop_feed_key(person: Person, *, by: Any, at: datetime) -> None:
    """Closes the feed; nothing happens where there is none."""
    if not person.feed_key:
        return
    with transaction.atomic():
        person.feed_key = ""
        person.save(update_fields=["feed_key"])
        note(verb="org.drop_feed_key", by=by, at=at, about=person)
