"""The pages of 组织: who sees what, on which day, with how many queries."""

import re
from datetime import date

import pytest
from django.urls import reverse
from openpyxl import load_workbook

from tests.cast import Cast
from tests.factories import make_group, make_person, make_unit
from xueer.audit.models import Event
from xueer.org.actions import derive_lineage, derive_memberships
from xueer.org.models import GroupMember, Placement, Post


def page(client, code: str, **query):
    return client.get(reverse("directory.unit", args=(code,)), query)


def names(response) -> list[str]:
    return [post.person.name for post in response.context["page"]]


def tree(response) -> list[tuple[str, int, int]]:
    """(code, people, groups) of the nodes shown, from the top down."""

    def walk(nodes):
        for node in nodes:
            yield node.unit.code, node.people, node.groups
            yield from walk(node.children)

    return list(walk(response.context["nodes"]))


def test_the_tree_counts_people_and_groups_of_everything_below(as_person, cast: Cast):
    make_group("G1", cast.office)
    response = page(as_person(cast.superior), "D")
    assert tree(response) == [("D", 5, 1), ("O", 3, 1), ("X", 1, 0)]


def test_a_member_sees_their_own_unit_and_nothing_of_the_others(as_person, cast: Cast):
    client = as_person(cast.member)
    assert tree(client.get(reverse("directory.units"))) == [("O", 3, 0)]
    assert [page(client, code).status_code for code in ("O", "D", "X")] == [200, 404, 404]


def test_ages_and_files_are_for_those_who_may_see_them(as_person, cast: Cast):
    cast.head.born_on = date(1970, 1, 1)
    cast.head.save()
    member = as_person(cast.member)
    assert page(member, "O", tab="structure").status_code == 404
    assert len(names(page(member, "O", low=50))) == 3, "an age in the address tells a member nothing"
    assert names(page(as_person(cast.head), "O", low=50)) == [cast.head.name]
    assert page(as_person(cast.head), "O", tab="structure").status_code == 200


def test_phone_numbers_are_masked_without_the_permission(as_person, cast: Cast):
    cast.member.phone = "13800138021"
    cast.member.save()
    for account, shown in ((cast.head, "138******21"), (cast.secretary, "13800138021"), (cast.member, "13800138021")):
        text = page(as_person(account), "O").content.decode()
        assert shown in text
        assert ("13800138021" in text) is (shown == "13800138021")


def test_search_filters_and_order_live_in_the_address(as_person, cast: Cast):
    client = as_person(cast.secretary)
    assert names(page(client, "O")) == ["单一舟", "陆敏之", "区喆堃"], "by code within the unit"
    assert names(page(client, "O", sort="pinyin")) == ["陆敏之", "区喆堃", "单一舟"], "Lù, Ōu, Shàn"
    assert names(page(client, "O", q="敏")) == ["陆敏之"]
    assert names(page(client, "O", q="o003")) == ["区喆堃"]
    assert "没有符合条件的人" in page(client, "O", q="nobody").content.decode()


def test_units_are_found_by_name_and_sorted(as_person, cast: Cast):
    client = as_person(cast.superior)
    assert tree(client.get(reverse("directory.units"), {"find": "水务"})) == [("X", 1, 0)]
    cast.other.position = 1
    cast.other.save()
    cast.office.position = 2
    cast.office.save()
    assert [code for code, *_ in tree(page(client, "D"))] == ["D", "X", "O"]
    assert [code for code, *_ in tree(page(client, "D", order="code"))] == ["D", "O", "X"]


def test_the_page_shows_the_tree_and_the_people_of_any_day(as_person, cast: Cast):
    section = make_unit("S", cast.office, name="科室")
    mover = make_person("M1", section, name="迁居之")
    Placement.objects.create(unit=section, parent=cast.other, ends_on=date(2025, 7, 1))
    Post.objects.create(person=mover, unit=cast.other, starts_on=date(2025, 3, 1), ends_on=date(2025, 5, 1))
    derive_lineage()
    derive_memberships()
    client = as_person(cast.superior)
    assert "迁居之" in names(page(client, "O", on="2025-07-01"))
    assert "迁居之" not in names(page(client, "O", on="2025-06-30"))
    assert "迁居之" in names(page(client, "X", on="2025-06-30"))
    assert [post.unit.code for post in page(client, "X", on="2025-04-30", q="迁").context["page"]] == ["X"]
    words = [
        (change.day, change.words, change.name)
        for change in page(client, "X", tab="changes", on="2025-07-31").context["page"]
    ]
    assert words == [(date(2025, 4, 30), "免职", "迁居之"), (date(2025, 3, 1), "任职", "迁居之")]


