"""Make-ups open by themselves, are handed in, accepted or sent back, and the ledger follows."""

from datetime import date

import pytest

from tests.cast import Cast
from tests.factories import (
    AWAY,
    HERE,
    LATE,
    LEAVE,
    activity_type,
    hold,
    make_group,
    make_person,
    make_rulebook,
    make_unit,
    moment,
)  # fmt: skip
from xueer.activities.actions.make_ups import (
    choose_session,
    close_make_up,
    deliver_make_up,
    follow_rolls,
    hand_in_make_up,
    open_make_ups,
    return_make_up,
)  # fmt: skip
from xueer.activities.errors import (
    AnswerMissing,
    DayUnfit,
    MakeUpLapsed,
    MakeUpOver,
    OwnMatter,
    ReasonMissing,
    SessionUnfit,
    WayNotAllowed,
)  # fmt: skip
from xueer.activities.models import Activity, MakeUp
from xueer.activities.queries.make_ups import open_make_ups_of, sessions_for, state_on
from xueer.notices.models import Notice
from xueer.records.models import Record
from xueer.rules.models import MakeUpRule

AT = moment("2025-03-07 17:00")


def missed(cast: Cast, start: str = "2025-03-07 14:30", **fields) -> Activity:
    roll = fields.pop("roll", {cast.head: HERE, cast.member: LEAVE, cast.secretary: HERE})
    return hold(cast.office, start, roll=roll, topic="春季学习", **fields)


def owed(cast: Cast, **fields) -> MakeUp:
    activity = missed(cast, **fields)
    open_make_ups(activity, by=cast.secretary, at=AT)
    return MakeUp.objects.get(activity=activity, person=cast.member)


def outcomes(activity: Activity, person) -> list[tuple[str, date]]:
    rows = Record.objects.filter(source_id=activity.pk, person=person, voided_at=None)
    return list(rows.values_list("outcome", "known_on"))


def test_leave_and_absence_open_one_exempt_people_none(cast: Cast):
    away = make_person("O005", cast.office)
    old = make_person("O006", cast.office)
    gone = make_person("O007", cast.office, ends_on=date(2025, 3, 8))
    roll = {cast.head: HERE, cast.secretary: LATE, cast.member: LEAVE, away: AWAY, old: AWAY, gone: AWAY}
    activity = missed(cast, roll=roll)
    activity.roll.filter(person=old).update(exempt=True)
    late = moment("2025-03-09 09:00")
    assert open_make_ups(activity, by=cast.secretary, at=late) == 2
    rows = MakeUp.objects.order_by("person__code").values_list("person__code", "due_on", "ways", "state")
    ways = ["SESSION", "MATERIAL", "DELIVERY"]
    assert list(rows) == [("O003", date(2025, 4, 6), ways, "OPEN"), ("O005", date(2025, 4, 6), ways, "OPEN")]
    told = Notice.objects.order_by("person__code").values_list("person__code", "kind", "params")
    params = {"topic": "春季学习", "day": "2025-04-06"}
    assert list(told) == [("O003", "MAKE_UP_OPEN", params), ("O005", "MAKE_UP_OPEN", params)]
    assert open_make_ups(activity, by=cast.secretary, at=late) == 0
    assert Notice.objects.count() == 2


def test_the_nearest_rulebook_says_how(cast: Cast):
    above, own = make_rulebook(cast.district), make_rulebook(cast.office)
    MakeUpRule.objects.create(rulebook=above, days=60, ways=["MATERIAL"])
    plain = MakeUpRule.objects.create(rulebook=own, days=10, ways=["DELIVERY", "SESSION"])
    named = MakeUpRule.objects.create(rulebook=own, days=5, ways=["SESSION"])
    named.types.set([activity_type("党课")])
    assert (owed(cast).due_on, owed(cast).ways) == (date(2025, 3, 17), ["SESSION", "DELIVERY"])
    lesson = owed(cast, types=("集中学习", "党课"))
    assert (lesson.due_on, lesson.ways) == (date(2025, 3, 12), ["SESSION"])
    own.ends_on = date(2025, 3, 7)
    own.save()
    assert (owed(cast).due_on, owed(cast).ways) == (date(2025, 5, 6), ["MATERIAL"])
    plain.delete()


