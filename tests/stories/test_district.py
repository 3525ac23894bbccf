"""A superior goes from the matrix of 101 units down to one record, by clicking only."""

import pytest

from tests.cast import Cast
from tests.factories import HERE, LEAVE, hold, make_person, make_requirement, make_rulebook
from tests.world import YEAR
from xueer.org.actions import derive_lineage
from xueer.org.models import Unit

UNITS = 101


@pytest.fixture
def district(cast: Cast) -> Cast:
    """101 units under the district, one of which has met its requirement in the first quarter."""
    there = Unit.objects.count() - 1
    Unit.objects.bulk_create(
        Unit(code=f"ZB{n:03}", name=f"第{n}党支部", kind="党支部", parent=cast.district, position=n)
        for n in range(1, UNITS - there + 1)
    )
    derive_lineage()
    book = make_rulebook(cast.district, "ZD1", name="学习制度")
    make_requirement(cast.district, code="YQ1", name="支部主题党日", rulebook=book, condition="单位类型=党支部")
    branch = Unit.objects.get(code="ZB067")
    one, two = make_person("B1", branch, name="查若谷"), make_person("B2", branch, name="曾静姝")
    hold(branch, f"{YEAR}-02-14 14:30", code="HD67", topic="早春主题党日", roll={one: HERE, two: LEAVE})
    return cast


def test_a_superior_goes_from_the_matrix_down_to_one_record(visit, district: Cast, width: int):
    page = visit(district.superior, width=width)
    page.goto("/")
    page.locator("main .x-btn-main").click()
    page.get_by_role("link", name=f"{YEAR}年").click()
    rows = page.locator("table.x-mx tbody tr")
    rows.first.wait_for()
    assert rows.count() == UNITS

    row = rows.filter(has_text="第67党支部")
    assert "1/4" in row.locator("td.x-c").inner_text().replace("\n", "")
    row.locator("td.x-c a").click()
    drawer = page.locator("#cell")
    drawer.wait_for()
    assert "第67党支部" in drawer.inner_text() and "支部主题党日" in drawer.inner_text()

    drawer.locator(".x-periods a").first.click()
    page.locator(".x-drawer tfoot a").click()
    records = page.locator("main table tbody tr")
    records.first.wait_for()
    assert records.count() == 1 and "早春主题党日" in records.first.inner_text()

    records.first.get_by_role("link", name="早春主题党日").click()
    page.get_by_role("heading", level=1, name="早春主题党日").wait_for()
    assert page.url.endswith("/activities/HD67/")
    assert "查若谷" in page.locator("#roll").inner_text()
