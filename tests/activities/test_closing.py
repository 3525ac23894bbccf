"""Closing, cancelling, reopening, correcting: the ledger, the plan and what is owed follow, all or nothing."""

from datetime import date

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils.translation import override

from tests.activities.test_roll import expect, grant, statuses
from tests.cast import Cast
from tests.factories import AWAY, HERE, LATE, LEAVE, activity_type, hold, make_requirement, moment
from xueer.activities.actions import closing
from xueer.activities.actions.closing import cancel_activity, close_activity, reopen_activity
from xueer.activities.actions.correcting import add_to_roll, correct_roll, count_heads, remove_from_roll
from xueer.activities.errors import (
    ActivityCancelled,
    ActivityClosed,
    NotBegun,
    NotClosed,
    NotOnRoll,
    ReasonMissing,
    RollClosed,
)
from xueer.activities.models import Activity, MakeUp
from xueer.activities.queries.outlook import outlook
from xueer.audit.models import Event
from xueer.notices.models import Notice
from xueer.org.models import Exemption, Person
from xueer.plans.models import Plan, PlanItem
from xueer.records.actions import heading_set, wrong_digests
from xueer.records.models import Record
from xueer.rules.queries import standings
from xueer.rules.words import figure_words

START = "2025-06-13 14:30"
AFTER = moment("2025-06-13 16:40")
LATER = moment("2025-06-20 09:00")


def planned(cast: Cast) -> PlanItem:
    plan = Plan.objects.create(code="JH", unit=cast.office, year=2025)
    headings = heading_set([activity_type("集中学习")])
    return PlanItem.objects.create(plan=plan, code="TM", topic="夏季学习", month=6, heading_set=headings)


@pytest.fixture
def running(cast) -> Activity:
    roll = {cast.head: HERE, cast.secretary: LATE, cast.member: AWAY}
    return hold(cast.office, START, state="RUNNING", roll=roll, plan_item=planned(cast))


def live() -> list[tuple]:
    rows = Record.objects.filter(voided_at=None).order_by("person__code", "role")
    return list(rows.values_list("person__code", "role", "outcome"))


def close(activity: Activity, by: object = None, at=AFTER) -> bool:
    return close_activity(activity, by=by, at=at)


HELD_ROWS = [
    (None, "HOST", "HELD"),
    ("O001", "PARTICIPANT", "ATTENDED"),
    ("O002", "PARTICIPANT", "LATE"),
    ("O003", "PARTICIPANT", "ABSENT"),
]


def test_closing_writes_the_ledger_tells_the_plan_and_opens_make_ups(cast, running):
    assert close(running, by=cast.secretary)
    assert (running.state, running.closed_at, running.closed_by) == ("HELD", AFTER, cast.secretary)
    assert sorted(live(), key=str) == sorted(HELD_ROWS, key=str)
    assert PlanItem.objects.get().fulfilled_on == date(2025, 6, 13)
    assert list(MakeUp.objects.values_list("person__code", "state")) == [("O003", "OPEN")]
    assert Notice.objects.get(person=cast.member).kind == "MAKE_UP_OPEN"
    assert Event.objects.get(verb="activities.activity.close").actor_id == cast.secretary.pk


def test_closing_twice_changes_nothing(cast, running):
    close(running, by=cast.secretary)
    before = (Record.objects.count(), Event.objects.count(), Notice.objects.count())
    assert not close(Activity.objects.get(pk=running.pk), by=cast.head, at=LATER)
    assert (Record.objects.count(), Event.objects.count(), Notice.objects.count()) == before
    assert Activity.objects.get().closed_by == cast.secretary


def test_a_session_is_not_closed_before_it_begins(cast, running):
    with pytest.raises(NotBegun):
        close(running, at=moment("2025-06-13 14:29"))
    assert (Activity.objects.get().state, Record.objects.count()) == ("RUNNING", 0)


def test_without_a_roll_everybody_expected_counts_as_present_and_the_box_says_so(cast):
    Exemption.objects.create(person=cast.head, starts_on=date(2025, 1, 1))
    activity = expect(hold(cast.office, START, state="ANNOUNCED"), unit=cast.office)
    grant(activity, cast.member)
    told = outlook(activity)
    assert (told.unrolled, told.records, told.owing, told.here) == (True, 4, [cast.member], 1)
    close(activity)
    assert statuses(activity) == {"O001": AWAY, "O002": HERE, "O003": LEAVE}
    outcomes = dict(Record.objects.filter(person__isnull=False).values_list("person__code", "outcome"))
    assert outcomes == {"O001": "EXCUSED", "O002": "ATTENDED", "O003": "LEAVE"}


