"""A study secretary adds a person, transfers another as of May, sees the sessions it touches and restates them."""

from datetime import date

import pytest

from tests.browsing import picture
from tests.cast import Cast
from tests.factories import HERE, hold, make_unit
from tests.stories.pages import fits
from tests.world import YEAR
from xueer.activities.models import RollRow
from xueer.org.models import Membership


@pytest.fixture
def year(cast: Cast) -> Cast:
    make_unit("O-1", cast.office, name="综合科")
    for code, day, topic in (("A3", "03-07", "春季第一讲"), ("A6", "06-06", "防汛专题"), ("A9", "09-05", "秋季第一讲")):
        hold(cast.office, f"{YEAR}-{day} 14:30", code=code, topic=topic, roll={cast.member: HERE, cast.head: HERE})
    return cast


def test_a_person_added_another_transferred_as_of_may_and_the_year_restated(visit, year: Cast):
    page = visit(year.secretary)
    page.goto("/units/O/")
    picture(page, "org-unit")
    page.get_by_role("link", name="增加人员").click()
    page.get_by_label("姓名").fill("𬱖喆堃")
    assert page.get_by_label("工号").input_value() == "O004"
    picture(page, "org-add-person")
    page.get_by_role("button", name="增加", exact=True).click()
    page.get_by_role("link", name="打印登录条").click()
    page.get_by_role("button", name="生成").click()
    assert page.locator(".x-slip").count() == 1

    page.goto("/units/O/?q=区")
    page.get_by_role("link", name="修改区喆堃").click()
    picture(page, "org-person")
    page.get_by_role("link", name="调动", exact=True).click()
    page.get_by_label("调入单位").select_option(label="综合科")
    page.get_by_label("开始", exact=True).fill(f"{YEAR}-05-01")
    picture(page, "org-transfer")
    page.get_by_role("button", name="调动", exact=True).click()
    rows = page.locator("main table tbody tr")
    assert rows.count() == 2, "June and September, not March"
    picture(page, "org-restate")
    page.get_by_label("理由").fill("5 月任免文件补录")
    page.get_by_role("button", name="追溯更正 2 场活动").click()
    page.get_by_text("已追溯更正 2 场活动。").wait_for()
    picture(page, "org-person-after")
    homes = (
        RollRow.objects.filter(person=year.member).order_by("activity__code").values_list("home_unit__code", flat=True)
    )
    assert list(homes) == ["O", "O-1", "O-1"]


def test_on_a_phone_a_group_is_filled_and_a_post_ended(visit, year: Cast):
    page = visit(year.secretary, width=390)
    page.goto("/units/O/?tab=groups")
    page.get_by_role("link", name="新建小组").click()
    page.get_by_label("小组名称").fill("理论学习小组")
    page.get_by_label("类型").fill("学习小组")
    page.get_by_role("button", name="新建", exact=True).click()
    for name in ("单一舟", "区喆堃"):
        page.get_by_label(name).check()
    page.get_by_label("组内角色").fill("成员")
    picture(page, "org-join-390")
    assert fits(page)
    page.get_by_role("button", name="加入").click()
    page.get_by_text("已加入 2 人。").wait_for()
    picture(page, "org-group-390")
    page.goto("/people/O003/transfer/")
    page.get_by_label("调入单位").select_option(label="综合科")
    page.get_by_role("button", name="调动", exact=True).click()
    page.get_by_role("heading", level=1).get_by_text("任职与归属").wait_for()
    picture(page, "org-person-390")
    assert fits(page)
    assert Membership.objects.filter(person=year.member, starts_on__gt=date(2000, 1, 1)).count() == 1
