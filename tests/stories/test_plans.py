"""A plan is made from the rules, submitted by the secretary and approved by the leader, at a desk and on a phone."""

from datetime import date

import pytest

from tests.cast import Cast
from tests.factories import make_group, make_requirement
from tests.stories.pages import fits
from xueer.common.calendar import today
from xueer.plans.models import Plan, PlanItem
from xueer.records.models import Record

NEXT = today().year + 1


@pytest.fixture
def ruled(cast: Cast) -> Cast:
    """A quarterly session of the unit, two of its core group, a lecture a half-year."""
    make_group("Z1", cast.office, [cast.head, cast.secretary], name="理论学习中心组")
    make_requirement(cast.district, name="季度集中学习")
    make_requirement(cast.district, name="半年党课", period="HALF_YEAR", types=("党课",))
    group = {"subject_kind": "GROUP", "period": "YEAR", "types": ("中心组学习",)}
    make_requirement(cast.district, name="中心组学习", at_least=2, **group)
    return cast


def made_by_the_secretary(visit, ruled: Cast) -> None:
    page = visit(ruled.secretary)
    page.goto(f"/units/O/plan/?year={NEXT}")
    page.get_by_role("link", name="查看建议").click()
    ticks = page.locator("input[name=pick]")
    ticks.first.wait_for()
    count = ticks.count()
    ticks.nth(count - 1).uncheck()
    page.get_by_role("button", name="用勾选的条目编制计划").click()
    page.get_by_text(f"已有 {count - 1} 项列入计划").wait_for()
    assert page.locator("tr.x-propose").count() >= 1  # what was not ticked is still proposed
    page.get_by_role("button", name="排入").first.click()
    page.get_by_text("已有 1 项列入计划").wait_for()

    page.locator(".x-plan tbody td a").first.click()
    page.get_by_role("link", name="修改").click()
    page.get_by_label("主讲").fill("喆堃")
    page.get_by_role("button", name="保存").click()
    page.locator(".x-plan").get_by_text("喆堃").wait_for()
    page.get_by_role("button", name="提交审定").click()
    page.get_by_text("等待审定").wait_for()


@pytest.mark.parametrize("width", [1280, 390])
def test_a_plan_is_made_from_the_rules_submitted_and_approved(visit, ruled: Cast, width: int):
    made_by_the_secretary(visit, ruled)
    page = visit(ruled.head, width=width)
    page.goto(f"/units/O/plan/?year={NEXT}")
    page.get_by_text("陆敏之").first.wait_for()
    assert fits(page)
    page.get_by_role("button", name="审定通过").click()
    page.get_by_text("计划已开始执行").wait_for()

    plan = Plan.objects.get()
    assert (plan.state, plan.approved_on, plan.approved_by) == ("IN_FORCE", today(), ruled.head)
    assert set(PlanItem.objects.values_list("state", flat=True)) == {""}
    record = Record.objects.get(source_kind="PLAN", voided_at=None)
    assert (record.occurred_on, record.ends_on) == (date(NEXT, 1, 1), date(NEXT, 12, 31))
    page.goto(f"/units/O/plan/requirements/?year={NEXT}")
    page.get_by_text("计划都已安排").wait_for()
