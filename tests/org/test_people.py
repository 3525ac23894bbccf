"""People changed one at a time: taken on, transferred, second posts, leaving and coming back, exemptions."""

from datetime import date
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.cast import Cast
from tests.factories import MOMENT, make_group, make_person, make_unit
from xueer.audit.models import Event
from xueer.common.calendar import BEGINNING, FOREVER
from xueer.common.digests import digest
from xueer.org import actions
from xueer.org.errors import OrgRefused, OrgStale
from xueer.org.models import Exemption, GroupMember, Membership, Person, Post, Unit
from xueer.org.queries import main_timeline, main_unit
from xueer.org.timelines import Span, at, cut

APRIL, MAY, SEPTEMBER = date(2024, 4, 1), date(2024, 5, 1), date(2024, 9, 1)
BY = {"by": None, "at": MOMENT}  # 1 January 2025


def belonged(person: Person) -> list[tuple[str, str, bool, date, date]]:
    rows = Membership.objects.filter(person=person).order_by("starts_on", "-main")
    return list(rows.values_list("unit__code", "duty", "main", "starts_on", "ends_on"))


def transfer(person: Person, unit: Unit, on: date, duty: str = "", seen: str = "") -> None:
    actions.transfer_person(person, unit=unit, duty=duty, starts_on=on, seen=seen, **BY)
    person.refresh_from_db()


def take_on(code: str, unit: Unit, **values) -> Person:
    values = {"name": "𬱖喆堃"} | values
    return actions.add_person(values, code=code, unit=unit, duty="科员", **BY)


def test_somebody_taken_on_belongs_there_and_cannot_sign_in_yet(cast: Cast):
    person = take_on("Ｏ００９", cast.office, starts_on=MAY)
    assert (person.code, person.has_usable_password(), person.sort_key != "") == ("O009", False, True)
    assert belonged(person) == [("O", "科员", True, MAY, FOREVER)]
    with pytest.raises(OrgRefused) as refused:
        take_on("O009", cast.office)
    assert (refused.value.field, Person.objects.filter(code="O009").count()) == ("code", 1)


def test_a_transfer_of_last_may_ends_the_post_before_and_keeps_its_days(cast: Cast):
    person = make_person("T1", cast.office, duty="科员", starts_on=APRIL)
    transfer(person, cast.other, MAY, "科长")
    assert belonged(person) == [("O", "科员", True, APRIL, MAY), ("X", "科长", True, MAY, FOREVER)]
    assert (person.unit, person.duty) == (cast.other, "科长")
    assert list(Post.objects.values_list("unit__code", "starts_on", "ends_on")) == [("O", BEGINNING, MAY)]
    assert Event.objects.get(verb="org.transfer_person").detail == {
        "unit": ["O", "X"],
        "duty": ["科员", "科长"],
        "from": "2024-05-01",
    }


def test_a_transfer_to_come_holds_from_its_day_and_the_own_row_follows_then(cast: Cast):
    person, soon = make_person("T1", cast.office), date(2025, 3, 1)
    transfer(person, cast.other, soon)
    wanted = [("O", "", True, BEGINNING, soon), ("X", "", True, soon, FOREVER)]
    assert (person.unit, belonged(person)) == (cast.office, wanted)
    assert actions.settle_today(at=MOMENT) == 0
    later = MOMENT.replace(month=3, day=2)
    assert actions.settle_today(at=later) == 1
    person.refresh_from_db()
    assert (person.unit, belonged(person)) == (cast.other, wanted)


def test_a_main_post_that_would_overlap_a_later_one_is_refused_by_name(cast: Cast):
    person = make_person("T1", cast.office, starts_on=date(2023, 1, 1))
    transfer(person, cast.other, SEPTEMBER)
    before = belonged(person)
    for on in (MAY, SEPTEMBER):
        with pytest.raises(OrgRefused) as refused:
            transfer(person, cast.district, on)
        assert ("水务局" in str(refused.value), "2024-09-01" in str(refused.value)) == (True, True)
    assert belonged(person) == before


@pytest.mark.parametrize("on", [date(2022, 12, 31), date(2024, 10, 1), date(2031, 5, 1)])
def test_a_transfer_outside_the_service_or_far_ahead_is_refused(cast: Cast, on: date):
    person = make_person("T1", cast.office, starts_on=date(2023, 1, 1), ends_on=date(2024, 10, 1))
    with pytest.raises(OrgRefused) as refused:
        transfer(person, cast.other, on)
    assert (refused.value.field, person.unit) == ("starts_on", cast.office)


def test_a_transfer_into_a_closed_unit_or_to_where_one_is_already_is_refused(cast: Cast):
    closed = make_unit("C", cast.district, ends_on=MAY)
    for unit, field in ((closed, "starts_on"), (cast.office, "unit")):
        with pytest.raises(OrgRefused) as refused:
            transfer(cast.member, unit, SEPTEMBER, cast.member.duty)
        assert refused.value.field == field


def test_a_wrong_day_is_put_right_and_the_post_before_follows(cast: Cast):
    person = make_person("T1", cast.office)
    transfer(person, cast.other, SEPTEMBER)
    since = actions.correct_main_post(person, place=1, unit=cast.other, duty="科长", starts_on=MAY, seen="", **BY)
    assert since == MAY
    assert belonged(person) == [("O", "", True, BEGINNING, MAY), ("X", "科长", True, MAY, FOREVER)]


