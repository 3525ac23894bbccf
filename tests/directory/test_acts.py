"""Units, people and groups changed in pages: by whom, refused in words, sent twice, grown old, far away."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tests.cast import Cast
from tests.factories import make_group, make_person, make_unit
from xueer.access.models import Grant
from xueer.access.roles import RoleName
from xueer.audit.models import Event
from xueer.common.calendar import BEGINNING, FOREVER, today
from xueer.org.models import ClosedDay, Exemption, Group, GroupMember, Membership, Person, Placement, Post, Unit

MAY = date(today().year - 1, 5, 1)


def address(name: str, *args) -> str:
    return reverse(f"directory.{name}", args=args)


def send(client, act: str, /, *args, **form):
    return client.post(address(act, *args), {key: value for key, value in form.items() if value is not None})


def seen(client, name: str, *args) -> str:
    return client.get(address(name, *args)).context["form"]["seen"].value()


def text(response) -> str:
    return response.content.decode()


def belonged(person: Person) -> list[tuple[str, date, date]]:
    rows = Membership.objects.filter(person=person, main=True).order_by("starts_on")
    return list(rows.values_list("unit__code", "starts_on", "ends_on"))


@pytest.fixture
def section(cast: Cast) -> Unit:
    return make_unit("O-1", cast.office, name="综合科")


def test_an_empty_home_gets_its_first_unit_in_a_page(as_person, db):
    admin = make_person("ADMIN")
    Grant.objects.create(person=admin, role=RoleName.ADMINISTRATOR)
    client = as_person(admin)
    assert address("first_unit") in text(client.get(address("units")))
    assert send(client, "first_unit", code="D", name="青禾区", kind="党委").status_code == 302
    assert Unit.objects.get().code == "D"
    assert client.get(address("unit", "D")).status_code == 200


def test_codes_are_proposed_after_those_beside(as_person, cast: Cast):
    client = as_person(cast.secretary)
    proposed = [
        client.get(address(name, "O")).context["form"]["code"].value()
        for name in ("add_person", "add_unit", "add_group")
    ]
    assert proposed == ["O004", "O01", "O-Z1"]


def test_somebody_added_gets_a_page_that_leads_to_the_slip(as_person, cast: Cast):
    client = as_person(cast.secretary)
    response = send(client, "add_person", "O", code="O004", name="䶮", duty="科员", starts_on=today().isoformat())
    assert response["Location"] == address("person", "O004")
    page = text(client.get(response["Location"]))
    assert reverse("access.slips", args=("O",)) + "?person=O004" in page
    slips = client.post(reverse("access.slips", args=("O",)) + "?person=O004").context["slips"]
    assert [person.code for person, _password in slips] == ["O004"]
    assert send(client, "add_person", "O", code="O004", name="另一人").status_code == 422
    assert Person.objects.get(code="O004").name == "䶮"


def test_a_form_sent_twice_adds_one_person(as_person, cast: Cast):
    client = as_person(cast.secretary)
    form = {"code": "O004", "name": "䶮", "once": "11111111-2222"}
    first, second = (send(client, "add_person", "O", **form) for _ in range(2))
    assert (first["Location"], second["Location"]) == (address("person", "O004"),) * 2
    assert Event.objects.filter(verb="org.add_person").count() == 1


def test_a_secretary_transfers_within_the_own_units_only(as_person, cast: Cast, section: Unit):
    client = as_person(cast.secretary)
    offered = client.get(address("transfer", "O003")).context["form"].fields["unit"].widget.choices
    assert [code for code, _name in offered] == ["", "O", "O-1"]
    for unit, status in (("X", 422), ("O-1", 302)):
        assert send(client, "transfer", "O003", unit=unit, duty="", starts_on=MAY.isoformat()).status_code == status
    assert belonged(cast.member) == [("O", BEGINNING, MAY), ("O-1", MAY, FOREVER)]


def test_the_office_above_both_transfers_and_the_old_secretary_loses_sight(as_person, cast: Cast):
    Grant.objects.create(person=cast.superior, role=RoleName.SECRETARY, unit=cast.district)
    send(as_person(cast.superior), "transfer", "O003", unit="X", duty="", starts_on=MAY.isoformat())
    assert belonged(cast.member) == [("O", BEGINNING, MAY), ("X", MAY, FOREVER)]
    assert as_person(cast.secretary).get(address("person", "O003")).status_code == 404


def test_a_transfer_ends_the_groups_of_the_unit_left_unless_unticked(as_person, cast: Cast, section: Unit):
    for code, unit in (("Z1", cast.office), ("Z2", cast.office), ("Z3", cast.office), ("ZD", cast.district)):
        make_group(code, unit, [cast.member])
    late, over = GroupMember.objects.get(group__code="Z3"), GroupMember.objects.get(group__code="Z2")
    GroupMember.objects.filter(pk=late.pk).update(starts_on=MAY + timedelta(days=9))
    client = as_person(cast.secretary)
    field = client.get(address("transfer", "O003")).context["form"]["ticked"]
    assert [words for _pk, words in field.field.choices] == [one.name for one in Group.objects.filter(unit=cast.office)]
    ticked = [pk for pk in field.value() if pk != str(over.pk)]
    assert len(ticked) == 2
    elsewhere = GroupMember.objects.get(group__code="ZD")
    post = {"unit": "O-1", "duty": "", "starts_on": MAY.isoformat()}
    assert send(client, "transfer", "O003", ticked=[*ticked, elsewhere.pk], **post).status_code == 422, "not offered"
    assert send(client, "transfer", "O003", ticked=ticked, **post).status_code == 302
    rows = GroupMember.objects.filter(person=cast.member).order_by("group__code").values_list("group__code", "ends_on")
    assert list(rows) == [("Z1", MAY), ("Z2", FOREVER), ("ZD", FOREVER)]
    assert Event.objects.get(verb="org.transfer_person").detail["left"] == ["Z1", "Z3"]
    assert "ticked" not in client.get(address("transfer", "O003")).context["form"].fields


def test_a_new_duty_in_the_same_unit_ends_no_group(as_person, cast: Cast):
    (place,) = make_group("Z1", cast.office, [cast.member]).members.all()
    form = {"unit": "O", "duty": "科长", "starts_on": MAY.isoformat(), "ticked": [place.pk]}
    assert send(as_person(cast.secretary), "transfer", "O003", **form).status_code == 302
    assert GroupMember.objects.get(pk=place.pk).ends_on == FOREVER


@pytest.mark.parametrize("days", [-400_000, 800])
def test_a_transfer_on_an_impossible_day_is_refused_and_leaves_all_as_it_was(as_person, cast: Cast, section, days):
    day = (today() + timedelta(days=days)).isoformat() if days > 0 else "1024-05-01"
    response = send(as_person(cast.secretary), "transfer", "O003", unit="O-1", duty="", starts_on=day)
    assert (response.status_code, belonged(cast.member)) == (422, [("O", BEGINNING, FOREVER)])
    assert not Event.objects.exists()


def test_who_was_slower_sees_both_versions_and_may_then_save(as_person, cast: Cast):
    client = as_person(cast.secretary)
    mark = seen(client, "edit_person", "O003")
    send(client, "edit_person", "O003", name="区喆", seen=mark)
    response = send(client, "edit_person", "O003", name="区堃", phone="13800000000", seen=mark)
    assert (response.status_code, Person.objects.get(code="O003").name) == (409, "区喆")
    assert ("姓名", "区喆", "区堃") in response.context["form"].theirs
    assert "区堃" in text(response)
    again = response.context["form"]["seen"].value()
    assert send(client, "edit_person", "O003", name="区堃", seen=again).status_code == 302
    assert Person.objects.get(code="O003").name == "区堃"


def test_births_and_phones_stay_for_those_who_may_not_see_them(as_person, cast: Cast, monkeypatch):
    from xueer.access import roles
    from xueer.access.permissions import Permission

    Person.objects.filter(code="O003").update(phone="13800138021", born_on=date(1990, 4, 3))
    less = roles.PERMISSIONS_OF["SECRETARY"] - {Permission.PHONE_VIEW}
    monkeypatch.setitem(roles.PERMISSIONS_OF, "SECRETARY", less)
    client = as_person(cast.secretary)
    shown = text(client.get(address("person", "O003"))) + text(client.get(address("edit_person", "O003")))
    assert ("13800138021" in shown, "1990" in shown) == (False, False)
    send(client, "edit_person", "O003", name="区堃", phone="1", seen=seen(client, "edit_person", "O003"))
    person = Person.objects.get(code="O003")
    assert (person.name, person.phone, person.born_on) == ("区堃", "13800138021", date(1990, 4, 3))


def test_a_stale_transfer_is_told(as_person, cast: Cast, section: Unit):
    client = as_person(cast.secretary)
    mark = seen(client, "transfer", "O003")
    form = {"unit": "O-1", "duty": "", "seen": mark}
    assert send(client, "transfer", "O003", starts_on=MAY.isoformat(), **form).status_code == 302
    later = (MAY + timedelta(days=90)).isoformat()
    response = send(client, "transfer", "O003", starts_on=later, **(form | {"unit": "O"}))
    assert (response.status_code, bool(response.context["form"].theirs)) == (409, True)
    assert belonged(cast.member) == [("O", BEGINNING, MAY), ("O-1", MAY, FOREVER)]


def test_the_timeline_is_put_right_and_taken_back(as_person, cast: Cast, section: Unit):
    client = as_person(cast.secretary)
    send(client, "transfer", "O003", unit="O-1", duty="", starts_on=MAY.isoformat())
    april = MAY.replace(month=4)
    send(client, "edit_main", "O003", 1, unit="O-1", duty="科长", starts_on=april.isoformat())
    assert belonged(cast.member) == [("O", BEGINNING, april), ("O-1", april, FOREVER)]
    assert send(client, "undo_transfer", "O003", 1).status_code == 302
    assert belonged(cast.member) == [("O", BEGINNING, FOREVER)]
    assert send(client, "undo_transfer", "O003", 1).status_code == 302, "told, not an error"
    assert client.get(address("edit_main", "O003", 5)).status_code == 404


def test_second_posts_come_and_end(as_person, cast: Cast, section: Unit):
    client = as_person(cast.secretary)
    send(client, "add_post", "O003", unit="O-1", duty="兼科长", starts_on=MAY.isoformat())
    post = Post.objects.get(main=False)
    form = {"unit": "O-1", "duty": "兼科长", "starts_on": MAY.isoformat()}
    wrong = send(client, "edit_post", "O003", post.pk, **form, ends_on="1999-01-01")
    assert (wrong.status_code, "结束日期早于开始日期" in text(wrong)) == (422, True)
    send(client, "edit_post", "O003", post.pk, **form, ends_on=MAY.isoformat())
    post.refresh_from_db()
    assert post.ends_on == MAY + timedelta(days=1), "the last day is named, the day after is kept"
    send(client, "drop_post", "O003", post.pk)
    assert not Post.objects.exists()


def test_exemptions_are_only_for_those_who_see_reasons(as_person, cast: Cast, monkeypatch):
    client = as_person(cast.secretary)
    assert send(client, "add_exemption", "O003", basis="", starts_on="").status_code == 422
    send(client, "add_exemption", "O003", basis="年满退出", starts_on=MAY.isoformat())
    row = Exemption.objects.get()
    assert "年满退出" in text(client.get(address("person", "O003")))
    send(client, "edit_exemption", "O003", row.pk, basis="年满退出", starts_on=MAY.isoformat(), ends_on=MAY.isoformat())
    row.refresh_from_db()
    assert row.ends_on == MAY + timedelta(days=1)
    from xueer.access import roles
    from xueer.access.permissions import Permission

    less = roles.PERMISSIONS_OF["SECRETARY"] - {Permission.REASON_VIEW}
    monkeypatch.setitem(roles.PERMISSIONS_OF, "SECRETARY", less)
    assert "年满退出" not in text(client.get(address("person", "O003")))
    assert client.get(address("edit_exemption", "O003", row.pk)).status_code == 404
    send(as_person(cast.administrator), "drop_exemption", "O003", row.pk)
    assert not Exemption.objects.exists()


def test_nobody_frees_themselves_of_collective_study(as_person, cast: Cast):
    client, words = as_person(cast.secretary), "不能免除自己的集中学习"
    asked = send(client, "add_exemption", "O002", basis="年满退出", starts_on=MAY.isoformat())
    assert (asked.status_code, words in text(asked), Exemption.objects.exists()) == (422, True, False)
    given = Exemption.objects.create(person=cast.secretary, basis="病休", starts_on=MAY)
    longer = send(client, "edit_exemption", "O002", given.pk, basis="病休", starts_on=MAY.replace(month=1).isoformat())
    dropped = client.post(address("drop_exemption", "O002", given.pk), follow=True)
    assert (longer.status_code, words in text(longer), words in text(dropped)) == (422, True, True)
    assert Exemption.objects.get().starts_on == MAY
    assert send(as_person(cast.administrator), "drop_exemption", "O002", given.pk).status_code == 302
    assert not Exemption.objects.exists()


def test_leaving_ends_roles_and_the_last_administrator_cannot_leave(as_person, cast: Cast):
    client, day = as_person(cast.administrator), today().isoformat()
    assert send(client, "leave_service", "O002", ends_on=day).status_code == 302
    assert Grant.objects.get(person=cast.secretary).ends_on == today() + timedelta(days=1)
    response = send(client, "leave_service", "ADMIN", ends_on=day)
    assert (response.status_code, "最后一名系统管理员" in text(response)) == (422, True)
    cast.administrator.refresh_from_db()
    assert cast.administrator.ends_on == FOREVER
    assert send(client, "come_back", "O002", starts_on=(today() + timedelta(days=1)).isoformat()).status_code == 302
    assert not cast.secretary.grants.filter(ends_on=FOREVER).exists(), "roles do not come back with the person"


def test_a_secretary_does_not_end_the_service_of_somebody_who_grants_roles(as_person, cast: Cast):
    Grant.objects.create(person=cast.head, role=RoleName.ADMINISTRATOR, unit=cast.district)
    response = send(as_person(cast.secretary), "leave_service", "O001", ends_on=today().isoformat())
    cast.head.refresh_from_db()
    assert (response.status_code, cast.head.ends_on) == (422, FOREVER)


def test_a_unit_moves_only_by_those_who_keep_both_places(as_person, cast: Cast, section: Unit):
    day = MAY.isoformat()
    assert as_person(cast.secretary).get(address("move_unit", "O")).status_code == 404
    assert send(as_person(cast.secretary), "move_unit", "O-1", parent="X", starts_on=day).status_code == 422
    client = as_person(cast.administrator)
    wrong = send(client, "move_unit", "O", parent="O-1", starts_on=day)
    assert (wrong.status_code, "综合科" in text(wrong), Placement.objects.exists()) == (422, True, False)
    assert send(client, "move_unit", "O-1", parent="X", starts_on=day).status_code == 302
    assert as_person(cast.secretary).get(address("unit", "O-1")).status_code == 404
    assert send(client, "undo_move", "O-1", day).status_code == 302
    section.refresh_from_db()
    assert (section.parent, Placement.objects.exists()) == (cast.office, False)


def test_who_keeps_the_superior_of_today_does_not_rewrite_the_one_before(as_person, cast: Cast, section: Unit):
    """The section stood under the office, then under the other unit: its figures of that time are the office's."""
    Grant.objects.create(person=cast.stranger, role=RoleName.SECRETARY, unit=cast.other)
    client, day = as_person(cast.administrator), MAY.isoformat()
    send(client, "move_unit", "O-1", parent="X", starts_on=day)
    keeper = as_person(cast.stranger)
    assert address("undo_move", "O-1", day) not in text(keeper.get(address("edit_unit", "O-1")))
    assert send(keeper, "undo_move", "O-1", day).status_code == 404
    section.refresh_from_db()
    assert section.parent == cast.other
    assert (
        send(keeper, "move_unit", "O-1", parent="O", starts_on=(MAY + timedelta(days=9)).isoformat()).status_code == 422
    )
    assert address("undo_move", "O-1", day) in text(client.get(address("edit_unit", "O-1")))


