"""Whatever is done to a session in pages, in whatever order: the ledger says what its sources say, nothing twice."""

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.activities.test_roll import expect
from tests.cast import Cast
from tests.factories import MOMENT, hold, moment
from xueer.activities.actions.closing import cancel_activity, close_activity, reopen_activity
from xueer.activities.actions.correcting import add_to_roll, correct_roll, count_heads, remove_from_roll
from xueer.activities.actions.freezing import freeze_roll, start_roll
from xueer.activities.actions.marking import mark_roll, take_tap
from xueer.activities.errors import (
    ActivityCancelled,
    ActivityClosed,
    NotClosed,
    NotOnRoll,
    ReasonMissing,
    RollClosed,
)
from xueer.activities.models import Activity, MakeUp
from xueer.exchange.sources import SOURCES
from xueer.org.models import Person
from xueer.records.actions import rebuild, wrong_digests
from xueer.records.models import Record

REFUSALS = (ActivityCancelled, ActivityClosed, NotClosed, NotOnRoll, ReasonMissing, RollClosed)
AT = moment("2025-06-13 17:00")
people = st.sampled_from(("O001", "O002", "O003", "X001"))
statuses = st.sampled_from(("ATTENDED", "LATE", "LEAVE", "ABSENT"))
reasons = st.sampled_from(("", "有误"))
acts = st.one_of(
    st.tuples(st.sampled_from(("freeze", "start", "close"))),
    st.tuples(st.sampled_from(("cancel", "reopen")), reasons),
    st.tuples(st.sampled_from(("mark", "tap")), people, statuses),
    st.tuples(st.just("correct"), people, statuses, reasons),
    st.tuples(st.sampled_from(("add", "remove")), people, reasons),
    st.tuples(st.just("heads"), st.integers(0, 30), reasons),
)


def do(act: tuple, activity: Activity, by: Person, number: int) -> None:
    name, *rest = act
    who = {"by": by, "at": AT}
    if name in ("freeze", "start", "close"):
        {"freeze": freeze_roll, "start": start_roll, "close": close_activity}[name](activity, **who)
    elif name in ("cancel", "reopen"):
        {"cancel": cancel_activity, "reopen": reopen_activity}[name](activity, reason=rest[0], **who)
    elif name == "heads":
        count_heads(activity, expected=None, came=rest[0], reason=rest[1], **who)
    else:
        person = Person.objects.get(code=rest[0])
        if name == "mark":
            mark_roll(activity, [(person.pk, rest[1])], **who)
        elif name == "tap":
            take_tap(activity.pk, key=f"key-{number}", person_id=person.pk, status=rest[1], **who)
        elif name == "correct":
            correct_roll(activity, [(person.pk, rest[1])], reason=rest[2], **who)
        else:
            {"add": add_to_roll, "remove": remove_from_roll}[name](activity, person, reason=rest[1], **who)


@pytest.mark.django_db
@given(todo=st.lists(acts, max_size=14))
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_the_ledger_equals_its_sources_whatever_is_done_to_a_session(cast: Cast, todo: list[tuple]):
    with transaction.atomic():
        activity = expect(hold(cast.office, "2025-06-13 14:30", state="ANNOUNCED"), unit=cast.office)
        for number, act in enumerate(todo):
            try:
                with transaction.atomic():
                    do(act, activity, cast.secretary, number)
            except REFUSALS:
                activity.refresh_from_db()
            assert rebuild(sources=SOURCES) == {}
            held = Activity.objects.get(pk=activity.pk).state == "HELD"
            assert Record.objects.filter(voided_at=None).exists() == held
            owing = activity.roll.filter(status__in=("LEAVE", "ABSENT"), exempt=False).count() if held else 0
            assert MakeUp.objects.exclude(state__in=("DROPPED", "DONE")).count() == owing
        assert not Record.objects.filter(voided_at__isnull=False, void_reason="").exists()
        assert MOMENT < AT
        transaction.set_rollback(True)


def test_many_acts_at_one_moment_are_still_proved_by_the_trail(cast: Cast):
    activity = expect(hold(cast.office, "2025-06-13 14:30", state="ANNOUNCED"), unit=cast.office)
    close_activity(activity, by=cast.secretary, at=AT)
    correct_roll(activity, [(cast.member.pk, "ABSENT")], reason="有误", by=cast.secretary, at=AT)
    reopen_activity(activity, reason="有误", by=cast.secretary, at=AT)
    assert wrong_digests()[1] == []
