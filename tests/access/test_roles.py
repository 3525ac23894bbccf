"""Roles granted and withdrawn in pages: nobody gives more than they hold, the last administrator stays."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tests.cast import Cast
from tests.factories import MOMENT, make_person
from xueer.access.actions import hand_role, withdraw_role
from xueer.access.errors import LastAdministrator, RoleHeld, RoleTooHigh
from xueer.access.models import Grant
from xueer.access.queries import grants_within, reach
from xueer.access.roles import RoleName
from xueer.audit.models import Event
from xueer.common.calendar import BEGINNING, FOREVER, today


def roles_of(client, code: str, **form):
    address = reverse("access.roles", args=(code,))
    return client.post(address, form) if form else client.get(address)


@pytest.fixture
def keeper(cast: Cast):
    """An administrator of the office alone."""
    return Grant.objects.create(person=cast.head, role=RoleName.ADMINISTRATOR, unit=cast.office).person


def test_the_list_names_who_holds_what_at_the_unit_and_below(as_person, cast: Cast):
    Grant.objects.create(person=cast.member, role=RoleName.SECRETARY, unit=cast.office, ends_on=today())
    found = [(grant.unit.code, grant.role, grant.person.code) for grant in grants_within(cast.district, on=today())]
    assert found == [("D", "SUPERIOR", "D001"), ("O", "LEADER", "O001"), ("O", "SECRETARY", "O002")]
    shown = [grant.person.code for grant, _may in roles_of(as_person(cast.administrator), "D").context["lines"]]
    assert shown == ["D001", "O001", "O002"]


def test_a_role_is_granted_by_code_or_name_with_days(as_person, cast: Cast):
    client, day = as_person(cast.administrator), today()
    last = day + timedelta(days=30)
    form = {"role": "SECRETARY", "starts_on": day.isoformat(), "ends_on": last.isoformat()}
    assert roles_of(client, "X", person="仇远", **form).status_code == 302
    grant = Grant.objects.get(person=cast.stranger)
    assert (grant.unit, grant.starts_on, grant.ends_on) == (cast.other, day, last + timedelta(days=1))
    assert Event.objects.get(verb="access.grant_role").detail == {"role": "SECRETARY", "unit": "X"}
    again = roles_of(client, "X", person="X001", **form)
    assert (again.status_code, Grant.objects.filter(person=cast.stranger).count()) == (422, 1)


@pytest.mark.parametrize(
    "form",
    [
        {"person": "nobody"},
        {"person": "张三"},
        {"ends_on": "2001-01-01"},
        {"starts_on": "1900-01-01"},
        {"role": "EMPEROR"},
    ],
)
def test_what_cannot_be_is_refused_in_words(as_person, cast: Cast, form: dict):
    for code in ("T1", "T2"):
        make_person(code, cast.office, name="张三")
    given = {"person": "O003", "role": "LEADER", "starts_on": today().isoformat()} | form
    assert roles_of(as_person(cast.administrator), "O", **given).status_code == 422
    assert not Grant.objects.filter(person=cast.member).exists()


def test_nobody_grants_above_their_place_or_more_than_they_hold(as_person, cast: Cast, keeper, monkeypatch):
    client = as_person(keeper)
    form = {"person": "O003", "role": "SECRETARY", "starts_on": today().isoformat()}
    assert [roles_of(client, code, **form).status_code for code in ("D", "X", "O")] == [404, 404, 302]
    mine = reach(keeper, on=today())
    given = {"starts_on": BEGINNING, "ends_on": FOREVER, "reach": mine, "by": keeper, "at": MOMENT}
    for unit in (cast.district, None):
        with pytest.raises(RoleTooHigh):
            hand_role(cast.member, role=RoleName.MEMBER, unit=unit, **given)
    with pytest.raises(RoleHeld):
        hand_role(cast.member, role=RoleName.SECRETARY, unit=cast.office, **given)
    secretary = given | {"reach": reach(cast.secretary, on=today())}
    with pytest.raises(RoleTooHigh):
        hand_role(cast.member, role=RoleName.MEMBER, unit=cast.office, **secretary)


def test_somebody_out_of_sight_is_not_found(as_person, cast: Cast, keeper):
    form = {"person": "X001", "role": "MEMBER", "starts_on": today().isoformat()}
    assert roles_of(as_person(keeper), "O", **form).status_code == 422
    assert not Grant.objects.filter(person=cast.stranger).exists()


def test_a_role_is_withdrawn_with_a_last_day(as_person, cast: Cast, keeper):
    grant = Grant.objects.get(person=cast.secretary)
    address = reverse("access.withdraw", args=(grant.pk,))
    assert as_person(cast.secretary).get(address).status_code == 404
    client = as_person(keeper)
    assert client.post(address, {"last": today().isoformat()}).status_code == 302
    grant.refresh_from_db()
    assert grant.ends_on == today() + timedelta(days=1)
    assert client.post(address, {"last": today().isoformat()}).status_code == 422, "it has ended"
    above = Grant.objects.get(person=cast.superior)
    assert client.post(reverse("access.withdraw", args=(above.pk,)), {"last": "2020-01-01"}).status_code == 404


def test_the_last_administrator_cannot_be_withdrawn(as_person, cast: Cast):
    last = Grant.objects.get(person=cast.administrator)
    response = as_person(cast.administrator).post(
        reverse("access.withdraw", args=(last.pk,)), {"last": today().isoformat()}
    )
    assert (response.status_code, "最后一名系统管理员" in response.content.decode()) == (422, True)
    gone = make_person("GONE", None, ends_on=today())
    for person, ends_on in ((gone, FOREVER), (cast.head, today() + timedelta(days=9))):
        Grant.objects.create(person=person, role=RoleName.ADMINISTRATOR, ends_on=ends_on)
        with pytest.raises(LastAdministrator):
            withdraw_role(last, on=today(), by=None, at=MOMENT)
    Grant.objects.create(person=cast.superior, role=RoleName.ADMINISTRATOR)
    withdraw_role(last, on=today(), by=None, at=MOMENT)


def test_as_many_queries_for_one_row_as_for_three(as_person, cast: Cast):
    client, counts = as_person(cast.administrator), []
    for number in range(3):
        person = make_person(f"R{number}", cast.other)
        Grant.objects.create(person=person, role=RoleName.LEADER, unit=cast.other)
        roles_of(client, "X")
        with CaptureQueriesContext(connection) as queries:
            assert roles_of(client, "X").status_code == 200
        counts.append(len(queries))
    assert (counts[0], counts[0] <= 20) == (counts[2], True)
