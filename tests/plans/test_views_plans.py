"""The year's plan: where each item stands, what it serves, how far the units below have come."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.factories import activity_type, make_requirement, make_unit
from xueer.plans import tables
from xueer.plans.choices import PlanState
from xueer.plans.models import Plan, PlanItem
from xueer.plans.queries import plans_below
from xueer.records.actions import heading_set

pytestmark = pytest.mark.django_db


def item(plan, code, **fields):
    types = [activity_type(fields.pop("type", "集中学习"))]
    return PlanItem.objects.create(plan=plan, code=code, topic=f"{code}专题", heading_set=heading_set(types), **fields)


@pytest.fixture
def plan(cast):
    return Plan.objects.create(code="P25", unit=cast.office, year=2025)


def page(client, path, status=200):
    answer = client.get(path)
    assert answer.status_code == status, path
    return answer.content.decode()


@pytest.mark.parametrize(
    ("fields", "standing"),
    [
        ({"month": 3, "fulfilled_on": date(2025, 3, 9)}, tables.DONE),
        ({"month": 3, "fulfilled_on": date(2025, 9, 9)}, tables.MISSED),
        ({"month": 3}, tables.MISSED),
        ({"month": 6}, tables.PLANNED),
        ({"month": 5}, tables.MISSED),
        ({"due_on": date(2025, 6, 2)}, tables.PLANNED),
        ({"due_on": date(2025, 6, 1)}, tables.MISSED),
        ({"month": 3, "state": "取消"}, tables.DROPPED),
        ({}, tables.PLANNED),
        ({"month": 12}, tables.PLANNED),
    ],
)
def test_where_an_item_stands_on_the_second_of_june(plan, fields, standing):
    [line] = tables.lines([item(plan, "P25-1", **fields)], [], on=date(2025, 6, 2))
    assert line.standing == standing


def test_a_late_item_says_by_how_many_days(plan):
    made = item(plan, "P25-1", due_on=date(2025, 3, 1), fulfilled_on=date(2025, 3, 8))
    [line] = tables.lines([made], [], on=date(2025, 6, 2))
    assert line.days_late == 7 and "7" in line.words


def test_the_page_shows_items_by_month_with_what_they_serve(cast, as_person, plan):
    item(plan, "P25-1", month=3, fulfilled_on=date(2025, 3, 9))
    item(plan, "P25-2", due_on=date(2025, 11, 5), lecturer="程望舒")
    make_requirement(cast.district, name="每季集中学习")
    text = page(as_person(cast.secretary), "/units/O/plan/?year=2025")
    assert text.index("P25-1专题") < text.index("P25-2专题")
    assert "每季集中学习" in text and "程望舒" in text
    assert "/plan-items/P25-1/activity/" in text and "/plan-items/P25-2/activity/" not in text


def test_the_superior_sees_the_plans_below_and_who_has_none(cast, as_person, plan):
    item(plan, "P25-1", month=3, fulfilled_on=date(2025, 3, 9))
    item(plan, "P25-2", month=4)
    item(plan, "P25-3", month=4, state="取消")
    branch = make_unit("O1", cast.office)
    Plan.objects.create(code="PX", unit=cast.other, year=2025, state=PlanState.SUBMITTED)
    client = as_person(cast.superior)
    assert "其中 1 个有执行中的计划，1 个还是草稿，1 个没有计划" in page(client, "/units/D/plan/?year=2025")
    found = plans_below(cast.district, year=2025, on=date(2025, 6, 2))
    assert [(row.unit, row.state, row.items, row.done) for row in found] == [
        (cast.office, "IN_FORCE", 2, 1),
        (branch, "NONE", 0, 0),
        (cast.other, "SUBMITTED", 0, 0),
    ]
    text = page(client, "/units/D/plan/below/?year=2025&state=NONE")
    assert "/units/O1/plan/?year=2025" in text and "/units/O/plan/?year=2025" not in text


def test_a_unit_that_is_closed_in_june_is_asked_for_no_plan_in_autumn(cast):
    make_unit("O1", cast.office, ends_on=date(2025, 7, 1))
    named = [[row.unit.code for row in plans_below(cast.office, year=2025, on=date(2025, m, 2))] for m in (6, 9)]
    assert named == [["O1"], []]


def test_strangers_get_404(cast, as_person, plan):
    page(as_person(cast.stranger), "/units/O/plan/", 404)


def test_no_plan_says_what_to_do(cast, as_person):
    assert "x-empty" in page(as_person(cast.secretary), "/units/O/plan/?year=abc")


def test_as_many_queries_for_three_items_as_for_one(cast, as_person, plan):
    item(plan, "P25-1", month=3)
    client = as_person(cast.secretary)
    page(client, "/units/O/plan/?year=2025")
    with CaptureQueriesContext(connection) as one:
        page(client, "/units/O/plan/?year=2025")
    item(plan, "P25-2", month=3, type="党课")
    item(plan, "P25-3", month=4)
    with CaptureQueriesContext(connection) as three:
        page(client, "/units/O/plan/?year=2025")
    assert len(three) == len(one)


def test_excel(cast, as_person, plan):
    item(plan, "P25-1", month=3)
    answer = as_person(cast.secretary).get("/units/O/plan/?year=2025&format=xlsx")
    assert answer.headers["Content-Type"].endswith("sheet")
