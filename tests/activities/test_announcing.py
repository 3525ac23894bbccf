"""Announcing: the text put together from the facts, the roll frozen, everybody expected told once."""

from datetime import datetime, timedelta

import pytest
from django.utils.translation import override

from tests.activities.entering import opened
from tests.activities.test_planning import coming  # noqa: F401 - a fixture
from tests.factories import hold, moment
from xueer.activities.actions.announcing import announce_activity
from xueer.activities.choices import ActivityState
from xueer.activities.errors import NotPlanned
from xueer.activities.models import Audience, RollRow
from xueer.activities.queries.announcement import announcement_text, told_by_announcing
from xueer.common.calendar import now, today
from xueer.notices.models import Notice
from xueer.org.models import Exemption, Person

pytestmark = pytest.mark.django_db
PATH = "/activities/COMING/announce/"


def test_the_text_says_what_when_where_who_and_how_to_ask_leave(cast):
    activity = hold(
        cast.office,
        "2025-09-12 14:30",
        topic="公文写作",
        place="四楼会议室",
        state="PLANNED",
        parts=(("CHAIR", cast.head), ("LECTURER", cast.member), ("SPEAKER", cast.secretary)),
    )
    activity.parts.create(role="LECTURER", outside_name="党校教授", position=1)
    Audience.objects.create(activity=activity, kind="UNIT", unit=cast.office)
    with override("zh-hans"):
        lines = announcement_text(activity).split("\n")
    assert lines == [
        "【学习通知】公文写作",
        "时间：2025年9月12日（星期五）14:30—16:30",
        "地点：四楼会议室",
        "参加：区政府办公室",
        "主持：单一舟",
        "主讲：区喆堃、党校教授",
        "请准备中心发言：陆敏之",
        "请提前10分钟到场，自带笔记本和笔。",
        "不能到场的，请在开始前到活动页面请假。",
    ]


def test_announcing_freezes_the_roll_and_tells_everybody_expected(cast, as_person, coming):  # noqa: F811
    Exemption.objects.create(person=cast.member, starts_on=coming.held_on - timedelta(days=9))
    client = as_person(cast.secretary)
    given = opened(client, PATH)
    assert "读报告" in given["text"][0]
    # Pages say beforehand how many will be told.
    assert "发布预告，通知 1 人" in client.get(PATH).content.decode()
    assert "将通知 1 人" in client.get("/activities/COMING/").content.decode()
    answer = client.post(PATH, given | {"text": ["请准时参加。"]})
    assert answer.status_code == 302
    coming.refresh_from_db()
    assert (coming.state, coming.announcement) == (ActivityState.ANNOUNCED, "请准时参加。")
    assert coming.announced_at is not None and coming.roll.count() == 3
    assert coming.roll.get(person=cast.member).exempt
    # Exempt people are not expected, and whoever announces need not be told.
    assert list(Notice.objects.values_list("person_id", "kind")) == [(cast.head.pk, "ANNOUNCED")]


def test_as_many_are_told_as_was_said_before(cast, coming):  # noqa: F811
    RollRow.objects.create(activity=coming, person=cast.stranger, status="ATTENDED", mark=1)
    Person.objects.filter(pk=cast.head.pk).update(is_active=False)
    said = [told_by_announcing(coming, by=by, on=today()) for by in (cast.member, cast.superior)]
    assert said == [2, 3]
    assert announce_activity(coming, "一", by=cast.superior, at=now()) == 3


def test_twice_is_told_once(cast, as_person, coming):  # noqa: F811
    assert announce_activity(coming, "一", by=cast.head, at=now()) == 2
    assert announce_activity(coming, "一", by=cast.head, at=now()) == 0
    assert announce_activity(coming, "二", by=cast.head, at=now()) == 0
    coming.refresh_from_db()
    assert coming.announcement == "二" and Notice.objects.count() == 2


@pytest.mark.parametrize("state", ["HELD", "CANCELLED", "RUNNING"])
def test_what_is_over_or_under_way_is_not_announced(cast, coming, state):  # noqa: F811
    type(coming).objects.filter(pk=coming.pk).update(state=state)
    with pytest.raises(NotPlanned):
        announce_activity(coming, "一", by=cast.secretary, at=now())


def test_a_planned_session_whose_time_is_over_is_not_announced(cast, coming):  # noqa: F811
    late: datetime = moment("2099-01-01 08:00")
    with pytest.raises(NotPlanned):
        announce_activity(coming, "一", by=cast.secretary, at=late)


def test_the_page_of_a_session_leads_on(cast, as_person, coming):  # noqa: F811
    client = as_person(cast.secretary)
    assert PATH in client.get("/activities/COMING/").content.decode()
    announce_activity(coming, "请准时参加。", by=cast.secretary, at=now())
    text = client.get("/activities/COMING/").content.decode()
    assert "请准时参加。" in text
    assert "请准时参加。" in as_person(cast.member).get("/activities/COMING/").content.decode()
    assert "请准时参加。" in client.get(PATH).content.decode()


def test_a_list_counts_nobody_before_the_session_is_held(cast, as_person, coming):  # noqa: F811
    announce_activity(coming, "请准时参加。", by=cast.secretary, at=now())
    text = as_person(cast.secretary).get("/units/O/activities/").content.decode()
    assert "3<span" not in text and "/ 3" not in text


def test_without_an_audience_the_page_says_what_to_do_first(cast, as_person, coming):  # noqa: F811
    coming.audience.all().delete()
    client = as_person(cast.secretary)
    for path in ("/activities/COMING/", PATH):
        assert '/activities/COMING/edit/"' in client.get(path).content.decode()
    assert "x-msg is-risk" in client.get(PATH).content.decode()
