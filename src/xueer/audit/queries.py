"""What the trail says about the state of everything: each write leaves an event, so it is a clock of changes."""

from xueer.audit.models import Event

# A long write may commit after a shorter one that began later; so far back its event is still noticed.
LOOKED_BACK = 5000


def version() -> tuple[int, int]:
    """A value that is another after any committed write: the newest event, and how many there are just before it.

    Signing in and out changes nothing that is computed from and is left out.
    """
    events = Event.objects.exclude(verb__startswith="access.sign_").order_by()
    newest = events.order_by("-id").values_list("id", flat=True).first() or 0
    return newest, events.filter(id__gt=newest - LOOKED_BACK).count()