def test_a_move_to_come_is_kept_by_those_who_keep_the_coming_superior(as_person, cast: Cast, section: Unit):
    """Today the section stands under the office; an earlier day would take days from the other unit."""
    later = today() + timedelta(days=30)
    send(as_person(cast.administrator), "move_unit", "O-1", parent="X", starts_on=later.isoformat())
    assert as_person(cast.secretary).get(address("move_unit", "O-1")).status_code == 404
    assert send(as_person(cast.secretary), "undo_move", "O-1", later.isoformat()).status_code == 404
    assert Placement.objects.filter(unit=section).exists()


def test_closing_a_unit_with_people_asks_back(as_person, cast: Cast, section: Unit):
    make_person("S1", section)
    client, day = as_person(cast.secretary), today().isoformat()
    asked = send(client, "close_unit", "O-1", ends_on=day)
    assert (asked.status_code, 'type="checkbox"' in text(asked)) == (422, True)
    assert send(client, "close_unit", "O-1", ends_on=day, confirmed="on").status_code == 302
    section.refresh_from_db()
    assert section.ends_on == today() + timedelta(days=1)


def test_several_people_join_a_group_ticked_and_typed(as_person, cast: Cast):
    client = as_person(cast.secretary)
    response = send(client, "add_group", "O", code="G1", name="中心组", kind="中心组")
    assert response["Location"] == address("join_group", "G1")
    form = {"ticked": ["O001"], "people": "区喆堃、O002", "role": "成员", "starts_on": MAY.isoformat()}
    assert send(client, "join_group", "G1", **form).status_code == 302
    group = Group.objects.get()
    assert set(group.members.values_list("person__code", "role")) == {(f"O00{n}", "成员") for n in (1, 2, 3)}
    again = send(client, "join_group", "G1", people="O001", role="", starts_on=MAY.isoformat())
    assert (again.status_code, group.members.count()) == (422, 3)
    for people in ("", "仇远", "X001"):
        assert send(client, "join_group", "G1", people=people, starts_on="").status_code == 422, "out of sight"
    one = group.members.first()
    send(client, "edit_member", "G1", one.pk, role="组长", starts_on=MAY.isoformat(), ends_on=today().isoformat())
    assert list(group.members.filter(pk=one.pk).values_list("role", "ends_on")) == [
        ("组长", today() + timedelta(days=1))
    ]
    assert send(client, "end_group", "G1", ends_on=today().isoformat()).status_code == 302
    assert send(client, "drop_member", "G1", one.pk).status_code == 302


