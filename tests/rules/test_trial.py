"""A requirement tried: whom it binds, what it costs, how last year would have looked – and that nothing remains."""

from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest
from django.apps import apps
from django.contrib.sessions.models import Session

from tests.cast import Cast
from tests.factories import (
    HERE,
    activity_type,
    hold,
    make_group,
    make_person,
    make_requirement,
    make_rulebook,
)
from xueer.org.models import Exemption
from xueer.rules.models import Requirement
from xueer.rules.queries import standings
from xueer.rules.trial import tried
from xueer.rules.wanted import Wanted, wanted_of

TODAY = date(2026, 3, 2)
END = date(2025, 12, 31)


def lectures(**fields) -> Wanted:
    """Two lectures a year of everybody, unless told otherwise."""
    return Wanted(types=[activity_type("党课")], **({"at_least": Decimal(2), "starts_on": TODAY} | fields))


def everything() -> dict[str, list]:
    models = (model for model in apps.get_models(include_auto_created=True) if model is not Session)
    return {model._meta.label: sorted(map(repr, model._default_manager.values_list())) for model in models}


@pytest.fixture
def held(cast: Cast) -> Cast:
    hold(cast.office, "2025-03-01 09:00", types=("党课",), minutes=90, roll={cast.head: HERE, cast.member: HERE})
    hold(cast.office, "2025-05-01 09:00", types=("党课",), minutes=90, roll={cast.head: HERE})
    return cast


def test_it_says_whom_it_binds_and_how_last_year_would_have_looked(held: Cast):
    before = everything()
    trial = tried(lectures(), unit=held.office, rulebook=None, today=TODAY)

    assert [(one.name, one.excused) for one in trial.bound] == [("单一舟", False), ("陆敏之", False), ("区喆堃", False)]
    assert [(one.name, one.state, one.cell.actual) for one in trial.outcomes] == [
        ("陆敏之", "missed", "0"), ("区喆堃", "missed", "1"), ("单一舟", "met", "2"),
    ]  # fmt: skip
    assert (trial.states, trial.reached, trial.judged) == ([("met", 1), ("missed", 2)], 1, 3)
    assert [one.name for one in trial.worst] == ["陆敏之", "区喆堃"]
    assert everything() == before


def test_it_is_judged_as_the_engine_judges_what_is_stored(held: Cast):
    wanted = lectures(condition="小组类型=中心组")
    make_group("Z1", held.office, [held.head, held.member])
    trial = tried(wanted, unit=held.office, rulebook=None, today=TODAY)

    stored = make_requirement(held.office, types=("党课",), subject_kind="PERSON", at_least=2, period="YEAR",
                              condition="小组类型=中心组")  # fmt: skip
    rows = standings(held.office, year=2025, on=TODAY, requirements=[stored])
    assert sorted((one.code, one.state) for one in trial.outcomes) == sorted((r.subject_code, r.state) for r in rows)


def test_the_excused_are_told_apart_and_owe_nothing(held: Cast):
    Exemption.objects.create(person=held.member)
    trial = tried(lectures(exempt_condition="姓名=陆敏之"), unit=held.office, rulebook=None, today=TODAY)

    assert (len(trial.bound), trial.excused, trial.owing) == (3, 2, 1)
    assert {one.name: one.state for one in trial.outcomes} == {"单一舟": "met", "陆敏之": "exempt", "区喆堃": "exempt"}


def test_who_joins_later_is_bound_from_the_day_it_is_in_force(held: Cast):
    make_person("O009", held.office, name="䶮𬱖", starts_on=date(2026, 6, 1))
    names = [[one.name for one in tried(lectures(starts_on=day), unit=held.office, rulebook=None, today=TODAY).bound]
             for day in (TODAY, date(2026, 7, 1))]  # fmt: skip
    assert ["䶮𬱖" in found for found in names] == [False, True]


def test_the_load_is_reckoned_by_last_years_sessions_and_added_to_what_is_asked(held: Cast):
    make_requirement(
        held.district, types=("集中学习",), subject_kind="PERSON", at_least=10, measure="HOURS", period="YEAR"
    )
    load = tried(lectures(), unit=held.office, rulebook=None, today=TODAY).load

    assert (load.per_piece, load.measured, load.hours) == (Fraction(3, 2), True, 3)
    assert (load.before, load.after, load.days) == (10, 13, Fraction(3, 8))
    days = tried(lectures(measure="DAYS", period="QUARTER"), unit=held.office, rulebook=None, today=TODAY).load
    assert days.hours == 2 * 4 * 7
    rate = tried(lectures(measure="ATTENDANCE_RATE"), unit=held.office, rulebook=None, today=TODAY).load
    assert rate.hours == 0


