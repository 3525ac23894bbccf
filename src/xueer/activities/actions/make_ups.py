"""Opening what absent people owe, and bringing it into line with rolls that change afterwards."""

from collections.abc import Collection, Iterable, Iterator
from datetime import date, datetime, timedelta
from typing import Any

from django.db import transaction
from django.urls import reverse

from xueer.activities.actions.decided import about_make_up, close_make_up, deliver_make_up, return_make_up
from xueer.activities.actions.handing_in import choose_session, hand_in_make_up, take_session
from xueer.activities.choices import ActivityState, MakeUpState, MakeUpWay, RollStatus
from xueer.activities.models import Activity, MakeUp, RollRow
from xueer.activities.queries.make_ups import DEFAULT_DAYS, OWED, terms
from xueer.audit.actions import note
from xueer.common.calendar import local_day
from xueer.notices.actions import Letter, notify_each, settle_all
from xueer.notices.choices import NoticeKind
from xueer.org.models import Person
from xueer.rules.make_ups import MakeUpRules

__all__ = [
    "choose_session",
    "close_make_up",
    "deliver_make_up",
    "follow_rolls",
    "hand_in_make_up",
    "open_make_ups",
    "return_make_up",
]
CHUNK = 400
AWAY = (RollStatus.LEAVE, RollStatus.ABSENT)
LATER = (RollStatus.MADE_UP, RollStatus.DELIVERED)


def open_make_ups(activity: Activity, *, by: Any, at: datetime) -> int:
    """Brings what is owed for the activity into line with its roll; returns how many make-ups it opened.

    Held: everybody in service on leave or absent, exempt people left out, owes one, with deadline and ways of the rule
    in force; what the roll shows as made up is done; what is owed no more is dropped. Not held: all are dropped. Those
    who chose this session to make up another by being there are handed in. Done twice it changes nothing.
    """
    with transaction.atomic():
        opened = follow_rolls([activity.pk], by=by, at=at)
        take_session(activity, by=by, at=at)
        return opened


def follow_rolls(ids: Collection[int], *, by: Any, at: datetime, late_ones: bool = True) -> int:
    """The same for many activities at once. `late_ones` False opens none whose deadline has passed, as for the rolls
    of an import: of a year read in, only the last weeks are looked at. Returns how many were opened."""
    if not ids:
        return 0
    rules = MakeUpRules()
    wanted = set(ids) if late_ones else _recent(ids, rules, local_day(at))
    concerned = wanted | _with_make_ups(ids)
    opened = 0
    for chunk in _chunks(sorted(concerned)):
        opened += _follow(chunk, wanted, rules=rules, by=by, at=at, late_ones=late_ones)
    return opened


def _recent(ids: Collection[int], rules: MakeUpRules, day: date) -> set[int]:
    """Activities held so lately that their deadline may still be to come."""
    since = day - timedelta(days=max(DEFAULT_DAYS, rules.longest))
    rows = Activity.objects.filter(held_on__gte=since, state=ActivityState.HELD)
    return set(ids).intersection(rows.order_by().values_list("pk", flat=True))


def _with_make_ups(ids: Collection[int]) -> set[int]:
    rows = MakeUp.objects.order_by()
    if len(ids) <= CHUNK:
        rows = rows.filter(activity__in=list(ids))
    return set(ids).intersection(rows.values_list("activity_id", flat=True).distinct())


def _stored(ids: Collection[int]) -> dict[int, dict[int, MakeUp]]:
    """Activity → person → make-up."""
    found: dict[int, dict[int, MakeUp]] = {}
    for row in MakeUp.objects.filter(activity_id__in=ids).select_related("activity").order_by():
        found.setdefault(row.activity_id, {})[row.person_id] = row
    return found


def _activities(ids: Collection[int]) -> list[Activity]:
    rows = Activity.objects.filter(pk__in=ids).order_by("pk")
    return list(rows.select_related("heading_set").prefetch_related("heading_set__types"))


