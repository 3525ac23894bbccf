"""How much one request may bring, also where no proxy of ours stands in front: a large form is refused unread, the
largest that a page makes is taken."""

from datetime import date
from io import BytesIO
from typing import Any

import pytest
from django.core.handlers.wsgi import WSGIHandler
from django.test import RequestFactory

from tests.activities.entering import last_weekday, opened
from tests.cast import Cast
from tests.factories import activity_type
from xueer.activities.models import Activity
from xueer.org.actions import derive_memberships
from xueer.org.models import Person

MEGABYTE = 1024 * 1024
PEOPLE = 2000
URLENCODED = "application/x-www-form-urlencoded"


class Watched(BytesIO):
    """A body that knows how much of it was read."""

    taken = 0

    def read(self, *size: int) -> bytes:  # type: ignore[override]
        found = super().read(*size)
        self.taken += len(found)
        return found


def answered(body: Watched, **given: Any) -> str:
    asked = RequestFactory()._base_environ(
        PATH_INFO="/sign-in/", REQUEST_METHOD="POST", CONTENT_TYPE=URLENCODED, HTTP_HOST="localhost", **given
    )
    found: list[str] = []
    b"".join(WSGIHandler()(asked | {"wsgi.input": body}, lambda status, _headers: found.append(status)))
    return found[0]


@pytest.mark.django_db
def test_a_form_of_fifty_megabytes_is_refused_without_being_read():
    body = Watched(b"code=" + b"a" * (50 * MEGABYTE))
    assert answered(body, CONTENT_LENGTH=str(50 * MEGABYTE + 5)) == "400 Bad Request"
    assert body.taken == 0


@pytest.mark.django_db
def test_a_form_that_does_not_say_its_length_is_not_read_either():
    body = Watched(b"code=" + b"a" * (50 * MEGABYTE))
    assert answered(body, CONTENT_LENGTH="").startswith(("4", "2"))
    assert body.taken == 0


@pytest.mark.django_db
def test_too_many_fields_are_refused():
    body = Watched(b"&".join(b"a=1" for _ in range(10_001)))
    assert answered(body, CONTENT_LENGTH=str(len(body.getvalue()))) == "400 Bad Request"


@pytest.mark.slow
def test_a_session_of_two_thousand_people_is_entered(cast: Cast, as_person):
    Person.objects.bulk_create(
        Person(code=f"N{number}", name=f"张{number}", sort_key=f"{number:05}", unit=cast.office)
        for number in range(PEOPLE)
    )
    derive_memberships(list(Person.objects.filter(code__startswith="N").values_list("pk", flat=True)))
    client, page = as_person(cast.secretary), "/units/O/activities/new/"
    day: date = last_weekday(4)
    types = [str(activity_type("集中学习").pk)]
    given = opened(client, page) | {"topic": ["读原著"], "day": [day.isoformat()], "types": types}
    given |= {"start": ["09:00"], "end": ["10:30"], "again": ["1"]}
    listed = client.post(page, given | {"act": ["people"]})
    assert len(listed.context["hall"].seats) == PEOPLE + 3
    given["listed"] = [listed.context["hall"].listed]
    for seat in listed.context["hall"].seats:
        key = seat.person.pk
        given |= {f"status_{key}": ["LEAVE"], f"reason_{key}": ["出差"]}
        given.setdefault("away", []).append(str(key))
    assert sum(map(len, given.values())) > 3 * PEOPLE
    assert client.post(page, given).status_code == 302
    assert Activity.objects.get().roll.filter(status="LEAVE").count() == PEOPLE + 3