def test_a_short_answer_is_handed_in_and_accepted(cast: Cast):
    make_up = owed(cast)
    with pytest.raises(AnswerMissing):
        hand_in_make_up(make_up, text=" \n", by=cast.member, at=moment("2025-03-10 09:00"))
    hand_in_make_up(make_up, text="学了三点。", by=cast.member, at=moment("2025-03-10 09:00"))
    waiting = Notice.objects.filter(kind="MAKE_UP_HANDED_IN", settled_at=None)
    assert sorted(waiting.values_list("person__code", flat=True)) == ["O001", "O002"]
    with pytest.raises(OwnMatter):
        close_make_up(make_up, by=cast.member, at=moment("2025-03-11 09:00"))
    done = close_make_up(make_up, by=cast.head, at=moment("2025-03-11 09:00"))
    assert (done.state, done.done_on, done.decided_by) == ("DONE", date(2025, 3, 10), cast.head)
    row = done.activity.roll.get(person=cast.member)
    assert (row.status, row.made_up_on, row.made_up_by) == ("MADE_UP", date(2025, 3, 10), "自学材料并答题")
    assert outcomes(done.activity, cast.member) == [("MADE_UP", date(2025, 3, 10))]
    assert waiting.count() == 0
    assert Notice.objects.filter(person=cast.member, kind="MAKE_UP_ACCEPTED", read_at=None).count() == 1
    with pytest.raises(MakeUpOver):
        close_make_up(make_up, by=cast.secretary, at=moment("2025-03-11 09:00"))


def test_an_endless_answer_is_cut_and_an_endless_number_is_no_session(cast: Cast, as_person):
    make_up = owed(cast)
    hand_in_make_up(make_up, text="学了\r\n" + "字" * 9000, by=cast.member, at=moment("2025-03-10 09:00"))
    make_up.refresh_from_db()
    assert make_up.text == "学了\n" + "字" * 4997
    client = as_person(cast.member)
    answer = client.post(f"/make-ups/{make_up.pk}/hand-in/", {"way": "SESSION", "other": "9" * 6000})
    assert answer.status_code == 302
    assert client.post("/notices/read/", {"notice": ["9" * 6000]}).status_code == 302
    roll = f"/activities/{make_up.activity.code}/roll/"
    assert as_person(cast.secretary).post(roll, {"mark": "9" * 6000 + ":ABSENT"}).status_code == 404


def test_what_comes_back_can_be_mended_for_a_week(cast: Cast):
    make_up = owed(cast)
    hand_in_make_up(make_up, text="学了。", by=cast.member, at=moment("2025-04-06 09:00"))
    with pytest.raises(ReasonMissing):
        return_make_up(make_up, answer="", by=cast.head, at=moment("2025-04-10 09:00"))
    back = return_make_up(make_up, answer="请写清体会", by=cast.head, at=moment("2025-04-10 09:00"))
    assert (back.state, back.answer, back.due_on) == ("OPEN", "请写清体会", date(2025, 4, 17))
    with pytest.raises(MakeUpOver):
        return_make_up(make_up, answer="再写", by=cast.secretary, at=moment("2025-04-10 09:00"))
    again = hand_in_make_up(make_up, text="学了三点。", by=cast.member, at=moment("2025-04-17 22:00"))
    assert (again.state, again.answer) == ("HANDED_IN", "")


