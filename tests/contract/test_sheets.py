"""The table of sheets and columns, restated: name → columns, `*` marks those that must not be missing or empty."""

import pytest

from tests.contract.books import house
from tests.contract.full_year import FULL_YEAR
from xueer.exchange.sheets import LATER_SHEETS, SHEETS_BY_NAME

TABLE = {
    "单位": "单位编码* 单位名称* 上级编码 单位类型* 层面 类别 固定排序 成立日期 撤销日期",
    "隶属": "单位编码* 上级编码 开始日期 结束日期",
    "人员": ("工号* 姓名* 性别 出生日期 学历 政治面貌 入党日期 单位编码* 职务 职级 手机 到岗日期 离岗日期 免集中学习"),
    "任职": "工号* 单位编码* 职务 主兼 开始日期 结束日期",
    "小组": "小组编码* 小组名称* 小组类型* 单位编码* 工号 组内角色 加入日期 退出日期",
    "角色": "工号* 角色* 单位编码* 开始日期 结束日期",
    "事项": "事项* 上级事项 记录单位",
    "制度": "制度编码* 制度名称* 单位编码* 层级 文号 学时分钟 施行日期 废止日期",
    "条款": "制度编码* 条号* 章 正文*",
    "要求": (
        "要求编码* 制度编码 条款 名称* 单位编码* 对象* 对象条件 事项* 参与方式 内容类别 度量* 至少 至多 周期* 截止 力度"
        " 免除条件 替代要求 施行日期 废止日期"
    ),
    "计划": "计划编码* 单位编码* 年度* 条目编码* 月份 日期 专题* 事项* 小组编码 内容类别 主讲 说明 状态",
    "活动": (
        "活动编码* 主题* 事项* 单位编码* 小组编码 条目编码 开始时间* 结束时间* 地点 形式 内容类别 主持人 主讲人"
        " 中心发言人 状态 应到人数 实到人数 纪要"
    ),
    "签到": "活动编码* 工号* 状态* 事由 补学日期 补学方式",
}
LATER = ["成果", "考试", "走访", "问题", "经费", "荣誉"]
KEYS = {
    "单位": ["单位编码"],
    "隶属": ["单位编码", "开始日期"],
    "人员": ["工号"],
    "任职": ["工号", "单位编码", "开始日期"],
    "小组": ["小组编码", "工号", "加入日期"],
    "角色": ["工号", "角色", "单位编码", "开始日期"],
    "事项": ["事项"],
    "制度": ["制度编码"],
    "条款": ["制度编码", "条号"],
    "要求": ["要求编码"],
    "计划": ["条目编码"],
    "活动": ["活动编码"],
    "签到": ["活动编码", "工号"],
}


def columns(sheet: str) -> list[str]:
    return TABLE[sheet].replace("*", "").split()


def required(sheet: str) -> list[str]:
    return [name.rstrip("*") for name in TABLE[sheet].split() if name.endswith("*")]


def test_the_sheets_are_those_of_the_table_in_its_order():
    assert list(SHEETS_BY_NAME) == list(TABLE)
    assert list(LATER_SHEETS) == LATER


@pytest.mark.parametrize("sheet", TABLE)
def test_columns_and_keys_are_those_of_the_table(sheet):
    ours = SHEETS_BY_NAME[sheet]
    assert list(ours.column_names) == columns(sheet)
    assert [column.name for column in ours.columns if column.required] == required(sheet)
    assert [ours.by_field[name].name for name in ours.key] == KEYS[sheet]


def test_the_example_year_fills_every_column():
    assert {name: set(columns(name)) - {c for row in FULL_YEAR[name] for c in row} for name in TABLE} == {
        name: set() for name in TABLE
    }


@pytest.mark.parametrize("sheet", TABLE)
def test_a_sheet_with_nothing_but_its_head_is_accepted(xueer, sheet):
    done = xueer.accept({sheet: [columns(sheet)]})
    assert done.err == ""


@pytest.mark.parametrize("sheet", TABLE)
def test_every_required_column_that_is_missing_is_named(xueer, sheet):
    done = xueer.refuse({sheet: [["多余"]]})
    assert done.places == [(sheet, "1", "多余", "多余"), *((sheet, "1", name, "") for name in required(sheet))]


@pytest.mark.parametrize("sheet", TABLE)
def test_every_required_cell_that_is_empty_is_named(xueer, sheet):
    """One other cell is filled, or the row would be blank."""
    filled = (
        next(name for name in columns(sheet) if name not in required(sheet) and "编码" not in name and name != "工号")
        if sheet != "隶属"
        else "结束日期"
    )
    done = xueer.refuse({sheet: [columns(sheet), ["2025-01-01" if name == filled else " " for name in columns(sheet)]]})
    missing = [place for place in done.places if place[2] != filled]
    assert missing == [(sheet, "2", name, " ") for name in required(sheet)]


@pytest.mark.parametrize("sheet", LATER)
def test_a_sheet_of_a_later_stage_is_refused_by_name(xueer, sheet):
    done = xueer.refuse(house(**{sheet: [{"日期": "2025-01-01"}]}))
    assert done.places == [(sheet, "", "", sheet)] and done.last == "errors=1 suppressed=0"