def test_a_day_that_is_none_is_today(as_person, cast: Cast):
    assert page(as_person(cast.member), "O", on="yesterday").context["is_today"] is True


def test_bands_of_the_address_are_used_or_refused_in_words(as_person, cast: Cast):
    client = as_person(cast.head)
    assert page(client, "O", tab="structure", bands="35、45、55").context["bands"] == "35、45、55"
    refused = page(client, "O", tab="structure", bands="55,45")
    assert refused.context["bands"] == "30、40、50、60"
    assert "年龄要由小到大" in refused.content.decode()


def test_the_list_is_exported_as_shown_and_the_export_is_audited(as_person, cast: Cast, tmp_path):
    cast.member.phone = "13800138021"
    cast.member.save()
    response = page(as_person(cast.head), "O", q="O003", format="xlsx")
    (tmp_path / "list.xlsx").write_bytes(response.content)
    rows = list(load_workbook(tmp_path / "list.xlsx").active.iter_rows(values_only=True))
    assert rows[0][:3] == ("工号", "姓名", "单位")
    assert [(row[0], row[1], row[7]) for row in rows[1:]] == [("O003", "区喆堃", "138******21")]
    assert Event.objects.get(verb="list.export").detail == {"rows": 1}
    assert page(as_person(cast.member), "O", format="xlsx").status_code == 404


def test_groups_show_their_members_of_the_day(as_person, cast: Cast):
    make_group("G1", cast.office, [cast.head, cast.member])
    lines = page(as_person(cast.member), "O", tab="groups").context["lines"]
    assert [(group.name, [one.person.code for one in members]) for group, members in lines] == [
        ("G1小组", ["O003", "O001"])
    ]


def test_a_group_lists_its_head_then_its_secretary_then_members_by_name(as_person, cast: Cast):
    group = make_group("G1", cast.office)
    for person, role in ((cast.member, "成员"), (cast.head, ""), (cast.secretary, "联络员、学习秘书")):
        GroupMember.objects.create(group=group, person=person, role=role)
    GroupMember.objects.create(group=group, person=make_person("O009", cast.office, name="佐藤"), role="组长")
    response = as_person(cast.secretary).get(reverse("directory.group", args=("G1",)))
    order = [row.person.code for row in response.context["present"]]
    assert order == ["O009", "O002", "O003", "O001"]


@pytest.mark.parametrize("tab", ["people", "structure", "groups", "changes"])
def test_as_many_queries_for_one_row_as_for_three(as_person, cast: Cast, tab):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    unit = make_unit("N", cast.district)
    client, counts = as_person(cast.superior), []
    for wanted in (1, 3):
        while unit.people.count() < wanted:
            person = make_person("", unit, starts_on=date(2025, 2, 1))
            make_group(f"G{person.code}", unit, [person])
        page(client, "N", tab=tab, on="2025-06-01")
        with CaptureQueriesContext(
            connection,
        ) as queries:
            assert page(client, "N", tab=tab, on="2025-06-01").status_code == 200
        counts.append(len(queries))
    assert counts[0] == counts[1]
    assert counts[0] <= 24


def suggested(client, field: str, typed: str) -> list[str]:
    headers = {"HX-Request": "true", "HX-Trigger-Name": field}
    answer = client.get(reverse("directory.suggest_people"), {field: typed}, headers=headers)
    return re.findall(r'value="([^"]*)"', answer.content.decode())


def test_names_are_proposed_while_typed_only_of_units_in_sight(as_person, cast: Cast):
    client = as_person(cast.secretary)
    assert suggested(client, "chairs", "区") == suggested(client, "people", "ou") == ["区喆堃"]
    assert suggested(client, "speakers", "张三、单") == ["张三、单一舟"], "what stands before stays"
    assert suggested(client, "speakers", "") == suggested(client, "speakers", cast.stranger.name) == []
    make_person("O077", cast.office, name="区喆堃")
    assert suggested(client, "chairs", "区") == ["O003", "O077"], "alike are told apart by number"
    for number in range(25):
        make_person(f"Z{number:03}", cast.office, name=f"卓{number:02}")
    assert len(suggested(client, "chairs", "卓")) == 20
