"""Where a caller calls from: for the lock and the trail, behind proxies and without."""

import pytest
from django.test import Client, RequestFactory
from django.urls import reverse

from tests.cast import PASSWORD, Cast
from xueer.access.middleware import address_of
from xueer.audit.models import Event


@pytest.mark.parametrize(
    ("proxies", "told", "address"),
    [
        (0, "6.6.6.6", "10.0.0.1"),
        (1, "", "10.0.0.1"),
        (1, "192.168.1.7", "192.168.1.7"),
        (1, "6.6.6.6, 192.168.1.7", "192.168.1.7"),
        (2, "6.6.6.6, 192.168.1.7, 10.0.0.2", "192.168.1.7"),
        (2, "192.168.1.7", "10.0.0.1"),
        (1, "not an address", "10.0.0.1"),
    ],
)
def test_only_what_our_proxies_added_is_believed(settings, proxies: int, told: str, address: str):
    settings.PROXIES = proxies
    request = RequestFactory().get("/", REMOTE_ADDR="10.0.0.1", HTTP_X_FORWARDED_FOR=told)
    assert address_of(request) == address


def fail(client: Client, caller: str) -> int:
    given = {"code": "O003", "password": "wrong"}
    return client.post(reverse("sign_in"), given, REMOTE_ADDR="127.0.0.1", HTTP_X_FORWARDED_FOR=caller).status_code


def test_behind_a_proxy_one_caller_does_not_lock_out_another(client, cast: Cast, settings):
    settings.PROXIES = 1
    assert [fail(client, "192.168.1.7") for _ in range(5)][-1] == 429

    given = {"code": "O003", "password": PASSWORD}
    answer = client.post(reverse("sign_in"), given, REMOTE_ADDR="127.0.0.1", HTTP_X_FORWARDED_FOR="192.168.1.8")
    assert answer.status_code == 302
    assert Event.objects.get(verb="access.sign_in").address == "192.168.1.8"


def test_an_invented_forwarded_address_does_not_get_around_the_lock(client, cast: Cast, settings):
    settings.PROXIES = 1
    assert [fail(client, f"10.9.9.{number}, 192.168.1.7") for number in range(5)][-1] == 429