def test_head_counts_are_closed_without_names(cast):
    activity = expect(hold(cast.office, START, state="RUNNING"), unit=cast.office)
    count_heads(activity, expected=120, came=113, by=None, at=AFTER)
    assert (outlook(activity).records, outlook(activity).nobody) == (1, False)
    close(activity)
    assert list(Record.objects.values_list("person", "head_count")) == [(None, 113)]


def test_the_box_says_how_far_the_requirements_of_unit_and_group_move(cast, running):
    make_requirement(cast.district, code="Q1", name="季度学习", at_least=2)
    make_requirement(cast.office, code="Q2", name="每月上限", period="MONTH", at_least=None, at_most=8)
    make_requirement(cast.office, code="Q3", name="个人次数", subject_kind="PERSON")
    make_requirement(cast.office, code="Q4", name="学时", measure="HOURS", at_least=8)
    with override("zh-hans"):
        told = outlook(running)
        said = [(move.requirement.name, move.period, move.before, move.after) for move in told.moves]
    assert said == [("季度学习", "第2季度", "0 / 2", "1 / 2"), ("每月上限", "6月", "0 / ≤8", "1 / ≤8")]
    assert [row.name for row in told.unmoved] == ["个人次数", "学时"]
    close(running)
    rows = standings(cast.office, year=2025, on=LATER.date(), people=Person.objects.none())
    now_there = {row.requirement.name: figure_words(row) for row in rows if row.first <= date(2025, 6, 13) <= row.last}
    assert [now_there[name] for name in ("季度学习", "每月上限")] == ["1 / 2", "1 / ≤8"]


def test_the_box_asks_as_often_for_three_requirements_as_for_one(cast, running):
    counts = []
    for number in range(3):
        make_requirement(cast.office, code=f"Q{number}")
        with CaptureQueriesContext(connection) as queries:
            assert len(outlook(running).moves) == number + 1
        counts.append(len(queries))
    assert counts[0] == counts[2]


def test_the_box_says_exactly_what_closing_writes(cast, running):
    told = outlook(running)
    assert [row.person for row in told.unreasoned] == [cast.member]
    assert (told.occasions, told.rows, told.here, told.hours) == (1, 3, 2, 4)
    assert (told.missing, told.unwritten) == (2, True)
    close(running)
    assert Record.objects.count() == told.records
    make_up = MakeUp.objects.get()
    assert ([make_up.person], make_up.due_on) == (told.owing, told.due_on)


def test_if_anything_fails_nothing_of_the_closing_stays(cast, running, monkeypatch):
    def fails(*_args, **_more):
        raise RuntimeError

    monkeypatch.setattr("xueer.activities.actions.following.open_make_ups", fails)
    with pytest.raises(RuntimeError), transaction.atomic():
        close(running)
    assert (Activity.objects.get().state, Record.objects.count()) == ("RUNNING", 0)
    assert PlanItem.objects.get().fulfilled_on is None
    assert not Event.objects.filter(verb="activities.activity.close").exists()


# ---- cancelling ----


def test_cancelling_tells_those_expected_why_and_is_done_once(cast):
    activity = expect(hold(cast.office, START, state="ANNOUNCED"), unit=cast.office)
    at = moment("2025-06-12 09:00")
    assert cancel_activity(activity, reason=" 停电 ", by=cast.secretary, at=at)
    assert (activity.state, activity.state_reason) == ("CANCELLED", "停电")
    told = Notice.objects.filter(kind="CANCELLED").order_by("person__code")
    assert [notice.person for notice in told] == [cast.head, cast.member]
    assert told[0].params["reason"] == "停电"
    assert not cancel_activity(activity, reason="又", by=cast.secretary, at=at)
    with pytest.raises(ActivityCancelled):
        close(activity)


def test_a_session_planned_and_never_announced_is_cancelled_quietly(cast):
    activity = expect(hold(cast.office, START, state="PLANNED"), unit=cast.office)
    cancel_activity(activity, reason="停电", by=cast.secretary, at=moment("2025-06-12 09:00"))
    assert not Notice.objects.exists()


