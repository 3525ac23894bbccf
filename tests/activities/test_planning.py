"""Sessions to come: what is proposed, what a holiday does, changing them before and after, two people at once."""

from datetime import date, timedelta

import pytest
from django.utils.timezone import localtime

from tests.activities.entering import opened
from tests.activities.test_entry import friday  # noqa: F401 - a fixture
from tests.cast import Cast
from tests.factories import HERE, activity_type, hold, make_group, make_person, make_unit
from xueer.activities.actions.announcing import announce_activity
from xueer.activities.choices import ActivityState
from xueer.activities.models import Activity, Audience
from xueer.activities.queries.working_days import day_words
from xueer.audit.models import Event
from xueer.common.calendar import now, today
from xueer.exchange.sources import SOURCES
from xueer.notices.models import Notice
from xueer.org.actions import derive_memberships
from xueer.org.models import ClosedDay, Membership
from xueer.plans.models import Plan, PlanItem
from xueer.records.actions import heading_set, rebuild
from xueer.records.models import Record

pytestmark = pytest.mark.django_db
PLAN = "/units/O/activities/to-come/"


def workday(unit, after: int = 10) -> date:
    """A working day at least so many days from now."""
    day = today() + timedelta(days=after)
    while day_words(unit, day):
        day += timedelta(days=1)
    return day


def sent(client, path, given, status=302, **changes):
    data = given | {name: value if isinstance(value, list) else [value] for name, value in changes.items()}
    answer = client.post(path, data)
    assert answer.status_code == status, answer.content.decode()
    return answer


@pytest.fixture
def coming(cast: Cast) -> Activity:
    """A session of the office in ten days, for everybody of its group; not announced yet."""
    group = make_group("Z1", cast.office, [cast.head, cast.secretary, cast.member])
    start = f"{workday(cast.office)} 14:30"
    activity = hold(cast.office, start, code="COMING", state="PLANNED", group=group, place="四楼", topic="读报告")
    Audience.objects.create(activity=activity, kind="GROUP", group=group)
    return activity


def edited(client, code="COMING", status=302, **changes):
    path = f"/activities/{code}/edit/"
    return sent(client, path, opened(client, path), status, **changes)


def test_a_session_is_planned_from_the_last_of_its_kind(cast, as_person, friday):  # noqa: F811
    client, day = as_person(cast.secretary), workday(cast.office)
    given = opened(client, PLAN)
    assert given["place"] == ["四楼会议室"] and given["day"] > [today().isoformat()]
    sent(client, PLAN, given, topic="下一讲", day=day.isoformat(), speakers="区喆堃", lecturers="党校教授")
    activity = Activity.objects.exclude(code="LAST").get()
    assert (activity.state, activity.held_on, activity.roll.count()) == (ActivityState.PLANNED, day, 0)
    assert list(activity.audience.values_list("kind", "group_id")) == [("GROUP", friday.group_id)]
    assert Record.objects.filter(source_id=activity.pk).count() == 0
    assert Notice.objects.count() == 0, "nobody is told before it is announced"


def test_coming_from_an_item_of_the_plan_everything_known_is_filled_in(cast, as_person):
    plan = Plan.objects.create(code="JH", unit=cast.office, year=today().year + 1)
    kinds = heading_set([activity_type("党课"), activity_type("集中学习")])
    item = PlanItem.objects.create(plan=plan, code="TM", topic="宪法", month=3, heading_set=kinds, lecturer="单一舟")
    client = as_person(cast.secretary)
    given = opened(client, PLAN + "?item=TM")
    assert (given["topic"], given["day"], given["lecturers"]) == (["宪法"], [f"{plan.year}-03-01"], ["单一舟"])
    assert len(given["types"]) == 2 and given["plan_item"] == [str(item.pk)]
    PlanItem.objects.create(
        plan=Plan.objects.create(code="JX", unit=cast.other, year=2025), code="X", topic="别家", heading_set=kinds
    )
    assert client.get(PLAN + "?item=X").status_code == 404


def test_a_day_off_is_named_and_asked_about(cast, as_person, friday):  # noqa: F811
    day = workday(cast.office)
    ClosedDay.objects.create(unit=cast.office, day=day, name="机关运动会")
    client = as_person(cast.secretary)
    given = opened(client, PLAN)
    text = sent(client, PLAN, given, 409, topic="下一讲", day=day.isoformat()).content.decode()
    assert "机关运动会" in text and Activity.objects.count() == 1
    sent(client, PLAN, given, topic="下一讲", day=day.isoformat(), again="1")
    assert Activity.objects.count() == 2


