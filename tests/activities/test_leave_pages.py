"""The pages of leave and make-ups: who sees reasons, what each button does, what a list costs."""

from datetime import timedelta

import pytest
from django.urls import reverse

from tests.cast import Cast
from tests.factories import AWAY, HERE, LEAVE, hold, make_group, make_person
from xueer.activities.actions.leave import ask_leave
from xueer.activities.actions.make_ups import hand_in_make_up, open_make_ups
from xueer.activities.models import Activity, Audience, Leave, MakeUp
from xueer.common.calendar import now, today


def coming(cast: Cast, **fields) -> Activity:
    day = today() + timedelta(days=3)
    activity = hold(cast.office, f"{day} 14:30", state="ANNOUNCED", topic="秋季学习", **fields)
    Audience.objects.create(activity=activity, kind="UNIT", unit=cast.office)
    return activity


def owed(cast: Cast, *people, ago: int = 10) -> list[MakeUp]:
    activity = hold(cast.office, f"{today() - timedelta(days=ago)} 14:30", topic="春季学习",
                    roll={cast.head: HERE} | dict.fromkeys(people or (cast.member,), LEAVE))  # fmt: skip
    activity.roll.filter(status=LEAVE).update(reason="住院")
    open_make_ups(activity, by=cast.secretary, at=now())
    return list(activity.make_ups.order_by("person__code"))


def test_one_tap_asks_and_the_page_shows_what_became_of_it(cast: Cast, as_person):
    activity = coming(cast)
    address = reverse("activities.leave", args=(activity.code,))
    client = as_person(cast.member)
    form = client.get(address).content.decode()
    assert 'name="quick"' in form
    for _ in range(2):
        client.post(address, {"quick": "病假", "reason": "", "once": "k1"})
    assert list(Leave.objects.values_list("person__code", "reason", "state")) == [("O003", "病假", "ASKED")]
    page = client.get(address).content.decode()
    assert "请假已提交，待审批。" in page and 'name="quick"' not in page
    assert client.post(address, {"reason": " "}, follow=True).status_code == 200
    client.post(reverse("activities.withdraw_leave", args=(Leave.objects.get().pk,)), {"back": "leave"})
    assert Leave.objects.get().state == "WITHDRAWN"


def test_reasons_are_read_by_whoever_decides_and_by_oneself(cast: Cast, as_person):
    activity = coming(cast)
    colleague = make_person("O005", cast.office)
    ask_leave(activity, cast.member, reason="住院复查", by=cast.member, at=now())
    address = reverse("activities.activity", args=(activity.code,))
    seen = {
        person.code: "住院复查" in as_person(person).get(address).content.decode()
        for person in (cast.head, cast.secretary, cast.member, cast.superior, colleague)
    }
    assert seen == {"O001": True, "O002": True, "O003": True, "D001": False, "O005": False}


def test_strangers_neither_ask_nor_decide(cast: Cast, as_person):
    activity = coming(cast)
    leave = ask_leave(activity, cast.member, reason="出差", by=cast.member, at=now())
    (make_up,) = owed(cast)
    stranger, colleague = as_person(cast.stranger), as_person(make_person("O005", cast.office))
    names = {
        reverse("activities.leave", args=(activity.code,)): (404, 302),
        reverse("activities.enter_leave", args=(activity.code,)): (404, 404),
        reverse("activities.decide_leave", args=(leave.pk,)): (404, 404),
        reverse("activities.withdraw_leave", args=(leave.pk,)): (404, 404),
        reverse("activities.hand_in", args=(make_up.pk,)): (404, 404),
        reverse("activities.decide_make_up", args=(make_up.pk,)): (404, 404),
        reverse("activities.deliver_make_up", args=(make_up.pk,)): (404, 404),
    }
    form = {"act": "grant", "person": "O003", "reason": "", "on": str(today())}
    clients = (stranger, colleague)
    got = {address: tuple(client.post(address, form).status_code for client in clients) for address in names}
    assert got == names
    assert list(Leave.objects.values_list("state", flat=True)) == ["ASKED"]
    own = as_person(cast.member)
    assert own.post(reverse("activities.decide_make_up", args=(make_up.pk,)), {"act": "accept"}).status_code == 404
    assert colleague.get(reverse("activities.make_up", args=(make_up.pk,))).status_code == 404


def test_the_head_of_a_group_without_a_role_decides_in_one_tap(cast: Cast, as_person):
    leader = make_person("O008", cast.office)
    group = make_group("Z1", cast.office, [leader, cast.member])
    group.members.filter(person=leader).update(role="组长")
    leave = ask_leave(coming(cast, group=group), cast.member, reason="出差", by=cast.member, at=now())
    client = as_person(leader)
    assert "区喆堃" in client.get(reverse("activities.decisions")).content.decode()
    address = reverse("activities.decide_leave", args=(leave.pk,))
    done = client.post(address, {"act": "grant", "back": "decisions", "once": "k"}, follow=True)
    assert done.redirect_chain[0][0] == reverse("activities.decisions")
    assert "已准假：区喆堃，“秋季学习”。" in done.content.decode()
    again = client.post(address, {"act": "refuse", "answer": "不行", "back": "decisions"}, follow=True)
    assert "没有改动：这条请假已经办结" in again.content.decode()
    leave.refresh_from_db()
    assert leave.state == "GRANTED"