def test_cancelling_asks_for_a_reason_and_does_not_touch_what_was_held(cast, running):
    with pytest.raises(ReasonMissing):
        cancel_activity(running, reason="  ", by=cast.secretary, at=AFTER)
    close(running)
    with pytest.raises(ActivityClosed):
        cancel_activity(running, reason="停电", by=cast.secretary, at=LATER)
    assert Activity.objects.get().state == "HELD"


# ---- reopening ----


def test_reopening_voids_the_records_frees_the_item_and_drops_what_was_owed(cast, running):
    close(running, by=cast.secretary)
    reopen_activity(running, reason="签到有误", by=cast.secretary, at=LATER)
    assert (running.state, running.closed_at, running.closed_by) == ("RUNNING", None, None)
    assert live() == []
    assert set(Record.objects.values_list("void_reason", flat=True)) == {"签到有误"}
    assert PlanItem.objects.get().fulfilled_on is None
    assert MakeUp.objects.get().state == "DROPPED"
    with pytest.raises(NotClosed):
        reopen_activity(running, reason="再来", by=cast.secretary, at=LATER)


def test_closed_anew_everything_stands_as_before(cast, running):
    close(running, by=cast.secretary)
    reopen_activity(running, reason="签到有误", by=cast.secretary, at=LATER)
    close(running, by=cast.secretary, at=LATER)
    assert sorted(live(), key=str) == sorted(HELD_ROWS, key=str)
    assert (PlanItem.objects.get().fulfilled_on, MakeUp.objects.get().state) == (date(2025, 6, 13), "OPEN")
    assert wrong_digests()[1] == []


@pytest.mark.parametrize(("announced", "state"), [(None, "PLANNED"), (AFTER, "ANNOUNCED")])
def test_a_cancelled_session_takes_place_after_all(cast, announced, state):
    activity = hold(cast.office, START, state="CANCELLED", announced_at=announced)
    reopen_activity(activity, reason="来电了", by=cast.secretary, at=AFTER)
    assert Activity.objects.get().state == state


# ---- correcting ----


def test_a_correction_voids_and_adds_exactly_the_rows_that_differ(cast, running):
    close(running, by=cast.secretary)
    marks = [(cast.member.pk, HERE, ""), (cast.head.pk, AWAY, "出差"), (cast.secretary.pk, LATE)]
    assert correct_roll(running, marks, reason="与签到表不符", by=cast.secretary, at=LATER) == 2
    assert sorted(live(), key=str)[:3] == [
        ("O001", "PARTICIPANT", "ABSENT"), ("O002", "PARTICIPANT", "LATE"), ("O003", "PARTICIPANT", "ATTENDED"),
    ]  # fmt: skip
    voided = Record.objects.filter(voided_at__isnull=False)
    assert sorted(voided.values_list("person__code", "void_reason")) == [
        ("O001", "与签到表不符"), ("O003", "与签到表不符"),
    ]  # fmt: skip
    assert dict(MakeUp.objects.values_list("person__code", "state")) == {"O003": "DROPPED", "O001": "OPEN"}
    event = Event.objects.get(verb="activities.roll.correct")
    assert event.detail == {
        "marks": {"O003": ["ABSENT", "ATTENDED"], "O001": ["ATTENDED", "ABSENT 出差"]},
        "reason": "与签到表不符",
    }
    assert wrong_digests()[1] == []


def test_a_correction_needs_a_reason_a_closed_roll_and_names_on_it(cast, running):
    with pytest.raises(NotClosed):
        correct_roll(running, [(cast.member.pk, HERE)], reason="有误", by=cast.secretary, at=AFTER)
    close(running)
    with pytest.raises(ReasonMissing):
        correct_roll(running, [(cast.member.pk, HERE)], reason=" ", by=cast.secretary, at=AFTER)
    with pytest.raises(NotOnRoll):
        correct_roll(running, [(cast.stranger.pk, HERE)], reason="有误", by=cast.secretary, at=AFTER)
    assert sorted(live(), key=str) == sorted(HELD_ROWS, key=str)


def test_names_of_a_closed_roll_come_and_go_with_reason_and_records_follow(cast, running):
    close(running)
    with pytest.raises(ReasonMissing):
        add_to_roll(running, cast.stranger, by=cast.secretary, at=LATER)
    add_to_roll(running, cast.stranger, reason="漏签", by=cast.secretary, at=LATER)
    assert ("X001", "PARTICIPANT", "ATTENDED") in live()
    remove_from_roll(running, cast.member, reason="当日已调离", by=cast.secretary, at=LATER)
    assert "O003" not in {row[0] for row in live()}
    assert MakeUp.objects.get().state == "DROPPED"
    assert Activity.objects.get().state_reason == "当日已调离"