def test_days_off_are_pasted_and_a_wrong_line_is_named(as_person, cast: Cast):
    client, year = as_person(cast.secretary), today().year
    wrong = send(client, "days", "O", days=f"{year}-05-04 放假\n五月九日上班")
    assert (wrong.status_code, "第 2 行" in text(wrong), ClosedDay.objects.count()) == (422, True, 0)
    lines = f"{year}-05-04 放假 青年节\n{year}年7月20日至{year}年7月21日 休（高温假）\n{year}-05-09 调休上班"
    send(client, "days", "O", days=lines)
    assert list(ClosedDay.objects.values_list("day", "works", "name")) == [
        (date(year, 5, 4), False, "青年节"),
        (date(year, 5, 9), True, "调休上班"),
        (date(year, 7, 20), False, "高温假"),
        (date(year, 7, 21), False, "高温假"),
    ]
    day = ClosedDay.objects.first()
    assert send(as_person(cast.superior), "drop_day", "O", day.pk).status_code == 404
    assert send(client, "drop_day", "O", day.pk).status_code == 302
    assert ClosedDay.objects.count() == 3


@pytest.mark.parametrize("words, found", [("lmz", "陆敏之"), ("lumin", "陆敏之"), ("oz", "区喆堃"), ("luz", None)])
def test_people_are_found_by_initials_and_pinyin(as_person, cast: Cast, words: str, found: str | None):
    page = as_person(cast.secretary).get(address("unit", "O"), {"q": words}).context["page"]
    assert [post.person.name for post in page] == ([found] if found else [])


@pytest.mark.parametrize("name", ["person", "group", "days"])
def test_as_many_queries_for_one_row_as_for_three(as_person, cast: Cast, section: Unit, name: str):
    client, counts = as_person(cast.secretary), []
    group, code = make_group("G0", cast.office), {"person": "O003", "group": "G0", "days": "O"}[name]
    for number in range(3):
        make_group(f"G{number}x", cast.office, [cast.member])
        group.members.create(person=make_person(f"Q{number}", cast.office))
        span = {"starts_on": date(2000 + number, 1, 1), "ends_on": date(2000 + number, 2, 1)}
        Post.objects.create(person=cast.member, unit=section, main=False, **span)
        Exemption.objects.create(person=cast.member, basis="", **span)
        ClosedDay.objects.create(unit=cast.office, day=today() + timedelta(days=number))
        client.get(address(name, code))
        with CaptureQueriesContext(connection) as queries:
            assert client.get(address(name, code)).status_code == 200
        counts.append(len(queries))
    assert (counts[0], counts[0] <= 24) == (counts[2], True)
