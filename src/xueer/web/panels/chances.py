"""The next chance: which session to come would help with what is still missing."""

from collections.abc import Sequence
from dataclasses import replace

from xueer.activities.models import Activity
from xueer.records.choices import Role
from xueer.rules.choices import Measure, State
from xueer.web.panels.duties import Duty

# What grows by being at a session.
BY_ATTENDING = (Measure.SESSIONS, Measure.DAYS, Measure.HOURS, Measure.KINDS, Measure.ATTENDANCE_RATE)
MISSING = (State.ON_TRACK, State.AT_RISK)


def with_chances(duties: Sequence[Duty], to_come: Sequence[Activity]) -> list[Duty]:
    """The duties, each with the first of these sessions that would count for a period in which something is missing."""
    return [replace(duty, chance=chance_for(duty, to_come)) for duty in duties]


def chance_for(duty: Duty, to_come: Sequence[Activity]) -> Activity | None:
    """The first session with one of the requirement's headings and categories inside a period that needs it."""
    asked = duty.requirement
    if asked.measure not in BY_ATTENDING or asked.role != Role.PARTICIPANT:
        return None
    open_spans = [(row.first, row.last) for row in duty.standings if row.state in MISSING]
    headings = {kind.pk for kind in asked.types.all()}
    for activity in to_come:
        if not any((not a or a <= activity.held_on) and (not b or activity.held_on <= b) for a, b in open_spans):
            continue
        words = set(activity.category_set.words) if activity.category_set else set()
        if asked.categories and not words & set(asked.categories):
            continue
        if headings & activity.heading_set.type_ids:
            return activity
    return None