def test_the_roll_of_a_cancelled_session_stays_as_it_is(cast):
    activity = hold(cast.office, START, state="CANCELLED", roll={cast.member: HERE})
    by = {"by": cast.secretary, "at": AFTER, "reason": "补录"}
    with pytest.raises(RollClosed):
        add_to_roll(activity, cast.stranger, **by)
    with pytest.raises(RollClosed):
        remove_from_roll(activity, cast.member, **by)
    with pytest.raises(RollClosed):
        count_heads(activity, expected=3, came=2, **by)
    assert statuses(activity) == {"O003": HERE}


def test_a_correction_of_the_day_on_which_a_make_up_was_done_takes_it_back(cast, running):
    close(running)
    running.roll.filter(person=cast.member).update(status="MADE_UP", made_up_on=date(2025, 6, 18))
    closing.follow_activity(running, by=None, at=LATER)
    assert MakeUp.objects.get().state == "DONE"
    correct_roll(running, [(cast.member.pk, AWAY, "病假")], reason="补学不实", by=cast.secretary, at=LATER)
    found = running.roll.get(person=cast.member)
    assert (found.status, found.made_up_on) == (AWAY, None)
    assert MakeUp.objects.get().state == "OPEN"
    assert ("O003", "PARTICIPANT", "ABSENT") in live()


def test_the_box_warns_of_whoever_leads_or_speaks_without_being_there(cast, running, as_person):
    running.parts.create(role="SPEAKER", person=cast.member)
    running.parts.create(role="CHAIR", person=cast.head)
    running.parts.create(role="LECTURER", outside_name="党校教授")
    with override("zh-hans"):
        found = outlook(running)
    assert found.elsewhere == [("区喆堃", "中心发言", "缺席")] and found.missing == 3
    text = as_person(cast.secretary).get(f"/activities/{running.code}/close/").content.decode()
    assert "区喆堃：缺席，却列为中心发言" in text and f"/activities/{running.code}/edit/" in text
    # What is said of an exempt person stays with those who may know.
    running.roll.filter(person=cast.member).update(exempt=True)
    assert [row[2] for row in outlook(running).elsewhere] == [""]
    running.roll.filter(person=cast.member).update(exempt=False, status=LEAVE)
    close(running)
    # The workbook names the parts apart from the roll, and they count as it names them.
    assert ("O003", "SPEAKER", "ATTENDED") in live() and ("O003", "PARTICIPANT", "LEAVE") in live()


def test_leave_granted_before_the_roll_is_taken_warns_too(cast):
    activity = hold(cast.office, START, state="ANNOUNCED", parts=(("LECTURER", cast.member),))
    grant(activity, cast.member, "病假")
    with override("zh-hans"):
        assert outlook(activity).elsewhere == [("区喆堃", "主讲", "请假")]


@pytest.mark.parametrize(("state", "words"), [("HELD", "重新打开"), ("CANCELLED", "已经取消")])
def test_what_is_over_has_no_form_to_cancel_it(cast, running, as_person, state, words):
    Activity.objects.filter(pk=running.pk).update(state=state)
    client = as_person(cast.secretary)
    text = client.get(f"/activities/{running.code}/cancel/").content.decode()
    assert words in text and 'name="reason"' not in text
    assert (f"/activities/{running.code}/reopen/" in text) == (state == "HELD")
    client.post(f"/activities/{running.code}/cancel/", {"reason": "停电"})
    assert Activity.objects.get(pk=running.pk).state == state


def test_somebody_corrected_to_present_keeps_no_reason(cast, running, as_person):
    running.roll.filter(person=cast.member).update(reason="下乡")
    close(running)
    form = {"fix": [str(cast.member.pk)], "why": "记错", f"status-{cast.member.pk}": HERE}
    form |= {f"reason-{cast.member.pk}": "下乡", f"seen-{cast.member.pk}": "ABSENT 下乡"}
    assert as_person(cast.secretary).post(f"/activities/{running.code}/correct/", form).status_code == 302
    row = running.roll.get(person=cast.member)
    assert (row.status, row.reason) == (HERE, "")
