"""Taking a roll: who is expected, marks by hand and by device, names that come and go."""

from datetime import date

import pytest

from tests.cast import Cast
from tests.factories import AWAY, HERE, LATE, LEAVE, MOMENT, hold, make_group, make_person, make_unit, moment
from xueer.access.queries import reach
from xueer.activities.actions.correcting import add_to_roll, count_heads, remove_from_roll
from xueer.activities.actions.freezing import audience_people, freeze_roll, start_roll
from xueer.activities.actions.marking import Mark, mark_roll, take_tap
from xueer.activities.choices import LeaveState
from xueer.activities.errors import NotOnRoll, RollClosed
from xueer.activities.models import Activity, Audience, Leave, RollRow, Tap
from xueer.activities.queries.roll import changed_since, people_to_add, roll_difference, roll_sums, seats
from xueer.audit.models import Event
from xueer.org.actions import derive_memberships
from xueer.org.models import Exemption, GroupMember, Membership, Post
from xueer.records.models import Record

DAY = date(2025, 6, 13)
START = "2025-06-13 14:30"


def expect(activity: Activity, **named) -> Activity:
    """Names an audience of one row."""
    kind = next(iter(named)).upper()
    Audience.objects.create(activity=activity, kind=kind, **named)
    return activity


def coming(cast: Cast, **fields) -> Activity:
    return hold(cast.office, START, state="PLANNED", **fields)


def statuses(activity: Activity) -> dict[str, str]:
    return dict(activity.roll.values_list("person__code", "status"))


def grant(activity: Activity, person, reason="出差") -> None:
    Leave.objects.create(
        activity=activity, person=person, reason=reason, state=LeaveState.GRANTED, asked_at=MOMENT, asked_by=person
    )


# ---- who is expected ----


def test_a_unit_stands_for_main_posts_there_and_below_on_the_day(cast):
    below = make_unit("OB", cast.office)
    inside = make_person("O010", below)
    moved = make_person("O011", cast.office)
    Post.objects.create(person=moved, unit=cast.other, starts_on=date(2025, 5, 1))
    helper = make_person("X010", cast.other)
    Post.objects.create(person=helper, unit=cast.office, main=False)
    derive_memberships([moved.pk, helper.pk])
    activity = expect(coming(cast), unit=cast.office)
    assert audience_people(activity) == {cast.head.pk, cast.secretary.pk, cast.member.pk, inside.pk}


def test_a_group_stands_for_its_members_in_service_on_the_day(cast):
    left = make_person("O012", cast.office, ends_on=date(2025, 6, 1))
    group = make_group("Z1", cast.office, [cast.head, cast.stranger, left])
    GroupMember.objects.create(group=group, person=cast.member, ends_on=DAY)
    assert audience_people(expect(coming(cast), group=group)) == {cast.head.pk, cast.stranger.pk}


def test_a_post_stands_for_whoever_has_exactly_these_words_in_the_unit(cast):
    Membership.objects.filter(person=cast.member).update(duty="支部书记")
    Membership.objects.filter(person=cast.head).update(duty="支部副书记")
    Membership.objects.filter(person=cast.stranger).update(duty="支部书记")
    activity = coming(cast)
    Audience.objects.create(activity=activity, kind="DUTY", duty="支部书记")
    assert audience_people(activity) == {cast.member.pk}
    Audience.objects.create(activity=activity, kind="PERSON", person=cast.stranger)
    assert audience_people(activity) == {cast.member.pk, cast.stranger.pk}


# ---- freezing ----


def test_freezing_makes_everybody_present_leave_granted_and_the_exempt_apart(cast):
    Exemption.objects.create(person=cast.head, starts_on=date(2025, 1, 1))
    activity = expect(coming(cast), unit=cast.office)
    grant(activity, cast.member)
    assert freeze_roll(activity, by=cast.secretary, at=MOMENT) == 3
    rows = activity.roll.order_by("person__code").values_list("person__code", "status", "reason", "exempt", "home_unit")
    office = cast.office.pk
    assert list(rows) == [
        ("O001", AWAY, "", True, office),
        ("O002", HERE, "", False, office),
        ("O003", LEAVE, "出差", False, office),
    ]
    assert not Record.objects.exists()


