"""A series: its days with holidays left out by name, exceptions with a reason, the sessions stored in one go."""

from datetime import date

import pytest

from tests.activities.entering import form_of, opened
from tests.cast import Cast
from tests.factories import activity_type, hold, make_unit
from xueer.activities.models import Activity, Series
from xueer.activities.queries.working_days import own_days, series_days
from xueer.audit.models import Event
from xueer.common.calendar import today
from xueer.org.models import ClosedDay

pytestmark = pytest.mark.django_db
SERIES = "/units/O/activities/series/"


def fridays(unit, first: str, last: str, every: int = 1, weekday: int = 4):
    return series_days(
        unit, weekday=weekday, every_weeks=every, first=date.fromisoformat(first), last=date.fromisoformat(last)
    )


def test_holidays_are_left_out_by_name(cast):
    days = fridays(cast.office, "2025-09-19", "2025-10-17")
    assert [(day.day.isoformat(), day.off) for day in days] == [
        ("2025-09-19", ""),
        ("2025-09-26", ""),
        ("2025-10-03", "国庆节"),
        ("2025-10-10", ""),
        ("2025-10-17", ""),
    ]


def test_a_worked_weekend_is_a_working_day_and_a_weekend_series_keeps_its_weekends(cast):
    days = fridays(cast.office, "2025-09-27", "2025-10-11", weekday=5)
    assert [(day.day.isoformat(), day.off, day.note) for day in days] == [
        ("2025-09-27", "", ""),
        ("2025-10-04", "国庆节", ""),
        ("2025-10-11", "", "调休上班"),
    ]


def test_own_days_win_and_the_nearest_unit_has_the_last_word(cast):
    below = make_unit("O1", cast.office)
    day = date(2025, 9, 26)
    ClosedDay.objects.create(unit=None, day=day, name="全区防汛")
    ClosedDay.objects.create(unit=cast.office, day=day, works=True, name="照常上班")
    ClosedDay.objects.create(unit=cast.other, day=date(2025, 9, 19), name="别家停电")
    assert [found.off for found in fridays(cast.district, "2025-09-19", "2025-09-26")] == ["", "全区防汛"]
    assert [found.off for found in fridays(cast.office, "2025-09-19", "2025-09-26")] == ["", ""]
    assert own_days(cast.office, first=day, last=day) == {day: (True, "照常上班")}
    ClosedDay.objects.create(unit=below, day=day, name="本科调休")
    assert [found.off for found in fridays(below, "2025-09-26", "2025-09-26")] == ["本科调休"]


def test_every_other_week_from_the_first_such_weekday_on(cast):
    days = fridays(cast.office, "2025-09-15", "2025-10-31", every=2)
    assert [day.day.isoformat() for day in days] == ["2025-09-19", "2025-10-03", "2025-10-17", "2025-10-31"]
    assert len(fridays(cast.office, "2025-01-01", "2099-12-31")) == 120


@pytest.fixture
def spring(cast: Cast) -> int:
    """The next year whose working calendar is known is next year: a quarter of Wednesdays from March on."""
    hold(cast.office, "2025-03-05 09:00", code="LAST", place="二楼", topic="去年的")
    return today().year + 1


def listed(client, year: int, **changes) -> dict:
    given = opened(client, SERIES)
    days = {"day": [f"{year}-05-05"], "until": [f"{year}-06-02"], "topic": ["夜校"], "act": ["days"]}
    answer = client.post(SERIES, given | days | changes)
    assert answer.status_code == 200, answer.content.decode()
    return form_of(answer.content.decode()) | {"act": ["save"]}


def test_days_are_looked_at_first_and_then_stored(cast, as_person, spring):
    ClosedDay.objects.create(unit=cast.office, day=date(spring, 5, 12), name="机关运动会")
    client = as_person(cast.secretary)
    text = client.post(
        SERIES,
        opened(client, SERIES)
        | {"day": [f"{spring}-05-05"], "until": [f"{spring}-06-02"], "topic": ["夜校"], "act": ["days"]},
    ).content.decode()
    assert "机关运动会" in text and Activity.objects.count() == 1
    given = form_of(text) | {"act": ["save"]}
    working = [day for day in given["meet"] if day != f"{spring}-05-12"]
    answer = client.post(SERIES, given | {f"why_{day}": ["照常"] for day in given["meet"]})
    assert answer.status_code == 302, answer.content.decode()
    series = Series.objects.get()
    assert (series.weekday, series.every_weeks, series.unit) == (date(spring, 5, 5).weekday(), 1, cast.office)
    days = [day.isoformat() for day in series.activities.order_by("held_on").values_list("held_on", flat=True)]
    assert days == working and f"{spring}-05-12" not in days
    assert set(series.activities.values_list("state", "place")) == {("PLANNED", "二楼")}
    note = Event.objects.get(verb="activities.series.plan").detail
    assert note["left_out"][f"{spring}-05-12"] == "机关运动会"
    page = client.get(answer["Location"]).content.decode()
    assert page.count("x-li-t") == len(days) and "去年的" not in page


