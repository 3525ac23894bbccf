"""What was done to units and people in pages goes out with the workbook and comes back the same."""

from datetime import date, timedelta

import pytest

from tests.cast import Cast
from tests.exchange.test_export import sheets
from tests.factories import HERE, hold, make_unit
from xueer.activities.actions.restating import restate_rolls
from xueer.common.calendar import now, today
from xueer.exchange.export.actions import export_workbook
from xueer.org import actions

YEAR = today().year - 1
MARCH, MAY, LEFT = date(YEAR, 3, 1), date(YEAR, 5, 1), date(YEAR, 9, 1)


@pytest.fixture
def acts(cast: Cast) -> None:
    """A transfer in May, restated; a second post; a unit that moved; a group that somebody left; two exemptions."""
    by = {"by": cast.secretary, "at": now()}
    section = make_unit("O-1", cast.office, name="综合科")
    hold(cast.office, f"{YEAR}-06-06 14:30", code="A6", roll={cast.member: HERE, cast.head: HERE})
    new = actions.add_person({"name": "䶮山", "starts_on": MARCH}, code="O004", unit=cast.office, duty="科员", **by)
    actions.transfer_person(cast.member, unit=section, duty="科长", starts_on=MAY, seen="", **by)
    restate_rolls(cast.member, MAY, reason="补录任免文件", **by)
    actions.transfer_person(new, unit=cast.other, duty="", starts_on=today() + timedelta(days=30), seen="", **by)
    actions.add_side_post(cast.head, unit=cast.other, duty="顾问", starts_on=MAY, ends_on=LEFT, **by)
    actions.move_unit(section, parent=cast.other, starts_on=LEFT, seen="", **by)
    group = actions.add_group(code="G1", name="中心组", kind="中心组", unit=cast.office, **by)
    one, _two = actions.join_group(group, [cast.head, cast.secretary], role="组长", starts_on=MARCH, **by)
    actions.edit_member(one, role="组长", starts_on=MARCH, ends_on=LEFT, seen="", **by)
    actions.add_exemption(cast.head, starts_on=LEFT, basis="年龄", **by)
    actions.add_exemption(cast.secretary, starts_on=MARCH, ends_on=MAY, basis="公假", **by | {"by": cast.head})
    actions.end_service(cast.stranger, ends_on=LEFT, seen="", **by)


@pytest.mark.slow
def test_acts_of_pages_come_back_with_the_workbook(cast: Cast, acts, new_home, tmp_path):
    first, again = tmp_path / "first.xlsx", tmp_path / "again.xlsx"
    export_workbook(first, unit=cast.district, year=None, by=None, at=now())
    wanted = sheets(first)
    new_home(set_up=True).run_all(("import", first), ("export", again, "--unit", "D"), ("check",))
    assert sheets(again) == wanted

    def cells(sheet: str, *columns: str) -> list[tuple]:
        return [tuple(row[column] or "" for column in columns) for row in wanted[sheet]]

    assert cells("隶属", "单位编码", "上级编码", "结束日期") == [("O-1", "O", LEFT - timedelta(days=1))]
    posts = cells("任职", "工号", "单位编码", "主兼", "开始日期", "结束日期")
    assert posts == [
        ("O001", "X", "兼", MAY, LEFT - timedelta(days=1)),
        ("O003", "O", "主", "", MAY - timedelta(days=1)),
        ("O004", "X", "主", today() + timedelta(days=30), ""),
    ]
    exempt = dict(cells("人员", "工号", "免集中学习"))
    assert (exempt["O001"], exempt["O002"]) == (LEFT, "否"), "days from … to have no place in the workbook"
    assert [row[3] for row in cells("小组", "小组编码", "工号", "组内角色", "退出日期")] == [
        LEFT - timedelta(days=1),
        "",
    ]
