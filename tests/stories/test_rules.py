"""A requirement is written as a sentence, tried on last year, put in force, and stands in the matrix."""

from playwright.sync_api import Page

from tests.factories import HERE, hold
from tests.stories.pages import fits
from tests.world import YEAR, World
from xueer.audit.models import Event
from xueer.rules.models import Requirement

REGULATION = """第一章 集中学习
第一条 每人每年听党课至少一次。
第二条 缺席的应当在三十天内补学。
"""


def test_a_requirement_is_tried_seen_and_put_in_force(visit, world: World, width: int):
    cast = world.cast
    hold(cast.office, f"{YEAR}-09-01 09:00", types=("党课",), roll={cast.member: HERE})
    page: Page = visit(cast.secretary, width=width)

    page.goto("/units/O/rules/")
    page.get_by_role("link", name="新建制度").click()
    page.get_by_label("制度名称").fill("办公室听课办法")
    page.get_by_role("button", name="开始").click()
    page.get_by_label("全文").fill(REGULATION)
    page.get_by_role("button", name="看分条结果").click()
    page.get_by_text("2 条", exact=True).wait_for()
    page.get_by_role("button", name="保存正文").click()

    page.get_by_role("link", name="为第一条添加要求").click()
    before = Event.objects.count()
    page.get_by_label("事项", exact=True).select_option(label="党课")
    page.get_by_label("至少").first.fill("1")
    trial = page.locator("#trial")
    trial.get_by_role("heading", name=f"按{YEAR}年的记录会怎样").wait_for()
    assert "4 人" in " ".join(trial.locator(".x-big").first.inner_text().split())
    trial.get_by_text("看全部").click()
    assert trial.get_by_role("row", name="区喆堃 2 / 1").count() == 1
    assert (Requirement.objects.filter(rulebook__name="办公室听课办法").count(), Event.objects.count()) == (0, before)
    page.get_by_role("button", name="施行", exact=True).click()

    page.get_by_role("status").get_by_text("已施行").wait_for()
    assert (
        page.locator("#c" + str(Requirement.objects.get(code__endswith="-01").clauses.get().pk))
        .get_by_text("党课")
        .count()
    )
    page.get_by_role("navigation", name="办公室听课办法").get_by_role("link", name="完成情况").click()
    page.goto("/units/O/matrix/?kind=person")
    assert page.get_by_role("link", name="党课 ≥1").count() == 1

    phone: Page = visit(cast.member, width=390)
    phone.goto("/units/O/rules/")
    phone.get_by_role("link", name="办公室听课办法").click()
    assert phone.get_by_text("每人每年听党课至少一次").is_visible()
    assert phone.get_by_role("link", name="添加要求").count() == 0
    assert fits(phone)
