"""A session entered afterwards on one page: what is proposed, what is stored, what is refused."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils.timezone import localtime

from tests.activities.entering import last_weekday, opened
from tests.cast import Cast
from tests.factories import HERE, activity_type, hold, make_group, make_person, make_unit
from xueer.access.models import Grant
from xueer.access.roles import RoleName
from xueer.activities.choices import ActivityState
from xueer.activities.models import Activity
from xueer.audit.models import Event
from xueer.common.calendar import today
from xueer.exchange.sources import SOURCES
from xueer.notices.models import Notice
from xueer.org.models import Exemption
from xueer.plans.models import Plan, PlanItem
from xueer.records.actions import heading_set, rebuild
from xueer.records.models import Record

pytestmark = pytest.mark.django_db
ENTRY = "/units/O/activities/new/"


@pytest.fixture
def friday(cast: Cast) -> Activity:
    """The session of the Friday before last, from which the next one is proposed."""
    day = last_weekday(4) - timedelta(days=7)
    group = make_group("Z1", cast.office, [cast.head, cast.secretary, cast.member])
    return hold(
        cast.office,
        f"{day} 14:30",
        code="LAST",
        group=group,
        place="四楼会议室",
        form="集体学习",
        types=("集中学习", "专题研讨"),
        categories=("理论学习",),
        parts=(("CHAIR", cast.head), ("LECTURER", cast.member)),
        roll={cast.head: HERE, cast.secretary: HERE, cast.member: HERE},
    )


def entered(client, given, status=302, **changes):
    data = given | {name: value if isinstance(value, list) else [value] for name, value in changes.items()}
    answer = client.post(ENTRY, {name: value for name, value in data.items() if value is not None})
    assert answer.status_code == status, answer.content.decode()
    return answer


def new_one() -> Activity:
    return Activity.objects.exclude(code="LAST").get()


def test_everything_but_the_topic_is_proposed_from_the_last_session(cast, as_person, friday):
    given = opened(as_person(cast.secretary), ENTRY)
    assert given["day"] == [last_weekday(4).isoformat()]
    assert (given["start"], given["end"], given["place"]) == (["14:30"], ["16:30"], ["四楼会议室"])
    assert (given["chairs"], given["lecturers"], given["topic"]) == (["单一舟"], [""], [""])
    assert given["categories"] == ["理论学习"]
    assert given["audience"] == [f"GROUP:{friday.group_id}"] and given["group"] == [str(friday.group_id)]
    assert sorted(given["types"]) == sorted(str(pk) for pk in friday.heading_set.types.values_list("pk", flat=True))


def test_saving_stores_closes_and_writes_the_records(cast, as_person, friday):
    client = as_person(cast.secretary)
    away = {f"status_{cast.member.pk}": "LEAVE", f"reason_{cast.member.pk}": "出差"}
    answer = entered(client, opened(client, ENTRY), topic="读原著", away=str(cast.member.pk), **away)
    activity = new_one()
    assert answer["Location"] == f"/activities/{activity.code}/"
    assert (activity.state, activity.topic, activity.closed_by) == (ActivityState.HELD, "读原著", cast.secretary)
    assert localtime(activity.starts_at).strftime("%H:%M") == "14:30" and activity.held_on == last_weekday(4)
    assert dict(activity.roll.values_list("person__code", "status")) == {
        "O001": "ATTENDED",
        "O002": "ATTENDED",
        "O003": "LEAVE",
    }
    assert activity.roll.get(person=cast.member).reason == "出差"
    assert activity.category_set.key == "理论学习" and activity.heading_set == friday.heading_set
    assert Record.objects.filter(source_id=activity.pk, person=cast.member, outcome="LEAVE").count() == 1
    assert activity.make_ups.count() == 1
    assert Event.objects.filter(verb="activities.activity.enter", actor_id=cast.secretary.pk).count() == 1


def test_a_unit_without_an_earlier_session_gets_a_working_form(cast, as_person):
    activity_type("集中学习")
    client = as_person(cast.secretary)
    given = opened(client, ENTRY)
    assert given["day"] == [today().isoformat()] and given["audience"] == [f"UNIT:{cast.office.pk}"]
    day = (today() - timedelta(days=1)).isoformat()
    kind = str(activity_type("集中学习").pk)
    # The names were listed for today; on the day before the same people were there, so that it is stored at once.
    entered(client, given, topic="第一次学习", day=day, types=kind)
    assert new_one().roll.count() == 3


def test_another_session_may_be_copied(cast, as_person, friday):
    hold(cast.office, "2025-03-07 09:00", code="OTHER", place="二楼", types=("党课",), roll={cast.head: HERE})
    client = as_person(cast.secretary)
    text = client.get(ENTRY).content.decode()
    assert "?like=LAST" in text and "?like=OTHER" in text
    assert opened(client, ENTRY + "?like=OTHER")["place"] == ["二楼"]
    hold(cast.other, "2025-03-08 09:00", code="THEIRS")
    assert client.get(ENTRY + "?like=THEIRS").status_code == 404


def test_the_names_follow_day_and_audience(cast, as_person, friday):
    newcomer = make_person("O009", cast.office, name="䶮喆堃", starts_on=today())
    friday.group.members.create(person=newcomer, starts_on=today())
    client = as_person(cast.secretary)
    given = opened(client, ENTRY)
    seat = f'name="away" value="{newcomer.pk}"'
    assert seat not in client.get(ENTRY).content.decode()
    given["day"] = [today().isoformat()]
    given["act"] = ["people"]
    text = client.post(ENTRY, given).content.decode()
    assert seat in text and "x-err" not in text
    del given["act"]
    refused = entered(client, given, 422, topic="今天的学习", start="00:00", end="00:01")
    assert seat in refused.content.decode(), "another list than the one that was tapped is shown before it counts"
    assert Activity.objects.count() == 1


def test_exempt_people_stand_apart_and_are_never_absent(cast, as_person, friday):
    Exemption.objects.create(person=cast.member, basis="年老体弱", starts_on=date(2020, 1, 1))
    client = as_person(cast.secretary)
    text = client.get(ENTRY).content.decode()
    assert f'name="came" value="{cast.member.pk}"' in text and f'name="away" value="{cast.member.pk}"' not in text
    entered(client, opened(client, ENTRY), topic="读原著")
    row = new_one().roll.get(person=cast.member)
    assert (row.status, row.exempt) == ("ABSENT", True)
    assert Record.objects.get(source_id=new_one().pk, person=cast.member).outcome == "EXCUSED"


def test_an_exempt_person_who_came_counts(cast, as_person, friday):
    Exemption.objects.create(person=cast.member, starts_on=date(2020, 1, 1))
    client = as_person(cast.secretary)
    entered(client, opened(client, ENTRY), topic="读原著", came=str(cast.member.pk))
    assert Record.objects.get(source_id=new_one().pk, person=cast.member).outcome == "ATTENDED"


def test_a_roll_without_an_audience_says_for_whom_the_next_one_is(cast, as_person):
    """What came with a workbook has a roll and no audience: a committee of three is not the whole office."""
    others = [make_person(f"O02{n}", cast.office) for n in range(6)]
    three = dict.fromkeys((cast.head, cast.secretary, cast.member), HERE)
    hold(cast.office, "2025-03-07 09:00", code="THREE", types=("支部委员会会议",), roll=three)
    hold(cast.office, "2025-03-08 09:00", code="ALL", types=("党课",), roll=three | dict.fromkeys(others, HERE))
    client = as_person(cast.secretary)
    assert opened(client, ENTRY + "?like=ALL")["audience"] == [f"UNIT:{cast.office.pk}"]
    assert opened(client, ENTRY + "?like=THREE")["audience_people"] == ["单一舟、陆敏之、区喆堃"]
    group = make_group("ZB", cast.office, list(three))
    assert opened(client, ENTRY + "?like=THREE")["audience"] == [f"GROUP:{group.pk}"]


def test_numbers_alone_are_enough(cast, as_person, friday):
    client = as_person(cast.secretary)
    given = opened(client, ENTRY + "?count=1")
    assert "away" not in given
    refused = entered(client, given, 422, topic="大会", expected_count="40", head_count="41")
    assert "x-err" in refused.content.decode()
    entered(client, given, topic="大会", expected_count="40", head_count="38")
    activity = new_one()
    assert (activity.head_count, activity.expected_count, activity.roll.count()) == (38, 40, 0)
    assert Record.objects.get(source_id=activity.pk, role="HOST").head_count == 38


def test_a_second_entry_of_the_same_session_is_asked_about(cast, as_person, friday):
    client = as_person(cast.secretary)
    again = opened(as_person(cast.administrator), ENTRY)
    entered(client, opened(client, ENTRY), topic="读原著")
    first = new_one()
    text = entered(as_person(cast.administrator), again, 409, topic="读原著").content.decode()
    assert f"/activities/{first.code}/" in text and "陆敏之" in text
    assert Activity.objects.count() == 2
    entered(as_person(cast.administrator), again, topic="读原著", again="1")
    assert Activity.objects.count() == 3


def test_a_form_sent_twice_enters_one_session(cast, as_person, friday):
    client = as_person(cast.secretary)
    given = opened(client, ENTRY)
    one = entered(client, given, topic="读原著")["Location"]
    assert entered(client, given, topic="读原著")["Location"] == one
    assert Activity.objects.count() == 2


def test_the_plan_item_is_told(cast, as_person, friday):
    plan = Plan.objects.create(code="JH", unit=cast.office, year=today().year)
    types = [activity_type("党课")]
    item = PlanItem.objects.create(
        plan=plan, code="TM", topic="党课一讲", heading_set=heading_set(types), lecturer="单一舟"
    )
    client = as_person(cast.secretary)
    given = opened(client, ENTRY + "?item=TM")
    assert (given["topic"], given["lecturers"], given["plan_item"]) == (["党课一讲"], ["单一舟"], [str(item.pk)])
    entered(client, given)
    item.refresh_from_db()
    assert item.fulfilled_on == new_one().held_on
    assert new_one().parts.get(role="LECTURER").person == cast.head
    assert client.get(ENTRY + "?item=NONE").status_code == 404


def test_names_settle_by_name_by_number_or_as_outside(cast, as_person, friday):
    twin = make_person("O010", cast.office, name="单一舟")
    client = as_person(cast.secretary)
    given = opened(client, ENTRY)
    assert given["chairs"] == ["O001"], "a name that two people have is shown by number"
    text = entered(client, given, 422, topic="读原著", lecturers="单一舟").content.decode()
    assert "O001" in text and "O010" in text
    entered(client, given, topic="读原著", lecturers="O010、党校 𬱖教授", speakers="区喆堃")
    parts = new_one().parts
    assert list(parts.filter(role="LECTURER").values_list("person_id", "outside_name")) == [
        (twin.pk, ""),
        (None, "党校 𬱖教授"),
    ]
    assert parts.get(role="SPEAKER").person == cast.member


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("end", "14:00"),
        ("day", "1850-01-01"),
        ("day", "2099-01-01"),
        ("day", "gestern"),
        ("topic", ""),
        ("topic", "长" * 301),
        ("types", []),
        ("types", "999999"),
        ("audience", "GROUP:999999"),
        ("audience", "UNIT:999999"),
        ("audience_people", "没有这个人"),
        ("group", "999999"),
        ("plan_item", "999999"),
        ("joint", "999999"),
    ],
)
def test_what_cannot_be_is_refused_and_stored_nowhere(cast, as_person, friday, field, value):
    client = as_person(cast.secretary)
    text = entered(client, opened(client, ENTRY), 422, **({"topic": "读原著"} | {field: value})).content.decode()
    assert "x-err" in text
    assert Activity.objects.count() == 1


def test_groups_and_units_out_of_sight_cannot_be_named(cast, as_person, friday):
    theirs = make_group("ZX", cast.other, [cast.stranger])
    far = make_unit("X1", cast.other, name="水务局一科")
    client = as_person(cast.secretary)
    given = opened(client, ENTRY)
    for field, value in (
        ("audience", f"GROUP:{theirs.pk}"),
        ("audience", f"UNIT:{cast.other.pk}"),
        ("joint", str(far.pk)),
        ("joint", str(make_unit("ELSEWHERE", name="他区").pk)),
        ("group", str(theirs.pk)),
    ):
        entered(client, given, 422, topic="读原著", **{field: value})
    assert Activity.objects.count() == 1


def test_the_unit_next_door_and_the_one_above_are_offered_by_name_alone(cast, as_person, friday):
    make_group("ZX", cast.other, [cast.stranger], name="水务局小组")
    clerk = make_person("X002", cast.other)
    Grant.objects.create(person=clerk, role=RoleName.SECRETARY, unit=cast.other)
    closed = make_unit("X9", cast.district, name="已撤销单位", ends_on=date(2020, 1, 1))
    client = as_person(cast.secretary)
    page = client.get(ENTRY).content.decode()
    assert "水务局" in page and "水务局小组" not in page and cast.stranger.name not in page
    entered(client, opened(client, ENTRY), 422, topic="读原著", joint=str(closed.pk))
    entered(client, opened(client, ENTRY), topic="联合学习", joint=[str(cast.other.pk), str(cast.district.pk)])
    activity = new_one()
    assert set(activity.joint_units.values_list("unit__code", flat=True)) == {"X", "D"}
    assert Notice.objects.filter(kind="JOINT", person=clerk).count() == 1
    # The form of changing offers them too, keeps them, and shows nothing else of them.
    edit = f"/activities/{activity.code}/edit/"
    text = client.get(edit).content.decode()
    assert "水务局小组" not in text and f'value="UNIT:{cast.other.pk}"' not in text
    assert opened(client, edit)["joint"] == [str(cast.district.pk), str(cast.other.pk)]
    path = f"/activities/{activity.code}/step-out/"
    assert as_person(clerk).post(path, {"unit": "X", "reason": "本局未参加"}).status_code == 302
    assert list(activity.joint_units.values_list("unit__code", flat=True)) == ["D"]


def test_a_joint_holder_is_told_and_counted(cast, as_person, friday):
    below = make_unit("O1", cast.office, name="一科")
    clerk = make_person("O101", below)
    Grant.objects.create(person=clerk, role=RoleName.SECRETARY, unit=below)
    client = as_person(cast.secretary)
    entered(client, opened(client, ENTRY), topic="读原著", joint=str(below.pk))
    activity = new_one()
    told = Notice.objects.filter(kind="JOINT").values_list("person_id", "address")
    assert list(told) == [(clerk.pk, f"/activities/{activity.code}/")]
    assert Record.objects.filter(source_id=activity.pk, held_by=below, role="COHOST", voided_at=None).count() == 1
    path = f"/activities/{activity.code}/step-out/"
    assert as_person(cast.stranger).post(path, {"unit": "O1", "reason": "没有"}).status_code == 404
    as_person(clerk).post(path, {"unit": "O1", "reason": ""})
    assert activity.joint_units.count() == 1
    assert as_person(clerk).post(path, {"unit": "O", "reason": "没有"}).status_code == 404
    assert as_person(clerk).post(path, {"unit": "O1", "reason": "本科未参加"}).status_code == 302
    assert activity.joint_units.count() == 0
    assert Record.objects.filter(source_id=activity.pk, held_by=below, role="COHOST", voided_at=None).count() == 0
    assert Notice.objects.filter(person=cast.secretary, kind="JOINT_LEFT").count() == 1


@pytest.mark.parametrize("name", ["superior", "head", "member", "stranger"])
def test_only_those_who_edit_activities_may_enter(cast, as_person, friday, name):
    client = as_person(cast.accounts[name])
    assert client.get(ENTRY).status_code == 404
    given = opened(as_person(cast.secretary), ENTRY)
    entered(client, given, 404, topic="冒名")
    assert Activity.objects.count() == 1


def test_the_ledger_is_what_the_sessions_say(cast, as_person, friday):
    client = as_person(cast.secretary)
    entered(client, opened(client, ENTRY), topic="读原著", away=[str(cast.member.pk), str(cast.head.pk)])
    assert rebuild(sources=SOURCES) == {}


def test_the_page_takes_as_many_queries_for_three_names_as_for_one(cast, as_person):
    lone = make_unit("L", cast.office, name="独科")
    make_person("L1", lone)
    client = as_person(cast.administrator)
    client.get("/units/L/activities/new/")
    with CaptureQueriesContext(connection) as one:
        client.get("/units/L/activities/new/")
    make_person("L2", lone)
    make_person("L3", lone)
    with CaptureQueriesContext(connection) as three:
        client.get("/units/L/activities/new/")
    assert len(three) == len(one)
