"""Kept standings follow the ledger: after any acts they are what judging anew would say."""

import re
from collections.abc import Iterator
from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from tests.cast import Cast
from tests.factories import (
    AWAY,
    HERE,
    LEAVE,
    MOMENT,
    hold,
    make_group,
    make_person,
    make_requirement,
    make_unit,
    record,
)
from xueer.activities.choices import ActivityState
from xueer.activities.models import Activity
from xueer.audit.actions import note
from xueer.audit.kept import forget
from xueer.audit.queries import changes_since, version
from xueer.org.models import Unit
from xueer.rules.matrix import arranged, matrix
from xueer.rules.models import Requirement
from xueer.rules.queries import judged, standings

END = date(2025, 12, 31)
pytestmark = pytest.mark.django_db(transaction=True)
KINDS = ("UNIT", "PERSON", "GROUP")


@pytest.fixture(autouse=True)
def keeping(settings: object) -> Iterator[None]:
    settings.STANDINGS_KEPT = 10_000  # type: ignore[attr-defined]
    forget()
    yield
    forget()


def asked_of_all(district: Unit) -> None:
    """Every way of reading the ledger, over units, people and groups, one with an alternative and one cut short."""
    for kind in KINDS:
        for measure in ("SESSIONS", "DAYS", "HOURS", "ATTENDANCE_RATE", "KINDS"):
            make_requirement(district, code=f"{kind}-{measure}", subject_kind=kind, measure=measure, at_least=2)
    make_requirement(district, code="HEAD", measure="HOURS_PER_HEAD", period="YEAR")
    make_requirement(district, code="CUT", deadline="03-31", period="QUARTER", subject_kind="PERSON")
    make_requirement(district, code="DIRECT", condition="本级=是", period="HALF_YEAR")
    strict = make_requirement(district, code="EITHER", subject_kind="PERSON", at_least=9, period="YEAR")
    strict.alternatives.add(Requirement.objects.get(code="PERSON-DAYS"))


def the_same(unit: Unit) -> None:
    """What is kept and what is judged now, as standings and as every kind of matrix."""
    anew = judged(unit, 2025, END, None, None).standings()
    assert standings(unit, year=2025, on=END) == anew
    for kind in KINDS:
        laid, fresh = matrix(unit, year=2025, on=END, subject_kind=kind), arranged(anew, kind)
        assert [(row.code, row.cells) for row in laid.rows] == [(row.code, row.cells) for row in fresh.rows]


ACTS = st.lists(
    st.tuples(
        st.sampled_from(("hold", "joint", "cancel", "correct", "make up", "rule", "hire", "sign in")), st.integers(0, 3)
    ),
    min_size=1,
    max_size=5,
)


class World:
    def __init__(self, cast: Cast) -> None:
        self.units = [cast.office, cast.other, make_unit("O-1", cast.office), cast.district]
        self.people = [cast.member, cast.stranger, make_person("W1", self.units[2]), cast.head]
        self.group = make_group("G1", cast.office, self.people[:2])
        self.held: list[Activity] = []
        self.number = 0

    def act(self, name: str, at: int) -> None:
        self.number += 1
        day = f"2025-{1 + (self.number * 5 + at * 2) % 12:02}-0{1 + at} 09:00"
        unit, roll = self.units[at], {self.people[at]: HERE, self.people[(at + 1) % 4]: AWAY}
        if name == "hold":
            self.held.append(hold(unit, day, roll=roll, group=self.group if at % 2 else None, categories=("甲",)))
        elif name == "joint":
            self.held.append(hold(unit, day, roll={self.people[at]: LEAVE}, joint=(self.units[(at + 1) % 4],)))
        elif name == "rule":
            requirement = make_requirement(self.units[3], subject_kind=KINDS[at % 3], period="MONTH")
            note(verb="rules.requirement.add", by=None, at=MOMENT, about=requirement)
        elif name == "hire":
            person = make_person(f"N{self.number}", unit)
            note(verb="org.add_person", by=None, at=MOMENT, about=person)
        elif name == "sign in":
            note(verb="access.sign_in", by=self.people[at], at=MOMENT)
        elif self.held:
            self.change(name, self.held[at % len(self.held)])

    def change(self, name: str, activity: Activity) -> None:
        if name == "cancel":
            activity.state = ActivityState.CANCELLED
            activity.save()
        elif name == "correct":
            activity.roll.update(status=HERE)
        else:
            activity.roll.filter(status__in=(AWAY, LEAVE)).update(status="MADE_UP", made_up_on=date(2025, 12, 24))
        record(activity)


@given(acts=ACTS)
@hypothesis_settings(max_examples=8, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_what_is_kept_is_what_judging_anew_says(django_db_blocker, acts):
    # Each example starts from an empty database, which a fixture of the whole test cannot give.
    from django.core.management import call_command

    with connection.constraint_checks_disabled():
        call_command("flush", interactive=False, verbosity=0, reset_sequences=False)
    forget()
    world = World(_cast())
    asked_of_all(world.units[3])
    the_same(world.units[3])
    for name, at in acts:
        world.act(name, at)
        the_same(world.units[3])
        the_same(world.units[0])


def _cast() -> Cast:
    from tests.cast import cast

    return cast.__wrapped__(None)  # type: ignore[attr-defined]


def test_a_session_elsewhere_is_followed_without_judging_everybody(cast: Cast):
    for number in range(8):
        unit = make_unit(f"N{number}", cast.district)
        hold(unit, "2025-02-01 09:00", roll={make_person(f"NP{number}", unit): HERE})
    asked_of_all(cast.district)
    with CaptureQueriesContext(connection) as anew:
        standings(cast.district, year=2025, on=END)
    hold(cast.office, "2025-05-01 09:00", roll={cast.member: HERE})
    with CaptureQueriesContext(connection) as followed:
        standings(cast.district, year=2025, on=END)

    assert 0 < len(followed) < len(anew)
    grouped = [query["sql"] for query in followed if "GROUP BY" in query["sql"]]
    counted = [sql for sql in grouped if sql.startswith('SELECT "records_record"."person_id" AS')]
    assert counted
    assert [sql for sql in counted if not re.search(r'"person_id" (IN \(|= )', sql)] == []


def test_a_combination_of_headings_that_never_occurred_is_counted(cast: Cast):
    make_requirement(cast.office, code="Q", types=("集中学习",))
    assert [row.records for row in standings(cast.office, year=2025, on=END)] == [0, 0, 0, 0]
    hold(cast.office, "2025-05-01 09:00", types=("集中学习", "专题党课"))
    assert [row.records for row in standings(cast.office, year=2025, on=END)] == [0, 1, 0, 0]


def test_a_write_of_many_sources_is_judged_anew(cast: Cast, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("xueer.records.actions.MOST_NAMED", 0)
    make_requirement(cast.office)
    standings(cast.office, year=2025, on=END)
    hold(cast.office, "2025-05-01 09:00")

    assert [row.records for row in standings(cast.office, year=2025, on=END)] == [0, 1, 0, 0]


def test_an_event_that_arrives_late_is_noticed(cast: Cast):
    """A long write takes its number early and commits after another: the count just before the newest differs."""
    note(verb="org.edit_unit", by=None, at=MOMENT, about=cast.office)
    before = version()
    assert changes_since(before) == []
    assert changes_since(before._replace(just_before=before.just_before - 1)) is None
