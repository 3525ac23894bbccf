"""The list of activities and the page of one: what they show, whom they refuse, how many queries they take."""

from datetime import date
from io import BytesIO

import openpyxl
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.factories import AWAY, HERE, LATE, LEAVE, activity_type, hold, make_requirement, make_rulebook
from xueer.activities.choices import ActivityState
from xueer.activities.models import RollRow
from xueer.audit.models import Event
from xueer.plans.models import Plan, PlanItem
from xueer.records.actions import heading_set

pytestmark = pytest.mark.django_db


def page(client: object, path: str, status: int = 200) -> str:
    answer = client.get(path)  # type: ignore[attr-defined]
    assert answer.status_code == status, path
    return answer.content.decode()


def session(cast, **fields):
    roll = {cast.head: HERE, cast.secretary: LATE, cast.member: LEAVE}
    return hold(cast.office, "2025-03-07 14:30", topic="公文写作", code="A1", roll=roll, place="四楼会议室", **fields)


def test_the_list_shows_what_the_unit_and_those_below_held(cast, as_person):
    session(cast)
    hold(cast.other, "2025-03-08 09:00", topic="防汛")
    text = page(as_person(cast.superior), "/units/D/activities/")
    assert "公文写作" in text and "防汛" in text
    assert "2<span" in text and "/ 3" in text
    assert "防汛" not in page(as_person(cast.secretary), "/units/O/activities/")


def test_own_leaves_the_units_below_out(cast, as_person):
    session(cast)
    assert "公文写作" not in page(as_person(cast.superior), "/units/D/activities/?own=1")


def test_a_session_held_jointly_stands_in_both_lists(cast, as_person):
    session(cast, joint=(cast.other,))
    assert "公文写作" in page(as_person(cast.stranger), "/units/X/activities/")
    assert "公文写作" in page(as_person(cast.stranger), "/activities/A1/")


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("q=公文", True),
        ("q=四楼", True),
        ("q=陆敏", True),
        ("q=别的", False),
        ("year=2025", True),
        ("year=2024", False),
        ("state=HELD", True),
        ("state=PLANNED", False),
        ("state=NONSENSE", True),
        ("year=abc&page=99", True),
        ("sort=unit", True),
    ],
)
def test_filters_live_in_the_address(cast, as_person, query, found):
    session(cast, parts=(("LECTURER", cast.secretary),))
    text = page(as_person(cast.secretary), f"/units/O/activities/?{query}")
    assert ("/activities/A1/" in text) == found


def test_the_type_filter_looks_at_every_heading(cast, as_person):
    session(cast, types=("集中学习", "党课"))
    one, other = activity_type("党课"), activity_type("主题党日")
    client = as_person(cast.secretary)
    assert "/activities/A1/" in page(client, f"/units/O/activities/?type={one.pk}")
    assert "/activities/A1/" not in page(client, f"/units/O/activities/?type={other.pk}")


@pytest.mark.parametrize("name", ["stranger"])
def test_strangers_get_404(cast, as_person, name):
    session(cast)
    client = as_person(cast.accounts[name])
    page(client, "/units/O/activities/", 404)
    page(client, "/activities/A1/", 404)
    page(client, "/activities/NONE/", 404)


def test_nobody_is_sent_to_sign_in(cast, as_person):
    assert as_person(None).get("/units/O/activities/").status_code == 302


def test_the_list_takes_as_many_queries_for_three_rows_as_for_one(cast, as_person):
    def full(day: int) -> None:
        roll, parts = {cast.head: HERE}, (("CHAIR", cast.head), ("LECTURER", cast.member))
        hold(cast.office, f"2025-04-0{day} 09:00", roll=roll, parts=parts, joint=(cast.other,), categories=("法治",))

    full(1)
    client = as_person(cast.secretary)
    with CaptureQueriesContext(connection) as one:
        page(client, "/units/O/activities/")
    full(2)
    full(3)
    with CaptureQueriesContext(connection) as three:
        page(client, "/units/O/activities/")
    assert len(three) == len(one)


def test_excel_holds_every_row_and_leaves_a_note(cast, as_person):
    session(cast)
    answer = as_person(cast.secretary).get("/units/O/activities/?format=xlsx")
    rows = list(openpyxl.load_workbook(BytesIO(answer.content)).active.values)
    assert rows[1][:3] == ("A1", "公文写作", "集中学习")
    assert rows[1][-2:] == (3, 2)
    assert Event.objects.filter(verb="list.export", actor_id=cast.secretary.pk).count() == 1