def test_freezing_again_brings_into_line_and_keeps_what_was_marked_by_hand(cast):
    group = make_group("Z1", cast.office, [cast.head, cast.secretary, cast.member])
    activity = expect(coming(cast), group=group)
    freeze_roll(activity, by=None, at=MOMENT)
    mark_roll(activity, [Mark(cast.head.pk, AWAY, "病假")], by=cast.secretary, at=MOMENT)
    GroupMember.objects.filter(person__in=[cast.head, cast.member]).delete()
    GroupMember.objects.create(group=group, person=cast.stranger)

    difference = roll_difference(activity)
    assert [row.person for row in difference.gone] == [cast.member]
    assert difference.new == {cast.stranger.pk}
    assert freeze_roll(activity, by=cast.secretary, at=MOMENT) == 2
    assert statuses(activity) == {"O001": AWAY, "O002": HERE, "X001": HERE}
    assert not roll_difference(activity)
    assert freeze_roll(activity, by=cast.secretary, at=MOMENT) == 0


def test_without_an_audience_freezing_only_refreshes_what_is_frozen(cast):
    activity = hold(cast.office, START, state="RUNNING", roll={cast.member: HERE, cast.head: LATE})
    Exemption.objects.create(person=cast.member, starts_on=date(2025, 6, 1))
    Exemption.objects.create(person=cast.head, starts_on=date(2025, 6, 1))
    assert freeze_roll(activity, by=None, at=MOMENT) == 2
    assert statuses(activity) == {"O003": AWAY, "O001": LATE}


@pytest.mark.parametrize("state", ["HELD", "CANCELLED"])
def test_a_roll_that_is_over_is_not_frozen_started_or_marked(cast, state):
    activity = expect(hold(cast.office, START, state=state, roll={cast.member: HERE}), unit=cast.office)
    for act in (freeze_roll, start_roll):
        with pytest.raises(RollClosed):
            act(activity, by=cast.secretary, at=MOMENT)
    with pytest.raises(RollClosed):
        mark_roll(activity, [(cast.member.pk, LATE)], by=cast.secretary, at=MOMENT)
    assert statuses(activity) == {"O003": HERE}


def test_starting_a_roll_freezes_it_once_and_sets_the_session_under_way_on_its_day(cast):
    activity = expect(coming(cast), unit=cast.office)
    start_roll(activity, by=cast.secretary, at=moment("2025-06-12 09:00"))
    assert (activity.state, activity.roll.count()) == ("PLANNED", 3)
    activity.audience.all().delete()
    start_roll(activity, by=cast.secretary, at=moment("2025-06-13 14:00"))
    assert (Activity.objects.get().state, activity.roll.count()) == ("RUNNING", 3)


# ---- marking ----


@pytest.fixture
def running(cast) -> Activity:
    roll = {cast.head: HERE, cast.secretary: HERE, cast.member: HERE}
    return hold(cast.office, START, state="RUNNING", roll=roll)


def row(activity: Activity, person) -> tuple:
    found = activity.roll.get(person=person)
    return found.status, found.reason, found.mark


def test_a_mark_sets_status_and_reason_under_a_new_version_and_leaves_its_trail(cast, running):
    assert mark_roll(running, [(cast.member.pk, AWAY, "病假"), (cast.head.pk, HERE)], by=cast.secretary, at=MOMENT) == 1
    assert row(running, cast.member) == (AWAY, "病假", 1)
    assert row(running, cast.head) == (HERE, "", 0)
    assert running.roll_version == Activity.objects.get(pk=running.pk).roll_version == 1
    event = Event.objects.get(verb="activities.roll.mark")
    assert event.detail == {"marks": {"O003": ["ATTENDED", "ABSENT 病假"]}}
    assert mark_roll(running, [(cast.member.pk, AWAY)], by=cast.secretary, at=MOMENT) == 0, "the reason stays"


def test_a_reason_for_being_away_does_not_outlive_it(cast, running):
    by = {"by": cast.secretary, "at": MOMENT}
    mark_roll(running, [(cast.member.pk, AWAY)], reason="病假", **by)
    mark_roll(running, [(cast.member.pk, LEAVE)], **by)
    assert row(running, cast.member)[:2] == (LEAVE, "病假")
    mark_roll(running, [(cast.member.pk, LATE)], **by)
    assert row(running, cast.member)[:2] == (LATE, "")