def test_a_transfer_taken_back_is_as_if_it_had_not_been(cast: Cast):
    person = make_person("T1", cast.office, duty="科员")
    before = belonged(person)
    transfer(person, cast.other, MAY)
    assert actions.undo_transfer(person, place=1, seen="", **BY) == MAY
    person.refresh_from_db()
    assert (person.unit, person.duty, belonged(person), Post.objects.count()) == (cast.office, "科员", before, 0)


def test_two_transfers_from_one_page_do_not_both_hold(cast: Cast):
    person = make_person("T1", cast.office)
    seen = digest({"main": main_timeline(person)})
    transfer(person, cast.other, MAY, seen=seen)
    with pytest.raises(OrgStale):
        transfer(person, cast.district, SEPTEMBER, seen=seen)
    assert person.unit == cast.other


def test_a_second_post_stands_beside_the_main_one_and_ends(cast: Cast):
    person = make_person("T1", cast.office)
    post = actions.add_side_post(person, unit=cast.other, duty="顾问", starts_on=MAY, **BY)
    assert ("X", "顾问", False, MAY, FOREVER) in belonged(person)
    for unit in (cast.office, cast.other):
        with pytest.raises(OrgRefused) as refused:
            actions.add_side_post(person, unit=unit, duty="", starts_on=SEPTEMBER, **BY)
        assert refused.value.field == "unit"
    with pytest.raises(OrgRefused):
        transfer(person, cast.other, SEPTEMBER)
    given = {"unit": cast.other, "duty": "顾问", "starts_on": MAY, "ends_on": SEPTEMBER}
    actions.edit_side_post(post, **given, seen="", **BY)
    assert ("X", "顾问", False, MAY, SEPTEMBER) in belonged(person)
    with pytest.raises(OrgRefused):
        actions.edit_side_post(post, **(given | {"ends_on": APRIL}), seen="", **BY)
    actions.drop_side_post(post, **BY)
    assert belonged(person) == [("O", "", True, BEGINNING, FOREVER)]


def test_own_data_are_changed_with_the_name_in_its_order(cast: Cast):
    with pytest.raises(OrgRefused):
        actions.edit_person(cast.member, {"starts_on": date(2031, 1, 1)}, seen="", **BY)
    actions.edit_person(cast.member, {"name": "䶮", "starts_on": MAY}, seen="", **BY)
    cast.member.refresh_from_db()
    assert (cast.member.name, belonged(cast.member)) == ("䶮", [("O", "", True, MAY, FOREVER)])
    assert Event.objects.get(verb="org.edit_person").detail["name"] == ["区喆堃", "䶮"]


def test_leaving_ends_posts_and_places_in_groups_and_coming_back_frees_the_days_between(cast: Cast):
    group = make_group("G", cast.office, [cast.member])
    actions.end_service(cast.member, ends_on=MAY, seen="", **BY)
    assert belonged(cast.member) == [("O", "", True, BEGINNING, MAY)]
    assert list(GroupMember.objects.filter(group=group).values_list("ends_on", flat=True)) == [MAY]
    cast.member.refresh_from_db()
    assert main_unit(cast.member, on=SEPTEMBER) == cast.office.pk
    with pytest.raises(OrgRefused):
        actions.resume_service(cast.member, starts_on=APRIL, seen="", **BY)
    actions.resume_service(cast.member, starts_on=SEPTEMBER, seen="", **BY)
    assert belonged(cast.member) == [("O", "", True, BEGINNING, FOREVER)]
    assert list(Exemption.objects.values_list("starts_on", "ends_on")) == [(MAY, SEPTEMBER)]


def test_exemptions_do_not_overlap_and_end(cast: Cast):
    row = actions.add_exemption(cast.member, starts_on=MAY, basis="退居二线", **BY)
    with pytest.raises(OrgRefused):
        actions.add_exemption(cast.member, starts_on=SEPTEMBER, basis="", **BY)
    given = {"starts_on": MAY, "ends_on": SEPTEMBER, "basis": "退居二线"}
    actions.edit_exemption(row, **given, seen="", **BY)
    actions.add_exemption(cast.member, starts_on=SEPTEMBER, basis="", **BY)
    assert Exemption.objects.filter(person=cast.member).count() == 2
    actions.drop_exemption(row, **BY)
    assert Event.objects.get(verb="org.drop_exemption").detail["basis"] == "退居二线"


DAYS = st.dates(date(2020, 1, 1), date(2024, 12, 1))


@given(st.lists(st.tuples(DAYS, st.integers(1, 3)), max_size=6))
@settings(max_examples=100, deadline=None)
def test_cutting_a_timeline_keeps_every_day_before_and_covers_all_days(moves):
    spans = [Span(BEGINNING, FOREVER, 0)]
    for day, value in moves:
        new = cut(spans, day, value)
        assert [at(new, probe).value for probe, _ in moves if probe < day] == [
            at(spans, probe).value for probe, _ in moves if probe < day
        ]
        assert (at(new, day).value, new[0].start, new[-1].end) == (value, BEGINNING, FOREVER)
        assert all(one.end == two.start and one.value != two.value for one, two in pairwise(new))
        spans = new
