"""Leave: asked, decided, taken back, entered afterwards; the roll, the ledger and what is told follow."""

from contextlib import suppress
from datetime import date, timedelta
from functools import partial
from random import Random

import pytest

from tests.cast import Cast
from tests.factories import AWAY, HERE, hold, make_group, make_person, moment
from xueer.access.queries import Reach
from xueer.activities import errors
from xueer.activities.actions.closing import cancel_activity, close_activity, reopen_activity
from xueer.activities.actions.freezing import freeze_roll
from xueer.activities.actions.leave import ask_leave, decide_leave, enter_leave, withdraw_leave
from xueer.activities.actions.make_ups import close_make_up
from xueer.activities.choices import AudienceKind
from xueer.activities.errors import (
    LeaveOver,
    LeaveTooLate,
    LeaveUseless,
    NotExpected,
    OwnMatter,
    ReasonMissing,
)
from xueer.activities.models import Activity, Audience, Leave, MakeUp
from xueer.activities.queries.leave import expected_soon, is_expected, is_head, leaves_to_decide, may_decide
from xueer.notices.models import Notice
from xueer.org.actions import derive_memberships
from xueer.org.models import Exemption, Post
from xueer.records.models import Record

REFUSALS = tuple(vars(errors)[name] for name in vars(errors) if name[0].isupper())
BEFORE, AFTER = moment("2025-09-16 09:00"), moment("2025-09-18 17:00")


def planned(cast: Cast, start: str = "2025-09-18 14:30", **fields) -> Activity:
    activity = hold(cast.office, start, state="ANNOUNCED", topic="秋季学习", **fields)
    Audience.objects.create(activity=activity, kind=AudienceKind.UNIT, unit=cast.office)
    return activity


def asked(cast: Cast, **fields) -> Leave:
    return ask_leave(planned(cast, **fields), cast.member, reason="出差", by=cast.member, at=BEFORE)


def row_of(leave: Leave) -> tuple[str, str]:
    row = leave.activity.roll.get(person=leave.person)
    return row.status, row.reason


def waiting() -> list[tuple[str, str]]:
    rows = Notice.objects.filter(settled_at=None, kind="LEAVE_ASKED").order_by("person__code")
    return list(rows.values_list("person__code", "params__reason"))


def test_asked_twice_is_asked_once_and_told_to_whoever_decides(cast: Cast):
    first = asked(cast)
    assert ask_leave(first.activity, cast.member, reason="开会", by=cast.member, at=BEFORE) == first
    assert list(Leave.objects.values_list("reason", "state")) == [("出差", "ASKED")]
    assert waiting() == [("O001", "出差"), ("O002", "出差")]


def test_leave_needs_a_reason_a_session_to_come_and_somebody_expected(cast: Cast):
    activity = planned(cast)
    who = {"by": cast.member, "at": BEFORE}
    with pytest.raises(ReasonMissing):
        ask_leave(activity, cast.member, reason=" ", **who)
    with pytest.raises(NotExpected):
        ask_leave(activity, cast.stranger, reason="出差", by=cast.stranger, at=BEFORE)
    with pytest.raises(LeaveTooLate):
        ask_leave(activity, cast.member, reason="出差", by=cast.member, at=moment("2025-09-18 14:30"))
    cancel_activity(activity, reason="讲师生病", by=cast.secretary, at=BEFORE)
    with pytest.raises(LeaveOver):
        ask_leave(activity, cast.member, reason="出差", **who)


def test_granted_leave_stands_on_the_roll_when_it_is_frozen_or_was_already(cast: Cast):
    leave = asked(cast)
    decide_leave(leave, granted=True, by=cast.head, at=BEFORE)
    freeze_roll(leave.activity, by=cast.secretary, at=AFTER)
    assert row_of(leave) == ("LEAVE", "出差")
    later = ask_leave(leave.activity, cast.secretary, reason="值班", by=cast.secretary, at=BEFORE)
    decide_leave(later, granted=True, by=cast.head, at=BEFORE)
    assert row_of(later) == ("LEAVE", "值班")
    assert waiting() == []
    told = Notice.objects.filter(kind="LEAVE_GRANTED").order_by("person__code")
    assert list(told.values_list("person__code", "params__topic")) == [("O002", "秋季学习"), ("O003", "秋季学习")]
    assert Record.objects.count() == 0  # what is not held counts for nothing


