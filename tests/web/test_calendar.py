"""The calendar of a unit and of a person, and its feed for phones."""

from datetime import UTC, date, datetime, timedelta

import icalendar
import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from tests.cast import Cast
from tests.factories import HERE, LEAVE, activity_type, hold, make_unit, moment
from xueer.activities.models import MakeUp, Part
from xueer.audit.actions import note
from xueer.common.calendar import today
from xueer.org.actions.feeds import drop_feed_key, new_feed_key
from xueer.org.models import ClosedDay, Person
from xueer.plans.models import Plan, PlanItem
from xueer.records.actions import heading_set


def entries(response) -> list[tuple[str, str]]:
    return [(entry.day.isoformat()[5:], entry.title) for one in response.context["agenda"] for entry in one.entries]


@pytest.fixture
def september(cast: Cast) -> Cast:
    """Of the office a session, one that is cancelled, an item with a day, two make-ups; a session of another unit."""
    held = hold(cast.office, "2025-08-21 09:00", topic="研讨", roll={cast.member: LEAVE, cast.head: LEAVE})
    for person in (cast.member, cast.head):
        MakeUp.objects.create(activity=held, person=person, due_on=date(2025, 9, 20), opened_at=held.ends_at)
    hold(cast.office, "2025-09-18 14:30", topic="第三讲", state="ANNOUNCED", place="四楼", code="S3")
    hold(cast.office, "2025-09-19 14:30", topic="不开了", state="CANCELLED")
    hold(cast.other, "2025-09-22 14:30", topic="别人的", state="PLANNED")
    plan = Plan.objects.create(code="JH", unit=cast.office, year=2025)
    headings = heading_set([activity_type("集中学习")])
    PlanItem.objects.create(plan=plan, code="T1", topic="参观", due_on=date(2025, 9, 25), heading_set=headings)
    PlanItem.objects.create(plan=plan, code="T2", topic="没有日子的", month=9, heading_set=headings)
    return cast


def test_a_unit_sees_sessions_items_and_how_many_owe_a_make_up_but_not_who(as_person, september: Cast):
    response = as_person(september.stranger).get("/calendar/units/O/?day=2025-09-10")
    assert response.status_code == 404
    response = as_person(september.member).get("/calendar/units/O/?day=2025-09-10")
    assert entries(response) == [
        ("09-18", "第三讲"),
        ("09-19", "不开了"),
        ("09-20", "补学：研讨"),
        ("09-25", "参观"),
    ]
    page = response.content.decode()
    assert "2 人" in page and "单一舟" not in page.partition("<main")[2]


def test_a_person_sees_what_concerns_them(as_person, september: Cast):
    response = as_person(september.stranger).get("/calendar/?day=2025-09-10")
    assert entries(response) == [("09-22", "别人的")]
    response = as_person(september.member).get("/calendar/?day=2025-09-10&kind=make-up")
    assert entries(response) == [("09-20", "补学：研讨")]


def test_with_the_units_below_everything_of_the_tree_is_there(as_person, september: Cast):
    client = as_person(september.superior)
    assert entries(client.get("/calendar/units/D/?day=2025-09-10&kind=session")) == []
    found = entries(client.get("/calendar/units/D/?day=2025-09-10&kind=session&below=1"))
    assert found == [("09-18", "第三讲"), ("09-19", "不开了"), ("09-22", "别人的")]


def test_holidays_worked_weekends_and_own_days_carry_their_names(as_person, cast: Cast):
    ClosedDay.objects.create(unit=cast.district, day=date(2025, 10, 10), name="运动会")
    ClosedDay.objects.create(unit=cast.office, day=date(2025, 10, 18), works=True, name="补班")
    weeks = as_person(cast.member).get("/calendar/units/O/?day=2025-10-01").context["weeks"]
    days = {one.day.day: one for week in weeks for one in week if not one.outside}
    named = {number: (one.kind.name, one.is_off) for number, one in days.items() if one.kind.name}
    assert {number: named[number] for number in (1, 10, 11, 18)} == {
        1: ("国庆节", True),
        10: ("运动会", True),
        11: ("调休上班", False),
        18: ("补班", False),
    }


def test_a_week_is_seven_days_and_leads_to_the_next(as_person, cast: Cast):
    response = as_person(cast.member).get("/calendar/?view=week&day=2025-12-31")
    (week,) = response.context["weeks"]
    assert [week[0].day, week[-1].day] == [date(2025, 12, 29), date(2026, 1, 4)]
    assert "day=2026-01-07" in response.content.decode()


@pytest.mark.parametrize("odd", ["?day=x", "?day=0001-01-01", "?day=9999-12-31", "?view=y&kind=z&below=7"])
def test_odd_days_pass_by(as_person, cast: Cast, odd: str):
    assert as_person(cast.member).get(f"/calendar/{odd}").status_code == 200
    assert as_person(cast.member).get(f"/calendar/units/O/{odd}").status_code == 200


@pytest.mark.parametrize("address", ["/calendar/units/D/?below=1", "/calendar/"])
def test_a_calendar_asks_as_often_for_one_row_as_for_three(as_person, cast: Cast, address: str):
    client, counts = as_person(cast.superior), []
    for rows in (1, 2):
        for _row in range(rows):
            on = f"{today():%Y-%m-%d}"
            held = hold(make_unit("", cast.district), f"{on} 09:00", roll={cast.superior: HERE})
            MakeUp.objects.create(activity=held, person=cast.superior, due_on=today(), opened_at=held.ends_at)
        client.get(address)
        with CaptureQueriesContext(connection) as queries:
            assert client.get(address).status_code == 200
        counts.append(len(queries))
    assert counts[0] == counts[1]


# ---- the feed ----


