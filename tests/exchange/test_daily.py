"""The chores of each day: at the start of the jobs' process, and after midnight of the instance's own clock."""

from datetime import timedelta
from threading import Event

import pytest

from tests.cast import Cast
from tests.factories import moment
from xueer.common.calendar import now, today
from xueer.exchange.daily import do_chores, keep_doing, until_next
from xueer.org.actions import derive_memberships
from xueer.org.models import Post


def test_the_next_time_is_just_after_the_next_midnight_here():
    assert until_next(moment("2026-03-07 23:58")) == timedelta(minutes=3)
    assert until_next(moment("2026-03-08 00:01")) == timedelta(days=1)


@pytest.mark.django_db
def test_a_post_whose_day_has_come_is_the_person_s_own(cast: Cast):
    Post.objects.create(person=cast.member, unit=cast.other, main=True, starts_on=today())
    derive_memberships([cast.member.pk])
    do_chores(now())
    cast.member.refresh_from_db()

    assert cast.member.unit == cast.other


@pytest.mark.django_db(transaction=True)
def test_the_thread_ends_with_its_process(cast: Cast):
    ended = Event()
    thread = keep_doing(ended)
    assert thread.daemon and thread.is_alive()
    ended.set()
    thread.join(10)
    assert not thread.is_alive()
