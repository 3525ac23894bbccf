"""Requirements put in force, corrected, succeeded and ended in the page; what is refused, in words and at its place."""

from datetime import date, timedelta
from decimal import Decimal

import pytest

from tests.cast import Cast
from tests.factories import activity_type, hold, make_requirement, make_rulebook, make_unit
from xueer.audit.models import Event
from xueer.common.calendar import BEGINNING, FOREVER, today
from xueer.rules.models import Clause, Requirement
from xueer.rules.queries import standings

NEW = "/rulebooks/B1/requirements/new/"


@pytest.fixture
def book(cast: Cast):
    return make_rulebook(cast.office, "B1", name="学习制度")


def form(**fields) -> dict:
    """Two lectures a year of everybody from 2026 on, to be put in force."""
    return {
        "who": "PERSON:", "period": "YEAR", "type": activity_type("党课").pk, "at_least": "2", "measure": "SESSIONS",
        "strength": "MUST", "starts_on": "2026-01-01", "role": "PARTICIPANT", "act": "save",
    } | fields  # fmt: skip


def test_a_sentence_is_put_in_force_and_appears_in_the_matrix(cast: Cast, as_person, book):
    client = as_person(cast.secretary)
    assert client.get(f"{NEW}?clause={book.clauses.get().pk}").context["form"].initial["clauses"] == [
        str(book.clauses.get().pk)
    ]
    answer = client.post(
        NEW, form(clauses=[book.clauses.get().pk], categories="理论、政策", deadline="6月30日", name="听党课")
    )
    asked = Requirement.objects.get()

    assert answer["Location"] == "/rulebooks/B1/#B1-01"
    assert (asked.code, asked.name, asked.unit, asked.rulebook) == ("B1-01", "听党课", cast.office, book)
    assert (asked.categories, asked.deadline, asked.starts_on, asked.ends_on) == (
        ["理论", "政策"], "06-30", date(2026, 1, 1), FOREVER,
    )  # fmt: skip
    assert (asked.clauses.get().number, asked.types.get().name, asked.at_least) == ("第一条", "党课", Decimal(2))
    assert Event.objects.get(verb="rules.requirement.add").detail["types"] == "党课"
    page = client.get("/units/O/matrix/?kind=person&year=2026").content.decode()
    assert "听党课" in page
    assert "听党课" in as_person(cast.member).get("/rulebooks/B1/").content.decode()


def test_whom_is_offered_from_what_there_is(cast: Cast, as_person, book):
    cast.head.rank = "科级"
    cast.head.save()
    make_unit("O1", cast.office, kind="科室")
    form_ = as_person(cast.secretary).get(NEW).context["form"]
    offered = {
        value: words
        for entry in form_.subjects
        for value, words in (entry[1] if isinstance(entry[1], list) else [entry])
    }
    assert offered["PERSON:职级=科级"] == "科级"
    assert offered["UNIT:单位类型=科室"] == "各科室"
    assert "PERSON:职级=处级" not in offered


def test_a_choice_may_be_narrowed_and_a_condition_typed(cast: Cast, as_person, book):
    client = as_person(cast.secretary)
    client.post(NEW, form(within="单位类型=党支部"))
    client.post(NEW, form(who="__own__", own_kind="UNIT", condition="单位类型=党支部|层面=社区", let_off="__own__",
                          exempt_condition="单位编码=X"))  # fmt: skip
    first, second = Requirement.objects.order_by("code")
    assert (first.subject_kind, first.condition) == ("PERSON", "单位类型=党支部")
    assert (second.subject_kind, second.condition, second.exempt_condition) == (
        "UNIT", "单位类型=党支部|层面=社区", "单位编码=X",
    )  # fmt: skip


