"""An empty home leads a small unit in six steps to its first closed session, by clicking."""

import pytest

from tests.stories.pages import fits
from tests.web.first_steps import LINES
from xueer.access.actions import grant_role, open_account
from xueer.access.roles import RoleName
from xueer.activities.models import Activity
from xueer.common.calendar import now, today
from xueer.org.models import Person, Unit
from xueer.records.models import Record
from xueer.rules.choices import State
from xueer.rules.queries import standings


@pytest.fixture
def administrator(db: None) -> Person:
    """What `xueer account A1 --admin` leaves in an empty home."""
    person = open_account("A1", by=None, at=now())
    grant_role(person, role=RoleName.ADMINISTRATOR, unit=None, by=None, at=now())
    return person


def test_an_empty_home_leads_to_the_first_closed_session(visit, transactional_db, administrator: Person, width: int):
    page = visit(administrator, width=width)
    page.goto("/")
    assert page.locator(".x-first-steps li").count() == 6
    page.get_by_role("link", name="开始").click()

    page.get_by_label("单位名称").fill("青禾区档案馆")
    page.get_by_role("button", name="保存，下一步").click()

    page.get_by_label("一人一行").fill(LINES)
    assert fits(page)
    page.get_by_role("button", name="保存，下一步").click()

    # Left in the middle, and come back to: the desk knows what is done.
    page.goto("/")
    assert page.locator(".x-first-steps .is-done").count() == 2
    page.get_by_role("link", name="继续").click()

    page.get_by_label("组长").select_option(label="陆敏之")
    page.get_by_role("button", name="保存，下一步").click()
    assert fits(page)
    page.get_by_role("button", name="保存，下一步").click()
    page.get_by_role("button", name="计划开始执行").click()

    page.get_by_label("主题").fill("学习档案法")
    page.get_by_label("区喆堃").check()
    page.get_by_role("button", name="保存并归档").click()

    page.get_by_role("heading", level=1, name="第一次学习已归档").wait_for()
    assert "已达标" in page.locator("main").inner_text() and fits(page)
    page.get_by_role("link", name="去看").first.click()
    page.locator("table.x-mx").wait_for()
    assert page.locator("table.x-mx td.x-c.is-ok").count() >= 1
    page.goto("/")
    assert page.locator(".x-first-steps").count() == 0

    session = Activity.objects.get(topic="学习档案法")
    assert (session.state, session.roll.count()) == ("HELD", 4)
    assert Record.objects.filter(voided_at=None, source_id=session.pk, outcome="ABSENT").count() == 1
    met = [row.requirement.preset for row in standings(Unit.objects.get(), year=today().year, on=today())
           if row.state == State.MET]  # fmt: skip
    assert sorted(met) == ["core-group-quarter", "year-plan"]
