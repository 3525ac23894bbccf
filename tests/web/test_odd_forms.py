"""Odd characters and endless texts in forms: no field of any address makes a failure of them, on either database."""

from collections.abc import Iterator
from functools import cache

import pytest
from django.apps import apps
from django.conf import settings
from django.db import DataError, models, transaction
from django.db.models import Q
from django.db.models.functions import Length
from django.http import HttpResponse
from django.test import Client, RequestFactory
from django.urls import reverse

from tests.web.test_who_may_open_what import Callers, Line, address, form_of, lines
from tests.world import World
from xueer.activities.models import Leave
from xueer.org.models import Unit
from xueer.web.middleware import Storable

PARTS = 2
LONG = "长" * 3000
ODD = f"\0{LONG}"
# Fields that views read without a form class, beside those of the table.
ALSO = ("reason", "why", "words", "note", "answer", "text", "other", "on", "mark", "key", "once", "next", "q", "seen")


def writing() -> list[Line]:
    return [line for line in lines() if line.method == "POST" and line.expected["administrator"] == "302"]


def odd_forms(line: Line, world: World) -> Iterator[tuple[str, dict]]:
    """The form of the table, one text after the other made odd."""
    form = form_of(line, world)
    yield "fields that are not in the table", dict.fromkeys(ALSO, ODD) | form
    for name, value in form.items():
        if isinstance(value, str):
            yield name, form | {name: f"{value}{ODD}"}


@cache
def bounded() -> list[tuple[type[models.Model], list[models.CharField], Q]]:
    """Each model with texts that have a longest length, these, and what finds rows that are over it."""
    found = []
    for model in apps.get_models(include_auto_created=True):
        fields = [one for one in model._meta.concrete_fields if isinstance(one, models.CharField) and one.max_length]
        over = [Q((f"_{one.attname}__gt", one.max_length)) for one in fields]
        if over:
            found.append((model, fields, Q.create(over, connector=Q.OR)))
    return found


def over_their_length() -> list[str]:
    """Tables with a text that is longer than its column: SQLite takes it, PostgreSQL fails."""
    found = []
    for model, fields, over in bounded():
        rows = model._default_manager.annotate(**{f"_{one.attname}": Length(one.attname) for one in fields})
        if rows.filter(over).exists():
            found.append(model._meta.label)
    return found


def sent(line: Line, form: dict, client: Client, world: World) -> tuple[int, list[str]]:
    """What a form is answered with, and the tables that it broke; afterwards everything is as before."""
    with transaction.atomic():
        try:
            with transaction.atomic():
                status = client.post(address(line, world), form).status_code
        except Exception as error:  # any is a failure of the page
            return 500, [repr(error)[:200]]
        broken = over_their_length()
        transaction.set_rollback(True)
    return status, broken


@pytest.mark.slow
@pytest.mark.parametrize("part", range(PARTS))
def test_no_text_of_a_form_is_more_than_the_database_can_hold(world: World, part: int):
    callers, wrong = Callers(world), []
    for line in writing()[part::PARTS]:
        for name, form in odd_forms(line, world):
            status, broken = sent(line, form, callers.client("administrator"), world)
            if status >= 500 or broken:
                wrong.append(f"{line.name}, {name}: {status} {broken}")
    assert wrong == [], "\n".join(wrong)


def test_a_text_that_is_too_long_would_be_noticed(world: World):
    try:
        with transaction.atomic():
            Unit.objects.filter(pk=world.cast.office.pk).update(name=LONG)
        broken = over_their_length()
    except DataError:  # PostgreSQL says so itself
        broken = ["org.Unit"]
    assert broken == ["org.Unit"]


def test_what_no_database_holds_is_left_out_of_a_text_and_the_rest_is_kept(world: World, as_person):
    """The reason for a leave goes to the database without a form class."""
    Leave.objects.all().delete()
    place = reverse("activities.leave", args=["HD3"])
    assert as_person(world.cast.member).post(place, {"reason": "出\0差", "quick": ""}).status_code == 302
    assert [row.reason for row in Leave.objects.all()] == ["出差"]


def test_halves_of_characters_are_left_out_of_every_field_in_an_encoding_that_makes_them():
    form = "\r\n".join(
        f'--x\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}'
        for name, value in (("reason", "a\\ud800b"), ("pick", "1"), ("pick", "\\u00002"))
    )
    kind = "multipart/form-data; boundary=x; charset=unicode_escape"
    request = RequestFactory().generic("POST", "/", f"{form}\r\n--x--\r\n", content_type=kind)
    assert request.POST["reason"] == "a\ud800b"
    Storable(lambda _request: HttpResponse()).process_view(request)
    assert dict(request.POST.lists()) == {"reason": ["ab"], "pick": ["1", "2"]}
    with pytest.raises(AttributeError):
        request.POST["reason"] = "c"


def test_an_address_in_an_encoding_that_makes_such_characters_is_refused(client: Client, db):
    assert client.get("/?q=%5Cud800", CONTENT_TYPE="text/plain; charset=unicode_escape").status_code == 400


@pytest.mark.parametrize(
    "told", [{"path": "/?q=%00"}, {"path": "/?%00=1"}, {"path": "/%00"}, {"cookie": r'"abcdefghij\000"'}]
)
def test_addresses_and_cookies_with_such_characters_are_refused(client: Client, db, told: dict):
    """`\\000` in a cookie is how a null is written there; the session is looked up by it."""
    cookies = {"HTTP_COOKIE": f"{settings.SESSION_COOKIE_NAME}={told['cookie']}"} if "cookie" in told else {}
    assert client.get(told.get("path", "/"), **cookies).status_code == 400
