"""Signing in and out, the lock, the session that ran out, choosing a password."""

import pytest
from django.urls import reverse

from tests.cast import PASSWORD, Cast
from tests.factories import MOMENT
from xueer.access import actions
from xueer.audit.models import Event


def verbs() -> list[str]:
    return list(Event.objects.order_by("id").values_list("verb", flat=True))


def sign_in(client, code, password, **more):
    return client.post(reverse("sign_in"), {"code": code, "password": password, **more})


def test_signing_in_by_code_leads_to_the_desk_and_is_audited(client, cast: Cast):
    response = sign_in(client, cast.member.code, PASSWORD)
    assert (response.status_code, response["Location"]) == (302, "/")
    assert verbs() == ["access.sign_in"]


def test_full_width_code_is_folded(client, cast: Cast):
    assert sign_in(client, "Ｏ００３ ", PASSWORD).status_code == 302


def test_it_goes_back_to_the_page_asked_for_but_never_to_a_stranger(client, cast: Cast):
    assert sign_in(client, "O003", PASSWORD, next="/help/")["Location"] == "/help/"
    client.post(reverse("sign_out"))
    assert sign_in(client, "O003", PASSWORD, next="https://elsewhere.example/")["Location"] == "/"


def test_a_wrong_password_says_how_many_tries_are_left(client, cast: Cast):
    for left in (4, 3):
        response = sign_in(client, "O003", "wrong")
        assert response.status_code == 422
        assert f"还可以试 {left} 次" in response.content.decode()
    assert verbs() == ["access.sign_in_failed"] * 2


def test_an_unknown_code_is_answered_like_a_wrong_password(client, cast: Cast):
    known, unknown = sign_in(client, "O003", "wrong"), sign_in(client, "NOBODY", "wrong")
    assert unknown.status_code == known.status_code == 422
    assert "工号或密码不对，还可以试 4 次" in unknown.content.decode()


def test_a_password_typed_as_the_code_is_not_written_down(client, cast: Cast):
    sign_in(client, "correct horse", "x")
    sign_in(client, "O003", "x")
    assert list(Event.objects.order_by("id").values_list("object_words", flat=True)) == ["–", "O003"]


def test_five_wrong_passwords_lock_the_account_also_for_the_right_one(client, cast: Cast):
    statuses = [sign_in(client, "O003", "wrong").status_code for _ in range(5)]
    assert statuses == [422, 422, 422, 422, 429]
    assert sign_in(client, "O003", PASSWORD).status_code == 429
    assert verbs() == ["access.sign_in_failed"] * 5 + ["access.locked_out"]


def test_the_lock_is_the_accounts_and_not_the_addresss(client, cast: Cast):
    for _ in range(5):
        sign_in(client, "O003", "wrong")
    assert sign_in(client, "O001", PASSWORD).status_code == 302


def test_a_new_one_time_password_lifts_the_lock(client, cast: Cast):
    for _ in range(5):
        sign_in(client, "O003", "wrong")
    password = actions.issue_password(cast.member, by=cast.secretary, at=MOMENT)
    assert sign_in(client, "O003", password).status_code == 302


def test_signing_out_ends_the_session_and_is_audited(client, cast: Cast):
    sign_in(client, "O003", PASSWORD)
    assert client.get(reverse("sign_out")).status_code == 405
    client.post(reverse("sign_out"))
    assert client.get("/")["Location"] == "/sign-in/?next=/"
    assert verbs() == ["access.sign_in", "access.sign_out"]


def test_a_session_that_ran_out_is_explained_kindly(client, cast: Cast):
    assert "已自动退出" not in client.get("/sign-in/?next=/").content.decode()
    sign_in(client, "O003", PASSWORD)
    client.session.flush()
    assert "30 分钟没有操作，已自动退出" in client.get("/sign-in/?next=/").content.decode()


def test_after_a_one_time_password_nothing_opens_before_ones_own_is_chosen(client, cast: Cast):
    password = actions.issue_password(cast.member, by=None, at=MOMENT)
    sign_in(client, "O003", password)
    assert client.get("/units/")["Location"] == reverse("change_password")
    response = client.post(reverse("change_password"), {"new": "kestrel-19-moor", "again": "kestrel-19-moor"})
    assert (response.status_code, response["Location"]) == (302, "/")
    assert client.get("/").status_code == 200
    client.post(reverse("sign_out"))
    assert sign_in(client, "O003", password).status_code == 422, "it worked once"


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ({"old": "no", "new": "kestrel-19-moor", "again": "kestrel-19-moor"}, "原密码不对"),
        ({"old": PASSWORD, "new": "kestrel-19-moor", "again": "other-19-moor"}, "两次输入的不一样"),
        ({"old": PASSWORD, "new": PASSWORD, "again": PASSWORD}, "与原密码相同"),
        ({"old": PASSWORD, "new": "1234567", "again": "1234567"}, "x-err"),
    ],
)
def test_a_password_that_will_not_do_is_refused_with_the_reason(as_person, cast: Cast, given, words):
    response = as_person(cast.member).post(reverse("change_password"), given)
    assert response.status_code == 422
    assert words in response.content.decode()
    cast.member.refresh_from_db()
    assert cast.member.check_password(PASSWORD)
