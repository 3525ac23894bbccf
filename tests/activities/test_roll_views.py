"""The pages of a roll: who may take it, what a device is answered, what works without a script, what is asked."""

import re
from datetime import date, timedelta

import pytest
from django.utils.timezone import localtime

from tests.activities.test_roll import expect
from tests.factories import AWAY, HERE, LATE, LEAVE, hold, make_group, make_person
from xueer.activities.models import Activity, RollRow, Tap
from xueer.audit.models import Event
from xueer.common.calendar import now
from xueer.org.models import Exemption, GroupMember
from xueer.records.models import Record

START = "2025-06-13 14:30"
HOME = "/activities/A1/"


@pytest.fixture
def running(cast) -> Activity:
    roll = {cast.head: HERE, cast.secretary: HERE, cast.member: HERE}
    return hold(cast.office, START, code="A1", state="RUNNING", roll=roll)


def tap(client, who, **more):
    form = {"key": "0123456789abcdef", "person": who.pk, "status": "LATE", "since": 0}
    return client.post(f"{HOME}roll/tap/", form | more)


def status(person) -> str:
    return RollRow.objects.get(person=person, activity__code="A1").status


def text(answer) -> str:
    return " ".join(answer.content.decode().split())


# ---- devices ----


def test_a_tap_is_answered_with_what_others_marked_since(cast, running, as_person):
    one, two = as_person(cast.secretary), as_person(cast.administrator)
    assert tap(one, cast.head, key="one-00000001").json()["rows"] == []
    answer = tap(two, cast.member, key="two-00000001").json()
    assert (answer["version"], answer["rows"]) == (
        2,
        [[cast.head.pk, "LATE", ""], [cast.member.pk, "LATE", ""]],
    )
    news = one.get(f"{HOME}roll/changes/?since=1").json()
    assert (news["version"], news["rows"]) == (2, [[cast.member.pk, "LATE", ""]])
    assert "words" not in news


def test_the_same_tap_twice_is_stored_once(cast, running, as_person):
    client = as_person(cast.secretary)
    for _ in range(2):
        answer = tap(client, cast.member)
        assert (answer.status_code, answer.json()["version"]) == (200, 1)
    assert Tap.objects.count() == 1


def test_a_tap_after_closing_is_answered_with_words(cast, running, as_person):
    client = as_person(cast.secretary)
    client.post(f"{HOME}close/")
    answer = tap(client, cast.member)
    assert answer.status_code == 409 and "没有记入" in answer.json()["words"]
    assert (status(cast.member), Tap.objects.count()) == (HERE, 0)
    assert "没有记入" in client.get(f"{HOME}roll/changes/").json()["words"]


@pytest.mark.parametrize(
    "form", [{"status": "MADE_UP"}, {"key": "short"}, {"key": "x" * 40}, {"person": "x"}, {"person": "9" * 30}]
)
def test_a_tap_that_cannot_be_read_is_refused(cast, running, as_person, form):
    assert tap(as_person(cast.secretary), cast.member, **form).status_code == 400
    assert status(cast.member) == HERE


def test_a_tap_for_somebody_taken_off_is_refused(cast, running, as_person):
    assert tap(as_person(cast.secretary), cast.stranger).status_code == 410


def test_the_head_and_the_clerk_of_a_group_take_its_roll_its_deputy_does_not(cast, running, as_person):
    group = make_group("Z1", cast.district)
    Activity.objects.update(group=group)
    for person, role in ((cast.member, "组长"), (cast.stranger, "学习秘书、联络员"), (cast.head, "副组长")):
        GroupMember.objects.create(group=group, person=person, role=role)
    answers = [tap(as_person(person), cast.head).status_code for person in (cast.member, cast.stranger, cast.head)]
    assert answers == [200, 200, 404]
    GroupMember.objects.filter(person=cast.member).update(ends_on=date(2025, 7, 1))
    assert as_person(cast.member).get(f"{HOME}roll/").status_code == 404, "not any more"


