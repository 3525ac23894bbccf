"""Slips of a unit and forgotten passwords: who may make them, and for whom."""

import pytest
from django.urls import reverse
from django.utils import timezone

from tests.cast import PASSWORD, Cast
from tests.factories import make_person
from xueer.access.models import Grant
from xueer.access.roles import RoleName
from xueer.audit.models import Event


def reset(person) -> str:
    return reverse("access.reset_password", args=(person.code,))


def test_the_secretary_gives_a_new_password_that_is_shown_once(as_person, cast: Cast):
    client = as_person(cast.secretary)
    assert "一次性密码" in client.get(reset(cast.member)).content.decode()
    cast.member.refresh_from_db()
    assert cast.member.check_password(PASSWORD), "looking changes nothing"
    response = client.post(reset(cast.member))
    password = response.context["password"]
    assert response.content.decode().count(password) == 1
    assert "no-store" in response["Cache-Control"]
    cast.member.refresh_from_db()
    assert (cast.member.check_password(password), cast.member.must_change_password) == (True, True)
    assert Event.objects.filter(verb="access.issue_password", object_id=str(cast.member.pk)).count() == 1


@pytest.mark.parametrize("name", ["superior", "head", "member", "stranger"])
def test_nobody_else_resets_a_password(as_person, cast: Cast, name):
    assert as_person(cast.accounts[name]).post(reset(cast.secretary)).status_code == 404
    cast.secretary.refresh_from_db()
    assert cast.secretary.check_password(PASSWORD)


def test_the_secretary_resets_neither_strangers_nor_those_with_a_role_higher_up(as_person, cast: Cast):
    boss = make_person("O900", cast.office)
    Grant.objects.create(person=boss, role=RoleName.SUPERIOR, unit=cast.district)
    keeper = make_person("O901", cast.office)
    Grant.objects.create(person=keeper, role=RoleName.ADMINISTRATOR, unit=cast.office)
    client = as_person(cast.secretary)
    assert [client.post(reset(one)).status_code for one in (cast.stranger, boss, keeper)] == [404, 404, 404]
    assert client.post(reset(cast.head)).status_code == 200


def test_slips_are_made_for_those_who_never_signed_in(as_person, cast: Cast):
    cast.member.last_login = timezone.now()
    cast.member.save()
    client, address = as_person(cast.secretary), reverse("access.slips", args=("O",))
    client.get(address)
    assert Event.objects.count() == 0, "looking makes no password"
    response = client.post(address)
    made = {person.code: password for person, password in response.context["slips"]}
    assert set(made) == {"O001"}, "the secretary has signed in by now, the member before"
    cast.head.refresh_from_db()
    assert cast.head.check_password(made["O001"])
    assert made["O001"] in response.content.decode()


@pytest.mark.parametrize("name", ["superior", "head", "member", "stranger"])
def test_nobody_else_makes_slips(as_person, cast: Cast, name):
    assert as_person(cast.accounts[name]).post(reverse("access.slips", args=("O",))).status_code == 404
    assert not Event.objects.filter(verb="access.issue_password").exists()
