"""Presets: valid each, with a source, off until chosen."""

import re
from datetime import date
from html import unescape

import pytest
from django.utils.translation import override

from tests.cast import Cast
from tests.factories import MOMENT, activity_type, make_rulebook
from xueer.rules.actions import add_presets, ensure_types
from xueer.rules.choosing import wanted_of_preset
from xueer.rules.conditions import spoken
from xueer.rules.models import Requirement
from xueer.rules.presets import GRADES, kind_words, kinds, presets
from xueer.rules.queries import standings
from xueer.rules.trial import tried

TODAY = date(2026, 3, 2)


def test_there_are_many_each_named_once_with_source_and_grade():
    found = presets()
    assert len(found) >= 60
    assert len({one.slug for one in found}) == len({one.name for one in found}) == len(found)
    assert [one.slug for one in found if not (one.source and one.clause and one.grade in GRADES and one.kinds)] == []
    assert {one.grade for one in found} == set(GRADES)
    assert len(kinds()) == 6
    assert {slug for one in found for slug in one.alternatives} <= {one.slug for one in found}
    assert [one.slug for one in found if not re.fullmatch("[a-z0-9-]{3,60}", one.slug)] == []


def test_each_becomes_a_requirement_and_is_judged(cast: Cast):
    """All of them in an enterprise, where nothing speaks against any."""
    cast.office.sector = "ENTERPRISE"
    cast.office.save()
    book = make_rulebook(cast.office, "B1")

    made = add_presets(rulebook=book, chosen=presets(), since=date(2025, 1, 1), by=None, at=MOMENT)

    assert (len(made.added), made.unfounded) == (len(presets()), [])
    rows = standings(cast.office, year=2025, on=TODAY, requirements=made.added)
    everybody = {one.slug for one in presets() if one.subject == "PERSON" and not one.condition}
    assert everybody <= {row.requirement.preset for row in rows}
    assert {row.state for row in rows} <= {"met", "missed", "exempt", "on_track", "at_risk"}
    first = Requirement.objects.get(preset="section-cadres-days")
    second = Requirement.objects.get(preset="section-cadres-hours")
    assert (list(first.alternatives.all()), list(second.alternatives.all())) == ([second], [first])


def test_any_can_be_tried_first(cast: Cast):
    for one in presets()[::6]:
        types = [activity_type(name) for name in one.types]
        wanted = wanted_of_preset(one, types=types, starts_on=TODAY)
        assert tried(wanted, unit=cast.office, rulebook=None, today=TODAY).draft.preset == one.slug


def test_the_page_filters_and_opens_one_as_a_sentence(cast: Cast, as_person):
    client = as_person(cast.secretary)
    make_rulebook(cast.office, "B1")
    whole = client.get("/units/O/rules/presets/")
    some = client.get("/units/O/rules/presets/?kind=学校&grade=M")
    assert (len(whole.context["lines"]), [line.preset.slug for line in some.context["lines"]]) == (
        len(presets()), ["teachers-five-years"],
    )  # fmt: skip
    answer = client.post("/units/O/rules/presets/choose/", {"rulebook": "B1", "one": "party-day"})
    page = client.get(answer["Location"])
    assert page.context["form"].initial["at_least"] == "1"
    assert page.context["trial"].draft.preset == "party-day"
    assert not Requirement.objects.exists()


def test_several_at_once_are_put_in_force_and_shown_as_chosen(cast: Cast, as_person):
    client = as_person(cast.secretary)
    make_rulebook(cast.office, "B1")
    make_rulebook(cast.other, "B2")
    path, chosen = "/units/O/rules/presets/choose/", ["party-day", "member-hours", "not-there"]
    assert client.post(path, {"rulebook": "B2", "slug": chosen}).status_code == 404
    client.post(path, {"rulebook": "B1", "slug": chosen})
    assert set(Requirement.objects.values_list("preset", "rulebook__code")) == {
        ("party-day", "B1"),
        ("member-hours", "B1"),
    }
    lines = client.get("/units/O/rules/presets/").context["lines"]
    assert {line.preset.slug for line in lines if line.chosen} == {"party-day", "member-hours"}


def test_headings_are_made_once(cast: Cast):
    activity_type("党课")
    found = ensure_types(names=["新事项", "党课", "新事项"], by=None, at=MOMENT)
    assert [one.name for one in found] == ["新事项", "党课"]


@pytest.mark.parametrize("who", ["head", "member", "stranger"])
def test_only_who_writes_rules_chooses(cast: Cast, as_person, who: str):
    make_rulebook(cast.office, "B1")
    client = as_person(cast.accounts[who])
    assert client.post("/units/O/rules/presets/choose/", {"rulebook": "B1", "slug": ["party-day"]}).status_code == 404
    assert not Requirement.objects.exists()


def test_a_condition_is_read_in_the_reader_s_language():
    condition = "职务=书记、单位类型=党支部|本级=是"
    with override("zh-hans"):
        assert spoken(condition) == "职务为书记、单位类型为党支部，或限本级"
    with override("en"):
        assert spoken(condition) == "职务 is 书记、单位类型 is 党支部, or directly in the unit"


def test_notes_and_kinds_are_said_in_english_to_those_who_read_english(cast: Cast, as_person):
    """What a preset restates stays in its own language: name, types, source and the place in it."""
    book = make_rulebook(cast.office, "B1")
    client = as_person(cast.administrator)
    client.cookies["django_language"] = "en"
    page = unescape(client.get("/units/O/rules/presets/").content.decode()).partition("<main")[2]
    with override("en"):
        assert [one.slug for one in presets() if one.note and one.remark not in page] == []
        assert [one for one in kinds() if f">{kind_words(one)}</option>" not in page] == []
    with override("zh-hans"):
        assert (kind_words(kinds()[0]), presets()[0].remark) == (kinds()[0], presets()[0].note)
    own = [re.sub(r"<[^>]*>", " ", line) for line in re.findall(r'<p class="x-note">.*?</p>|<option.*?</option>', page)]
    kept = {text for one in presets() for text in (*one.types, one.source, one.clause, one.name, *spoken_of(one))}
    left = [reduce_by(line, kept | {book.name}) for line in own]
    assert [line for line in left if re.search("[\u3400-\u9fff]", line)] == []


def spoken_of(one) -> list[str]:
    with override("en"):
        return [spoken(one.condition)] if one.condition else []


def reduce_by(line: str, words: set[str]) -> str:
    for word in sorted(words, key=len, reverse=True):
        line = line.replace(word, "")
    return line