# ---- without a script ----


def test_a_seat_is_a_button_that_sets_what_it_says(cast, running, as_person):
    client = as_person(cast.secretary)
    page = text(client.get(f"{HOME}roll/"))
    assert f'value="{cast.member.pk}:LATE"' in page
    for _ in range(2):  # a double click
        answer = client.post(f"{HOME}roll/", {"mark": f"{cast.member.pk}:LATE"})
        assert answer.status_code == 302 and answer["Location"].endswith(f"roll/#p{cast.member.pk}")
    assert status(cast.member) == LATE
    assert f'value="{cast.member.pk}:LEAVE"' in text(client.get(f"{HOME}roll/"))
    chosen = text(client.get(f"{HOME}roll/?as=ABSENT"))
    assert f'value="{cast.member.pk}:ABSENT"' in chosen and f'value="{cast.head.pk}:ABSENT"' in chosen
    assert client.post(f"{HOME}roll/", {"mark": "1:NONSENSE"}).status_code == 404


def test_exempt_people_stand_apart_and_may_come(cast, as_person):
    Exemption.objects.create(person=cast.member, starts_on=date(2025, 1, 1))
    expect(hold(cast.office, START, code="A1", state="ANNOUNCED"), unit=cast.office)
    client = as_person(cast.secretary)
    client.post(f"{HOME}roll/begin/")
    page = text(client.get(f"{HOME}roll/"))
    assert "免集中学习人员" in page.split("区喆堃")[0] and f'value="{cast.member.pk}:ATTENDED"' in page
    assert 'id="n-expected">2<' in page and 'id="n-absent">0<' in page


# ---- what is asked ----


def test_a_roll_that_differs_from_its_audience_asks_and_is_brought_into_line(cast, as_person):
    group = make_group("Z1", cast.office, [cast.head, cast.secretary, cast.member])
    expect(hold(cast.office, START, code="A1", state="ANNOUNCED"), group=group)
    client = as_person(cast.secretary)
    client.post(f"{HOME}roll/begin/")
    assert "已不在参加范围" not in text(client.get(f"{HOME}roll/"))
    GroupMember.objects.filter(person__in=[cast.head, cast.member]).delete()
    GroupMember.objects.create(group=group, person=cast.stranger)
    page = text(client.get(f"{HOME}roll/"))
    assert "名单上 2 人已不在参加范围" in page and "新增 1 人" in page
    page = text(client.post(f"{HOME}roll/align/", follow=True))
    assert "移出 2 人，加入 1 人" in page
    assert list(RollRow.objects.values_list("person__code", flat=True).order_by("person__code")) == ["O002", "X001"]


def test_closing_on_the_page_stores_the_reasons_given_and_names_what_is_missing(cast, running, as_person):
    RollRow.objects.filter(person__in=[cast.head, cast.member]).update(status=AWAY)
    client = as_person(cast.secretary)
    page = text(client.get(f"{HOME}close/"))
    assert "单一舟缺席，没有事由" in page and "还没有记录" in page and "4 条" in page
    form = {f"reason-{cast.head.pk}": "出差", f"reason-{cast.secretary.pk}": "在场"}
    client.post(f"{HOME}close/", form | {"only": "reasons"})
    assert (Activity.objects.get().state, Record.objects.count()) == ("RUNNING", 0)
    for _ in range(2):  # a double click
        assert client.post(f"{HOME}close/", form)["Location"] == HOME
    assert dict(RollRow.objects.values_list("person__code", "reason")) == {"O001": "出差", "O002": "", "O003": ""}
    assert Record.objects.count() == 4


def test_a_session_to_come_offers_no_closing(cast, as_person):
    hold(cast.office, "2099-06-13 14:30", code="A1", state="PLANNED", roll={cast.member: HERE})
    client = as_person(cast.secretary)
    assert "活动开始后即可归档" in text(client.get(f"{HOME}close/"))
    answer = client.post(f"{HOME}close/")
    assert answer.status_code == 422 and "还没有开始" in answer.content.decode()
    assert Activity.objects.get().state == "PLANNED"


