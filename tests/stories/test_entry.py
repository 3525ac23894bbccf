"""Last Friday's session, typed in on Monday: from the list to the closed session in at most eight interactions."""

from datetime import timedelta

import pytest
from playwright.sync_api import Page, expect

from tests.activities.entering import last_weekday
from tests.cast import Cast
from tests.factories import HERE, hold, make_group, make_person
from tests.stories.pages import fits
from xueer.activities.choices import ActivityState
from xueer.activities.models import Activity

pytestmark = pytest.mark.django_db(transaction=True)


class Hand:
    """Somebody at the page: every click and every field typed into is one interaction."""

    def __init__(self, page: Page) -> None:
        self.page, self.interactions = page, 0

    def click(self, selector: str) -> None:
        self.interactions += 1
        self.page.click(selector)

    def type(self, selector: str, words: str) -> None:
        self.interactions += 1
        self.page.fill(selector, words)


def test_last_fridays_session_is_entered_in_eight_interactions(cast: Cast, visit, width):
    friday = last_weekday(4)
    people = [cast.head, cast.secretary, cast.member, *(make_person(f"O1{n:02}", cast.office) for n in range(9))]
    group = make_group("Z1", cast.office, people)
    hold(
        cast.office,
        f"{friday - timedelta(days=7)} 14:30",
        group=group,
        place="四楼会议室",
        parts=(("CHAIR", cast.head),),
        roll=dict.fromkeys(people, HERE),
    )
    page = visit(cast.secretary, width=width)
    page.goto("/units/O/activities/")
    hand = Hand(page)
    hand.click("a[href='/units/O/activities/new/']")
    hand.type("[name=topic]", "公文写作：请示与报告的区别")
    for person, reason in ((people[4], "出差"), (people[7], "病假")):
        hand.click(f"label[for=away-{person.pk}]")
        hand.type(f"[name=reason_{person.pk}]", reason)
    assert fits(page)
    hand.click("button[value=save]")
    expect(page.locator("h1")).to_have_text("公文写作：请示与报告的区别")
    expect(page.locator(".x-msg.is-ok")).to_contain_text("应到 12 人，实到 10 人")
    assert hand.interactions == 7
    assert fits(page)
    stored = Activity.objects.get(topic__startswith="公文写作")
    assert (stored.state, stored.held_on, stored.place) == (ActivityState.HELD, friday, "四楼会议室")
    assert sorted(stored.roll.filter(status="LEAVE").values_list("person_id", "reason")) == sorted(
        [(people[4].pk, "出差"), (people[7].pk, "病假")]
    )
    assert stored.make_ups.count() == 2


def test_the_names_follow_the_day_while_one_types(cast: Cast, visit):
    """Another day, other people: the list is fetched anew and keeps what was tapped."""
    friday = last_weekday(4)
    group = make_group("Z1", cast.office, [cast.head, cast.secretary])
    group.members.create(person=cast.member, ends_on=friday)
    hold(cast.office, f"{friday - timedelta(days=7)} 14:30", group=group, roll={cast.head: HERE})
    page = visit(cast.secretary, width=390)
    page.goto("/units/O/activities/new/")
    expect(page.locator(f"label[for=away-{cast.member.pk}]")).to_have_count(0)
    page.click(f"label[for=away-{cast.head.pk}]")
    page.fill("[name=day]", (friday - timedelta(days=1)).isoformat())
    page.locator("[name=day]").dispatch_event("change")
    expect(page.locator(f"label[for=away-{cast.member.pk}]")).to_be_visible()
    expect(page.locator(f"#away-{cast.head.pk}")).to_be_checked()
