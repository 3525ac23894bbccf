"""A member asks for leave on a phone or a desk; the leader decides; closed, it is made up, and the bar moves."""

import re
from datetime import timedelta

from tests.cast import Cast
from tests.factories import hold, make_requirement
from tests.stories.pages import fits
from xueer.activities.actions.closing import close_activity
from xueer.activities.models import Activity, Audience, MakeUp
from xueer.common.calendar import local_day, local_zone, now


def coming(cast: Cast) -> Activity:
    """A session of the office in two hours; everybody there needs one a year."""
    need = {"subject_kind": "PERSON", "period": "YEAR", "at_least": 1}
    make_requirement(cast.office, code="YQ1", name="集中学习", **need)
    start = (now() + timedelta(hours=2)).astimezone(local_zone())
    activity = hold(cast.office, f"{start:%Y-%m-%d %H:%M}", state="ANNOUNCED", topic="秋季学习", place="三楼会议室")
    Audience.objects.create(activity=activity, kind="UNIT", unit=cast.office)
    return activity


def pass_by(activity: Activity) -> None:
    """The session is over."""
    activity.starts_at -= timedelta(hours=5)
    activity.ends_at -= timedelta(hours=5)
    activity.held_on = local_day(activity.starts_at)
    activity.save()


def test_leave_is_asked_decided_and_made_up(visit, cast: Cast, width: int):
    activity = coming(cast)
    member, leader = visit(cast.member, width=width), visit(cast.head, width=width)

    member.goto("/")
    member.get_by_role("link", name=re.compile("^请假")).first.click()
    assert fits(member)
    member.get_by_role("button", name="病假").click()
    member.get_by_text("请假已提交，待审批。").wait_for()

    leader.goto("/")
    leader.get_by_role("link", name=re.compile("^收件，1 条未读")).click()
    assert fits(leader)
    leader.get_by_role("button", name=re.compile("^去办理")).click()
    leader.get_by_role("heading", level=1, name="待我审批").wait_for()
    assert fits(leader)
    leader.get_by_role("button", name=re.compile("^准假")).click()
    leader.get_by_text("已准假：区喆堃").wait_for()
    assert leader.get_by_role("link", name=re.compile("^收件，0 条未读")).count() == 1

    pass_by(activity)
    close_activity(activity, by=cast.secretary, at=now())
    assert [row.person for row in MakeUp.objects.all()] == [cast.member]

    member.goto("/")
    bar = member.locator(".x-stand", has_text="集中学习")
    assert re.search(r"0\s*/\s*1", bar.inner_text())
    member.goto("/make-ups/")
    member.get_by_role("link", name="去补学").click()
    assert fits(member)
    member.get_by_label("学习体会").fill("补看了材料，记了三点。")
    member.get_by_role("button", name="提交").click()
    member.get_by_text("已提交。").wait_for()

    leader.goto("/decisions/")
    leader.get_by_role("button", name=re.compile("^通过")).click()
    leader.get_by_text("已通过：区喆堃").wait_for()

    member.goto("/")
    assert re.search(r"1\s*/\s*1", bar.inner_text())
    member.goto("/notices/")
    member.get_by_text("“秋季学习”的补学已通过").first.wait_for()
    assert fits(member)