def test_an_act_without_reason_is_given_back(cast, running, as_person):
    client = as_person(cast.secretary)
    assert client.post(f"{HOME}cancel/", {"reason": " "}).status_code == 422
    client.post(f"{HOME}close/")
    assert client.post(f"{HOME}reopen/", {"reason": ""}).status_code == 422
    assert client.post(f"{HOME}correct/", {"why": ""}).status_code == 422
    assert Activity.objects.get().state == "HELD"
    assert "先重新打开" in text(client.post(f"{HOME}cancel/", {"reason": "停电"}, follow=True))


def test_a_correction_that_meets_another_shows_both_and_loses_neither(cast, running, as_person):
    client = as_person(cast.secretary)
    client.post(f"{HOME}close/")
    person = cast.member.pk
    ticked = {"fix": person, f"seen-{person}": "ATTENDED "}
    mine = ticked | {f"status-{person}": LEAVE, f"reason-{person}": "病假", "why": "补假条"}
    other = ticked | {f"status-{person}": AWAY, f"reason-{person}": "", "why": "没有来"}
    assert client.post(f"{HOME}correct/", other).status_code == 302
    answer = client.post(f"{HOME}correct/", mine)
    page = text(answer)
    assert answer.status_code == 422 and "现为：缺席" in page and 'value="病假"' in page
    assert status(cast.member) == AWAY
    assert client.post(f"{HOME}correct/", mine | {f"seen-{person}": "ABSENT "}).status_code == 302
    assert status(cast.member) == LEAVE


def test_only_those_ticked_are_corrected_and_a_device_ticks_its_late_marks(cast, running, as_person):
    client = as_person(cast.secretary)
    client.post(f"{HOME}close/")
    head, member = cast.head.pk, cast.member.pk
    page = text(client.get(f"{HOME}correct/?mark={member}:LATE"))
    assert f'id="fix-{member}" checked' in page and f'id="fix-{head}">' in page
    form = {f"{name}-{who}": value for who in (head, member) for name, value in (("status", AWAY), ("reason", ""))}
    form |= {f"seen-{who}": "ATTENDED " for who in (head, member)}
    assert client.post(f"{HOME}correct/", form | {"fix": member, "why": "核对签到表"}).status_code == 302
    assert (status(cast.member), status(cast.head)) == (AWAY, HERE)


def test_names_are_found_added_and_taken_off(cast, running, as_person):
    colleague = make_person("O040", cast.office, name="䶮喆")
    client = as_person(cast.secretary)
    assert 'value="O040"' in text(client.get(f"{HOME}roll/names/?q=喆"))
    client.post(f"{HOME}roll/names/?q=喆", {"add": "O040"})
    assert status(colleague) == HERE
    client.post(f"{HOME}roll/names/", {"remove": "O040"})
    assert not RollRow.objects.filter(person=colleague).exists()
    assert "已不在名单上" in text(client.post(f"{HOME}roll/names/", {"remove": "O040"}, follow=True))
    client.post(f"{HOME}close/")
    assert client.post(f"{HOME}roll/names/", {"add": "O040"}).status_code == 422
    client.post(f"{HOME}roll/names/", {"add": "O040", "why": "漏签"})
    assert Record.objects.filter(person=colleague).count() == 1


def test_head_counts_are_numbers_or_refused(cast, as_person):
    hold(cast.office, START, code="A1", state="RUNNING")
    client = as_person(cast.secretary)
    for came in ("", "x", "-3", "9999999999"):
        client.post(f"{HOME}roll/heads/", {"expected": "120", "came": came})
    assert Activity.objects.get().head_count is None
    client.post(f"{HOME}roll/heads/", {"expected": "", "came": "113"})
    assert "113" in text(client.get(f"{HOME}roll/")) and Activity.objects.get().head_count == 113