def test_what_is_rarely_typed_is_folded_says_what_it_holds_and_opens_where_it_is_wrong(cast, as_person, friday):  # noqa: F811
    client = as_person(cast.secretary)
    text = client.get(PLAN).content.decode()
    for slug in ("leading", "content", "others"):
        assert f'<details class="x-rest" id="{slug}"><summary>' in text
    assert text.index('name="place"') < text.index('id="leading"') < text.index('name="chairs"')
    given = opened(client, PLAN) | {"day": workday(cast.office).isoformat(), "topic": "下一讲", "chairs": "单一舟"}
    refused = sent(client, PLAN, given, 422, audience_people="查无此人").content.decode()
    assert 'id="others" open>' in refused and 'id="leading"><summary>主持、主讲、发言 <small>主持 单一舟' in refused


def test_a_day_that_is_over_belongs_to_entering(cast, as_person, friday):  # noqa: F811
    client = as_person(cast.secretary)
    sent(client, PLAN, opened(client, PLAN), 422, topic="昨天的", day=(today() - timedelta(days=1)).isoformat())
    assert Activity.objects.count() == 1


def test_the_audience_may_be_posts_units_and_single_people(cast, as_person):
    activity_type("集中学习")
    Membership.objects.filter(person=cast.head).update(duty="主任")
    below = make_unit("O1", cast.office, name="一科")
    deep = make_person("O101", below)
    guest = make_person("O011", cast.office, name="顾盼")
    client, day = as_person(cast.secretary), workday(cast.office)
    given = opened(client, PLAN)
    kind = str(activity_type("集中学习").pk)
    audience = ["DUTY:主任", f"UNIT:{below.pk}"]
    sent(
        client,
        PLAN,
        given,
        topic="扩大学习",
        day=day.isoformat(),
        types=kind,
        audience=audience,
        audience_people="顾盼",
    )
    activity = Activity.objects.get()
    announce_activity(activity, "请参加", by=cast.secretary, at=now())
    assert set(activity.roll.values_list("person", flat=True)) == {cast.head.pk, deep.pk, guest.pk}


def test_a_planned_session_changes_without_a_word(cast, as_person, coming):
    day = workday(cast.office, 20)
    edited(as_person(cast.secretary), day=day.isoformat(), place="五楼")
    coming.refresh_from_db()
    assert (coming.held_on, coming.place) == (day, "五楼") and Notice.objects.count() == 0
    change = Event.objects.get(verb="activities.activity.change").detail
    assert change["place"] == ["四楼", "五楼"]


def test_moving_an_announced_session_takes_a_reason_and_tells(cast, as_person, coming):
    announce_activity(coming, "请参加", by=cast.secretary, at=now())
    Notice.objects.all().delete()
    client = as_person(cast.secretary)
    newcomer = make_person("O012", cast.office, starts_on=coming.held_on + timedelta(days=1))
    coming.group.members.create(person=newcomer, starts_on=newcomer.starts_on)
    day = workday(cast.office, 20).isoformat()
    edited(client, status=422, day=day)
    coming.refresh_from_db()
    assert coming.held_on.isoformat() != day and Notice.objects.count() == 0
    edited(client, day=day, reason="局里开会")
    told = Notice.objects.filter(kind="MOVED").values_list("person_id", "params__reason")
    assert sorted(told) == sorted([(who.pk, "局里开会") for who in (cast.head, cast.member, newcomer)])
    assert coming.roll.filter(person=newcomer).count() == 1, "who is expected follows the day"


def test_another_topic_of_an_announced_session_needs_no_reason(cast, as_person, coming):
    announce_activity(coming, "请参加", by=cast.secretary, at=now())
    edited(as_person(cast.secretary), topic="读报告（修订）")
    coming.refresh_from_db()
    assert coming.topic == "读报告（修订）" and not Notice.objects.filter(kind="MOVED").exists()


def test_a_session_that_was_held_changes_with_a_reason_and_the_ledger_follows(cast, as_person, friday):  # noqa: F811
    client = as_person(cast.secretary)
    other = make_unit("O2", cast.office)
    moved = friday.held_on - timedelta(days=30)
    cast.member.posts.create(unit=other, starts_on=date(2020, 1, 1), ends_on=friday.held_on - timedelta(days=20))
    cast.member.posts.create(unit=cast.office, starts_on=friday.held_on - timedelta(days=20))
    derive_memberships([cast.member.pk])
    edited(client, "LAST", 422, day=moved.isoformat())
    assert Record.objects.filter(voided_at__isnull=False).count() == 0
    edited(client, "LAST", day=moved.isoformat(), reason="日期录错")
    live = Record.objects.filter(source_id=friday.pk, voided_at=None)
    assert set(live.values_list("occurred_on", flat=True)) == {moved}
    assert live.get(person=cast.member, role="PARTICIPANT").home_unit == other, "frozen anew as of the day"
    assert set(Record.objects.exclude(voided_at=None).values_list("void_reason", flat=True)) == {"日期录错"}
    assert rebuild(sources=SOURCES) == {}
    edited(client, "LAST", 422, day=(today() + timedelta(days=3)).isoformat(), reason="改到以后")


