"""A roll is taken: on a desk within ten acts, on a phone over a network that goes away, by two people at once."""

from datetime import timedelta

import pytest
from playwright.sync_api import Page
from playwright.sync_api import expect as see

from tests.activities.test_roll import expect
from tests.browsing import picture
from tests.cast import Cast
from tests.factories import hold, make_person
from tests.stories.pages import fits
from xueer.activities.actions.freezing import freeze_roll
from xueer.activities.models import Activity, RollRow, Tap
from xueer.common.calendar import now
from xueer.org.models import Exemption
from xueer.records.models import Record

FIRST = "赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦尤许何吕施张孔曹严华金魏陶姜𬱖喆䶮"
SECOND = ("怀远", "清和", "敏", "若谷", "思源", "砚青", "平")


@pytest.fixture
def session(cast: Cast) -> Activity:
    """Forty people of the office, one of them exempt; it began an hour ago."""
    people = [make_person(f"O1{n:02}", cast.office, name=FIRST[n % len(FIRST)] + SECOND[n % 7]) for n in range(37)]
    Exemption.objects.create(person=people[0])
    began = (now() - timedelta(hours=1)).astimezone().strftime("%Y-%m-%d %H:%M")
    activity = expect(
        hold(cast.office, began, state="ANNOUNCED", topic="公文写作专题学习（第3讲）", place="四楼会议室"),
        unit=cast.office,
    )
    activity.minutes_text = ""
    return activity


class Acts:
    """Counts what a person does."""

    def __init__(self, page: Page) -> None:
        self.page, self.done = page, 0

    def click(self, selector: str) -> None:
        self.page.locator(selector).first.click()
        self.done += 1

    def fill(self, selector: str, text: str) -> None:
        self.page.locator(selector).fill(text)
        self.done += 1


def saved(page: Page) -> None:
    """Waits until nothing is left to send."""
    see(page.locator("#roll-unsent")).to_have_text("", timeout=20_000)


def test_forty_people_with_three_absences_are_closed_in_ten_acts(visit, cast: Cast, session: Activity, width: int):
    page = visit(cast.secretary, width=width)
    page.goto(f"/activities/{session.code}/")
    acts = Acts(page)
    acts.click("#roll form button")
    page.locator(".x-seat").first.wait_for()
    assert page.locator("#n-expected").inner_text() == "39"
    acts.click("[data-as=ABSENT]")
    away = [page.locator(".x-seat").nth(n).get_attribute("data-person") for n in (4, 9, 20)]
    for person in away:
        acts.click(f"#p{person}")
    assert page.locator("#n-absent").inner_text() == "3"
    saved(page)
    picture(page, f"roll-{width}")
    acts.click("#roll-finish")
    for person, reason in zip(away, ("出差", "病假", "值班"), strict=True):
        acts.fill(f"#reason-{person}", reason)
    picture(page, f"close-{width}")
    acts.click(".x-yield .x-btn-main")
    page.get_by_text("已归档").first.wait_for()
    picture(page, f"closed-{width}")
    assert acts.done == 10

    session.refresh_from_db()
    assert session.state == "HELD"
    rows = session.roll.filter(person__in=away)
    assert sorted(rows.values_list("status", "reason")) == [("ABSENT", "值班"), ("ABSENT", "出差"), ("ABSENT", "病假")]
    assert Record.objects.filter(outcome="ATTENDED").count() == 36
    assert Record.objects.filter(outcome="EXCUSED").count() == 1


def test_taps_wait_on_a_phone_until_the_network_is_back_and_none_is_sent_twice(visit, cast: Cast, session: Activity):
    freeze_roll(session, by=None, at=now())
    page, other = visit(cast.secretary, width=390), visit(cast.administrator, width=1280)
    for one in (page, other):
        one.goto(f"/activities/{session.code}/roll/")
    seats = [page.locator(".x-seat").nth(n) for n in range(6)]
    people = [int(seat.get_attribute("data-person")) for seat in seats]
    seats[0].click()
    saved(page)
    page.context.set_offline(True)
    for seat in seats[1:5]:
        seat.click()
        seat.click()
    see(page.locator("#roll-unsent")).to_contain_text("8 项未发送")
    assert page.locator(".x-seat.is-unsent").count() == 4
    page.get_by_text("网络不畅").wait_for()
    picture(page, "roll-waiting-390")
    assert fits(page)
    # A colleague marks somebody else meanwhile; leaving the page loses nothing.
    other.locator(f"#p{people[5]}").click()
    saved(other)
    page.context.set_offline(False)
    saved(page)
    assert statuses(session, people) == ["LATE", "LEAVE", "LEAVE", "LEAVE", "LEAVE", "LATE"]
    assert (Tap.objects.count(), Tap.objects.values("key").distinct().count()) == (10, 10)
    page.locator(f"#p{people[5]}.is-late").wait_for()

    # Closed by the colleague: what the phone still holds is named, not stored, and not lost.
    page.context.set_offline(True)
    seats[0].click()
    other.goto(f"/activities/{session.code}/close/")
    other.locator(".x-yield .x-btn-main").click()
    other.get_by_text("已归档").first.wait_for()
    page.context.set_offline(False)
    left = page.locator("#roll-left")
    left.wait_for()
    name = page.locator(f"#p{people[0]} b").inner_text()
    assert f"以下点名没有记入：{name} 请假" in left.inner_text()
    picture(page, "roll-over-390")
    left.locator("a").click()
    page.locator("#why").fill("断网时补记")
    page.locator("form .x-btn-main").click()
    page.get_by_text("已更正 1 人").wait_for()
    assert statuses(session, people[:1]) == ["LEAVE"]


def statuses(session: Activity, people: list[int]) -> list[str]:
    found = dict(RollRow.objects.filter(activity=session).values_list("person_id", "status"))
    return [found[person] for person in people]


def test_the_roll_is_taken_with_keys_alone(visit, cast: Cast, session: Activity):
    freeze_roll(session, by=None, at=now())
    page = visit(cast.secretary, width=1280)
    page.goto(f"/activities/{session.code}/roll/")
    people = [int(page.locator(".x-seat").nth(n).get_attribute("data-person")) for n in (0, 1, 8)]
    keys = page.keyboard
    keys.press("ArrowRight")  # the first name
    keys.press("4")
    keys.press("ArrowRight")
    keys.press("Enter")  # the next status
    keys.press("ArrowDown")
    keys.press("3")
    saved(page)
    assert statuses(session, people) == ["ABSENT", "LATE", "LEAVE"]
    keys.press("z")
    saved(page)
    assert statuses(session, people) == ["ABSENT", "LATE", "ATTENDED"]