def test_what_is_changed_is_not_reckoned_twice(held: Cast):
    row = make_requirement(held.office, types=("党课",), subject_kind="PERSON", at_least=2, period="YEAR")
    load = tried(wanted_of(row), unit=held.office, rulebook=None, today=TODAY, instead_of=row).load
    assert (load.before, load.after) == (0, 3)


def test_alternatives_in_a_circle_come_to_an_end(held: Cast):
    one, two = (make_requirement(held.office, types=("党课",), subject_kind="PERSON", at_least=9, period="YEAR",
                                 code=code) for code in ("A", "B"))  # fmt: skip
    one.alternatives.add(two)
    two.alternatives.add(one)
    wanted = wanted_of(one)
    trial = tried(wanted, unit=held.office, rulebook=None, today=TODAY, instead_of=one)
    assert (trial.reached, [other.code for other in trial.mutual]) == (0, ["B"])


def test_an_empty_unit_binds_nobody(cast: Cast):
    cast.stranger.memberships.all().delete()
    trial = tried(lectures(), unit=cast.other, rulebook=None, today=TODAY)
    assert (trial.bound, trial.outcomes, trial.bars, trial.load.before) == ([], [], [], None)


FORM = {
    "who": "PERSON:", "period": "YEAR", "at_least": "2", "measure": "SESSIONS", "strength": "MUST",
    "starts_on": "2026-01-01", "role": "PARTICIPANT", "act": "try",
}  # fmt: skip


def test_trying_in_the_page_stores_nothing_and_leaves_no_trace(held: Cast, as_person):
    make_rulebook(held.office, "B1")
    client, path = as_person(held.secretary), "/rulebooks/B1/requirements/new/"
    client.get(path)
    form = FORM | {"type": activity_type("党课").pk, "once": "k1", "new_type": "没有过的事项"}
    before = everything()

    page = client.post(path, form)
    part = client.post(path, form, headers={"HX-Request": "true"})

    assert (page.status_code, part.status_code) == (200, 200)
    assert "<main" in page.content.decode() and "<main" not in part.content.decode()
    assert "陆敏之" in part.content.decode()
    assert everything() == before
    assert not Requirement.objects.exists()


def test_without_the_right_to_reasons_nobody_is_called_excused(held: Cast, as_person):
    Exemption.objects.create(person=held.member)
    make_rulebook(held.office, "B1")
    form = FORM | {"type": activity_type("党课").pk}
    texts = {
        name: as_person(held.accounts[name]).post("/rulebooks/B1/requirements/new/", form).content.decode()
        for name in ("superior", "secretary")
    }
    assert "区喆堃 <small>免除</small>" in texts["secretary"]
    assert "区喆堃" in texts["superior"] and "<small>免除</small>" not in texts["superior"]


@pytest.mark.parametrize("condition", ["免集中学习=是", "工号=O003、性别=女", "职级=科级|手机=13800000021"])
def test_a_trial_tells_nobody_what_they_may_not_see_of_people(cast: Cast, as_person, condition: str):
    make_rulebook(cast.district, "B9", name="全区制度")
    cast.member.exemptions.create(basis="病休")
    sentence = {
        "who": "__own__", "own_kind": "PERSON", "condition": condition, "period": "YEAR", "measure": "SESSIONS",
        "type": activity_type("党课").pk, "at_least": "2", "strength": "MUST", "role": "PARTICIPANT",
    }  # fmt: skip
    superior, administrator = as_person(cast.superior), as_person(cast.administrator)
    for act in ("try", "save"):
        answer = superior.post("/rulebooks/B9/requirements/new/", sentence | {"act": act})
        assert answer.context["trial"] is None
        assert list(answer.context["form"].errors) == ["condition"]
        assert "区喆堃" not in answer.content.decode()
    own = sentence | {"act": "try", "condition": "", "let_off": "__own__", "exempt_condition": condition}
    answer = superior.post("/rulebooks/B9/requirements/new/", own | {"who": "PERSON:"})
    assert (answer.context["trial"], list(answer.context["form"].errors)) == (None, ["exempt_condition"])
    shown = administrator.post("/rulebooks/B9/requirements/new/", sentence | {"act": "try"})
    assert shown.context["trial"] is not None
    assert Requirement.objects.count() == 0