def test_two_tabs_decide_once(cast: Cast):
    leave = asked(cast)
    stale = Leave.objects.get(pk=leave.pk)
    with pytest.raises(ReasonMissing):
        decide_leave(leave, granted=False, answer=" ", by=cast.head, at=BEFORE)
    decide_leave(leave, granted=False, answer="这一场请务必参加", by=cast.head, at=BEFORE)
    with pytest.raises(LeaveOver):
        decide_leave(stale, granted=True, by=cast.secretary, at=BEFORE)
    stale.refresh_from_db()
    assert (stale.state, stale.decided_by, stale.answer) == ("REFUSED", cast.head, "这一场请务必参加")
    assert Notice.objects.get(kind="LEAVE_REFUSED").person == cast.member
    again = ask_leave(leave.activity, cast.member, reason="病假", by=cast.member, at=BEFORE)
    assert (again.pk != leave.pk, again.state) == (True, "ASKED")


def test_nobody_decides_their_own(cast: Cast):
    activity = planned(cast)
    own = ask_leave(activity, cast.head, reason="出差", by=cast.head, at=BEFORE)
    assert waiting() == [("O002", "出差")]
    with pytest.raises(OwnMatter):
        decide_leave(own, granted=True, by=cast.head, at=BEFORE)
    entered = enter_leave(activity, cast.secretary, reason="值班", by=cast.secretary, at=BEFORE)
    assert entered.state == "ASKED"
    assert list(leaves_to_decide(Reach(cast.head, date(2025, 9, 16)))) == [entered]
    assert list(leaves_to_decide(Reach(cast.secretary, date(2025, 9, 16)))) == [own]
    assert list(leaves_to_decide(Reach(cast.member, date(2025, 9, 16)))) == []


def test_the_head_of_the_group_decides_and_a_deputy_does_not(cast: Cast):
    leader, deputy, former = (make_person(f"O01{n}", cast.office) for n in range(3))
    group = make_group("Z8", cast.office, [leader, deputy, former, cast.member])
    for person, role in ((leader, "联络员，组长"), (deputy, "副组长"), (former, "组长")):
        group.members.filter(person=person).update(role=role)
    group.members.filter(person=former).update(ends_on=date(2025, 9, 1))
    activity = hold(cast.office, "2025-09-18 14:30", state="PLANNED", group=group)
    Audience.objects.create(activity=activity, kind=AudienceKind.GROUP, group=group)
    leave = ask_leave(activity, cast.member, reason="出差", by=cast.member, at=BEFORE)
    assert waiting() == [(leader.code, "出差")]
    day = date(2025, 9, 16)
    able = [person.code for person in (leader, deputy, former, cast.head) if may_decide(activity, Reach(person, day))]
    assert able == [leader.code, cast.head.code]
    assert list(leaves_to_decide(Reach(leader, day))) == [leave]
    assert [is_head(role) for role in ("组长", "第一组长", "副组长", "", "学习秘书、组长")] == [
        True,
        False,
        False,
        False,
        True,
    ]


def test_taken_back_after_granting_the_person_is_expected_again(cast: Cast):
    leave = decide_leave(asked(cast), granted=True, by=cast.head, at=BEFORE)
    freeze_roll(leave.activity, by=cast.secretary, at=BEFORE)
    withdraw_leave(leave, by=cast.member, at=BEFORE)
    assert row_of(leave) == ("ATTENDED", "")
    assert withdraw_leave(leave, by=cast.member, at=BEFORE).state == "WITHDRAWN"
    close_activity(leave.activity, by=cast.secretary, at=AFTER)
    assert MakeUp.objects.count() == 0


def test_nobody_says_of_themselves_that_they_came_once_it_has_begun(cast: Cast):
    leave = decide_leave(asked(cast), granted=True, by=cast.head, at=BEFORE)
    freeze_roll(leave.activity, by=cast.secretary, at=BEFORE)
    with pytest.raises(errors.LeaveBegun):
        withdraw_leave(leave, by=cast.member, at=leave.activity.starts_at)
    assert row_of(leave) == ("LEAVE", "出差")
    withdraw_leave(leave, by=cast.secretary, at=AFTER)
    assert row_of(leave) == ("ATTENDED", "")