def test_a_passed_deadline_is_closed_only_with_a_reason(cast: Cast):
    make_up = owed(cast)
    assert [state_on(make_up, day) for day in (date(2025, 4, 6), date(2025, 4, 7))] == ["OPEN", "LAPSED"]
    late = moment("2025-04-07 09:00")
    with pytest.raises(MakeUpLapsed):
        hand_in_make_up(make_up, text="学了。", by=cast.member, at=late)
    with pytest.raises(ReasonMissing):
        close_make_up(make_up, by=cast.head, at=late)
    done = close_make_up(make_up, by=cast.head, at=late, reason="出差归来后补学")
    assert (done.state, done.answer, done.done_on) == ("DONE", "出差归来后补学", date(2025, 4, 7))


def test_home_delivery_is_entered_with_day_and_people(cast: Cast):
    make_up = owed(cast)
    with pytest.raises(ReasonMissing):
        deliver_make_up(make_up, on=date(2025, 3, 8), deliverers=" ", by=cast.secretary, at=AT)
    for wrong in (date(2025, 3, 6), date(2025, 3, 8)):
        with pytest.raises(DayUnfit):
            deliver_make_up(make_up, on=wrong, deliverers="陆敏之", by=cast.secretary, at=AT)
    at = moment("2025-03-20 09:00")
    done = deliver_make_up(make_up, on=date(2025, 3, 12), deliverers="陆敏之、单一舟", by=cast.secretary, at=at)
    row = done.activity.roll.get(person=cast.member)
    assert (row.status, row.made_up_on, row.made_up_by) == ("DELIVERED", date(2025, 3, 12), "陆敏之、单一舟送学上门")
    assert outcomes(done.activity, cast.member) == [("DELIVERED", date(2025, 3, 12))]


def test_another_session_attended_stands_in(cast: Cast):
    make_up = owed(cast)
    there, elsewhere = {cast.member: HERE}, make_unit("Y", cast.district)
    other = hold(elsewhere, "2025-03-14 14:30", topic="同题学习", roll=there)
    hold(elsewhere, "2025-03-14 14:30", types=("党课",), roll=there)
    hold(elsewhere, "2025-03-01 14:30", roll=there)
    hold(elsewhere, "2025-04-20 14:30", roll=there)
    hold(elsewhere, "2025-03-15 14:30", roll={cast.member: AWAY})
    at = moment("2025-03-20 09:00")
    assert sessions_for(make_up, on=date(2025, 3, 20)) == [other]
    with pytest.raises(SessionUnfit):
        choose_session(make_up, other=make_up.activity_id, by=cast.member, at=at)
    chosen = choose_session(make_up, other=other.pk, by=cast.member, at=at)
    assert (chosen.state, chosen.other) == ("HANDED_IN", other)
    done = close_make_up(chosen, by=cast.head, at=at)
    row = done.activity.roll.get(person=cast.member)
    assert (row.made_up_on, row.made_up_by) == (date(2025, 3, 14), "参加另一场：同题学习（2025-03-14）")
    second = owed(cast, start="2025-03-10 14:30")
    assert sessions_for(second, on=date(2025, 3, 20)) == []


def test_a_session_to_come_is_handed_in_when_it_is_closed(cast: Cast):
    make_up = owed(cast)
    other = hold(cast.office, "2025-03-21 14:30", state="PLANNED", roll={cast.member: HERE})
    at = moment("2025-03-10 09:00")
    assert choose_session(make_up, other=other.pk, by=cast.member, at=at).state == "OPEN"
    other.state = "HELD"
    other.save()
    open_make_ups(other, by=cast.secretary, at=moment("2025-03-21 17:00"))
    make_up.refresh_from_db()
    assert (make_up.state, make_up.handed_in_at) == ("HANDED_IN", moment("2025-03-21 17:00"))


def test_a_chosen_session_that_is_cancelled_frees_the_choice(cast: Cast):
    make_up = owed(cast)
    other = hold(cast.office, "2025-03-21 14:30", state="PLANNED", roll={cast.member: HERE})
    choose_session(make_up, other=other.pk, by=cast.member, at=moment("2025-03-10 09:00"))
    other.state = "CANCELLED"
    other.save()
    open_make_ups(other, by=cast.secretary, at=moment("2025-03-20 17:00"))
    make_up.refresh_from_db()
    assert (make_up.state, make_up.other, make_up.way) == ("OPEN", None, "")


