"""A transfer or exemption entered late: the sessions frozen before are listed, and restated with a reason."""

from datetime import date, timedelta

import pytest
from django.urls import reverse

from tests.cast import Cast
from tests.factories import AWAY, HERE, LEAVE, hold, make_unit
from xueer.activities.actions import restating
from xueer.activities.actions.restating import restate_rolls
from xueer.activities.errors import ReasonMissing
from xueer.activities.models import Activity, RollRow
from xueer.activities.queries.frozen import outdated_rows
from xueer.audit.models import Event
from xueer.common.calendar import now, today
from xueer.exchange.sources import SOURCES
from xueer.org import actions
from xueer.org.models import Unit
from xueer.records.actions import rebuild
from xueer.records.models import Record

YEAR = today().year - 1
MAY = date(YEAR, 5, 1)


@pytest.fixture
def section(cast: Cast) -> Unit:
    return make_unit("O-1", cast.office, name="综合科")


@pytest.fixture
def sessions(cast: Cast) -> list[Activity]:
    """Of the office in March, June and July; of the other unit in August."""
    roll = {cast.member: HERE, cast.head: HERE}
    held = [
        hold(cast.office, f"{YEAR}-{day} 14:30", code=code, roll=roll)
        for code, day in (("A3", "03-07"), ("A6", "06-06"), ("A7", "07-04"))
    ]
    return [*held, hold(cast.other, f"{YEAR}-08-01 14:30", code="X8", roll={cast.member: AWAY})]


def transfer(cast: Cast, unit: Unit) -> None:
    given = {"unit": unit, "duty": "", "starts_on": MAY, "seen": "", "by": None, "at": now()}
    actions.transfer_person(cast.member, **given)


def homes(cast: Cast) -> dict[str, str]:
    rows = RollRow.objects.filter(person=cast.member).order_by("activity__code")
    return dict(rows.values_list("activity__code", "home_unit__code"))


def in_ledger(cast: Cast) -> list[tuple[date, str, str]]:
    rows = Record.objects.filter(person=cast.member, voided_at=None).order_by("occurred_on")
    return [(row.occurred_on, row.home_unit.code, row.outcome) for row in rows.select_related("home_unit")]


def address(code: str, since: date | None = None) -> str:
    return reverse("activities.restate", args=(code,)) + (f"?since={since}" if since else "")


def test_a_transfer_of_may_touches_the_sessions_since(cast: Cast, section: Unit, sessions):
    assert outdated_rows(cast.member, MAY) == []
    transfer(cast, section)
    found = outdated_rows(cast.member, date(1, 1, 1))
    assert [(one.row.activity.code, one.row.home_unit.code, one.unit.code) for one in found] == [
        ("X8", "O", "O-1"),
        ("A7", "O", "O-1"),
        ("A6", "O", "O-1"),
    ]
    assert [one.row.activity.code for one in outdated_rows(cast.member, MAY, units={cast.office.pk})] == ["A7", "A6"]
    assert homes(cast) == dict.fromkeys(("A3", "A6", "A7", "X8"), "O"), "nothing changes by itself"


def test_restated_the_rolls_and_the_ledger_follow_with_the_reason(cast: Cast, section: Unit, sessions):
    transfer(cast, section)
    with pytest.raises(ReasonMissing):
        restate_rolls(cast.member, MAY, reason=" ", by=None, at=now())
    assert restate_rolls(cast.member, MAY, reason="补录任免文件", by=cast.secretary, at=now()) == 3
    assert homes(cast) == {"A3": "O", "A6": "O-1", "A7": "O-1", "X8": "O-1"}
    assert [home for _, home, _ in in_ledger(cast)] == ["O", "O-1", "O-1", "O-1"]
    voided = Record.objects.exclude(voided_at=None)
    assert [(row.person, row.void_reason) for row in voided] == [(cast.member, "补录任免文件")] * 3
    assert (outdated_rows(cast.member, MAY), rebuild(sources=SOURCES)) == ([], {})
    assert restate_rolls(cast.member, MAY, reason="再次", by=None, at=now()) == 0
    event = Event.objects.get(verb="activities.restate_rolls")
    assert event.detail == {"since": str(MAY), "sessions": ["X8", "A7", "A6"], "reason": "补录任免文件"}


