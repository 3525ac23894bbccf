"""Accounts end with their people, and nobody takes over a unit through somebody who helps out in the own."""

from datetime import timedelta

from django.urls import reverse

from tests.cast import PASSWORD, Cast
from tests.factories import make_person
from xueer.access.models import Grant
from xueer.access.roles import RoleName
from xueer.common.calendar import today
from xueer.org.actions import derive_memberships
from xueer.org.models import Person, Post


def leave(person: Person) -> None:
    Person.objects.filter(pk=person.pk).update(ends_on=today())
    derive_memberships([person.pk])


def test_a_secretary_who_left_cannot_sign_in_any_more(client, cast: Cast):
    leave(cast.secretary)
    assert client.post(reverse("sign_in"), {"code": "O002", "password": PASSWORD}).status_code == 422


def test_an_open_session_ends_with_the_service(cast: Cast, as_person):
    client = as_person(cast.secretary)
    assert client.get(reverse("directory.unit", args=["O"])).status_code == 200
    leave(cast.secretary)
    assert client.get(reverse("directory.unit", args=["O"])).status_code == 302


def reset(client, code: str) -> int:
    return client.get(reverse("access.reset_password", args=[code])).status_code


def test_a_side_post_does_not_hand_over_the_account(cast: Cast, as_person):
    helper = make_person("X002", cast.other)
    Post.objects.create(person=helper, unit=cast.other, main=True)
    Post.objects.create(person=helper, unit=cast.office, main=False)
    derive_memberships([helper.pk])
    client = as_person(cast.secretary)

    assert client.get(reverse("web.person", args=["X002"])).status_code == 200
    assert (reset(client, "X002"), reset(client, "O003")) == (404, 200)


def test_a_role_to_come_protects_the_account_already(cast: Cast, as_person):
    begins = today() + timedelta(days=30)
    Grant.objects.create(person=cast.member, role=RoleName.ADMINISTRATOR, unit=cast.office, starts_on=begins)
    assert reset(as_person(cast.secretary), "O003") == 404
