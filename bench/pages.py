"""Pages in one process, without the network: the desk against an empty signed-in page."""

from django.contrib.auth import get_user_model
from django.test import Client, override_settings

from bench.context import Context
from bench.measure import Row, in_turn

REQUESTS = 50


def run(context: Context) -> list[Row]:
    with override_settings(ROOT_URLCONF="bench.urls", ALLOWED_HOSTS=["*"]):
        client = signed_in_client()
        fetch(client, "/")  # the first request loads templates and addresses
        ours, limit = in_turn(lambda: fetch(client, "/"), lambda: fetch(client, "/bench/empty/"))
    return [
        Row(what=f"an empty signed-in page, {REQUESTS} times", size="1 KB", ours=limit),
        Row(
            what=f"the desk of somebody without roles, {REQUESTS} times",
            size="1 person",
            ours=ours,
            against="empty signed-in page",
            limit=limit,
        ),
    ]


def fetch(client: Client, address: str) -> None:
    for _ in range(REQUESTS):
        response = client.get(address)
        assert response.status_code == 200, response.status_code


def signed_in_client() -> Client:
    person = get_user_model().objects.create(code="bench", name="测量")
    client = Client()
    client.force_login(person, backend="xueer.access.backends.InService")
    return client