def test_a_late_exemption_excuses_who_was_away_and_drops_what_is_owed(cast: Cast, sessions):
    given = {"starts_on": MAY, "ends_on": date(YEAR, 9, 1), "basis": "公假", "by": None, "at": now()}
    actions.add_exemption(cast.member, **given)
    assert restate_rolls(cast.member, MAY, reason="补录", by=None, at=now()) == 3
    assert [outcome for _, _, outcome in in_ledger(cast)] == ["ATTENDED", "ATTENDED", "ATTENDED", "EXCUSED"]


def test_a_roll_that_is_open_follows_without_records(cast: Cast, section: Unit):
    soon = today() + timedelta(days=3)
    hold(cast.office, f"{soon} 09:00", code="NEXT", state="PLANNED", roll={cast.member: HERE})
    transfer(cast, section)
    assert restate_rolls(cast.member, MAY, reason="调动", by=cast.secretary, at=now()) == 1
    assert (homes(cast), in_ledger(cast)) == ({"NEXT": "O-1"}, [])


@pytest.mark.parametrize(("state", "restated"), [("CANCELLED", 0), ("HELD", 1)])
def test_a_session_that_is_over_by_the_time_it_is_restated_is_passed_over_or_corrected(
    cast: Cast, section: Unit, monkeypatch, state: str, restated: int
):
    """Somebody closes or cancels it between the list and the lock; freezing an open roll would fail then."""
    day = today() - timedelta(days=1)
    hold(cast.office, f"{day} 09:00", code="NEXT", state="PLANNED", roll={cast.member: HERE})
    transfer(cast, section)
    listed: list[int] = []

    def then_over(*given: object, **asked: object) -> list:
        found = outdated_rows(*given, **asked)
        if not listed:
            Activity.objects.filter(code="NEXT").update(state=state)
        listed.append(len(found))
        return found

    monkeypatch.setattr(restating, "outdated_rows", then_over)
    assert restate_rolls(cast.member, MAY, reason="调动", by=cast.secretary, at=now()) == restated
    assert (listed, homes(cast)) == ([1, restated], {"NEXT": "O-1" if restated else "O"})


def test_after_a_transfer_in_the_pages_the_sessions_are_listed_and_restated(as_person, cast: Cast, section, sessions):
    client = as_person(cast.secretary)
    form = {"unit": "O-1", "duty": "", "starts_on": MAY.isoformat()}
    response = client.post(reverse("directory.transfer", args=("O003",)), form)
    assert response["Location"] == address("O003", MAY)
    page = client.get(response["Location"])
    assert [line["row"].activity.code for line in page.context["rows"]] == ["A7", "A6"]
    assert page.context["others"] == 1, "the session of the other unit is only counted"
    part = client.get(address("O003"), HTTP_HX_REQUEST="true").content.decode()
    assert ("查看并更正" in part, "<html" in part) == (True, False)
    assert client.post(address("O003"), {"since": str(MAY), "reason": ""}).status_code == 422
    done = client.post(address("O003"), {"since": str(MAY), "reason": "补录任免文件"})
    assert done["Location"] == reverse("directory.person", args=("O003",))
    assert homes(cast) == {"A3": "O", "A6": "O-1", "A7": "O-1", "X8": "O"}


def test_the_unit_that_held_it_restates_its_own_and_strangers_see_nothing(as_person, cast: Cast, section, sessions):
    from xueer.access.models import Grant

    Grant.objects.create(person=cast.stranger, role="SECRETARY", unit=cast.other)
    client = as_person(cast.stranger)
    assert client.get(address("O003")).status_code == 404, "nothing of theirs is touched"
    transfer(cast, section)
    assert [line["row"].activity.code for line in client.get(address("O003")).context["rows"]] == ["X8"]
    assert client.post(address("O003"), {"reason": "更正"})["Location"] == reverse("home")
    assert homes(cast) == {"A3": "O", "A6": "O", "A7": "O", "X8": "O-1"}
    assert as_person(cast.head).get(address("O003")).status_code == 404


def test_leave_stays_leave(cast: Cast, section: Unit):
    hold(cast.office, f"{YEAR}-06-06 14:30", code="A6", roll={cast.member: LEAVE})
    transfer(cast, section)
    restate_rolls(cast.member, MAY, reason="调动", by=None, at=now())
    assert in_ledger(cast) == [(date(YEAR, 6, 6), "O-1", "LEAVE")]
