"""Units changed one at a time: founded, moved from a day on, closed; lineage and trail follow."""

from datetime import date

import pytest

from tests.cast import Cast
from tests.factories import MOMENT, make_person, make_unit
from xueer.audit.models import Event
from xueer.common.calendar import BEGINNING, FOREVER
from xueer.common.digests import digest
from xueer.org import actions
from xueer.org.errors import OrgRefused, OrgStale
from xueer.org.models import ClosedDay, Lineage, Placement, Unit
from xueer.org.queries import UNIT_FIELDS, closed_days, superiors, values_of

MAY = date(2024, 5, 1)
BY = {"by": None, "at": MOMENT}


def lineage(unit: Unit) -> set[tuple[str, date, date]]:
    rows = Lineage.objects.filter(unit=unit, depth__gt=0).values_list("ancestor__code", "starts_on", "ends_on")
    return set(rows)


def new(code: str, parent: Unit | None = None, **values) -> Unit:
    values = {"name": f"{code}科", "kind": "科室"} | values
    return actions.add_unit(values, code=code, parent=parent, **BY)


def test_a_unit_is_founded_below_another_with_its_lineage(cast: Cast):
    unit = new(" Ｏ１ ", cast.office, name="䶮山科", position=3)
    assert (unit.code, unit.position, unit.sort_key != "") == ("O1", 3, True)
    assert lineage(unit) == {("O", BEGINNING, FOREVER), ("D", BEGINNING, FOREVER)}
    event = Event.objects.get(verb="org.add_unit")
    assert (event.object_words, event.detail) == ("䶮山科", {"below": "O"})


@pytest.mark.parametrize("code", ["O", "甲、乙", "a,b", "a b", "", "x" * 65])
def test_a_code_that_is_taken_or_cannot_stand_in_a_workbook_is_refused(cast: Cast, code: str):
    with pytest.raises(OrgRefused) as refused:
        new(code, cast.office)
    assert (refused.value.field, Unit.objects.count(), Event.objects.count()) == ("code", 3, 0)


def move(unit: Unit, parent: Unit | None, on: date, seen: str = "") -> None:
    actions.move_unit(unit, parent=parent, starts_on=on, seen=seen, **BY)


def test_a_move_of_the_past_keeps_the_days_before_with_the_old_superior(cast: Cast):
    section = make_unit("S", cast.office)
    move(section, cast.other, MAY)
    section.refresh_from_db()
    assert section.parent == cast.other
    assert list(Placement.objects.values_list("unit__code", "parent__code", "starts_on", "ends_on")) == [
        ("S", "O", BEGINNING, MAY)
    ]
    assert lineage(section) == {("O", BEGINNING, MAY), ("X", MAY, FOREVER), ("D", BEGINNING, FOREVER)}
    assert Event.objects.get(verb="org.move_unit").detail == {"parent": ["O", "X"], "from": "2024-05-01"}


def test_a_move_to_come_leaves_todays_superior(cast: Cast):
    section, soon = make_unit("S", cast.office), date(2025, 6, 1)
    move(section, cast.other, soon)
    section.refresh_from_db()
    assert (section.parent, lineage(section)) == (
        cast.office,
        {("O", BEGINNING, soon), ("X", soon, FOREVER), ("D", BEGINNING, FOREVER)},
    )


def test_once_the_day_has_come_the_own_row_names_the_new_superior(cast: Cast):
    section = make_unit("S", cast.office)
    move(section, cast.other, date(2025, 6, 1))
    before = lineage(section)
    assert [actions.settle_today(at=MOMENT.replace(month=month)) for month in (5, 7, 7)] == [0, 1, 0]
    section.refresh_from_db()
    assert (section.parent, lineage(section)) == (cast.other, before)


