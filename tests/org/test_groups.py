"""Groups changed one at a time: several people join, leave, change their role; the group ends."""

from datetime import date

import pytest

from tests.cast import Cast
from tests.factories import MOMENT
from xueer.audit.models import Event
from xueer.common.calendar import FOREVER
from xueer.common.digests import digest
from xueer.org import actions
from xueer.org.errors import OrgRefused, OrgStale
from xueer.org.models import Group
from xueer.org.queries import GROUP_FIELDS, values_of

MARCH, MAY = date(2024, 3, 1), date(2024, 5, 1)
BY = {"by": None, "at": MOMENT}


@pytest.fixture
def group(cast: Cast) -> Group:
    return actions.add_group(code="O-Z1", name="理论学习小组", kind="学习小组", unit=cast.office, **BY)


def members(group: Group) -> list[tuple]:
    return list(group.members.order_by("person__code").values_list("person__code", "role", "starts_on", "ends_on"))


def test_several_join_at_once_and_nobody_twice(cast: Cast, group: Group):
    actions.join_group(group, [cast.head, cast.member], role="成员", starts_on=MARCH, **BY)
    assert members(group) == [("O001", "成员", MARCH, FOREVER), ("O003", "成员", MARCH, FOREVER)]
    with pytest.raises(OrgRefused) as refused:
        actions.join_group(group, [cast.secretary, cast.member], role="", starts_on=MAY, **BY)
    assert (cast.member.name in str(refused.value), len(members(group))) == (True, 2)
    detail = {"people": ["O001", "O003"], "role": "成员", "from": "2024-03-01"}
    assert Event.objects.get(verb="org.join_group").detail == detail


def test_a_member_becomes_head_leaves_and_joins_again(cast: Cast, group: Group):
    (one,) = actions.join_group(group, [cast.head], role="", starts_on=MARCH, **BY)
    actions.edit_member(one, role="组长", starts_on=MARCH, ends_on=MAY, seen="", **BY)
    (two,) = actions.join_group(group, [cast.head], role="成员", starts_on=MAY, **BY)
    assert members(group) == [("O001", "组长", MARCH, MAY), ("O001", "成员", MAY, FOREVER)]
    with pytest.raises(OrgRefused):
        actions.edit_member(two, role="", starts_on=MARCH, ends_on=FOREVER, seen="", **BY)
    with pytest.raises(OrgRefused):
        actions.edit_member(two, role="", starts_on=MAY, ends_on=MARCH, seen="", **BY)
    actions.drop_member(two, **BY)
    assert members(group) == [("O001", "组长", MARCH, MAY)]


def test_who_has_left_the_organisation_does_not_join(cast: Cast, group: Group):
    actions.end_service(cast.member, ends_on=MARCH, seen="", **BY)
    cast.member.refresh_from_db()
    with pytest.raises(OrgRefused) as refused:
        actions.join_group(group, [cast.member], role="", starts_on=MAY, **BY)
    assert refused.value.field == "people"


def test_a_group_ends_with_all_its_members(cast: Cast, group: Group):
    actions.join_group(group, [cast.head, cast.member], role="", starts_on=MARCH, **BY)
    assert actions.end_group(group, ends_on=MAY, **BY) == 2
    assert {row[3] for row in members(group)} == {MAY}
    with pytest.raises(OrgRefused):
        actions.end_group(group, ends_on=MAY, **BY)


def test_renaming_meets_a_newer_name(cast: Cast, group: Group):
    seen = digest(values_of(group, GROUP_FIELDS))
    actions.edit_group(group, {"name": "一组", "kind": "学习小组"}, seen=seen, **BY)
    with pytest.raises(OrgStale) as stale:
        actions.edit_group(group, {"name": "二组", "kind": "学习小组"}, seen=seen, **BY)
    group.refresh_from_db()
    assert (stale.value.stored["name"], group.name) == ("一组", "一组")