def test_the_secretary_enters_leave_for_somebody_before_and_after(cast: Cast, as_person):
    client = as_person(cast.secretary)
    activity = coming(cast)
    client.post(reverse("activities.enter_leave", args=(activity.code,)), {"person": "O003", "reason": "出差"})
    held = hold(cast.office, f"{today()} 00:00", roll={cast.member: AWAY, cast.head: HERE})
    client.post(reverse("activities.enter_leave", args=(held.code,)), {"person": "O003", "reason": "病假"})
    rows = Leave.objects.order_by("activity__starts_at").values_list(
        "activity__code", "reason", "state", "asked_by__code"
    )
    assert list(rows) == [(held.code, "病假", "GRANTED", "O002"), (activity.code, "出差", "GRANTED", "O002")]
    assert held.roll.get(person=cast.member).status == LEAVE


def test_handing_in_sending_back_and_accepting_in_pages(cast: Cast, as_person):
    (make_up,) = owed(cast)
    page = reverse("activities.make_up", args=(make_up.pk,))
    member, head = as_person(cast.member), as_person(cast.head)
    member.post(reverse("activities.hand_in", args=(make_up.pk,)), {"way": "MATERIAL", "text": "学了三点。<b>"})
    shown = head.get(page).content.decode()
    assert "学了三点。&lt;b&gt;" in shown and "学了三点" not in as_person(cast.superior).get(page).content.decode()
    decide = reverse("activities.decide_make_up", args=(make_up.pk,))
    head.post(decide, {"act": "return", "answer": "请再具体些"})
    assert "被退回：请再具体些" in member.get(page).content.decode()
    member.post(reverse("activities.hand_in", args=(make_up.pk,)), {"way": "MATERIAL", "text": "学了三点：……"})
    assert "春季学习" in head.get(reverse("activities.decisions")).content.decode()
    for _ in range(2):
        head.post(decide, {"act": "accept", "back": "decisions", "once": "k2"})
    make_up.refresh_from_db()
    assert (make_up.state, make_up.done_on) == ("DONE", today())
    assert "已补学" in member.get(reverse("activities.my_make_ups")).content.decode()


def test_what_lapsed_and_what_is_brought_home(cast: Cast, as_person):
    (make_up,) = owed(cast, ago=40)
    secretary = as_person(cast.secretary)
    address = reverse("activities.deliver_make_up", args=(make_up.pk,))
    wrong = secretary.post(address, {"on": "2025-13-40", "deliverers": "陆敏之", "answer": "住院"}, follow=True)
    assert "没有保存：日期须在活动当天至今天之间。" in wrong.content.decode()
    secretary.post(address, {"on": str(today()), "deliverers": "陆敏之", "answer": ""})
    make_up.refresh_from_db()
    assert make_up.state == "OPEN"
    secretary.post(address, {"on": str(today()), "deliverers": "陆敏之", "answer": "住院期间送学"})
    make_up.refresh_from_db()
    assert (make_up.state, make_up.activity.roll.get(person=cast.member).status) == ("DONE", "DELIVERED")


def test_the_list_of_a_unit_is_filtered_and_handed_out(cast: Cast, as_person):
    other = make_person("O005", cast.office, name="𬱖喆")
    late, soon = owed(cast, cast.member, ago=40)[0], owed(cast, cast.member, other, ago=25)[0]
    hand_in_make_up(soon, text="学了。", by=cast.member, at=now())
    address = reverse("activities.unit_make_ups", args=("D",))
    client = as_person(cast.superior)

    def found(**filters: str) -> list[str]:
        return [line.make_up.person.code for line in client.get(address, filters).context["lines"]]

    assert found() == [late.person.code, "O003", "O005"] or found() == [late.person.code, "O005", "O003"]
    assert (found(shown="lapsed"), found(shown="handed_in"), found(shown="soon")) == (["O003"], ["O003"], ["O005"])
    assert (found(q="𬱖"), found(q="没有"), found(own="1"), found(shown="done")) == (["O005"], [], [], [])
    book = client.get(address, {"format": "xlsx", "shown": "all"})
    assert book["Content-Type"].endswith("sheet") and len(b"".join(book)) > 1000
    assert as_person(cast.member).get(address).status_code == 404


@pytest.mark.parametrize("name", ["activities.decisions", "activities.my_make_ups", "activities.unit_make_ups"])
def test_a_list_costs_the_same_for_one_and_three(cast: Cast, as_person, name, django_assert_max_num_queries):
    person = cast.member if name == "activities.my_make_ups" else cast.secretary
    client, address = as_person(person), reverse(name, args=("O",) if "unit" in name else ())
    counts = []
    for _ in range(3):
        ask_leave(coming(cast), cast.member, reason="出差", by=cast.member, at=now())
        for make_up in owed(cast):
            if name == "activities.decisions":
                hand_in_make_up(make_up, text="学了。", by=cast.member, at=now())
        with django_assert_max_num_queries(100) as seen:
            client.get(address)
        counts.append(len(seen))
    assert counts[0] == counts[2]
