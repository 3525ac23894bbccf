"""The ledger keeps what it was told, and nothing else can happen to it."""

import pytest
from django.db import DatabaseError, transaction

from tests.cast import Cast
from tests.factories import HERE, LEAVE, MOMENT, hold, record
from xueer.audit.models import Event
from xueer.records.actions import write_source
from xueer.records.choices import SourceKind
from xueer.records.models import Record


def live() -> list[tuple]:
    rows = Record.objects.filter(voided_at__isnull=True).order_by("role", "person__code")
    return [(row.role, row.person.code if row.person else None, row.outcome) for row in rows]


def test_a_session_writes_one_occasion_and_one_row_per_name(cast: Cast):
    hold(cast.office, "2025-03-07 14:30", roll={cast.member: HERE, cast.head: LEAVE})

    assert live() == [("HOST", None, "HELD"), ("PARTICIPANT", "O001", "LEAVE"), ("PARTICIPANT", "O003", "ATTENDED")]


def test_a_joint_session_has_one_occasion_per_unit_and_each_person_once(cast: Cast):
    hold(cast.office, "2025-03-07 14:30", joint=(cast.other,), roll={cast.member: HERE})

    assert [row[0] for row in live()] == ["COHOST", "HOST", "PARTICIPANT"]


def test_correcting_a_roll_voids_the_old_row_and_keeps_it(cast: Cast):
    activity = hold(cast.office, "2025-03-07 14:30", roll={cast.member: LEAVE})
    activity.roll.update(status="MADE_UP", made_up_on="2025-04-01")
    record(activity)

    assert live() == [("HOST", None, "HELD"), ("PARTICIPANT", "O003", "MADE_UP")]
    voided = Record.objects.get(voided_at__isnull=False)
    assert (voided.outcome, voided.voided_at, voided.void_reason) == ("LEAVE", MOMENT, "-")


def test_writing_the_same_again_changes_nothing_and_leaves_no_event(cast: Cast):
    activity = hold(cast.office, "2025-03-07 14:30", roll={cast.member: HERE})
    before = (Record.objects.count(), Event.objects.count())
    record(activity)

    assert (Record.objects.count(), Event.objects.count()) == before


@pytest.mark.parametrize(
    "change",
    [
        {"minutes": 1},
        {"outcome": "ABSENT"},
        {"void_reason": "wrong"},
        {"written_by_id": 7},
    ],
)
def test_the_database_refuses_any_other_change(cast: Cast, change: dict):
    hold(cast.office, "2025-03-07 14:30", roll={cast.member: HERE})
    with pytest.raises(DatabaseError), transaction.atomic():
        Record.objects.filter(person=cast.member).update(**change)


def test_the_database_refuses_to_delete_a_record(cast: Cast):
    hold(cast.office, "2025-03-07 14:30")
    with pytest.raises(DatabaseError), transaction.atomic():
        Record.objects.all().delete()


def test_the_database_refuses_to_void_a_record_twice(cast: Cast):
    activity = hold(cast.office, "2025-03-07 14:30")
    write_source(kind=SourceKind.ACTIVITY, drafts={activity.pk: []}, by=None, at=MOMENT, reason="cancelled")
    with pytest.raises(DatabaseError), transaction.atomic():
        Record.objects.update(void_reason="again")


def test_the_trail_refuses_changes(cast: Cast):
    hold(cast.office, "2025-03-07 14:30")
    with pytest.raises(DatabaseError), transaction.atomic():
        Event.objects.update(verb="nothing")
    with pytest.raises(DatabaseError), transaction.atomic():
        Event.objects.all().delete()


def test_each_write_leaves_one_event_with_a_digest(cast: Cast):
    held = hold(cast.office, "2025-03-07 14:30", roll={cast.member: HERE})
    event = Event.objects.get(verb="records.write")

    assert event.detail == {"kind": "ACTIVITY", "sources": 1, "added": 2, "voided": 0, "ids": [held.pk]}
    assert len(event.digest) == 64
