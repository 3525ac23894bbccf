"""A calendar as phones and desktops subscribe to it (iCalendar, RFC 5545): sessions, and the last days of make-ups.

No reasons and no names: what stands here leaves the house by an address that only its owner should know.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from django.conf import settings
from django.db.models import Count, Max
from django.urls import reverse
from django.utils.translation import gettext as _
from icalendar import Alarm, Calendar, Event

from xueer.activities.choices import ActivityState
from xueer.activities.models import Activity, MakeUp
from xueer.audit.models import Event as TrailEvent
from xueer.common.calendar import ONE_DAY, local_zone
from xueer.plans.models import PlanItem

BEHIND, AHEAD = timedelta(days=92), timedelta(days=366)
REMINDED = timedelta(minutes=30)
STATES = {
    ActivityState.PLANNED: "TENTATIVE",
    ActivityState.CANCELLED: "CANCELLED",
}


@dataclass(frozen=True)
class Change:
    """How often something was written about a row, and when last: SEQUENCE and LAST-MODIFIED of its event."""

    times: int
    last: datetime


BEFORE = Change(0, datetime(2000, 1, 1, tzinfo=UTC))


def changes(activities: Iterable[Activity]) -> dict[str, Change]:
    """Activity id → its changes, in one query over the trail."""
    ids = [str(row.pk) for row in activities]
    rows = TrailEvent.objects.filter(object_kind=Activity._meta.label, object_id__in=ids).order_by()
    counted = rows.values("object_id").annotate(times=Count("id"), last=Max("at"))
    return {row["object_id"]: Change(row["times"], row["last"]) for row in counted}


def calendar(
    name: str, *, sessions: Iterable[Activity], items: Iterable[PlanItem], owed: Iterable[MakeUp], site: str
) -> bytes:
    """The feed's text. `site`: scheme and host of this installation, for the links; `owed`: the owner's make-ups."""
    made = Calendar()
    made.add("prodid", "-//Xue'er//calendar//ZH")
    made.add("version", "2.0")
    made.add("method", "PUBLISH")
    made.add("x-wr-calname", name)
    made.add("x-wr-timezone", settings.TIME_ZONE)
    made.add("refresh-interval", timedelta(hours=1), parameters={"VALUE": "DURATION"})
    shown = list(sessions)
    known = changes(shown)
    for row in shown:
        made.add_component(_session(row, known.get(str(row.pk), BEFORE), site))
    for item in items:
        made.add_component(_item(item, site))
    for make_up in owed:
        made.add_component(_make_up(make_up, site))
    made.add_missing_timezones()
    return made.to_ical()


def _event(uid: str, summary: str, change: Change) -> Event:
    event = Event()
    event.add("uid", f"{uid}@xueer")
    event.add("summary", summary)
    event.add("dtstamp", change.last)
    event.add("last-modified", change.last)
    event.add("sequence", change.times)
    return event


def _session(row: Activity, change: Change, site: str) -> Event:
    """A session at its local hours; one that was cancelled stays, marked, so that phones take it off."""
    zone = local_zone()
    cancelled = row.state == ActivityState.CANCELLED
    summary = _("Cancelled: %(topic)s") % {"topic": row.topic} if cancelled else row.topic
    event = _event(f"activity-{row.code}", summary, change)
    event.add("dtstart", row.starts_at.astimezone(zone))
    event.add("dtend", row.ends_at.astimezone(zone))
    event.add("status", STATES.get(ActivityState(row.state), "CONFIRMED"))
    if row.place:
        event.add("location", row.place)
    event.add("description", row.unit.name)
    event.add("url", site + reverse("activities.activity", args=(row.code,)))
    if not cancelled:
        alarm = Alarm()
        alarm.add("action", "DISPLAY")
        alarm.add("description", row.topic)
        alarm.add("trigger", -REMINDED)
        event.add_component(alarm)
    return event


def _whole_day(event: Event, day: date, address: str) -> Event:
    """The last day of something: a whole day that blocks no time."""
    event.add("dtstart", day)
    event.add("dtend", day + ONE_DAY)
    event.add("transp", "TRANSPARENT")
    event.add("url", address)
    return event


def _item(item: PlanItem, site: str) -> Event:
    assert item.due_on is not None
    event = _event(f"plan-item-{item.code}", _("Planned: %(topic)s") % {"topic": item.topic}, BEFORE)
    address = f"{site}{reverse('plans.year', args=(item.plan.unit.code,))}?year={item.plan.year}"
    event.add("status", "TENTATIVE")
    return _whole_day(event, item.due_on, address)


def _make_up(row: MakeUp, site: str) -> Event:
    summary = _("Last day to make up: %(topic)s") % {"topic": row.activity.topic}
    event = _event(f"make-up-{row.activity.code}", summary, Change(0, row.opened_at))
    return _whole_day(event, row.due_on, site + reverse("activities.make_up", args=(row.pk,)))
