"""What is done once a day by the process of background jobs: when it starts, and just after each midnight."""

from datetime import datetime, timedelta
from threading import Event, Thread

from django.db import connection

from xueer.common.calendar import local_zone, now
from xueer.exchange.actions.uploading import forget_old_uploads
from xueer.org.actions import settle_today

# So long after midnight, that no clock still shows yesterday.
AFTER_MIDNIGHT = timedelta(minutes=1)


def do_chores(at: datetime) -> None:
    """Forgets uploads that nobody imported, and settles the posts and moves whose day has come."""
    forget_old_uploads(at=at)
    settle_today(at=at)


def until_next(at: datetime) -> timedelta:
    """How long from this moment to the next time, on the instance's own clock."""
    here = at.astimezone(local_zone())
    midnight = datetime.combine(here.date() + timedelta(days=1), datetime.min.time(), tzinfo=here.tzinfo)
    return midnight.astimezone(at.tzinfo) + AFTER_MIDNIGHT - at


def keep_doing(ended: Event) -> Thread:
    """Does the chores now, and each day until `ended`, in a thread that never holds the process back."""
    do_chores(now())
    thread = Thread(target=_each_day, args=(ended,), daemon=True, name="daily")
    thread.start()
    return thread


def _each_day(ended: Event) -> None:
    while not ended.wait(until_next(now()).total_seconds()):
        try:
            do_chores(now())
        finally:
            connection.close()
