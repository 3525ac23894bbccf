"""How far closing an activity moves the requirements that it serves: 0 / 1 → 1 / 1 of its unit and its group."""

from collections.abc import Sequence
from dataclasses import dataclass

from xueer.activities.models import Activity
from xueer.org.models import Person
from xueer.rules.choices import Measure, SubjectKind
from xueer.rules.models import Requirement
from xueer.rules.queries import Standing, standings
from xueer.rules.words import figure_words, period_name


@dataclass(frozen=True)
class Move:
    """A requirement that counts sessions, for the unit or group that holds this one: its figure now and once closed."""

    requirement: Requirement
    period: str
    before: str
    after: str


def moves(activity: Activity, served: Sequence[Requirement]) -> list[Move]:
    """In the order of `served`. Requirements on people, and measures that one session moves by another amount than
    one, are left out: how far they move depends on who comes. As many queries for one requirement as for many."""
    counting = [row for row in served if row.measure == Measure.SESSIONS and _subject(activity, row) is not None]
    if not counting:
        return []
    day = activity.held_on
    rows = standings(activity.unit, year=day.year, on=day, requirements=counting, people=Person.objects.none())
    return [
        Move(
            row.requirement,
            period_name(row.slot.period) if row.slot.period else "",
            figure_words(row),
            figure_words(row._replace(raw=row.raw + row.scale)),
        )
        for row in rows
        if row.raw is not None and row.subject_id == _subject(activity, row.requirement) and _runs(row, activity)
    ]


def _subject(activity: Activity, requirement: Requirement) -> int | None:
    """Whose figure the activity moves: its unit's or its group's."""
    by_kind = {SubjectKind.UNIT.value: activity.unit_id, SubjectKind.GROUP.value: activity.group_id}
    return by_kind.get(requirement.subject_kind)


def _runs(row: Standing, activity: Activity) -> bool:
    """Does the period of the standing hold the day?"""
    day = activity.held_on
    return (row.first is None or row.first <= day) and (row.last is None or day <= row.last)