def test_exceptions_need_a_reason(cast, as_person, spring):
    client = as_person(cast.secretary)
    given = listed(client, spring)
    first, *others = given["meet"]
    moved = given | {f"to_{first}": [f"{spring}-05-06"]}
    assert client.post(SERIES, moved).status_code == 422
    assert client.post(SERIES, given | {"meet": others}).status_code == 422
    assert client.post(SERIES, given | {f"to_{first}": [others[0]], f"why_{first}": ["撞期"]}).status_code == 422
    assert client.post(SERIES, given | {f"to_{first}": ["昨天"], f"why_{first}": ["-"]}).status_code == 422
    assert Activity.objects.count() == 1
    fine = moved | {f"why_{first}": ["局长出差"], "meet": [first, *others[1:]], f"why_{others[0]}": ["防汛值守"]}
    assert client.post(SERIES, fine).status_code == 302
    stored = Activity.objects.filter(series__isnull=False).order_by("held_on")
    assert stored[0].held_on == date(spring, 5, 6) and stored[0].state_reason == "局长出差"
    assert stored.count() == len(others)
    note = Event.objects.get(verb="activities.series.plan").detail
    assert note["moved"] == {first: [f"{spring}-05-06", "局长出差"]} and note["left_out"][others[0]] == "防汛值守"


def test_days_of_another_rhythm_are_shown_again(cast, as_person, spring):
    client = as_person(cast.secretary)
    given = listed(client, spring) | {"until": [f"{spring}-06-16"]}
    assert client.post(SERIES, given).status_code == 422
    assert Activity.objects.count() == 1


@pytest.mark.parametrize(
    ("field", "value"), [("until", "2025-01-01"), ("until", "2099-01-01"), ("until", ""), ("every_weeks", "0")]
)
def test_a_rhythm_that_cannot_be_is_refused(cast, as_person, spring, field, value):
    client = as_person(cast.secretary)
    given = opened(client, SERIES) | {"day": [f"{spring}-05-05"], "topic": ["夜校"], "act": ["days"]}
    answer = client.post(SERIES, given | {"until": [f"{spring}-06-02"]} | {field: [value]})
    assert answer.status_code == 422 and "x-err" in answer.content.decode()


def test_sent_twice_it_is_planned_once(cast, as_person, spring):
    client = as_person(cast.secretary)
    given = listed(client, spring)
    assert client.post(SERIES, given)["Location"] == client.post(SERIES, given)["Location"]
    assert Series.objects.count() == 1


@pytest.mark.parametrize("name", ["head", "member", "stranger"])
def test_others_plan_no_series(cast, as_person, spring, name):
    given = listed(as_person(cast.secretary), spring)
    assert as_person(cast.accounts[name]).post(SERIES, given).status_code == 404
    assert Series.objects.count() == 0


def test_a_session_says_which_of_the_series_it_is(cast, as_person, spring):
    client = as_person(cast.secretary)
    activity_type("集中学习")
    client.post(SERIES, listed(client, spring))
    last = Activity.objects.filter(series__isnull=False).order_by("held_on").last()
    text = client.get(f"/activities/{last.code}/").content.decode()
    assert f"?series={last.series.code}" in text


def test_the_name_of_another_units_series_is_not_told_by_its_code(cast: Cast, as_person):
    day = {"weekday": 4, "every_weeks": 1, "first_on": "2025-01-03", "last_on": "2025-12-26"}
    far = Series.objects.create(code="S-X", topic="水务内部课", unit=cast.other, **day)
    near = Series.objects.create(code="S-O", topic="办公室夜读", unit=cast.office, **day)
    hold(cast.other, "2025-01-03 09:00", series=far)
    hold(cast.office, "2025-01-03 09:00", series=near)
    client = as_person(cast.member)
    assert client.get("/units/O/activities/?series=S-X").context["one_series"] is None
    assert client.get("/units/O/activities/?series=S-O").context["one_series"] == near
