"""The fixtures that all tests stand on."""

import pytest
from django.core.management import call_command
from django.db import connection

from tests.database import triggers_off


def guards() -> set[str]:
    query = "SELECT name FROM sqlite_master WHERE type = 'trigger'"
    if connection.vendor == "postgresql":
        query = "SELECT tgname FROM pg_trigger WHERE NOT tgisinternal AND tgenabled = 'O'"
    with connection.cursor() as cursor:
        cursor.execute(query)
        return {name for (name,) in cursor.fetchall()}


@pytest.mark.django_db(transaction=True)
def test_emptying_the_database_keeps_what_migrations_wrote_and_the_guards():
    before, guarding = connection.creation.serialize_db_to_string(), guards()
    call_command("flush", interactive=False, verbosity=0)
    assert connection.creation.serialize_db_to_string() == before
    assert guards() == guarding != set()


@pytest.mark.django_db(transaction=True)
def test_triggers_come_back_after_an_error():
    guarding = guards()
    with pytest.raises(ZeroDivisionError), triggers_off():
        raise ZeroDivisionError
    assert guards() == guarding


def test_a_page_opens_in_chromium(visit):
    page = visit(width=390)
    assert page.goto("/").status == 200
    assert page.locator("html").get_attribute("lang").startswith("zh")
    assert page.evaluate("innerWidth") == 390