def test_nothing_different_writes_nothing(cast, as_person, friday):  # noqa: F811
    before = Event.objects.count()
    edited(as_person(cast.secretary), "LAST", reason="看看")
    assert Event.objects.count() == before


def test_two_people_who_change_one_session_lose_nothing(cast, as_person, coming):
    path, client = "/activities/COMING/edit/", as_person(cast.secretary)
    mine = opened(client, path)
    edited(as_person(cast.administrator), topic="读报告：第一章", place="礼堂")
    text = sent(client, path, mine, 409, topic="读报告：全文", form="集体学习").content.decode()
    assert "读报告：第一章" in text and "读报告：全文" in text and "x-stale" in text
    coming.refresh_from_db()
    assert (coming.topic, coming.form) == ("读报告：第一章", "")
    # A field that only the other changed is the other's; one that only I changed is mine.
    sent(client, path, mine, place="四楼", form="集体学习", topic="读报告")
    coming.refresh_from_db()
    assert (coming.topic, coming.place, coming.form) == ("读报告：第一章", "礼堂", "集体学习")


@pytest.mark.parametrize("name", ["superior", "head", "member", "stranger"])
def test_others_change_nothing(cast, as_person, coming, name):
    client = as_person(cast.accounts[name])
    given = opened(as_person(cast.secretary), "/activities/COMING/edit/")
    for path in (PLAN, "/activities/COMING/edit/", "/activities/COMING/announce/"):
        assert client.get(path).status_code == 404
        sent(client, path, given, 404, topic="冒名", text="冒名")
    assert client.post("/activities/COMING/step-out/", {"unit": "O", "reason": "-"}).status_code == 404
    coming.refresh_from_db()
    assert (coming.topic, coming.announcement) == ("读报告", "")


def test_a_cancelled_session_is_reopened_first(cast, as_person, coming):
    Activity.objects.filter(pk=coming.pk).update(state="CANCELLED")
    answer = as_person(cast.secretary).get("/activities/COMING/edit/")
    assert answer["Location"] == "/activities/COMING/"


def test_somebody_out_of_sight_stays_who_they_are(cast, as_person, coming):
    coming.parts.create(role="LECTURER", person=cast.stranger)
    edited(as_person(cast.secretary), topic="读报告（二）")
    assert coming.parts.get(role="LECTURER").person == cast.stranger


def test_past_midnight_and_over_several_days(cast, as_person, coming):
    client, day = as_person(cast.secretary), workday(cast.office)
    edited(client, start="20:00", end="00:30", end_day=(day + timedelta(days=1)).isoformat())
    coming.refresh_from_db()
    assert coming.minutes == 270 and coming.held_on == day
    assert localtime(coming.ends_at).strftime("%H:%M") == "00:30"
    edited(client, status=422, end_day=(day + timedelta(days=60)).isoformat())


def test_the_list_offers_its_acts_to_those_who_edit(cast, as_person, coming):
    mine = as_person(cast.secretary).get("/units/O/activities/").content.decode()
    assert "/units/O/activities/new/" in mine and "/units/O/activities/series/" in mine
    assert "/units/O/activities/new/" not in as_person(cast.member).get("/units/O/activities/").content.decode()


def test_a_group_of_a_unit_that_does_not_hold_it_is_audience_only(cast, as_person, friday):  # noqa: F811
    below = make_unit("O1", cast.office, name="一科")
    theirs = make_group("Z9", below, [make_person("O101", below)])
    client = as_person(cast.secretary)
    given, day = opened(client, PLAN), workday(cast.office).isoformat()
    text = sent(client, PLAN, given, 422, topic="下一讲", day=day, group=str(theirs.pk)).content.decode()
    assert "x-err" in text
    sent(client, PLAN, given, topic="下一讲", day=day, group=str(theirs.pk), joint=str(below.pk))
    assert Activity.objects.get(topic="下一讲").group == theirs


def test_a_member_sees_no_acts(cast, as_person, coming):
    text = as_person(cast.member).get("/activities/COMING/").content.decode()
    assert "/edit/" not in text and "/announce/" not in text


def test_the_roll_of_a_session_to_come_counts_nobody(cast, as_person, coming):
    announce_activity(coming, "请参加", by=cast.secretary, at=now())
    assert Record.objects.filter(source_id=coming.pk).count() == 0
    assert set(coming.roll.values_list("status", flat=True)) == {HERE}
