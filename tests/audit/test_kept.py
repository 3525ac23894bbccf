"""Kept standings are quick and never older than the last write."""

from collections.abc import Iterator
from datetime import date

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from tests.cast import Cast
from tests.factories import MOMENT, hold, make_requirement
from xueer.activities.actions.closing import close_activity
from xueer.audit.actions import note
from xueer.audit.kept import forget, kept_of_organisation, one_sight
from xueer.org.models import Unit
from xueer.rules.queries import standings

END = date(2025, 12, 31)
pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def keeping(settings: object) -> Iterator[None]:
    settings.STANDINGS_KEPT = 1000  # type: ignore[attr-defined]
    forget()
    yield
    forget()


def done(cast: Cast) -> tuple[list[int], int]:
    """What the office did in each quarter, and how many queries it took to say so."""
    with CaptureQueriesContext(connection) as queries:
        found = standings(cast.office, year=2025, on=END)
    return [int(row.actual) for row in found], len(queries)


def asked_once() -> int:
    """Queries for the version of the trail: SQLite need not look back."""
    return 1 if connection.vendor == "sqlite" else 2


def test_a_second_look_asks_only_whether_anything_was_written(cast: Cast):
    make_requirement(cast.office)
    hold(cast.office, "2025-02-01 09:00")
    first, second = done(cast), done(cast)

    assert first[0] == second[0] == [1, 0, 0, 0]
    assert first[1] > second[1] == asked_once()


def test_a_write_is_seen_at_once(cast: Cast):
    make_requirement(cast.office)
    done(cast)
    hold(cast.office, "2025-05-01 09:00")

    assert done(cast)[0] == [0, 1, 0, 0]


def test_signing_in_changes_nothing_that_is_kept(cast: Cast):
    make_requirement(cast.office)
    done(cast)
    note(verb="access.sign_in", by=cast.member, at=MOMENT, about=cast.member)

    assert done(cast)[1] == 2 * asked_once()


def test_nothing_is_kept_of_what_is_taken_back(cast: Cast):
    make_requirement(cast.office)
    with transaction.atomic():
        hold(cast.office, "2025-05-01 09:00")
        assert done(cast)[0] == [0, 1, 0, 0]
        transaction.set_rollback(True)

    assert done(cast)[0] == [0, 0, 0, 0]


def test_each_question_has_its_own_answer(cast: Cast):
    make_requirement(cast.office)
    hold(cast.office, "2024-02-01 09:00")
    done(cast)

    assert [int(row.actual) for row in standings(cast.office, year=2024, on=END)] == [1, 0, 0, 0]
    assert standings(cast.office, year=2025, on=date(2025, 1, 1)) != standings(cast.office, year=2025, on=END)


def test_more_than_may_be_kept_is_judged_each_time(cast: Cast, settings):
    settings.STANDINGS_KEPT = 3
    make_requirement(cast.office)
    first, second = done(cast), done(cast)

    assert first[1] > second[1] > 4  # which requirements bear on the unit is kept, what they say is judged anew


def test_what_is_read_of_the_organisation_stays_until_that_changes(cast: Cast):
    looks = []

    def units() -> int:
        looks.append(1)
        return Unit.objects.count()

    def found() -> int:
        return kept_of_organisation(("units",), units)

    assert found() == found() == Unit.objects.count()
    hold(cast.office, "2025-05-01 09:00")
    assert (found(), len(looks)) == (Unit.objects.count(), 1)

    Unit.objects.filter(pk=cast.other.pk).update(position=7)
    note(verb="org.edit_unit", by=cast.administrator, at=MOMENT, about=cast.other)
    assert (found(), len(looks)) == (Unit.objects.count(), 2)


def test_a_page_is_of_one_version(cast: Cast):
    make_requirement(cast.office)
    with one_sight():
        assert done(cast)[0] == [0, 0, 0, 0]
        hold(cast.office, "2025-05-01 09:00")
        assert done(cast) == ([0, 0, 0, 0], 0)

    assert done(cast)[0] == [0, 1, 0, 0]


def test_a_desk_shows_at_once_what_was_written(cast: Cast, as_person):
    session = hold(cast.office, "2025-03-07 09:00", topic="一季度集中学习", state="PLANNED")
    client = as_person(cast.secretary)
    assert "一季度集中学习" in client.get("/").content.decode()
    assert "一季度集中学习" in client.get("/").content.decode()

    close_activity(session, by=cast.secretary, at=session.ends_at)

    assert "一季度集中学习" not in client.get("/").content.decode()