WRONG = [
    ({"at_least": ""}, "at_least"),
    ({"at_least": "0"}, "at_least"),
    ({"at_least": "-1"}, "at_least"),
    ({"at_least": "1e12"}, "at_least"),
    ({"at_least": "1.234"}, "at_least"),
    ({"at_least": "101", "measure": "ATTENDANCE_RATE"}, "at_least"),
    ({"at_most": "1"}, "at_most"),
    ({"type": ""}, "type"),
    ({"who": "__own__", "own_kind": "PERSON", "condition": ""}, "condition"),
    ({"who": "__own__", "own_kind": "PERSON", "condition": "星座=白羊"}, "condition"),
    ({"who": "__own__", "own_kind": "UNIT", "condition": "职级=科级"}, "condition"),
    ({"let_off": "__own__", "exempt_condition": "免集中学习=也许"}, "exempt_condition"),
    ({"deadline": "昨天"}, "deadline"),
    ({"deadline": "02-30"}, "deadline"),
    ({"deadline": "2025-06-30"}, "deadline"),
    ({"deadline": "01-31", "period": "ONCE"}, "deadline"),
    ({"last": "2025-12-31"}, "last"),
    ({"code": "甲、乙"}, "code"),
    ({"starts_on": "0001-01-01"}, "starts_on"),
]


@pytest.mark.parametrize("fields, place", WRONG)
def test_what_makes_no_sense_is_refused_at_its_place(cast: Cast, as_person, book, fields: dict, place: str):
    answer = as_person(cast.secretary).post(NEW, form(**fields))
    assert (answer.status_code, list(answer.context["form"].errors)) == (422, [place])
    assert answer.context["form"].errors[place][0] in answer.content.decode().replace("&quot;", '"').replace(
        "&#x27;", "'"
    )
    assert not Requirement.objects.exists()


def test_an_unknown_field_is_named(cast: Cast, as_person, book):
    fields = {"who": "__own__", "own_kind": "PERSON", "condition": "星座=白羊"}
    assert "“星座”" in as_person(cast.secretary).post(NEW, form(**fields)).context["form"].errors["condition"][0]


def test_clauses_and_alternatives_of_others_are_refused(cast: Cast, as_person, book):
    other = Clause.objects.create(rulebook=make_rulebook(cast.other, "B2"), number="第二条", text="别处的。")
    unit = make_requirement(cast.office, code="U1")
    client = as_person(cast.secretary)
    assert list(client.post(NEW, form(clauses=[other.pk])).context["form"].errors) == ["clauses"]
    assert list(client.post(NEW, form(alternatives=[unit.pk])).context["form"].errors) == ["alternatives"]
    assert client.post("/rulebooks/B2/requirements/new/", form()).status_code == 404


def test_a_form_sent_twice_makes_one_requirement(cast: Cast, as_person, book):
    client = as_person(cast.secretary)
    first, second = (client.post(NEW, form(once="k1")) for _ in range(2))
    assert (first["Location"], Requirement.objects.count()) == (second["Location"], 1)


def edit(client, asked, **fields):
    """The form of a requirement as it opens, with some fields changed, sent back."""
    path = f"/requirements/{asked.pk}/"
    context = client.get(path).context
    shown = {name: value for name, value in context["form"].initial.items() if value not in (None, "")}
    return client.post(path, shown | {"act": "save", "seen": context["seen"]} | fields)


@pytest.fixture
def running(cast: Cast, book):
    """A requirement of the office in force since 2025."""
    asked = {"types": ("党课",), "subject_kind": "PERSON", "period": "YEAR", "at_least": 2}
    return make_requirement(cast.office, code="Q1", rulebook=book, starts_on=date(2025, 1, 1), **asked)


def test_a_correction_judges_the_past_anew(cast: Cast, as_person, running):
    answer = edit(as_person(cast.secretary), running, at_least="3", how="correct")
    assert answer.status_code == 302
    running.refresh_from_db()
    assert (running.at_least, Requirement.objects.count()) == (3, 1)
    assert Event.objects.get(verb="rules.requirement.change").detail == {"at_least": ["2.00", "3"]}


def test_a_change_from_a_day_on_leaves_the_past_as_it_was(cast: Cast, as_person, running):
    stands_for = make_requirement(cast.office, code="Q0", subject_kind="PERSON", types=("党课",))
    stands_for.alternatives.add(running)
    hold(cast.office, "2025-05-01 09:00", types=("党课",))
    end = date(2025, 12, 31)
    before = standings(cast.office, year=2025, on=end, requirements=[running])

    answer = edit(as_person(cast.secretary), running, at_least="5", how="since", since="2026-01-01")

    assert answer.status_code == 302
    running.refresh_from_db()
    new = Requirement.objects.get(code="B1-01")
    assert (running.ends_on, new.starts_on, new.ends_on, new.at_least) == (
        date(2026, 1, 1),
        date(2026, 1, 1),
        FOREVER,
        5,
    )
    assert {one.code for one in stands_for.alternatives.all()} == {"Q1", "B1-01"}
    after = standings(cast.office, year=2025, on=end, requirements=[running])
    assert [(r.subject_code, r.state, r.at_least) for r in before] == [
        (r.subject_code, r.state, r.at_least) for r in after
    ]
    assert standings(cast.office, year=2025, on=end, requirements=[new]) == []


