"""In a public body the clause that speaks against a measure is shown, and a basis asked for."""

from datetime import date

import pytest

from tests.cast import Cast
from tests.factories import MOMENT, activity_type, make_requirement, make_rulebook
from xueer.audit.models import Event
from xueer.rules.actions import add_presets
from xueer.rules.guard import is_public_body, objections
from xueer.rules.models import Requirement
from xueer.rules.presets import preset_named


@pytest.fixture
def public(cast: Cast) -> Cast:
    """The district is a public body; the office below says nothing of itself, the other unit is an enterprise."""
    cast.district.sector = "PUBLIC_BODY"
    cast.district.save()
    cast.other.sector = "ENTERPRISE"
    cast.other.save()
    return cast


def test_the_nearest_sector_above_counts(public: Cast):
    assert [is_public_body(unit) for unit in (public.district, public.office, public.other)] == [True, True, False]


AGAINST = [
    ("读书笔记", "CHARACTERS", ["length"]),
    ("心得体会", "CHARACTERS", ["length"]),
    ("学习笔记", "PIECES", ["length"]),
    ("网络培训", "HOURS", ["time"]),
    ("在线学习时长", "SESSIONS", ["time"]),
    ("学习强国积分", "AMOUNT", ["points"]),
    ("每日打卡", "SESSIONS", ["points"]),
    ("集中学习", "HOURS", []),
    ("网络培训", "SESSIONS", []),
    ("心得体会", "PIECES", []),
]


@pytest.mark.parametrize("type_, measure, slugs", AGAINST)
def test_what_regulations_speak_against(public: Cast, type_: str, measure: str, slugs: list[str]):
    asked = make_requirement(public.office, name="要求", types=(type_,), measure=measure)
    elsewhere = make_requirement(public.other, name="要求", types=(type_,), measure=measure)
    assert ([one.slug for one in objections(asked)], objections(elsewhere)) == (slugs, [])


def form(**fields) -> dict:
    return {
        "who": "PERSON:", "period": "YEAR", "type": activity_type("读书笔记").pk, "at_least": "10000",
        "measure": "CHARACTERS", "strength": "LOCAL", "starts_on": "2026-01-01", "role": "PARTICIPANT", "act": "save",
    } | fields  # fmt: skip


def test_the_page_shows_the_clause_and_asks_for_the_basis(public: Cast, as_person):
    make_rulebook(public.office, "B1")
    client, path = as_person(public.secretary), "/rulebooks/B1/requirements/new/"

    refused = client.post(path, form())
    assert (refused.status_code, list(refused.context["form"].errors)) == (422, ["basis"])
    page = refused.content.decode()
    assert "《整治形式主义为基层减负若干规定》" in page and 'id="id_basis"' in page
    assert not Requirement.objects.exists()

    client.post(path, form(basis="区委办通知〔2026〕1号"))
    asked = Requirement.objects.get()
    assert asked.basis == "区委办通知〔2026〕1号"
    assert Event.objects.get(verb="rules.requirement.add").detail["basis"] == "区委办通知〔2026〕1号"
    shown = as_person(public.member).get("/rulebooks/B1/").content.decode()
    assert "有规定不支持" in shown and "采用依据：区委办通知〔2026〕1号" in shown


def test_an_enterprise_is_not_asked(public: Cast, as_person):
    make_rulebook(public.other, "B2")
    answer = as_person(public.administrator).post("/rulebooks/B2/requirements/new/", form())
    assert (answer.status_code, Requirement.objects.count()) == (302, 1)


def test_what_was_imported_is_shown_with_the_warning(public: Cast, as_person):
    book = make_rulebook(public.office, "B1")
    make_requirement(public.office, rulebook=book, types=("读书笔记",), measure="CHARACTERS")
    shown = as_person(public.secretary).get("/rulebooks/B1/").content.decode()
    assert "有规定不支持" in shown and "没有写明采用依据" in shown


def test_a_preset_that_needs_a_basis_is_not_chosen_in_passing(public: Cast):
    book = make_rulebook(public.office, "B1")
    chosen = [preset_named("core-group-notes"), preset_named("party-day")]
    made = add_presets(rulebook=book, chosen=chosen, since=date(2026, 1, 1), by=None, at=MOMENT)
    assert ([one.preset for one in made.added], [one.slug for one in made.unfounded]) == (
        ["party-day"],
        ["core-group-notes"],
    )
