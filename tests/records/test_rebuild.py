"""Whatever is done in whatever order, the ledger holds exactly what its sources say."""

from datetime import date

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.cast import Cast
from tests.factories import HERE, MOMENT, hold, make_unit
from xueer.activities.actions import put_roll, record_activities, refreeze_rolls
from xueer.activities.choices import ActivityState, RollStatus
from xueer.activities.models import Activity, JointUnit, Part
from xueer.audit.models import Event
from xueer.exchange.sources import SOURCES
from xueer.org.actions import derive_memberships
from xueer.org.models import Exemption, Person, Post
from xueer.records.actions import rebuild
from xueer.records.models import Record

PEOPLE = ("O001", "O002", "O003", "X001")
ROLL_FIELDS = ("activity", "person", "status", "made_up_on")
acts = st.one_of(
    st.tuples(
        st.just("roll"), st.integers(0, 2), st.sampled_from(PEOPLE), st.sampled_from(RollStatus.values), st.booleans()
    ),
    st.tuples(st.just("state"), st.integers(0, 2), st.sampled_from(ActivityState.values)),
    st.tuples(st.just("joint"), st.integers(0, 2)),
    st.tuples(st.just("lecturer"), st.integers(0, 2), st.sampled_from(PEOPLE)),
    st.tuples(st.just("head_count"), st.integers(0, 2), st.integers(0, 50)),
    st.tuples(st.just("exempt"), st.sampled_from(PEOPLE)),
    st.tuples(st.just("transfer"), st.sampled_from(PEOPLE)),
)


def do(act: tuple, activities: list[Activity], cast: Cast) -> None:
    """One act of daily work, and the records that belong to it."""
    name, *rest = act
    touched: set[int] = set()
    if name == "roll":
        activity, person, status, later = rest
        row = (activities[activity].code, person, status, date(2025, 6, 1) if later else None)
        touched = put_roll(ROLL_FIELDS, [row]).activities
    elif name == "state":
        Activity.objects.filter(pk=activities[rest[0]].pk).update(state=rest[1])
    elif name == "joint":
        JointUnit.objects.get_or_create(activity=activities[rest[0]], unit=cast.other)
    elif name == "lecturer":
        Part.objects.create(activity=activities[rest[0]], role="LECTURER", person=Person.objects.get(code=rest[1]))
    elif name == "head_count":
        Activity.objects.filter(pk=activities[rest[0]].pk).update(head_count=rest[1])
    else:
        person = Person.objects.get(code=rest[0])
        if name == "exempt":
            Exemption.objects.get_or_create(person=person, starts_on=date(2025, 2, 1))
        else:
            Post.objects.get_or_create(person=person, unit=cast.other, starts_on=date(2025, 5, 1))
            derive_memberships([person.pk])
        touched = refreeze_rolls(people=[person.pk])
    ids = touched or {activities[rest[0]].pk} if name not in ("exempt", "transfer") else touched
    record_activities(ids, by=None, at=MOMENT, reason="corrected")


@pytest.mark.django_db
@given(todo=st.lists(acts, max_size=14))
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_the_ledger_equals_its_sources_after_any_sequence_of_acts(cast: Cast, todo: list[tuple]):
    with transaction.atomic():
        activities = [hold(cast.office, f"2025-0{month}-07 14:30", roll={cast.member: HERE}) for month in (3, 4, 7)]
        for act in todo:
            do(act, activities, cast)
            assert rebuild(sources=SOURCES) == {}
        voided = Record.objects.filter(voided_at__isnull=False)
        assert not voided.filter(void_reason="").exists()
        written = sum(event.detail["added"] for event in Event.objects.filter(verb="records.write"))
        assert written == Record.objects.count()
        transaction.set_rollback(True)


def test_rebuild_finds_a_record_that_nobody_wrote_and_one_that_is_missing(cast: Cast):
    activity = hold(cast.office, "2025-03-07 14:30", roll={cast.member: HERE})
    activity.roll.update(status=RollStatus.LEAVE)
    lone = make_unit("L", cast.district)
    Activity.objects.filter(pk=activity.pk).update(unit=lone)

    assert rebuild(sources=SOURCES) == {"ACTIVITY missing": 2, "ACTIVITY surplus": 2}