@pytest.mark.parametrize("since", ["2025-01-01", "2020-01-01", "", "x"])
def test_a_change_from_before_it_began_is_refused(cast: Cast, as_person, running, since: str):
    answer = edit(as_person(cast.secretary), running, at_least="5", how="since", since=since)
    assert (answer.status_code, bool(answer.context["since_error"])) == (422, True)
    assert Requirement.objects.count() == 1


def test_two_tabs_lose_neither_wording(cast: Cast, as_person, running):
    client = as_person(cast.secretary)
    old = client.get(f"/requirements/{running.pk}/").context["seen"]
    edit(client, running, at_least="3", how="correct")
    answer = edit(client, running, at_least="4", how="correct", seen=old)
    assert (answer.status_code, answer.context["clashes"]) == (409, [("至少", "3", "4")])
    running.refresh_from_db()
    assert running.at_least == 3


def test_a_requirement_ends_with_a_day_and_one_not_begun_may_be_deleted(cast: Cast, as_person, running):
    client, path = as_person(cast.secretary), f"/requirements/{running.pk}/end/"
    assert client.post(path, {"last": "2024-12-31"}).status_code == 422
    assert client.post(path, {"act": "drop"}).status_code == 422
    assert client.post(path, {"last": "2025-06-30"}).status_code == 302
    running.refresh_from_db()
    assert running.ends_on == date(2025, 7, 1)

    ahead = make_requirement(cast.office, code="Q9", starts_on=today() + timedelta(days=9))
    assert client.post(f"/requirements/{ahead.pk}/end/", {"act": "drop"}).status_code == 302
    assert not Requirement.objects.filter(code="Q9").exists()


def test_what_was_imported_can_be_opened_and_saved_unchanged(cast: Cast, as_person):
    """A requirement without rulebook, with odd conditions and no dates."""
    asked = make_requirement(cast.office, code="Q1", condition="单位类型=党支部、本级=是", types=("党课", "专题研讨"))
    answer = edit(as_person(cast.secretary), asked, how="correct")
    asked.refresh_from_db()
    assert (answer.status_code, asked.condition, asked.starts_on) == (302, "单位类型=党支部、本级=是", BEGINNING)
    assert {one.name for one in asked.types.all()} == {"党课", "专题研讨"}
    assert not Event.objects.filter(verb="rules.requirement.change").exists()


def test_nobody_lets_their_own_requirement_stand_for_one_of_a_superior(cast: Cast, as_person, book):
    district = make_requirement(cast.district, code="D-1", name="全区九十学时", subject_kind="PERSON")
    own = make_requirement(cast.office, code="O-1", name="本室九十学时", subject_kind="PERSON")
    client = as_person(cast.secretary)
    answer = client.post(NEW, form(alternatives=[district.pk], mutual="on"))

    assert answer.status_code == 422
    assert list(answer.context["form"].errors) == ["alternatives"]
    assert Requirement.objects.count() == 2
    assert list(district.alternatives.all()) == []
    # One's own requirement may be met by it, and a superior's may stand for one's own.
    client.post(NEW, form(alternatives=[own.pk], mutual="on", code="O-2"))
    client.post(NEW, form(alternatives=[district.pk], code="O-3"))
    assert [row.code for row in own.alternatives.all()] == ["O-2"]
    assert [row.code for row in Requirement.objects.get(code="O-3").alternatives.all()] == ["D-1"]
    assert Event.objects.filter(verb="rules.requirement.change", object_id=str(own.pk)).exists()
    as_person(cast.administrator).post(NEW, form(alternatives=[district.pk], mutual="on", code="O-4"))
    assert [row.code for row in district.alternatives.all()] == ["O-4"]
