"""Entering a session that has taken place: details, who was away, closed in the same act."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.db import transaction

from xueer.activities.actions.closing import close_activity
from xueer.activities.actions.details import Details, write_details
from xueer.activities.actions.freezing import freeze_roll
from xueer.activities.actions.joint import tell_joint_units
from xueer.activities.actions.marking import Mark, mark_roll
from xueer.activities.choices import ActivityState
from xueer.activities.codes import new_code
from xueer.activities.errors import AlreadyEntered
from xueer.activities.models import Activity
from xueer.activities.queries.entry import already_entered
from xueer.audit.actions import note
from xueer.common.calendar import local_day
from xueer.org.models import Unit


def enter_activity(
    details: Details, away: Sequence[Mark] = (), *, by: Any, at: datetime, again: bool = False
) -> Activity:
    """Stores the session, freezes its roll, marks who was away or late, and closes it: records, plan item, make-ups.

    Raises AlreadyEntered where the unit has one of the same day and topic (or hour and heading), unless `again`;
    NotBegun where it begins after `at`; NotOnRoll where somebody in `away` was not expected.
    """
    with transaction.atomic():
        # Two secretaries who save at the same moment come one after the other, so that the second sees the first.
        Unit.objects.select_for_update().get(pk=details.unit.pk)
        if not again and (earlier := already_entered(details.unit, details)):
            raise AlreadyEntered(earlier)
        activity = Activity(code=new_code(details.unit, local_day(details.starts_at)), state=ActivityState.RUNNING)
        write_details(activity, details)
        note(verb="activities.activity.enter", by=by, at=at, about=activity, detail={"code": activity.code})
        if details.audience:
            freeze_roll(activity, by=by, at=at)
            mark_roll(activity, away, by=by, at=at)
        tell_joint_units(activity, details.joint_units, by=by, at=at)
        close_activity(activity, by=by, at=at)
        return activity
