"""The desk: a member's day, and where a unit is behind."""

from datetime import timedelta

import pytest
from django.utils import timezone

from tests.cast import Cast
from tests.factories import AWAY, hold, make_group, make_requirement, make_unit
from xueer.activities.choices import ActivityState
from xueer.common.calendar import today
from xueer.web.panels import desk


def soon(days: int) -> str:
    return (timezone.localtime() + timedelta(days=days)).strftime("%Y-%m-%d %H:%M")


@pytest.fixture
def planned(cast: Cast):
    def plan(unit, days: int, topic: str, **fields):
        return hold(unit, soon(days), topic=topic, **({"state": ActivityState.PLANNED} | fields))

    return plan


def topics(response) -> list[str]:
    return [activity.topic for activity in response.context["coming"]]


def test_a_member_sees_what_comes_for_them_soonest_first(as_person, cast: Cast, planned):
    theirs = make_group("G1", cast.office, [cast.member])
    others = make_group("G2", cast.office, [cast.head])
    planned(cast.office, 9, "全员")
    planned(cast.office, 3, "本组", group=theirs)
    planned(cast.office, 4, "他组", group=others)
    planned(cast.other, 5, "别的单位")
    planned(cast.office, 40, "以后")
    planned(cast.office, 2, "取消的", state=ActivityState.CANCELLED)
    assert topics(as_person(cast.member).get("/")) == ["本组", "全员"]


def test_a_desk_without_anything_to_do_says_so(as_person, cast: Cast):
    assert "今天没有要办的事" in as_person(cast.member).get("/").content.decode()


def test_the_week_begins_on_monday(cast: Cast):
    days = desk.week(desk.concerning(cast.member, on=today()), today=today())
    assert [day.day.weekday() for day in days] == [0, 1, 2, 3, 4, 5, 6]
    assert [day.day for day in days if day.is_today] == [today()]


def test_a_unit_sees_whom_it_is_behind_with_and_a_missed_should_is_none(as_person, cast: Cast):
    last_year_on = {"subject_kind": "UNIT", "period": "YEAR", "deadline": "01-01"}
    make_requirement(cast.district, code="MUST", name="必须的", **last_year_on)
    make_requirement(cast.district, code="SHOULD", name="一般的", strength="SHOULD", **last_year_on)
    found = as_person(cast.superior).get("/").context["gaps"]
    assert [(row.requirement.code, row.count) for row in found.missed] == [("MUST", 3)]
    assert [row.requirement.code for row in as_person(cast.head).get("/").context["gaps"].missed] == ["MUST"]


def test_the_desk_of_a_unit_asks_as_often_for_one_unit_as_for_three(as_person, cast: Cast):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    make_requirement(cast.district, code="MUST", period="YEAR", deadline="01-01")
    client, counts = as_person(cast.superior), []
    for wanted in (1, 3):
        while cast.district.children.count() < 2 + wanted:
            hold(make_unit("", cast.district), "2025-03-07 14:30", roll={cast.member: AWAY})
        client.get("/")
        with CaptureQueriesContext(connection) as queries:
            assert client.get("/").status_code == 200
        counts.append(len(queries))
    assert counts[0] == counts[1]
