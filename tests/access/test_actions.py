"""One-time passwords, chosen passwords, roles."""

from datetime import date

import pytest

from tests.cast import PASSWORD
from xueer.access.actions import change_password, grant_role, issue_password, open_account, withdraw_role
from xueer.access.errors import BadCode, GrantEnded, PasswordRefused
from xueer.access.models import Grant
from xueer.access.permissions import Permission
from xueer.access.queries import reach
from xueer.access.roles import RoleName
from xueer.audit.models import Event
from xueer.common.calendar import now
from xueer.org.models import Person

DAY = date(2025, 6, 1)


def test_a_one_time_password_works_once_and_must_be_changed(cast):
    password = issue_password(cast.member, by=cast.secretary, at=now())
    cast.member.refresh_from_db()
    assert cast.member.check_password(password) and cast.member.must_change_password
    assert not cast.member.check_password(PASSWORD)
    event = Event.objects.get(verb="access.issue_password")
    assert (event.actor_id, event.object_id) == (cast.secretary.pk, str(cast.member.pk))
    assert password not in str(vars(event))


def test_one_time_passwords_differ_and_hold_no_look_alikes(cast):
    made = {issue_password(cast.member, by=None, at=now()) for _ in range(20)}
    assert len(made) == 20 and not set("".join(made)) & set("0O1lI")


def test_a_password_of_ones_own_ends_the_one_time_one(cast):
    issue_password(cast.member, by=None, at=now())
    change_password(cast.member, new="a long study 2025", by=cast.member, at=now())
    cast.member.refresh_from_db()
    assert cast.member.check_password("a long study 2025") and not cast.member.must_change_password


@pytest.mark.parametrize("weak", ["short", "12345678901", "password", ""])
def test_a_weak_password_is_refused_with_reasons(cast, weak):
    with pytest.raises(PasswordRefused) as refused:
        change_password(cast.member, new=weak, by=cast.member, at=now())
    assert refused.value.messages
    cast.member.refresh_from_db()
    assert cast.member.check_password(PASSWORD)


def test_an_account_is_opened_once(db):
    first, again = (open_account("N001", by=None, at=now()) for _ in range(2))
    assert first.pk == again.pk
    assert Event.objects.filter(verb="access.open_account").count() == 1


@pytest.mark.parametrize("code", ["", "N 1", "x" * 65])
def test_what_cannot_be_a_code_opens_nothing(db, code):
    with pytest.raises(BadCode):
        open_account(code, by=None, at=now())
    assert not Person.objects.exists()


def test_a_role_holds_at_the_unit_until_it_is_withdrawn(cast):
    grant = grant_role(cast.member, role=RoleName.SECRETARY, unit=cast.office, by=cast.administrator, at=now())
    assert reach(cast.member, on=DAY).covers(Permission.ACTIVITY_EDIT, cast.office.pk)
    assert not reach(cast.member, on=DAY).covers(Permission.ACTIVITY_EDIT, cast.other.pk)
    withdraw_role(grant, on=DAY, by=cast.administrator, at=now())
    assert not reach(cast.member, on=DAY).holds(Permission.ACTIVITY_EDIT)
    with pytest.raises(GrantEnded):
        withdraw_role(grant, on=DAY, by=cast.administrator, at=now())


def test_granting_twice_grants_once(cast):
    for _ in range(2):
        grant_role(cast.member, role=RoleName.LEADER, unit=None, by=None, at=now())
    assert Grant.objects.filter(person=cast.member).count() == 1
    assert Event.objects.filter(verb="access.grant_role").count() == 1