def test_the_page_shows_the_roll_by_status_with_counts(cast, as_person):
    session(cast, minutes_text="讲请示与报告的区别。")
    text = page(as_person(cast.secretary), "/activities/A1/")
    assert "讲请示与报告的区别" in text and "单一舟" in text
    assert "2/3" in text
    assert "2025年3月7日" in text and "14:30" in text


def test_reasons_are_for_those_who_decide(cast, as_person):
    activity = session(cast)
    RollRow.objects.filter(activity=activity, person=cast.member).update(reason="病假", exempt=True)
    assert "病假" in page(as_person(cast.secretary), "/activities/A1/")
    assert "病假" in page(as_person(cast.head), "/activities/A1/")
    assert "病假" in page(as_person(cast.member), "/activities/A1/"), "one's own"
    superior = page(as_person(cast.superior), "/activities/A1/")
    assert "病假" not in superior and "免集中学习" not in superior


def test_somebody_from_elsewhere_on_the_roll_sees_their_own_row_only(cast, as_person):
    activity = session(cast, minutes_text="内部记录")
    RollRow.objects.create(activity=activity, person=cast.stranger, status=AWAY, home_unit=cast.other)
    text = page(as_person(cast.stranger), "/activities/A1/")
    assert "仇" in text and "单一舟" not in text and "内部记录" not in text


def test_a_superior_of_that_day_still_opens_what_was_held_then(cast, as_person):
    session(cast)
    cast.office.placements.create(parent=cast.district, starts_on=date(2020, 1, 1), ends_on=date(2025, 7, 1))
    cast.office.parent = None
    cast.office.save()
    from xueer.org.actions import derive_lineage

    derive_lineage()
    client = as_person(cast.superior)
    assert "公文写作" in page(client, "/units/D/activities/")
    page(client, "/activities/A1/")
    page(client, "/units/O/activities/", 404)


def test_the_page_names_plan_item_and_requirements_served(cast, as_person):
    plan = Plan.objects.create(code="P1", unit=cast.office, year=2025)
    types = [activity_type("集中学习")]
    item = PlanItem.objects.create(plan=plan, code="P1-3", topic="第三讲", month=3, heading_set=heading_set(types))
    book = make_rulebook(cast.district)
    make_requirement(cast.district, code="Q-IN", name="每季集中学习", rulebook=book)
    make_requirement(cast.other, code="Q-OUT", name="别人的要求")
    make_requirement(cast.district, code="Q-CAT", name="法治学习", categories=["法治"])
    session(cast, plan_item=item)
    text = page(as_person(cast.secretary), "/activities/A1/")
    assert "第三讲" in text and "每季集中学习" in text
    assert "别人的要求" not in text and "法治学习" not in text


def test_a_cancelled_activity_says_so(cast, as_person):
    session(cast, state=ActivityState.CANCELLED)
    assert "x-msg is-risk" in page(as_person(cast.secretary), "/activities/A1/")


def test_a_head_count_stands_in_for_a_roll(cast, as_person):
    hold(cast.office, "2025-03-07 14:30", code="A2", head_count=38, expected_count=42)
    text = page(as_person(cast.secretary), "/activities/A2/")
    assert "38" in text and "42" in text
    assert "38<span" in page(as_person(cast.secretary), "/units/O/activities/")


def test_a_plan_item_leads_to_the_activity_that_served_it(cast, as_person):
    plan = Plan.objects.create(code="P1", unit=cast.office, year=2025)
    types = [activity_type("集中学习")]
    item = PlanItem.objects.create(plan=plan, code="P1-3", topic="第三讲", heading_set=heading_set(types))
    session(cast, plan_item=item)
    answer = as_person(cast.secretary).get("/plan-items/P1-3/activity/")
    assert (answer.status_code, answer.headers["Location"]) == (302, "/activities/A1/")
    page(as_person(cast.stranger), "/plan-items/P1-3/activity/", 404)
    page(as_person(cast.secretary), "/plan-items/NONE/activity/", 404)


def test_a_person_with_no_activity_gets_a_word_of_what_to_do(cast, as_person):
    assert "x-empty" in page(as_person(cast.secretary), "/units/O/activities/")