def test_a_unit_cannot_come_below_itself_or_its_child_and_the_words_name_the_way(cast: Cast):
    section = make_unit("S", cast.office, name="综合科")
    for parent in (cast.office, section):
        with pytest.raises(OrgRefused) as refused:
            move(cast.office, parent, MAY)
        assert cast.office.name in str(refused.value)
    assert "综合科" in str(refused.value)
    cast.office.refresh_from_db()
    assert (cast.office.parent, Placement.objects.count()) == (cast.district, 0)


def test_a_move_taken_back_is_as_if_it_had_not_been(cast: Cast):
    section = make_unit("S", cast.office)
    before = lineage(section)
    move(section, cast.other, MAY)
    section.refresh_from_db()
    actions.undo_move(section, starts_on=MAY, seen="", **BY)
    section.refresh_from_db()
    assert (section.parent, lineage(section), Placement.objects.count()) == (cast.office, before, 0)


@pytest.mark.parametrize("on", [date(2030, 1, 1), date(1900, 1, 1)])
def test_days_far_off_are_mistyped(cast: Cast, on: date):
    with pytest.raises(OrgRefused) as refused:
        move(make_unit("S", cast.office), cast.other, on)
    assert refused.value.field == "starts_on"


def test_a_second_move_before_one_that_is_entered_is_refused(cast: Cast):
    section = make_unit("S", cast.office)
    move(section, cast.other, MAY)
    for on in (MAY, date(2024, 4, 1)):
        with pytest.raises(OrgRefused):
            move(section, cast.district, on)


def test_who_was_slower_learns_what_is_stored(cast: Cast):
    seen = digest(values_of(cast.office, UNIT_FIELDS))
    actions.edit_unit(cast.office, {"name": "办公室"}, seen=seen, **BY)
    with pytest.raises(OrgStale) as stale:
        actions.edit_unit(cast.office, {"name": "政府办"}, seen=seen, **BY)
    cast.office.refresh_from_db()
    assert (stale.value.stored["name"], cast.office.name) == ("办公室", "办公室")
    assert Event.objects.get(verb="org.edit_unit").detail == {"name": ["区政府办公室", "办公室"]}


def test_closing_asks_about_the_people_inside_and_never_leaves_units_without_superior(cast: Cast):
    section = make_unit("S", cast.office)
    make_person("S1", section)
    for unit, field in ((cast.office, "ends_on"), (section, "confirmed")):
        with pytest.raises(OrgRefused) as refused:
            actions.close_unit(unit, ends_on=date(2025, 1, 1), confirmed=False, seen="", **BY)
        assert refused.value.field == field
    actions.close_unit(section, ends_on=date(2025, 1, 1), confirmed=True, seen="", **BY)
    section.refresh_from_db()
    assert section.ends_on == date(2025, 1, 1)


def test_superiors_are_told_over_all_days(cast: Cast):
    section = make_unit("S", cast.office)
    move(section, cast.other, MAY)
    section.refresh_from_db()
    assert [(span.start, span.value) for span in superiors(section)] == [
        (BEGINNING, cast.office.pk),
        (MAY, cast.other.pk),
    ]


def test_own_days_hold_below_and_are_changed_not_doubled(cast: Cast):
    day = date(2025, 5, 5)
    assert actions.put_closed_days([(day, False, "青年节")], unit=cast.district, **BY) == 1
    assert actions.put_closed_days([(day, False, "青年节")], unit=cast.district, **BY) == 0
    assert actions.put_closed_days([(day, True, "")], unit=cast.district, **BY) == 1
    rows = closed_days(cast.office, on=day, after=day)
    assert [(row.day, row.works, row.unit) for row in rows] == [(day, True, cast.district)]
    assert list(closed_days(cast.district, on=day, after=day)) == list(rows)
    actions.drop_closed_day(rows[0], **BY)
    assert ClosedDay.objects.count() == 0
    with pytest.raises(OrgRefused):
        actions.put_closed_days([(date(2030, 1, 1), False, "")], unit=cast.office, **BY)
