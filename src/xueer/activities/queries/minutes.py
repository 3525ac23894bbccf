"""What the minutes say without anybody typing it: when, where, who led, who was there, who was not and why."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from xueer.activities.choices import ActivityState, PartRole, RollStatus
from xueer.activities.minutes import (
    CONTENT,
    DISCUSSION,
    FREE,
    HEADS,
    LABELS,
    Point,
    Session,
    Speech,
    check,
    needed,
    parts_of,
    speeches_of,
)
from xueer.activities.models import Activity
from xueer.activities.queries.held import holding_units
from xueer.activities.queries.roll import Seat, granted_leaves, seats
from xueer.audit.models import Event
from xueer.audit.queries import last_event

WRITTEN = "activities.minutes.write"
# Who was not in the room; made up or delivered came later.
AWAY = (RollStatus.LEAVE, RollStatus.ABSENT, RollStatus.MADE_UP, RollStatus.DELIVERED)
# Up to so many the minutes name who was there; beyond that the sign-in sheet does.
NAMED = 60


def names(activity: Activity, role: str) -> tuple[str, ...]:
    """Those who had this part in it, in the order named."""
    parts = sorted((part for part in activity.parts.all() if part.role == role), key=lambda part: part.position)
    return tuple(part.person.name if part.person else part.outside_name for part in parts)


def session_of(activity: Activity) -> Session:
    """What decides which parts its minutes need."""
    return Session(
        headings=frozenset(activity_type.name for activity_type in activity.heading_set.types.all()),
        categories=frozenset(activity.category_set.words if activity.category_set else ()),
        group_kind=activity.group.kind if activity.group else "",
        speakers=names(activity, PartRole.SPEAKER),
        away=_speakers_away(activity),
    )


def _speakers_away(activity: Activity) -> frozenset[str]:
    """Central speakers who are not in the room by the roll; before there is one, those whose leave was granted."""
    known = {
        part.person_id: part.person.name
        for part in activity.parts.all()
        if part.role == PartRole.SPEAKER and part.person
    }
    if not known:
        return frozenset()
    rows = dict(activity.roll.filter(person__in=known).values_list("person_id", "status"))
    gone = {person for person, status in rows.items() if status in AWAY}
    gone |= granted_leaves(activity).keys() - rows.keys()
    return frozenset(name for person, name in known.items() if person in gone)


def minutes_points(activity: Activity) -> list[Point]:
    """The completeness check of its minutes."""
    return check(activity.minutes_text, session_of(activity))


@dataclass(frozen=True)
class Presence:
    """Who was there and who was not, as the minutes and the sheets count: those in the room, exempt people apart."""

    expected: int | None
    here: int | None
    late: tuple[str, ...] = ()
    present: tuple[str, ...] = ()
    away: tuple[tuple[str, str, str], ...] = ()  # name, word, reason


def presence(activity: Activity, found: Iterable[Seat], *, reveals: bool) -> Presence:
    """Of the roll, else of the head counts. `reveals`: may the reader know the reasons?"""
    rows = [seat.row for seat in found if not seat.excused]
    held = activity.state == ActivityState.HELD
    if not rows or not held:
        count = len(rows) if rows else activity.expected_count
        return Presence(count, activity.head_count if held else None)
    present = [row for row in rows if row.status not in AWAY]
    away = [
        (row.person.name, str(row.get_status_display()), row.reason if reveals else "")
        for row in rows
        if row.status in AWAY
    ]
    late = [row.person.name for row in present if row.status == RollStatus.LATE]
    shown = [row.person.name for row in present] if len(present) <= NAMED else []
    return Presence(len(rows), len(present), tuple(late), tuple(shown), tuple(away))


def generated(activity: Activity, *, reveals: bool) -> list[tuple[str, str]]:
    """(label, words) of the head of the minutes after its time, in the order of the official form."""
    there = presence(activity, seats(activity), reveals=reveals)
    units = "、".join(unit.name for unit in holding_units(activity))
    lines = [
        (_("Place"), activity.place),
        (_("Held by"), f"{units} {activity.group.name}" if activity.group else units),
        (_("Form"), activity.form),
        (_("Chair"), "、".join(names(activity, PartRole.CHAIR))),
        (pgettext("part", "Lecturer"), "、".join(names(activity, PartRole.LECTURER))),
        (_("Central speaker"), "、".join(names(activity, PartRole.SPEAKER))),
        (_("Expected and present"), counted(there)),
        (_("Present"), "、".join(there.present)),
        (_("Late"), "、".join(there.late)),
        (_("Not present"), "；".join(_reason(*row) for row in there.away)),
    ]
    return [(label, words) for label, words in lines if words]


def counted(there: Presence) -> str:
    """应到 12 人，实到 10 人."""
    parts = []
    if there.expected is not None:
        parts.append(ngettext("expected %(n)s person", "expected %(n)s people", there.expected) % {"n": there.expected})
    if there.here is not None:
        parts.append(ngettext("present %(n)s person", "present %(n)s people", there.here) % {"n": there.here})
    return pgettext("between two counts", ", ").join(parts)


def _reason(name: str, word: str, reason: str) -> str:
    return f"{name}（{word}，{reason}）" if reason else f"{name}（{word}）"


@dataclass(frozen=True)
class Written:
    """The minutes as they are printed. `parts`: (label, text, speeches where the part is the discussion)."""

    headings: str
    generated: list[tuple[str, str]]
    free: str
    parts: list[tuple[str, str, list[Speech]]]


def written(activity: Activity, *, reveals: bool) -> Written:
    """What is generated and what is written, with needed parts that are missing as empty ones."""
    parts, session = parts_of(activity.minutes_text), session_of(activity)
    wanted = needed(session)
    if parts[FREE]:
        wanted -= {CONTENT}
    return Written(
        headings="、".join(activity_type.name for activity_type in activity.heading_set.types.all()),
        generated=generated(activity, reveals=reveals),
        free=parts[FREE],
        parts=[
            (
                str(LABELS[part]),
                parts[part],
                speeches_of(parts[part], session.speakers) if part == DISCUSSION and parts[part] else [],
            )
            for part in HEADS
            if parts[part] or part in wanted
        ],
    )


def last_written(activity: Activity) -> Event | None:
    """Who wrote the minutes last, and when; None for minutes that came with a workbook."""
    return last_event(activity, WRITTEN)


def follow_up_before(activity: Activity) -> Activity | None:
    """The session of the same group, else of the same unit, that came before: what was to be put into practice."""
    same = Activity.objects.filter(state=ActivityState.HELD, starts_at__lt=activity.starts_at)
    same = same.filter(group=activity.group_id) if activity.group_id else same.filter(unit=activity.unit_id)
    return same.filter(minutes_text__contains="【转化落实】").order_by("-starts_at").first()