def test_closing_with_granted_leave_opens_a_make_up_and_ends_taking_back(cast: Cast):
    leave = decide_leave(asked(cast), granted=True, by=cast.head, at=BEFORE)
    close_activity(leave.activity, by=cast.secretary, at=AFTER)
    assert row_of(leave) == ("LEAVE", "出差")
    assert [row.person for row in MakeUp.objects.all()] == [cast.member]
    with pytest.raises(LeaveOver):
        withdraw_leave(leave, by=cast.member, at=AFTER)


def test_leave_after_the_session_stands_for_an_absence_until_it_is_made_up(cast: Cast):
    activity = hold(cast.office, "2025-09-18 14:30", roll={cast.member: AWAY, cast.head: HERE, cast.stranger: AWAY})
    with pytest.raises(LeaveTooLate):
        ask_leave(activity, cast.member, reason="病假", by=cast.member, at=AFTER)
    leave = enter_leave(activity, cast.member, reason="病假", by=cast.secretary, at=AFTER)
    assert (leave.state, leave.decided_by, row_of(leave)) == ("GRANTED", cast.secretary, ("LEAVE", "病假"))
    live = Record.objects.filter(person=cast.member, voided_at=None).values_list("outcome", flat=True)
    assert list(live) == ["LEAVE"]
    with pytest.raises(LeaveUseless):
        enter_leave(activity, cast.head, reason="出差", by=cast.secretary, at=AFTER)
    with pytest.raises(NotExpected):
        enter_leave(activity, make_person("O030", cast.office), reason="出差", by=cast.secretary, at=AFTER)
    make_up = MakeUp.objects.get(person=cast.stranger)
    close_make_up(make_up, by=cast.head, at=AFTER)
    with pytest.raises(LeaveUseless):
        enter_leave(activity, cast.stranger, reason="出差", by=cast.secretary, at=AFTER)


def test_leave_still_waiting_at_closing_is_granted_for_an_absence_only(cast: Cast):
    leave = asked(cast)
    close_activity(leave.activity, by=cast.secretary, at=AFTER)
    with pytest.raises(LeaveUseless):
        decide_leave(leave, granted=True, by=cast.head, at=AFTER)
    leave.refresh_from_db()
    assert leave.state == "ASKED"
    decide_leave(leave, granted=False, answer="您参加了", by=cast.head, at=AFTER)


def test_cancelling_settles_what_was_asked(cast: Cast):
    leave = asked(cast)
    cancel_activity(leave.activity, reason="改期", by=cast.secretary, at=BEFORE)
    leave.refresh_from_db()
    assert (leave.state, waiting()) == ("WITHDRAWN", [])
    with pytest.raises(LeaveOver):
        decide_leave(leave, granted=True, by=cast.head, at=BEFORE)
    reopen_activity(leave.activity, reason="照常举行", by=cast.secretary, at=BEFORE)
    assert ask_leave(leave.activity, cast.member, reason="出差", by=cast.member, at=BEFORE).state == "ASKED"


def test_somebody_exempt_or_moved_away_is_not_expected(cast: Cast):
    activity = planned(cast)
    mover = make_person("O020", cast.office)
    Post.objects.create(person=mover, unit=cast.office, ends_on=date(2025, 5, 1))
    Post.objects.create(person=mover, unit=cast.other, starts_on=date(2025, 5, 1))
    derive_memberships([mover.pk])
    spring = hold(cast.office, "2025-04-10 14:30", state="PLANNED")
    Audience.objects.create(activity=spring, kind=AudienceKind.UNIT, unit=cast.office)
    assert (is_expected(spring, mover), is_expected(activity, mover)) == (True, False)
    Exemption.objects.create(person=cast.member, starts_on=date(2025, 9, 1))
    assert is_expected(activity, cast.member) is False
    decided = enter_leave(spring, mover, reason="出差", by=cast.secretary, at=moment("2025-04-09 09:00"))
    assert decided.state == "GRANTED"