def test_granted_leave_brings_its_reason_back_however_often_it_is_tapped(cast, running):
    grant(running, cast.member, "出差")
    for status in (AWAY, HERE, LATE, LEAVE):
        mark_roll(running, [(cast.member.pk, status)], by=cast.secretary, at=MOMENT)
    assert row(running, cast.member)[:2] == (LEAVE, "出差")


def test_a_mark_for_somebody_not_on_the_roll_changes_nothing_at_all(cast, running):
    with pytest.raises(NotOnRoll):
        mark_roll(running, [(cast.member.pk, AWAY), (cast.stranger.pk, AWAY)], by=cast.secretary, at=MOMENT)
    assert set(statuses(running).values()) == {HERE}
    assert not Event.objects.filter(verb="activities.roll.mark").exists()


# ---- taps ----


def tap(activity, person, status, key, by):
    return take_tap(activity.pk, key=key, person_id=person.pk, status=status, by=by, at=MOMENT)


def test_a_tap_sent_twice_is_carried_out_once(cast, running):
    assert tap(running, cast.member, AWAY, "a-1", cast.secretary) == 1
    assert tap(running, cast.member, HERE, "a-2", cast.secretary) == 2
    assert tap(running, cast.member, AWAY, "a-1", cast.secretary) == 2, "an answer that was lost"
    assert row(running, cast.member) == (HERE, "", 2)
    assert list(Tap.objects.values_list("key", "person", "status", "by")) == [
        ("a-1", cast.member.pk, AWAY, cast.secretary.pk),
        ("a-2", cast.member.pk, HERE, cast.secretary.pk),
    ]


def test_two_devices_on_one_roll_learn_of_each_others_marks(cast, running):
    tap(running, cast.member, AWAY, "one-1", cast.secretary)
    tap(running, cast.head, LATE, "two-1", cast.administrator)
    assert changed_since(running, 0) == [(cast.member.pk, AWAY, ""), (cast.head.pk, LATE, "")]
    assert changed_since(running, 1) == [(cast.head.pk, LATE, "")]
    tap(running, cast.member, LEAVE, "two-2", cast.administrator)
    assert changed_since(running, 2) == [(cast.member.pk, LEAVE, "")]
    assert row(running, cast.member)[0] == LEAVE, "the later of two marks stands"


def test_a_tap_after_closing_is_refused_one_that_came_before_is_acknowledged(cast, running):
    tap(running, cast.member, AWAY, "a-1", cast.secretary)
    Activity.objects.update(state="HELD")
    assert tap(running, cast.member, AWAY, "a-1", cast.secretary) == 1
    with pytest.raises(RollClosed):
        tap(running, cast.member, HERE, "a-2", cast.secretary)
    assert row(running, cast.member)[0] == AWAY
    assert Tap.objects.count() == 1


def test_taps_treat_reasons_as_marks_by_hand_do(cast, running):
    grant(running, cast.head, "出差")
    mark_roll(running, [(cast.member.pk, AWAY, "病假")], by=cast.secretary, at=MOMENT)
    tap(running, cast.member, LEAVE, "a-1", cast.secretary)
    tap(running, cast.head, LEAVE, "a-2", cast.secretary)
    assert (row(running, cast.member)[:2], row(running, cast.head)[:2]) == ((LEAVE, "病假"), (LEAVE, "出差"))
    tap(running, cast.member, LATE, "a-3", cast.secretary)
    tap(running, cast.head, AWAY, "a-4", cast.secretary)
    assert (row(running, cast.member)[:2], row(running, cast.head)[:2]) == ((LATE, ""), (AWAY, "出差"))


def test_a_tap_for_a_name_that_was_taken_off_is_refused_and_leaves_nothing(cast, running):
    with pytest.raises(NotOnRoll):
        tap(running, cast.stranger, AWAY, "a-1", cast.secretary)
    assert (Tap.objects.count(), Activity.objects.get(pk=running.pk).roll_version) == (0, 0)
    assert tap(running, cast.member, HERE, "a-2", cast.secretary) == 0, "as it stood"


def test_a_tap_makes_no_event_as_nothing_is_counted_yet(cast, running):
    before = Event.objects.count()
    tap(running, cast.member, AWAY, "a-1", cast.secretary)
    assert Event.objects.count() == before
    assert not Record.objects.exists()