# ---- before it is held nobody has been there ----


def test_a_session_not_held_yet_never_reads_as_attended(cast, running, as_person):
    client = as_person(cast.secretary)
    page = text(client.get(HOME))
    assert "应到 3 人" in page and "出席" not in page.split('id="roll"')[1].split("</section>")[0]
    lines = client.get("/units/O/activities/").context["lines"]
    assert [(line.counts.expected, line.counts.taken_part) for line in lines] == [(3, None)]


def test_who_is_exempt_stays_with_those_who_decide(cast, running, as_person):
    RollRow.objects.filter(person=cast.member).update(status=AWAY, exempt=True)
    assert "免集中学习" in text(as_person(cast.secretary).get(HOME))
    others = text(as_person(cast.superior).get(HOME))
    roll = others.split('id="roll"')[1].split("</section>")[0]
    assert "免集中学习" not in roll and "缺席" not in roll and "请假" not in roll
    assert ("单一舟" in roll, "区喆堃" in roll) == (True, False)
    assert "免集中学习" in text(as_person(cast.member).get(HOME)), "one's own"


@pytest.mark.parametrize("people", [1, 3])
def test_the_board_takes_a_constant_number_of_queries(cast, as_person, people, django_assert_max_num_queries):
    roll = {make_person(f"O05{n}", cast.office): HERE for n in range(people)}
    hold(cast.office, START, code="A1", state="RUNNING", roll=roll)
    client = as_person(cast.secretary)
    client.get(f"{HOME}roll/")
    with django_assert_max_num_queries(24):
        client.get(f"{HOME}roll/")


def test_looking_up_somebody_of_another_unit_by_the_whole_code_stands_in_the_trail(cast, running, as_person):
    make_person("O041", cast.office, name="区喆喆")
    client, place = as_person(cast.secretary), f"{HOME}roll/names/"
    assert "仇远" not in text(client.get(f"{place}?q=仇")) and "仇远" not in text(client.get(f"{place}?q=X00"))
    assert 'value="O041"' in text(client.get(f"{place}?q=O041"))
    assert not Event.objects.filter(verb="activities.roll.look_up").exists(), "one's own people"
    assert 'value="X001"' in text(client.get(f"{place}?q=X001"))
    event = Event.objects.get(verb="activities.roll.look_up")
    assert (event.actor_id, event.object_id, event.detail) == (cast.secretary.pk, str(cast.stranger.pk), {"for": "A1"})
    assert as_person(cast.member).get(f"{place}?q=X001").status_code == 404


# ---- before the start ----


def test_nobody_is_late_before_the_session_begins(cast, as_person):
    soon = now() + timedelta(minutes=9)
    hold(cast.office, f"{localtime(soon):%Y-%m-%d %H:%M}", code="A1", state="ANNOUNCED", roll={cast.member: HERE})
    client = as_person(cast.secretary)
    page = text(client.get(f"{HOME}roll/"))
    assert f'value="{cast.member.pk}:LEAVE"' in page and not re.search(r'data-wait="0"', page)
    answer = tap(client, cast.member)
    assert (answer.status_code, answer.json()) == (400, {"words": "活动开始之前不能记迟到。"})
    assert client.post(f"{HOME}roll/", {"mark": f"{cast.member.pk}:LATE"}).status_code == 302
    assert status(cast.member) == HERE
    assert tap(client, cast.member, status="LEAVE").status_code == 200 and status(cast.member) == LEAVE
    Activity.objects.filter(code="A1").update(state="CANCELLED")
    assert tap(client, cast.member, key="another-key-01").status_code == 409
    Activity.objects.filter(code="A1").update(state="RUNNING", starts_at=now() - timedelta(minutes=1))
    page = text(client.get(f"{HOME}roll/"))
    assert 'data-wait="0"' in page
    assert tap(client, cast.member, key="another-key-02").status_code == 200 and status(cast.member) == LATE