def test_the_audience_is_read_by_group_unit_post_and_person(cast: Cast):
    group = make_group("Z7", cast.other, [cast.member])
    reporter = make_person("O021", cast.office, duty="报送员")
    for number, named in enumerate(
        (
            {"kind": "GROUP", "group": group},
            {"kind": "UNIT", "unit": cast.district},
            {"kind": "DUTY", "duty": "报送员", "unit": cast.office},
            {"kind": "PERSON", "person": cast.member},
        )
    ):
        activity = hold(cast.other, f"2025-09-2{number} 09:00", code=f"N{number}", state="PLANNED")
        Audience.objects.create(activity=activity, **named)
    day = date(2025, 9, 16)
    assert [row.code for row in expected_soon(cast.member, day)] == ["N0", "N1", "N3"]
    assert [row.code for row in expected_soon(reporter, day)] == ["N1", "N2"]
    assert [row.code for row in expected_soon(reporter, day + timedelta(days=6))] == ["N2"]
    group.members.update(ends_on=date(2025, 9, 18))
    assert [row.code for row in expected_soon(cast.member, day)] == ["N1", "N3"]


def test_where_nobody_is_named_the_group_or_the_unit_itself_is_expected(cast: Cast):
    group = make_group("Z6", cast.office, [cast.head])
    bare = hold(cast.office, "2025-09-18 09:00", state="PLANNED")
    grouped = hold(cast.office, "2025-09-18 14:30", state="PLANNED", group=group)
    found = [
        (is_expected(bare, person), is_expected(grouped, person)) for person in (cast.head, cast.member, cast.stranger)
    ]
    assert found == [(True, True), (True, False), (False, False)]


@pytest.mark.parametrize("seed", range(4))
def test_whatever_is_done_in_whatever_order_what_stands_agrees(cast: Cast, seed: int):
    """Roll, leave, make-ups, ledger and notices say the same after any acts, allowed or refused."""
    dice, activity = Random(seed), planned(cast)
    people = [cast.head, cast.secretary, cast.member]
    for _ in range(30):
        activity.refresh_from_db()
        person, by = dice.choice(people), dice.choice(people)
        at = dice.choice((BEFORE, AFTER))
        leave = activity.leaves.filter(person=person).order_by("-pk").first()
        who = {"by": by, "at": at}
        acts = [
            partial(ask_leave, activity, person, reason="出差", by=person, at=at),
            partial(enter_leave, activity, person, reason="病假", **who),
            partial(close_activity, activity, **who),
            partial(reopen_activity, activity, reason="更正", **who),
            partial(cancel_activity, activity, reason="改期", **who),
            partial(freeze_roll, activity, **who),
        ]
        if leave:
            acts += [
                partial(decide_leave, leave, granted=True, **who),
                partial(decide_leave, leave, granted=False, answer="不行", **who),
                partial(withdraw_leave, leave, by=person, at=at),
            ] * 2
        with suppress(*REFUSALS):
            dice.choice(acts)()
        agrees(activity)


def agrees(activity: Activity) -> None:
    activity.refresh_from_db()
    held = activity.state == "HELD"
    away = {row.person_id for row in activity.roll.filter(status__in=("LEAVE", "ABSENT"), exempt=False)}
    owing = set(activity.make_ups.filter(state__in=("OPEN", "HANDED_IN")).values_list("person_id", flat=True))
    assert owing == (away if held else set())
    live = Record.objects.filter(source_id=activity.pk, voided_at=None, role="PARTICIPANT")
    rows = activity.roll.values_list("person_id", "status") if held else []
    assert sorted(live.values_list("person_id", "outcome")) == sorted(rows)
    granted = set(activity.leaves.filter(state="GRANTED").values_list("person_id", flat=True))
    on_leave = set(activity.roll.filter(status="LEAVE").values_list("person_id", flat=True))
    assert on_leave <= granted and (not activity.roll.exists() or on_leave == granted)
    asked_for = {f"leave:{pk}" for pk in activity.leaves.filter(state="ASKED").values_list("pk", flat=True)}
    open_ones = Notice.objects.filter(kind="LEAVE_ASKED", settled_at=None).values_list("about", flat=True)
    assert set(open_ones) == (asked_for if activity.state != "CANCELLED" else set())