# ---- names that come and go ----


def test_somebody_unexpected_is_added_with_unit_and_exemption_of_the_day(cast, running):
    Exemption.objects.create(person=cast.stranger, starts_on=date(2025, 1, 1))
    assert add_to_roll(running, cast.stranger, by=cast.secretary, at=MOMENT)
    added = running.roll.get(person=cast.stranger)
    assert (added.status, added.home_unit, added.exempt, added.mark) == (HERE, cast.other, True, 1)
    assert not add_to_roll(running, cast.stranger, by=cast.secretary, at=MOMENT)
    remove_from_roll(running, cast.stranger, by=cast.secretary, at=MOMENT)
    assert not running.roll.filter(person=cast.stranger).exists()
    with pytest.raises(NotOnRoll):
        remove_from_roll(running, cast.stranger, by=cast.secretary, at=MOMENT)
    assert Activity.objects.get(pk=running.pk).roll_version == running.roll_version == 2


def test_somebody_added_by_hand_stays_when_the_roll_is_brought_into_line(cast, running):
    expect(running, unit=cast.office)
    add_to_roll(running, cast.stranger, by=cast.secretary, at=MOMENT)
    assert not roll_difference(running)
    assert freeze_roll(running, by=cast.secretary, at=MOMENT) == 0


def test_people_of_other_units_are_found_by_their_whole_number_only(cast, running):
    mine = reach(cast.secretary, on=DAY)
    colleague = make_person("O020", cast.office, name="䶮喆")
    assert list(people_to_add(running, "䶮", mine)) == [colleague]
    assert list(people_to_add(running, "仇", mine)) == []
    assert list(people_to_add(running, "X001", mine)) == [cast.stranger]
    assert list(people_to_add(running, "区喆堃", mine)) == [], "there already"
    assert list(people_to_add(running, "仇", reach(cast.administrator, on=DAY))) == [cast.stranger]


def test_head_counts_stand_in_for_names(cast):
    activity = coming(cast)
    assert count_heads(activity, expected=120, came=113, by=cast.secretary, at=MOMENT)
    assert not count_heads(activity, expected=120, came=113, by=cast.secretary, at=MOMENT)
    assert Activity.objects.values_list("expected_count", "head_count").get() == (120, 113)


# ---- how the board is laid out ----


def test_seats_stand_by_unit_then_place_in_the_group_then_pinyin(cast):
    cast.office.position, cast.other.position = 2, 1
    cast.office.save()
    cast.other.save()
    below = make_unit("OA", cast.office, position=1)
    people = [make_person(code, below, name=name) for code, name in (("O030", "周正"), ("O031", "安然"))]
    group = make_group("Z1", cast.office)
    GroupMember.objects.create(group=group, person=cast.member, role="组长")
    GroupMember.objects.create(group=group, person=people[0], role="副组长、联络员")
    roll = dict.fromkeys([cast.head, cast.secretary, cast.member, cast.stranger, *people], HERE)
    activity = hold(cast.office, START, state="RUNNING", group=group, roll=roll)
    # 水务局 first; then the office itself (its head of group, then by pinyin 陆 单), then the part below it.
    names = ["仇远", "区喆堃", "陆敏之", "单一舟", "周正", "安然"]
    assert [seat.row.person.name for seat in seats(activity)] == names


def test_the_number_of_queries_for_the_board_does_not_grow(cast, django_assert_num_queries):
    people = [make_person(f"O1{number}", cast.office) for number in range(3)]
    for roll in (people[:1], people):
        activity = hold(cast.office, START, state="RUNNING", roll=dict.fromkeys(roll, HERE))
        with django_assert_num_queries(4):
            assert len(seats(activity)) == len(roll)


def test_the_sums_leave_out_exempt_people_who_are_not_there(cast):
    rows = [(HERE, False), (LATE, False), (LEAVE, False), (AWAY, False), (AWAY, True), (LEAVE, True), (HERE, True)]
    sums = roll_sums(rows)
    assert (sums.expected, sums.here, sums.late, sums.leave, sums.absent, sums.exempt) == (5, 3, 1, 1, 1, 2)


def test_a_row_never_marked_knows_no_version(cast, running):
    assert set(RollRow.objects.values_list("mark", flat=True)) == {0}