def test_the_rule_bounds_the_ways(cast: Cast):
    MakeUpRule.objects.create(rulebook=make_rulebook(cast.office), days=30, ways=["SESSION"])
    make_up = owed(cast)
    with pytest.raises(WayNotAllowed):
        hand_in_make_up(make_up, text="学了。", by=cast.member, at=AT)


@pytest.mark.parametrize("state", ["CANCELLED", "RUNNING"])
def test_a_session_that_is_not_held_is_owed_nothing(cast: Cast, state: str):
    make_up = owed(cast)
    hand_in_make_up(make_up, text="学了。", by=cast.member, at=AT)
    activity = make_up.activity
    activity.state = state
    activity.save()
    open_make_ups(activity, by=cast.secretary, at=AT)
    make_up.refresh_from_db()
    assert make_up.state == "DROPPED"
    assert Notice.objects.filter(settled_at=None).count() == 0
    with pytest.raises(MakeUpOver):
        close_make_up(make_up, by=cast.head, at=AT)
    activity.state = "HELD"
    activity.save()
    assert open_make_ups(activity, by=cast.secretary, at=AT) == 0
    make_up.refresh_from_db()
    assert (make_up.state, make_up.text) == ("HANDED_IN", "学了。")


def test_a_corrected_roll_drops_it_and_a_row_made_up_closes_it(cast: Cast):
    make_up = owed(cast)
    rows = make_up.activity.roll.filter(person=cast.member)
    rows.update(status=HERE)
    open_make_ups(make_up.activity, by=cast.secretary, at=AT)
    assert open_make_ups_of(cast.member).count() == 0
    rows.update(status="DELIVERED", made_up_on=date(2025, 3, 9))
    open_make_ups(make_up.activity, by=cast.secretary, at=AT)
    make_up.refresh_from_db()
    assert (make_up.state, make_up.way, make_up.done_on) == ("DONE", "DELIVERY", date(2025, 3, 9))


def test_a_session_of_december_made_up_in_january_counts_from_its_day(cast: Cast):
    make_up = owed(cast, start="2024-12-30 14:30")
    done = close_make_up(make_up, on=date(2025, 1, 8), by=cast.head, at=moment("2025-01-09 09:00"))
    record = Record.objects.get(source_id=done.activity_id, person=cast.member, voided_at=None)
    assert (record.occurred_on, record.known_on, record.outcome) == (date(2024, 12, 30), date(2025, 1, 8), "MADE_UP")


def test_a_group_head_decides_for_the_group_not_the_unit(cast: Cast):
    head, deputy = make_person("O008", cast.office), make_person("O009", cast.office)
    group = make_group("Z9", cast.office, [head, deputy, cast.member])
    group.members.filter(person=head).update(role="联络员、组长")
    group.members.filter(person=deputy).update(role="副组长")
    make_up = owed(cast, group=group)
    hand_in_make_up(make_up, text="学了。", by=cast.member, at=AT)
    told = Notice.objects.filter(kind="MAKE_UP_HANDED_IN")
    assert [notice.person for notice in told] == [head]


def test_rolls_of_an_import_open_only_what_can_still_be_done(cast: Cast, django_assert_max_num_queries):
    old = [missed(cast, f"2025-01-{day:02} 14:30") for day in range(2, 20)]
    new = missed(cast)
    ids = [row.pk for row in (*old, new)]
    with django_assert_max_num_queries(14):
        assert follow_rolls(ids, by=cast.secretary, at=moment("2025-03-20 09:00"), late_ones=False) == 1
    assert MakeUp.objects.get().activity == new
    with django_assert_max_num_queries(10):
        assert follow_rolls(ids, by=cast.secretary, at=moment("2025-03-20 09:00"), late_ones=False) == 0