def _follow(ids: list[int], wanted: set[int], *, rules: MakeUpRules, by: Any, at: datetime, late_ones: bool) -> int:
    day, stored, rolls = local_day(at), _stored(ids), _rolls(ids)
    new: list[MakeUp] = []
    moved = [
        make_up
        for activity, there in stored.items()
        for person, make_up in there.items()
        if _moved(make_up, rolls.get(activity, {}).get(person))
    ]
    for activity in _activities(wanted.intersection(rolls)):
        there = stored.get(activity.pk, {})
        owing = [row.person_id for row in rolls[activity.pk].values() if _owes(row) and row.person_id not in there]
        if not owing:
            continue
        said = terms(activity, [kind.pk for kind in activity.heading_set.types.all()], rules)
        if late_ones or said.due_on >= day:
            fields = {"activity": activity, "ways": list(said.ways), "due_on": said.due_on, "opened_at": at}
            new += [MakeUp(person_id=person, **fields) for person in owing]
    new = _in_service(new, day)
    MakeUp.objects.bulk_create(new, batch_size=500)
    MakeUp.objects.bulk_update(moved, ["state", "way", "done_on"], batch_size=200)
    _tell(new, moved, by=by, at=at)
    return len(new)


def _rolls(ids: Collection[int]) -> dict[int, dict[int, RollRow]]:
    """Activity → person → row, of everybody who was not simply there; an activity that is not held has no such row."""
    found: dict[int, dict[int, RollRow]] = {}
    rows = RollRow.objects.filter(activity_id__in=ids, status__in=(*AWAY, *LATER)).order_by()
    rows = rows.filter(activity__state=ActivityState.HELD)
    for row in rows.only("activity_id", "person_id", "status", "exempt", "made_up_on"):
        found.setdefault(row.activity_id, {})[row.person_id] = row
    return found


def _owes(row: RollRow | None) -> bool:
    return row is not None and row.status in AWAY and not row.exempt


def _moved(make_up: MakeUp, row: RollRow | None) -> bool:
    """Sets the make-up to what the roll says of its person now; was it something else before?"""
    before = make_up.state
    if _owes(row):
        if before in (MakeUpState.DONE, MakeUpState.DROPPED):
            waits = make_up.handed_in_at is not None and make_up.decided_at is None
            make_up.state = MakeUpState.HANDED_IN if waits else MakeUpState.OPEN
            make_up.done_on = None
    elif row is not None and row.status in LATER:
        make_up.state = MakeUpState.DONE
        make_up.done_on = make_up.done_on or row.made_up_on
        if row.status == RollStatus.DELIVERED:
            make_up.way = MakeUpWay.DELIVERY
    else:
        make_up.state = MakeUpState.DROPPED
    return make_up.state != before


def _in_service(rows: list[MakeUp], day: date) -> list[MakeUp]:
    """Without people who have left: nobody would make it up."""
    here: set[int] = set()
    for chunk in _chunks(sorted({row.person_id for row in rows})):
        here.update(Person.objects.filter(pk__in=chunk, ends_on__gt=day).values_list("pk", flat=True))
    return [row for row in rows if row.person_id in here]


def _tell(new: list[MakeUp], moved: list[MakeUp], *, by: Any, at: datetime) -> None:
    """Everybody who still can is told what they owe; what is owed no more waits for nobody."""
    day = local_day(at)
    letters = [
        Letter(
            row.person_id,
            address=reverse("activities.make_up", args=(row.pk,)),
            about=about_make_up(row),
            params={"topic": row.activity.topic, "day": row.due_on.isoformat()},
        )
        for row in [*new, *(row for row in moved if row.state == MakeUpState.OPEN)]
        if row.due_on >= day
    ]
    notify_each(letters, NoticeKind.MAKE_UP_OPEN, at=at)
    settle_all([about_make_up(row) for row in moved if row.state not in OWED], at=at)
    if new or moved:
        detail = {"opened": len(new), "moved": len(moved)}
        note(verb="activities.make_up.follow", by=by, at=at, kind="activities.MakeUp", detail=detail)


def _chunks(ids: Iterable[int]) -> Iterator[list[int]]:
    every = list(ids)
    for start in range(0, len(every), CHUNK):
        yield every[start : start + CHUNK]