def address(person: Person, rest: str = "mine.ics") -> str:
    return f"/feeds/{person.pk}/{person.feed_key}/{rest}"


def read(path: str) -> dict[str, icalendar.Event]:
    response = Client().get(path)
    assert (response.status_code, response["Content-Type"]) == (200, "text/calendar; charset=utf-8")
    return {str(event["uid"]): event for event in icalendar.Calendar.from_ical(response.content).walk("VEVENT")}


@pytest.fixture
def keyed(cast: Cast) -> Cast:
    """The member has a feed; of this week a session to come, one cancelled, a make-up."""
    new_feed_key(cast.member, by=cast.member, at=timezone.now())
    day = today() + timedelta(days=2)
    coming = hold(cast.office, f"{day} 14:30", topic="第三讲", state="ANNOUNCED", place="四楼", code="S3")
    hold(cast.office, f"{day} 16:30", topic="不开了", state="CANCELLED", code="S4", state_reason="停电")
    held = hold(cast.office, "2025-01-21 09:00", topic="研讨", code="S1", roll={cast.member: LEAVE, cast.head: LEAVE})
    held.roll.update(reason="出差")
    for person in (cast.member, cast.head):
        MakeUp.objects.create(activity=held, person=person, due_on=day, opened_at=held.ends_at)
    note(verb="activities.move", by=cast.secretary, at=moment("2025-06-01 08:00"), about=coming)
    return cast


def test_a_feed_holds_hours_states_and_deadlines(keyed: Cast):
    events = read(address(keyed.member))
    assert sorted(events) == ["activity-S3@xueer", "activity-S4@xueer", "make-up-S1@xueer"]
    session, cancelled, owed = (events[key] for key in sorted(events))
    starts = session.decoded("dtstart")
    assert starts.astimezone(UTC) == moment(f"{today() + timedelta(days=2)} 14:30").astimezone(UTC)
    assert starts.utcoffset() == timedelta(hours=8)
    assert (str(session["status"]), str(cancelled["status"])) == ("CONFIRMED", "CANCELLED")
    assert (session["sequence"], session.decoded("last-modified")) == (1, datetime(2025, 6, 1, tzinfo=UTC))
    assert owed.decoded("dtstart") == today() + timedelta(days=2)
    assert owed.decoded("dtend") == today() + timedelta(days=3)


def test_a_feed_tells_no_reasons_and_no_names(keyed: Cast):
    """Not even its owner's: the calendar is called in the product's words."""
    text = Client().get(address(keyed.member)).content.decode()
    assert "X-WR-CALNAME:我的学习日历" in text
    for word in ("出差", "停电", "单一舟", "陆敏之", keyed.member.name):
        assert word not in text


def test_a_feed_holds_what_the_owner_leads_elsewhere(keyed: Cast):
    led = hold(keyed.other, f"{today() + timedelta(days=4)} 09:00", topic="外讲", state="PLANNED", code="S5")
    Part.objects.create(activity=led, role="CHAIR", person=keyed.member)
    assert "activity-S5@xueer" in read(address(keyed.member))


def test_a_unit_feed_shows_what_the_owner_may_see(keyed: Cast):
    assert sorted(read(address(keyed.member, "units/O.ics"))) == ["activity-S3@xueer", "activity-S4@xueer"]
    assert Client().get(address(keyed.member, "units/X.ics")).status_code == 404
    assert Client().get(address(keyed.member, "units/none.ics")).status_code == 404


def test_the_secret_is_the_only_way_in(keyed: Cast):
    member = keyed.member
    old = address(member)
    nobody = f"/feeds/{keyed.head.pk}/{'-' * 43}/mine.ics"  # has no feed
    wrong = [old.replace(member.feed_key, "k" * 43), old.replace(f"/{member.pk}/", "/999999/"), nobody]
    assert [Client().get(path).status_code for path in wrong] == [404, 404, 404]
    new_feed_key(member, by=member, at=timezone.now())
    assert [Client().get(path).status_code for path in (old, address(member))] == [404, 200]
    kept = address(member)
    drop_feed_key(member, by=member, at=timezone.now())
    assert Client().get(kept).status_code == 404


def test_the_feed_ends_with_the_service(keyed: Cast):
    Person.objects.filter(pk=keyed.member.pk).update(ends_on=today())
    assert Client().get(address(keyed.member)).status_code == 404
    Person.objects.filter(pk=keyed.member.pk).update(ends_on=date(9999, 12, 31), is_active=False)
    assert Client().get(address(keyed.member)).status_code == 404


def test_a_person_makes_changes_and_closes_the_address(as_person, cast: Cast):
    client = as_person(cast.member)
    assert "生成地址" in client.get("/calendar/feed/").content.decode()
    client.post("/calendar/feed/new/")
    first = Person.objects.get(pk=cast.member.pk).feed_key
    assert len(first) == 43 and first in client.get("/calendar/feed/").content.decode()
    client.post("/calendar/feed/new/")
    assert Person.objects.get(pk=cast.member.pk).feed_key != first
    client.post("/calendar/feed/close/")
    assert Person.objects.get(pk=cast.member.pk).feed_key == ""


def test_an_event_keeps_its_name_when_the_session_moves(keyed: Cast):
    before = read(address(keyed.member))["activity-S3@xueer"]
    session = keyed.office.activities.get(code="S3")
    session.starts_at += timedelta(days=1)
    session.ends_at += timedelta(days=1)
    session.held_on += timedelta(days=1)
    session.save()
    note(verb="activities.move", by=keyed.secretary, at=moment("2025-06-02 08:00"), about=session)
    after = read(address(keyed.member))["activity-S3@xueer"]
    assert after.decoded("dtstart") - before.decoded("dtstart") == timedelta(days=1)
    assert after["sequence"] > before["sequence"]
