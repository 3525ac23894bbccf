"""Units that move and close, people who come, change and leave, groups with roles."""

from datetime import date, timedelta

from tests.reference.dice import Dice
from tests.reference.rows import Row

ONE_DAY = timedelta(days=1)
DUTIES = ["书记", "委员", None]


def unit_rows(dice: Dice) -> list[Row]:
    """A tree in which every unit hangs under an earlier one, so that no move can close a circle."""
    rows = []
    for number in range(dice.randint(2, 7)):
        first, last = dice.span() if number and dice.chance(25) else (None, None)
        rows.append(
            {
                "单位编码": f"U{number}",
                "单位名称": f"第{number}单位",
                "上级编码": f"U{dice.randrange(number)}" if number else None,
                "单位类型": dice.choice(["党支部", "党支部", "党委"]),
                "层面": dice.choice([None, "社区", "企业"]),
                "类别": dice.choice([None, "公务机关", "学校"]),
                "成立日期": first,
                "撤销日期": last,
            }
        )
    return rows


def placement_rows(dice: Dice, units: list[Row]) -> list[Row]:
    """Moves: one or two earlier superiors, perhaps none at all; what follows is today's, written out or not."""
    rows = []
    for number, unit in enumerate(units):
        if not number or not dice.chance(40):
            continue
        start = None
        for cut in sorted({dice.day() for _ in range(dice.randint(1, 2))}):
            above = dice.choice([None, *(f"U{n}" for n in range(number) for _ in range(3))])
            rows.append({"单位编码": unit["单位编码"], "上级编码": above, "开始日期": start, "结束日期": cut})
            start = cut + ONE_DAY
        if dice.chance(50):
            rows.append(
                {"单位编码": unit["单位编码"], "上级编码": unit["上级编码"], "开始日期": start, "结束日期": None}
            )
    return rows


def person_rows(dice: Dice, units: list[str]) -> list[Row]:
    rows = []
    for number in range(dice.randint(3, 8)):
        first, last = dice.span() if dice.chance(30) else (None, None)
        rows.append(
            {
                "工号": f"P{number}",
                "姓名": dice.choice([f"张{number}", f"李{number}", "李同名"]),
                "性别": dice.choice(["男", "女", None]),
                "出生日期": dice.maybe(
                    80, [date(1994, 3, 31), date(1992, 2, 29), date(1960 + 4 * number, 7, number + 1)]
                ),
                "学历": dice.choice(["本科", "大专", None]),
                "政治面貌": dice.choice(["党员", "群众", None]),
                "单位编码": dice.choice(units),
                "职务": dice.choice(DUTIES),
                "职级": dice.choice(["科级", "处级", None]),
                "到岗日期": first,
                "离岗日期": last,
                "免集中学习": dice.choice([None, None, None, None, "否", "是", dice.day(), dice.day()]),
            }
        )
    return rows


def post_rows(dice: Dice, units: list[str], people: list[Row]) -> list[Row]:
    """Transfers (an earlier main post, today's written out, or not, perhaps after a gap) and second posts elsewhere."""
    rows = []
    for person in people:
        elsewhere = [code for code in units if code != person["单位编码"]]
        if dice.chance(35):
            cut, earlier = dice.day(), dice.choice(units)
            elsewhere = [code for code in elsewhere if code != earlier]
            rows.append(_post(dice, person, earlier, dice.choice(["主", None]), None, cut))
            if dice.chance(50):
                start = cut + dice.choice([1, 1, 30]) * ONE_DAY
                rows.append(_post(dice, person, person["单位编码"], "主", start, None))
        for other in dice.some(elsewhere, 1) if dice.chance(35) else []:
            rows.append(_post(dice, person, other, "兼", *dice.span()))
    return rows


def _post(dice: Dice, person: Row, unit: str, kind: str | None, first: date | None, last: date | None) -> Row:
    base = {"工号": person["工号"], "单位编码": unit, "职务": dice.choice(DUTIES), "主兼": kind}
    return base | {"开始日期": first, "结束日期": last}


def group_rows(dice: Dice, units: list[str], people: list[str]) -> list[Row]:
    """Up to three groups; a member may leave and come back, a group may be empty."""
    rows = []
    for number in range(1, dice.randint(0, 3) + 1):
        base = {"小组编码": f"G{number}", "小组名称": f"第{number}组", "小组类型": dice.choice(["中心组", "党小组"])}
        base["单位编码"] = dice.choice(units)
        members = dice.some(people, 0, 5)
        if not members:
            rows.append(base | {"工号": None, "组内角色": None, "加入日期": None, "退出日期": None})
        for member in members:
            first, last = dice.span()
            rows.append(base | _membership(dice, member, first, last))
            if last and dice.chance(30):
                rows.append(base | _membership(dice, member, last + dice.choice([1, 20]) * ONE_DAY, None))
    return rows


def _membership(dice: Dice, member: str, first: date | None, last: date | None) -> Row:
    return {"工号": member, "组内角色": dice.choice(["组长", "成员", None]), "加入日期": first, "退出日期": last}
