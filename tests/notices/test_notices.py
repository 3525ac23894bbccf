"""Notices: who is told, what waits, what is settled, and the page."""

from datetime import date

import pytest
from django.urls import reverse
from django.utils import translation

from tests.cast import Cast
from tests.factories import MOMENT
from xueer.notices.actions import Letter, notify, notify_each, read_notices, settle
from xueer.notices.choices import NoticeKind
from xueer.notices.models import Notice
from xueer.notices.queries import sentence, to_decide, told, unread_count

ASKED = {"person": "区喆堃", "topic": "秋季学习", "day": "2025-09-18", "reason": "出差"}


def tell(*people, kind: NoticeKind = NoticeKind.LEAVE_ASKED, about: str = "leave:1", by=None, **fields) -> int:
    return notify(people, kind, at=MOMENT, by=by, about=about, **(ASKED | fields))


def test_each_is_told_once_and_nobody_of_their_own_act(cast: Cast):
    assert tell(cast.head, cast.head.pk, cast.secretary, by=cast.secretary) == 1
    assert [notice.person for notice in Notice.objects.all()] == [cast.head]


def test_whoever_has_left_is_told_nothing(cast: Cast):
    cast.head.ends_on = date(2025, 1, 1)
    cast.head.save()
    cast.secretary.is_active = False
    cast.secretary.save()
    assert tell(cast.head, cast.secretary, cast.member) == 1
    letters = [Letter(person.pk) for person in (cast.head, cast.member)]
    assert notify_each(letters, NoticeKind.ANNOUNCED, at=MOMENT) == 1


def test_what_is_settled_waits_for_nobody(cast: Cast):
    tell(cast.head, cast.secretary)
    tell(cast.head, about="leave:2")
    assert settle("leave:1", at=MOMENT) == 2
    assert [row.about for row in to_decide(cast.head)] == ["leave:2"]
    assert (to_decide(cast.secretary).count(), unread_count(cast.secretary.pk)) == (0, 0)
    assert [row.about for row in told(cast.head)] == ["leave:1"]


def test_a_sentence_is_written_in_the_language_of_the_reader(cast: Cast):
    tell(cast.head)
    notice = Notice.objects.get()
    with translation.override("zh-hans"):
        assert sentence(notice) == "区喆堃申请“秋季学习”（9月18日）请假：出差"
    with translation.override("en"):
        assert sentence(notice) == "区喆堃 asks for leave from “秋季学习” on 18 Sep: 出差"
    notice.params = {}
    assert "秋季" not in sentence(notice)


def test_unread_stand_first_and_reading_is_noted_once(cast: Cast):
    for number in range(3):
        tell(cast.member, kind=NoticeKind.ANNOUNCED, about=f"activity:{number}")
    newest = told(cast.member).first()
    assert read_notices(cast.member, ids=[newest.pk], by=cast.member, at=MOMENT) == 1
    assert read_notices(cast.member, ids=[newest.pk], by=cast.member, at=MOMENT) == 0
    assert told(cast.member).last() == newest
    assert [told(cast.member, shown=shown).count() for shown in ("all", "unread", "read")] == [3, 2, 1]


def test_the_page_keeps_what_must_be_decided_apart(cast: Cast, as_person):
    tell(cast.head)
    tell(cast.head, kind=NoticeKind.ANNOUNCED, about="activity:1", topic="党课")
    page = as_person(cast.head).get(reverse("notices.notices"))
    assert [line[0].kind for line in page.context["waiting"]] == ["LEAVE_ASKED"]
    assert [line[0].kind for line in page.context["lines"]] == ["ANNOUNCED"]
    assert "收件，2 条未读" in page.content.decode()


def test_a_notice_is_opened_by_its_person_only(cast: Cast, as_person):
    notify([cast.head], NoticeKind.ANNOUNCED, at=MOMENT, by=None, address="/make-ups/", topic="党课")
    notify([cast.head], NoticeKind.ANNOUNCED, at=MOMENT, by=None, address="https://elsewhere.example/", topic="党课")
    inside, outside = Notice.objects.order_by("pk")
    address = reverse("notices.open_notice", args=(inside.pk,))
    assert as_person(cast.member).post(address).status_code == 404
    assert Notice.objects.filter(read_at=None).count() == 2
    assert as_person(cast.head).post(address)["Location"] == "/make-ups/"
    away = as_person(cast.head).post(reverse("notices.open_notice", args=(outside.pk,)))
    assert away["Location"] == reverse("notices.notices")
    assert unread_count(cast.head.pk) == 0


def test_marking_all_as_read_leaves_what_must_be_decided_waiting(cast: Cast, as_person):
    tell(cast.head)
    tell(cast.member)
    as_person(cast.head).post(reverse("notices.read_notices"))
    assert unread_count(cast.head.pk) == 0
    assert (to_decide(cast.head).count(), unread_count(cast.member.pk)) == (1, 1)


@pytest.mark.parametrize("address", ["notices.notices", "home"])
def test_a_page_costs_the_same_for_one_and_three(cast: Cast, as_person, address, django_assert_max_num_queries):
    client = as_person(cast.member)
    tell(cast.member, kind=NoticeKind.ANNOUNCED)
    with django_assert_max_num_queries(200) as one:
        client.get(reverse(address))
    for number in (2, 3):
        tell(cast.member, kind=NoticeKind.ANNOUNCED, about=f"activity:{number}")
    with django_assert_max_num_queries(200) as three:
        client.get(reverse(address))
    assert len(one) == len(three)
