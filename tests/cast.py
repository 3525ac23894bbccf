"""The people that tests talk about. A district (D) with an office (O) and another unit (X) side by side.

administrator – everywhere · superior – superior office at the district · head – leader of the office ·
secretary – study secretary of the office · member – belongs to the office · stranger – member of the other unit
"""

from dataclasses import dataclass

import pytest
from django.test import Client

from tests.factories import make_person, make_unit
from xueer.access.models import Grant
from xueer.access.roles import RoleName
from xueer.org.models import Person, Unit

PASSWORD = "correct horse 学而"


@dataclass
class Cast:
    district: Unit
    office: Unit
    other: Unit
    administrator: Person
    superior: Person
    head: Person
    secretary: Person
    member: Person
    stranger: Person

    @property
    def accounts(self) -> dict[str, Person]:
        names = ("administrator", "superior", "head", "secretary", "member", "stranger")
        return {name: getattr(self, name) for name in names}


def _account(code: str, name: str, unit: Unit | None, role: RoleName | None = None, at: Unit | None = None) -> Person:
    person = make_person(code, unit, name=name)
    person.set_password(PASSWORD)
    person.save()
    if role:
        Grant.objects.create(person=person, role=role, unit=at)
    return person


@pytest.fixture
def cast(db: None) -> Cast:
    district = make_unit("D", name="青禾区", kind="党委")
    office = make_unit("O", district, name="区政府办公室")
    other = make_unit("X", district, name="水务局")
    return Cast(
        district,
        office,
        other,
        _account("ADMIN", "管守正", None, RoleName.ADMINISTRATOR),
        _account("D001", "梁若川", district, RoleName.SUPERIOR, district),
        _account("O001", "单一舟", office, RoleName.LEADER, office),
        _account("O002", "陆敏之", office, RoleName.SECRETARY, office),
        _account("O003", "区喆堃", office),
        _account("X001", "仇远", other),
    )


@pytest.fixture
def as_person() -> object:
    """`as_person(person)` is a test client signed in as that person (None: nobody)."""

    def client_of(person: Person | None) -> Client:
        client = Client()
        if person is not None:
            client.force_login(person, backend="xueer.access.backends.InService")
        return client

    return client_of
