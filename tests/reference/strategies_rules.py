"""Requirements of every measure that sessions can answer, with conditions, bounds, deadlines and alternatives.

Left out are only the combinations for which the contract gives no answer at all; `README.md` lists them.
"""

from tests.reference.dice import Dice
from tests.reference.rows import Row

TYPES = ["学习", "党课", "讲座"]
MEASURES = {
    "单位": ["次数", "次数", "天数", "学时", "人均学时", "出席率", "种类数", "在位"],
    "小组": ["次数", "天数", "学时", "人均学时", "出席率", "种类数"],
    "人员": ["次数", "次数", "天数", "学时", "学时", "出席率", "种类数"],
}
AT_LEAST = {"学时": [0.5, 1, 2.5, 6, 12], "人均学时": [0.25, 1, 3], "出席率": [50, 66.67, 80, 100], "在位": [None, 1]}
AT_MOST = [0, 1, 2, 5, 10]
PERIODS = [*["年"] * 5, *["季度"] * 3, *["半年"] * 3, *["月", "周", "五年", "五年", "一次", "一次"]]
DEADLINES = ["01-31", "03-15", "06-30", "12-31", "01-02"]
CONDITIONS = {
    "单位": [
        "层面=社区",
        "单位类型=党支部",
        "类别=学校|层面=社区",
        "层面=社区、单位类型=党支部",
        "单位编码=U1",
        "单位名称=第1单位",
    ],
    "小组": ["小组类型=中心组", "小组名称=第1组|小组类型=党小组", "单位编码=U1", "小组编码=G2"],
    "人员": [
        "职级=科级",
        "政治面貌=党员|职级=处级",
        "层面=社区",
        "单位类型=党支部、职务=书记",
        "职务=委员，层面=企业",
        "小组类型=中心组",
        "小组类型=中心组、组内角色=组长",
        "小组编码=G1、组内角色=成员、职级=科级",
        "性别=女|单位编码=U1、职务=书记",
        "组内角色=组长|类别=学校",
    ],
}
OWN_LEVEL = {
    "单位": ["本级=是", "本级=是、层面=社区"],
    "小组": ["本级=是", "本级=是、小组类型=中心组"],
    "人员": ["本级=是", "本级=是、职务=书记", "本级=是、职级=科级|小组类型=党小组"],
}


def requirement_rows(dice: Dice, units: list[str]) -> list[Row]:
    rows = [_requirement(dice, f"Q{number}", units) for number in range(dice.randint(4, 14))]
    for row in rows:
        row["替代要求"] = None if is_endless(row) else _others(dice, row, rows)
    return rows


def is_endless(row: Row) -> bool:
    return row["周期"] == "一次" and not row["截止"] and not row["废止日期"]


def _others(dice: Dice, row: Row, rows: list[Row]) -> str | None:
    """Chains and circles of requirements upon the same kind of subject."""
    fit = [one["要求编码"] for one in rows if one is not row and one["对象"] == row["对象"]]
    return "、".join(dice.some(fit, 0)) or None if dice.chance(35) else None


def _requirement(dice: Dice, code: str, units: list[str]) -> Row:
    kind = dice.choice(["人员", "人员", "单位", "单位", "小组"])
    measure = dice.choice(MEASURES[kind])
    roles = ["参加", "主讲", "中心发言", "主持"]
    row = {
        "要求编码": code,
        "制度编码": dice.maybe(40, ["Z"]),
        "名称": f"要求{code}",
        "单位编码": dice.choice([units[0], dice.choice(units)]),
        "对象": kind,
        "对象条件": dice.maybe(45, CONDITIONS[kind] + OWN_LEVEL[kind]),
        "事项": _types(dice, measure),
        "参与方式": dice.maybe(50, roles) if kind == "人员" else None,
        "内容类别": dice.maybe(25, ["基础性", "应用性、实践性"]) if measure != "在位" else None,
        "度量": measure,
        "力度": dice.choice([None, "应当", "一般", "本地"]),
        "免除条件": dice.maybe(25, CONDITIONS[kind]),
    }
    return row | _bounds(dice, measure) | _dates(dice, measure)


def _types(dice: Dice, measure: str) -> str:
    if measure == "在位":
        return dice.choice(["学习计划", "学习计划、党课"])
    return "、".join(dice.some(TYPES, 1, 3))


def _bounds(dice: Dice, measure: str) -> Row:
    """至少, 至多 or both; a rate and 在位 only have a lower bound."""
    at_least = dice.choice(AT_LEAST.get(measure, [1, 2, 3, 5, 12]))
    if measure in ("出席率", "在位") or dice.chance(60):
        return {"至少": at_least, "至多": None}
    at_most = dice.choice(AT_MOST)
    return {"至少": at_least if at_least <= at_most and dice.chance(60) else None, "至多": at_most}


def _dates(dice: Dice, measure: str) -> Row:
    period = dice.choice(PERIODS)
    first, deadline, last = sorted([dice.day(), dice.day(), dice.day()])
    if period == "一次":
        row = {"周期": period, "施行日期": first, "截止": dice.maybe(50, [deadline.isoformat()])}
        is_ended = measure in ("人均学时", "在位") or dice.chance(50)
        return row | {"废止日期": last if is_ended else None}
    return {
        "周期": period,
        "截止": dice.maybe(30, [*DEADLINES, deadline.isoformat()]),
        "施行日期": first if dice.chance(25) else None,
        "废止日期": last if dice.chance(25) else None,
    }
