"""Who is exempt is named to those who may know at the person's own unit, wherever the session is held."""

from datetime import date

import pytest

from tests.activities.entering import opened
from tests.activities.test_roll import expect
from tests.cast import Cast
from tests.factories import HERE, hold
from xueer.activities.choices import RollStatus
from xueer.activities.models import Activity, RollRow
from xueer.org.actions import derive_memberships
from xueer.org.models import Exemption

HOME = "/activities/A1/"
ABSENT = RollStatus.ABSENT.value


@pytest.fixture
def freed(cast: Cast) -> Cast:
    """One of the office, and the superior, who belongs to the district, are exempt."""
    for person in (cast.member, cast.superior):
        Exemption.objects.create(person=person, starts_on=date(2020, 1, 1), basis="年老体弱")
    return cast


@pytest.fixture
def running(freed: Cast, as_person) -> Activity:
    """A session of the office for everybody of the district; its roll has begun."""
    session = hold(freed.office, "2025-03-07 14:30", code="A1", state="ANNOUNCED")
    expect(session, unit=freed.district)
    as_person(freed.secretary).post(f"{HOME}roll/begin/")
    return session


def seat_of(person, page: str) -> str:
    return page.split(f'id="p{person.pk}"')[1].split("</button>")[0]


def test_the_board_says_of_people_of_units_above_that_they_are_not_counted(running: Activity, freed: Cast, as_person):
    page = as_person(freed.secretary).get(f"{HOME}roll/").content.decode()
    own, above = seat_of(freed.member, page), seat_of(freed.superior, page)
    assert "免集中学习" in own and 'data-exempt="exempt"' in own
    assert "不计应到" in above and "免" not in above and 'data-exempt="apart"' in above
    assert "不计应到人员，到场的点一下" in page and "免集中学习人员" not in page
    whole = as_person(freed.administrator).get(f"{HOME}roll/").content.decode()
    assert "免集中学习" in seat_of(freed.superior, whole) and "免集中学习人员" in whole


def test_the_page_of_the_session_and_the_sheet_name_those_of_ones_own_unit(running: Activity, freed: Cast, as_person):
    RollRow.objects.filter(activity=running).update(reason="某事由")
    client = as_person(freed.secretary)
    roll = client.get(HOME).content.decode().split('id="roll"')[1].split("</section>")[0]
    uncounted, exempt = roll.split("<dt>不计应到</dt>")[1].split("<dt>免集中学习</dt>")
    assert (freed.superior.name in uncounted, freed.superior.name in exempt) == (True, False)
    assert "某事由" not in uncounted and f"{freed.member.name}（某事由）" in exempt
    sheet = client.get(f"{HOME}sign-in-sheet/").content.decode()
    assert (freed.member.name in sheet, freed.superior.name in sheet) == (True, False)


def test_the_page_of_entry_tags_only_those_of_ones_own_unit(freed: Cast, as_person):
    """The secretary has a second post in the district, and so may name it as audience."""
    freed.secretary.posts.create(unit=freed.district, starts_on=date(2020, 1, 1), main=False)
    derive_memberships([freed.secretary.pk])
    client = as_person(freed.secretary)
    given = opened(client, "/units/O/activities/new/") | {"act": "people"}
    given["audience"] = [f"UNIT:{freed.district.pk}"]
    page = client.post("/units/O/activities/new/", given).content.decode()
    own, above = (
        page.split(f'name="came" value="{who.pk}"')[1].split("</label>")[0] for who in (freed.member, freed.superior)
    )
    assert "免集中学习" in own and "不计应到" in above and "免" not in above
    assert "2 人不计应到；到场的请勾选" in page


def test_on_the_page_of_corrections_nobody_exempt_is_absent(freed: Cast, as_person):
    away = dict.fromkeys((freed.head, freed.member, freed.superior), ABSENT)
    session = hold(freed.office, "2025-03-07 14:30", code="A1", roll=away | {freed.secretary: HERE})
    session.roll.filter(person__in=[freed.member, freed.superior]).update(exempt=True)
    page = as_person(freed.secretary).get(f"{HOME}correct/").content.decode()
    lines = {
        who: page.split(f'id="fix-{who.pk}"')[1].split("</li>")[0] for who in (freed.head, freed.member, freed.superior)
    }
    assert "缺席" in lines[freed.head] and "免集中学习" not in lines[freed.head]
    assert (
        "缺席" not in lines[freed.member]
        and '<option value="ABSENT" selected>免集中学习</option>' in lines[freed.member]
    )
    assert '<option value="ATTENDED">出席</option>' in lines[freed.member] and "请假" not in lines[freed.member]
    assert "不计应到" in lines[freed.superior] and "免" not in lines[freed.superior]
