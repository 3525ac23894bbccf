"""Leave from an activity (请假): asked for, decided, taken back. What is granted stands on the roll."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.urls import reverse

from xueer.activities.actions.make_ups import open_make_ups
from xueer.activities.actions.marking import Mark, lock, write_marks
from xueer.activities.actions.record import record_activities
from xueer.activities.choices import ActivityState, LeaveState, MakeUpState, RollStatus
from xueer.activities.errors import (
    LeaveBegun,
    LeaveOver,
    LeaveTooLate,
    LeaveUseless,
    NotExpected,
    OwnMatter,
    ReasonMissing,
)
from xueer.activities.models import Activity, Leave
from xueer.activities.queries.leave import deciders_of, is_expected, live_leave
from xueer.audit.actions import note
from xueer.common.calendar import local_day
from xueer.notices.actions import notify, settle, settle_all
from xueer.notices.choices import NoticeKind
from xueer.org.models import Person


def ask_leave(activity: Activity, person: Person, *, reason: str, by: Any, at: datetime) -> Leave:
    """The person asks for leave before the activity begins; whoever decides is told. Asked twice it is asked once.

    Raises ReasonMissing, NotExpected, LeaveTooLate once it has begun, LeaveOver where it is cancelled.
    """
    reason = _stated(reason)
    with transaction.atomic():
        locked = lock(activity)
        there = live_leave(locked, person)
        if there is not None:
            return there
        if locked.state == ActivityState.CANCELLED:
            raise LeaveOver
        if locked.state == ActivityState.HELD or locked.starts_at <= at:
            raise LeaveTooLate
        if not is_expected(locked, person):
            raise NotExpected
        leave = _create(locked, person, reason=reason, by=by, at=at)
        _tell_deciders(leave, by=by, at=at)
    return leave


def enter_leave(activity: Activity, person: Person, *, reason: str, by: Any, at: datetime) -> Leave:
    """Whoever keeps the roll enters leave for somebody, before or after: it is granted with that. Somebody's own waits
    for another to decide. After closing it stands for an absence until that is made up; the ledger follows.

    What the person asked for already is granted, under its own reason. Raises ReasonMissing, NotExpected, LeaveUseless,
    LeaveOver.
    """
    reason = _stated(reason)
    with transaction.atomic():
        locked = lock(activity)
        if locked.state == ActivityState.CANCELLED:
            raise LeaveOver
        leave = live_leave(locked, person)
        if leave is not None and leave.state == LeaveState.GRANTED:
            return leave
        if leave is None:
            if locked.state == ActivityState.HELD:
                _check_late(locked, person.pk)
            elif not is_expected(locked, person):
                raise NotExpected
            leave = _create(locked, person, reason=reason, by=by, at=at)
        if by.pk == person.pk:
            _tell_deciders(leave, by=by, at=at)
            return leave
        return decide_leave(leave, granted=True, by=by, at=at)


def decide_leave(leave: Leave, *, granted: bool, by: Any, at: datetime, answer: str = "") -> Leave:
    """Grants leave or refuses it with an answer; the person is told, and it waits for nobody any more.

    Raises OwnMatter, LeaveOver where it was decided or taken back or the activity cancelled, ReasonMissing for a
    refusal without an answer, LeaveUseless where the roll of a closed activity shows the person as present.
    """
    with transaction.atomic():
        activity, locked = _locked(leave)
        if locked.person_id == getattr(by, "pk", None):
            raise OwnMatter
        if locked.state != LeaveState.ASKED or activity.state == ActivityState.CANCELLED:
            raise LeaveOver
        locked.answer = answer.strip()[:300] if granted else _stated(answer)
        locked.state = LeaveState.GRANTED if granted else LeaveState.REFUSED
        locked.decided_at, locked.decided_by = at, by
        locked.save()
        verb = "grant" if granted else "refuse"
        note(verb=f"activities.leave.{verb}", by=by, at=at, about=locked, words=_object(locked))
        if granted:
            _write_roll(activity, locked, by=by, at=at)
        settle(about_leave(locked), at=at)
        kind = NoticeKind.LEAVE_GRANTED if granted else NoticeKind.LEAVE_REFUSED
        _tell([locked.person_id], locked, kind, by=by, at=at, answer=locked.answer)
    return locked


def withdraw_leave(leave: Leave, *, by: Any, at: datetime) -> Leave:
    """Leave is taken back before the activity is closed: the person is expected again. Taken back twice it is so once.

    One's own that was granted only until it begins: afterwards nobody says of themselves that they are there.
    Raises LeaveOver where it was refused or the activity is over, LeaveBegun.
    """
    with transaction.atomic():
        activity, locked = _locked(leave)
        if locked.state == LeaveState.WITHDRAWN:
            return locked
        over = activity.state in (ActivityState.HELD, ActivityState.CANCELLED)
        if locked.state == LeaveState.REFUSED or over:
            raise LeaveOver
        was_granted = locked.state == LeaveState.GRANTED
        if was_granted and locked.person_id == getattr(by, "pk", None) and activity.starts_at <= at:
            raise LeaveBegun
        locked.state = LeaveState.WITHDRAWN
        locked.save(update_fields=["state"])
        note(verb="activities.leave.withdraw", by=by, at=at, about=locked, words=_object(locked))
        if was_granted and activity.roll.filter(person=locked.person_id, status=RollStatus.LEAVE).exists():
            write_marks(activity, [Mark(locked.person_id, RollStatus.ATTENDED)])
        settle(about_leave(locked), at=at)
    return locked


def settle_leaves(activity: Activity, *, by: Any, at: datetime) -> int:
    """After cancelling: nobody need decide on leave from what does not take place. Returns how many it settles."""
    if activity.state != ActivityState.CANCELLED:
        return 0
    asked = list(activity.leaves.filter(state=LeaveState.ASKED))
    activity.leaves.filter(pk__in=[leave.pk for leave in asked]).update(state=LeaveState.WITHDRAWN)
    if asked:
        note(verb="activities.leave.settle", by=by, at=at, about=activity, detail={"leaves": len(asked)})
        settle_all([about_leave(leave) for leave in asked], at=at)
    return len(asked)


def about_leave(leave: Leave) -> str:
    """What notices about leave are about."""
    return f"leave:{leave.pk}"


def _stated(words: str) -> str:
    if not words.strip():
        raise ReasonMissing
    return words.strip()[:300]


def _create(locked: Activity, person: Person, *, reason: str, by: Any, at: datetime) -> Leave:
    leave = Leave.objects.create(activity=locked, person=person, reason=reason, asked_at=at, asked_by=by)
    note(verb="activities.leave.ask", by=by, at=at, about=leave, words=_object(leave))
    return leave


def _locked(leave: Leave) -> tuple[Activity, Leave]:
    """The leave as it stands now, with its activity, kept from others. The activity first, as everywhere."""
    activity = lock(leave.activity)
    locked = Leave.objects.select_related("person").select_for_update(of=("self",)).get(pk=leave.pk)
    locked.activity = activity
    return activity, locked


def _check_late(locked: Activity, person: int) -> None:
    """Leave after the session: only for somebody who stands on the roll as away."""
    row = locked.roll.filter(person=person).first()
    if row is None or row.exempt:
        raise NotExpected
    done = locked.make_ups.filter(person=person, state=MakeUpState.DONE).exists()
    if done or row.status not in (RollStatus.ABSENT, RollStatus.LEAVE):
        raise LeaveUseless


def _write_roll(activity: Activity, locked: Leave, *, by: Any, at: datetime) -> None:
    """Before closing: the row, where the roll is frozen already (else freezing does it). Afterwards the ledger too."""
    held = activity.state == ActivityState.HELD
    if held:
        _check_late(activity, locked.person_id)
    if activity.roll.filter(person=locked.person_id, exempt=False).exists():
        write_marks(activity, [Mark(locked.person_id, RollStatus.LEAVE, locked.reason)])
    if held:
        record_activities([activity.pk], by=by, at=at, reason="leave")
        open_make_ups(activity, by=by, at=at)


def _object(leave: Leave) -> str:
    return f"{leave.person} {leave.activity.topic}"


def _tell_deciders(leave: Leave, *, by: Any, at: datetime) -> None:
    people = deciders_of(leave.activity, without=leave.person_id, on=local_day(at))
    _tell(people, leave, NoticeKind.LEAVE_ASKED, by=by, at=at, reason=leave.reason)


def _tell(people: Any, leave: Leave, kind: NoticeKind, *, by: Any, at: datetime, **words: str) -> None:
    activity = leave.activity
    asked = kind == NoticeKind.LEAVE_ASKED
    address = reverse("activities.decisions") if asked else reverse("activities.activity", args=(activity.code,))
    notify(
        people,
        kind,
        at=at,
        by=by,
        address=address,
        about=about_leave(leave),
        topic=activity.topic,
        day=activity.held_on.isoformat(),
        person=leave.person.name,
        **words,
    )
