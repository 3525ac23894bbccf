"""What the person does about a make-up: choosing another session, handing in a short answer."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.urls import reverse

from xueer.activities.actions.decided import about_make_up
from xueer.activities.actions.marking import lock
from xueer.activities.choices import ActivityState, MakeUpState, MakeUpWay, RollStatus
from xueer.activities.errors import AnswerMissing, MakeUpLapsed, MakeUpOver, SessionUnfit, WayNotAllowed
from xueer.activities.models import Activity, MakeUp
from xueer.activities.queries.leave import deciders_of
from xueer.activities.queries.make_ups import OWED, sessions_for
from xueer.audit.actions import note
from xueer.common.calendar import local_day
from xueer.notices.actions import notify, settle
from xueer.notices.choices import NoticeKind

# A short answer, whatever a browser sends; the field on the page has the same end.
LONGEST_ANSWER = 5000


def hand_in_make_up(make_up: MakeUp, *, text: str, by: Any, at: datetime) -> MakeUp:
    """The person has read the material and says in short what they take from it; handed in again it replaces what
    waits. Whoever decides is told. Raises MakeUpOver, MakeUpLapsed, WayNotAllowed, AnswerMissing."""
    if not text.strip():
        raise AnswerMissing
    with transaction.atomic():
        locked = _locked(make_up, MakeUpWay.MATERIAL, at=at)
        said = text.replace("\r\n", "\n").strip()[:LONGEST_ANSWER]
        locked.way, locked.other, locked.text = MakeUpWay.MATERIAL, None, said
        return _handed_in(locked, by=by, at=at)


def choose_session(make_up: MakeUp, *, other: int, by: Any, at: datetime) -> MakeUp:
    """The person was, or will be, at another session (id). One that was held is handed in at once; one to come is
    handed in when it is closed with the person there.

    Raises MakeUpOver, MakeUpLapsed, WayNotAllowed, SessionUnfit.
    """
    with transaction.atomic():
        locked = _locked(make_up, MakeUpWay.SESSION, at=at)
        chosen = {row.pk: row for row in sessions_for(locked, on=local_day(at))}.get(other)
        if chosen is None:
            raise SessionUnfit
        locked.way, locked.other = MakeUpWay.SESSION, chosen
        if chosen.state == ActivityState.HELD:
            return _handed_in(locked, by=by, at=at)
        locked.state, locked.handed_in_at = MakeUpState.OPEN, None
        locked.save()
        _drop_waiting(locked, at=at)
        note(verb="activities.make_up.choose", by=by, at=at, about=locked, words=_object(locked))
        return locked


def take_session(activity: Activity, *, by: Any, at: datetime) -> int:
    """Hands in the make-ups of those who chose this session and were there; where it is cancelled the choice is free
    again. Returns how many were handed in."""
    waiting = MakeUp.objects.filter(other=activity.pk, state=MakeUpState.OPEN).select_related("person", "activity")
    if activity.state == ActivityState.CANCELLED:
        waiting.update(other=None, way="")
    if activity.state != ActivityState.HELD:
        return 0
    there = activity.roll.filter(status__in=(RollStatus.ATTENDED, RollStatus.LATE)).values("person_id")
    attended = list(waiting.filter(person__in=there).select_for_update(of=("self",)))
    for make_up in attended:
        _handed_in(make_up, by=by, at=at)
    return len(attended)


def _locked(make_up: MakeUp, way: MakeUpWay, *, at: datetime) -> MakeUp:
    """The make-up as it stands now, if something may still be handed in for it in this way."""
    activity = lock(make_up.activity)
    locked = MakeUp.objects.select_related("person").select_for_update(of=("self",)).get(pk=make_up.pk)
    locked.activity = activity
    if locked.state not in OWED or activity.state != ActivityState.HELD:
        raise MakeUpOver
    if locked.due_on < local_day(at):
        raise MakeUpLapsed
    if way.value not in locked.ways:
        raise WayNotAllowed
    return locked


def _handed_in(locked: MakeUp, *, by: Any, at: datetime) -> MakeUp:
    locked.state, locked.handed_in_at = MakeUpState.HANDED_IN, at
    locked.decided_at, locked.decided_by, locked.answer = None, None, ""
    locked.save()
    note(verb="activities.make_up.hand_in", by=by, at=at, about=locked, words=_object(locked))
    _drop_waiting(locked, at=at)
    notify(
        deciders_of(locked.activity, without=locked.person_id, on=local_day(at)),
        NoticeKind.MAKE_UP_HANDED_IN,
        at=at,
        by=by,
        address=reverse("activities.make_up", args=(locked.pk,)),
        about=about_make_up(locked),
        person=locked.person.name,
        topic=locked.activity.topic,
        day=locked.activity.held_on.isoformat(),
    )
    return locked


def _drop_waiting(locked: MakeUp, *, at: datetime) -> None:
    """What was told before about the make-up needs nobody any more: no second entry for the same matter."""
    settle(about_make_up(locked), at=at)


def _object(locked: MakeUp) -> str:
    return f"{locked.person} {locked.activity.topic}"
