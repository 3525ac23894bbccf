"""The sheets of the workbook that the example fills, with their columns in reading order."""

from collections.abc import Iterable

Cell = object
Row = dict[str, Cell]
Sheets = dict[str, list[Row]]

COLUMNS: dict[str, tuple[str, ...]] = {
    sheet: tuple(columns.split())
    for sheet, columns in {
        "单位": "单位编码 单位名称 上级编码 单位类型 层面 类别 固定排序 成立日期 撤销日期",
        "隶属": "单位编码 上级编码 开始日期 结束日期",
        "人员": "工号 姓名 性别 出生日期 学历 政治面貌 入党日期 单位编码 职务 职级 手机 到岗日期 离岗日期 免集中学习",
        "任职": "工号 单位编码 职务 主兼 开始日期 结束日期",
        "小组": "小组编码 小组名称 小组类型 单位编码 工号 组内角色 加入日期 退出日期",
        "角色": "工号 角色 单位编码 开始日期 结束日期",
        "事项": "事项 上级事项 记录单位",
        "制度": "制度编码 制度名称 单位编码 层级 文号 学时分钟 施行日期 废止日期",
        "条款": "制度编码 条号 章 正文",
        "要求": "要求编码 制度编码 条款 名称 单位编码 对象 对象条件 事项 参与方式 内容类别 度量 至少 至多 周期 截止 "
        "力度 免除条件 替代要求 施行日期 废止日期",
        "计划": "计划编码 单位编码 年度 条目编码 月份 日期 专题 事项 小组编码 内容类别 主讲 说明 状态",
        "活动": "活动编码 主题 事项 单位编码 小组编码 条目编码 开始时间 结束时间 地点 形式 内容类别 主持人 主讲人 "
        "中心发言人 状态 应到人数 实到人数 纪要",
        "签到": "活动编码 工号 状态 事由 补学日期 补学方式",
    }.items()
}


def row(sheet: str, *cells: Cell) -> Row:
    """One row of a sheet: a cell for every column, in order; an empty text becomes an empty cell."""
    filled = (None if cell == "" else cell for cell in cells)
    return dict(zip(COLUMNS[sheet], filled, strict=True))


def words(text: str) -> tuple[str, ...]:
    """A list of words without blanks, written as a block of text."""
    return tuple(text.split())


def joined(values: Iterable[str]) -> str:
    """Several values in one cell."""
    return "、".join(values)
