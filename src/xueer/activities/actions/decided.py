"""Deciding on a make-up: accepting what was handed in, sending it back, entering study delivered at home."""

from datetime import date, datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from xueer.activities.actions.marking import lock
from xueer.activities.actions.record import record_activities
from xueer.activities.choices import ActivityState, MakeUpState, MakeUpWay, RollStatus
from xueer.activities.errors import DayUnfit, MakeUpOver, OwnMatter, ReasonMissing
from xueer.activities.models import Activity, MakeUp
from xueer.activities.queries.make_ups import OWED, state_on
from xueer.audit.actions import note
from xueer.common.calendar import local_day
from xueer.notices.actions import notify, settle
from xueer.notices.choices import NoticeKind

# Whoever handed in on time has at least so long to mend what came back.
MENDING = timedelta(days=7)


def about_make_up(make_up: MakeUp) -> str:
    """What notices about a make-up are about."""
    return f"make-up:{make_up.pk}"


def close_make_up(
    make_up: MakeUp,
    *,
    by: Any,
    at: datetime,
    on: date | None = None,
    way: str = "",
    words: str = "",
    reason: str = "",
) -> MakeUp:
    """It is made up: the roll shows it with its day and way, the ledger follows, and the person is told.

    `on`: the day it was done (else that of the other session, of the handing in, or today); it counts from then.
    `way`: where nothing was handed in. `words`: for the roll, else made from the way. `reason`: needed once the
    deadline has passed without anything handed in. Raises MakeUpOver, OwnMatter, DayUnfit, ReasonMissing.
    """
    with transaction.atomic():
        activity, locked = _locked(make_up, by=by)
        if state_on(locked, local_day(at)) == MakeUpState.LAPSED and not reason.strip():
            raise ReasonMissing
        locked.way = way or locked.way or MakeUpWay.MATERIAL
        locked.done_on = _day(locked, on, at)
        locked.state, locked.answer = MakeUpState.DONE, reason.strip()[:300]
        _decide(locked, by=by, at=at)
        _mark_row(activity, locked, words or way_words(locked))
        detail = {"way": locked.way, "day": locked.done_on.isoformat()} | ({"reason": reason} if reason else {})
        note(verb="activities.make_up.close", by=by, at=at, about=locked, words=_object(locked), detail=detail)
        record_activities([activity.pk], by=by, at=at, reason="make-up")
        _tell(locked, NoticeKind.MAKE_UP_ACCEPTED, by=by, at=at)
    return locked


def deliver_make_up(make_up: MakeUp, *, on: date, deliverers: str, by: Any, at: datetime, reason: str = "") -> MakeUp:
    """Study was brought home (送学) on a day by `deliverers`. Raises as `close_make_up`, ReasonMissing for nobody."""
    if not deliverers.strip():
        raise ReasonMissing
    with translation.override(settings.LANGUAGE_CODE):
        words = _("Brought home by %(people)s") % {"people": deliverers.strip()}
    return close_make_up(make_up, on=on, way=MakeUpWay.DELIVERY, words=words[:200], by=by, at=at, reason=reason)


def return_make_up(make_up: MakeUp, *, answer: str, by: Any, at: datetime) -> MakeUp:
    """What was handed in does not do yet; `answer` says why. There is a week at least to mend it.

    Raises MakeUpOver where nothing waits, OwnMatter, ReasonMissing.
    """
    if not answer.strip():
        raise ReasonMissing
    with transaction.atomic():
        _activity, locked = _locked(make_up, by=by)
        if locked.state != MakeUpState.HANDED_IN:
            raise MakeUpOver
        locked.state, locked.answer = MakeUpState.OPEN, answer.strip()[:300]
        locked.due_on = max(locked.due_on, local_day(at) + MENDING)
        _decide(locked, by=by, at=at)
        note(verb="activities.make_up.return", by=by, at=at, about=locked, words=_object(locked))
        _tell(locked, NoticeKind.MAKE_UP_RETURNED, by=by, at=at, answer=locked.answer)
    return locked


def way_words(make_up: MakeUp) -> str:
    """How it was made up, as it stands on the roll and in the workbook (补学方式): in the site's language."""
    with translation.override(settings.LANGUAGE_CODE):
        if make_up.way == MakeUpWay.SESSION and make_up.other:
            day = make_up.other.held_on.isoformat()
            return (_("Another session: %(topic)s (%(day)s)") % {"topic": make_up.other.topic, "day": day})[:200]
        return str(MakeUpWay(make_up.way).label)


def _locked(make_up: MakeUp, *, by: Any) -> tuple[Activity, MakeUp]:
    """The make-up as it stands now, with its activity, kept from others. The activity first, as everywhere."""
    activity = lock(make_up.activity)
    locked = MakeUp.objects.select_related("person", "other").select_for_update(of=("self",)).get(pk=make_up.pk)
    locked.activity = activity
    if getattr(by, "pk", None) == locked.person_id:
        raise OwnMatter
    if locked.state not in OWED or activity.state != ActivityState.HELD:
        raise MakeUpOver
    return activity, locked


def _day(locked: MakeUp, on: date | None, at: datetime) -> date:
    today = local_day(at)
    if on is None and locked.way == MakeUpWay.SESSION and locked.other:
        on = locked.other.held_on
    if on is None:
        on = local_day(locked.handed_in_at) if locked.handed_in_at else today
    if not locked.activity.held_on <= on <= today:
        raise DayUnfit
    return on


def _decide(locked: MakeUp, *, by: Any, at: datetime) -> None:
    locked.decided_at, locked.decided_by = at, by
    locked.save()
    settle(about_make_up(locked), at=at)


def _mark_row(activity: Activity, locked: MakeUp, words: str) -> None:
    """The roll row says made up or delivered; the version of the roll tells other devices."""
    activity.roll_version += 1
    activity.save(update_fields=["roll_version"])
    row = activity.roll.get(person=locked.person_id)
    row.status = RollStatus.DELIVERED if locked.way == MakeUpWay.DELIVERY else RollStatus.MADE_UP
    row.made_up_on, row.made_up_by, row.mark = locked.done_on, words, activity.roll_version
    row.save(update_fields=["status", "made_up_on", "made_up_by", "mark"])


def _object(locked: MakeUp) -> str:
    return f"{locked.person} {locked.activity.topic}"


def _tell(locked: MakeUp, kind: NoticeKind, *, by: Any, at: datetime, answer: str = "") -> None:
    notify(
        [locked.person_id],
        kind,
        at=at,
        by=by,
        address=reverse("activities.make_up", args=(locked.pk,)),
        about=about_make_up(locked),
        topic=locked.activity.topic,
        day=locked.activity.held_on.isoformat(),
        **({"answer": answer} if answer else {}),
    )
