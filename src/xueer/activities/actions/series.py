"""Planning a series: one row for what its sessions have in common, and the sessions themselves."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Any

from django.db import transaction

from xueer.activities.actions.details import Details, write_details
from xueer.activities.actions.joint import tell_joint_units
from xueer.activities.choices import ActivityState
from xueer.activities.codes import new_code, new_series_code
from xueer.activities.errors import NoSessions, ReasonMissing
from xueer.activities.models import Activity, Series
from xueer.audit.actions import note
from xueer.common.calendar import local_zone


@dataclass(frozen=True)
class Rhythm:
    """Every how many weeks on which weekday (Monday 0), from … to (both inclusive)."""

    weekday: int
    every_weeks: int
    first_on: date
    last_on: date


@dataclass(frozen=True)
class Meeting:
    """One session of a series. `moved_from`: the day it would have been by the rhythm, with the reason."""

    day: date
    topic: str
    moved_from: date | None = None
    reason: str = ""


def plan_series(
    details: Details,
    rhythm: Rhythm,
    meetings: Sequence[Meeting],
    *,
    left_out: Mapping[date, str],
    by: Any,
    at: datetime,
) -> Series:
    """Stores the series and its sessions, each with the details' clock times on its own day.

    `left_out`: days of the rhythm without a session, with the reason, kept in the trail. Raises NoSessions, and
    ReasonMissing where a session was moved or a day left out without one.
    """
    if not meetings:
        raise NoSessions
    if any(meeting.moved_from and not meeting.reason for meeting in meetings) or not all(left_out.values()):
        raise ReasonMissing
    with transaction.atomic():
        series = Series.objects.create(
            code=new_series_code(details.unit, rhythm.first_on),
            topic=details.topic,
            unit=details.unit,
            group=details.group,
            weekday=rhythm.weekday,
            every_weeks=rhythm.every_weeks,
            first_on=rhythm.first_on,
            last_on=rhythm.last_on,
        )
        sessions = [_session(series, details, meeting) for meeting in meetings]
        told = {
            "sessions": len(sessions),
            "left_out": {day.isoformat(): reason for day, reason in left_out.items()},
            "moved": {
                meeting.moved_from.isoformat(): [meeting.day.isoformat(), meeting.reason]
                for meeting in meetings
                if meeting.moved_from
            },
        }
        note(verb="activities.series.plan", by=by, at=at, about=series, detail=told)
        # One message for the whole series, at its first session.
        tell_joint_units(sessions[0], details.joint_units, by=by, at=at)
        return series


def _session(series: Series, details: Details, meeting: Meeting) -> Activity:
    length: timedelta = details.ends_at - details.starts_at
    clock = details.starts_at.astimezone(local_zone()).time()
    starts_at = datetime.combine(meeting.day, clock, tzinfo=local_zone())
    activity = Activity(
        code=new_code(details.unit, meeting.day),
        state=ActivityState.PLANNED,
        series=series,
        state_reason=meeting.reason[:300],
    )
    own = replace(details, topic=meeting.topic, starts_at=starts_at, ends_at=starts_at + length)
    write_details(activity, own)
    return activity
