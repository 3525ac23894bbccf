"""Small but nasty workbooks, and questions to ask of them; every one is valid by the workbook contract.

`asked_standings()` draws (workbook, unit, year, on), `asked_figures()` draws (workbook, unit, first, last).
Sessions end before March 2025, so an empty 状态 is settled as held on any later day. A workbook comes from one seed,
which makes rich ones quickly; rows may then be left out, which is how a failing one gets small. For a fixed round
of quite different workbooks use `standings_question(seed)` with a few seeds.
"""

from datetime import date, datetime, timedelta

from hypothesis import strategies as st

from tests.reference.dice import Dice
from tests.reference.rows import Row, Workbook
from tests.reference.strategies_org import group_rows, person_rows, placement_rows, post_rows, unit_rows
from tests.reference.strategies_rules import TYPES, requirement_rows

CATEGORIES = ["基础性", "应用性", "实践性", "品味性"]
STATUSES = ["出席", "出席", "迟到", "请假", "缺席", "补学", "送学"]
STATES = [*["已举行"] * 8, None, None, "计划", "已预告", "进行中", "取消", "已取消"]
ROLES = ("主持人", "主讲人", "中心发言人")
ONE_DAY = timedelta(days=1)

seeds = st.integers(0, 2**32 - 1)
# The first value is the simplest to hypothesis, so this one shrinks towards leaving rows out.
now_and_then = st.sampled_from([True] + [False] * 19)


def workbook_from(seed: int) -> Workbook:
    """The whole workbook of a seed."""
    dice = Dice(seed)
    units = unit_rows(dice)
    codes = [row["单位编码"] for row in units]
    people = person_rows(dice, codes)
    numbers = [row["工号"] for row in people]
    groups = group_rows(dice, codes, numbers)
    activities = activity_rows(dice, codes, people, sorted({row["小组编码"] for row in groups}))
    return {
        "单位": units,
        "隶属": placement_rows(dice, units),
        "人员": people,
        "任职": post_rows(dice, codes, people),
        "小组": groups,
        "事项": [{"事项": name} for name in TYPES],
        "制度": [{"制度编码": "Z", "制度名称": "学习制度", "单位编码": "U0", "学时分钟": 45}],
        "要求": requirement_rows(dice, codes),
        "计划": plan_rows(dice, codes),
        "活动": activities,
        "签到": roll_rows(dice, activities, numbers),
    }


@st.composite
def workbooks(draw) -> Workbook:
    """A seed's workbook, now and then only a few rows of some sheets; shrinking tries that for every sheet."""
    workbook = workbook_from(draw(seeds))
    for sheet in ("要求", "活动", "签到", "隶属", "任职", "计划", "小组"):
        if draw(now_and_then):
            kept = draw(st.sets(st.integers(0, 60), max_size=6))
            workbook[sheet] = [row for number, row in enumerate(workbook[sheet]) if number in kept]
    return without_loose_ends(workbook)


def without_loose_ends(workbook: Workbook) -> Workbook:
    """Rows and codes that point to nothing any more are taken away as well."""
    activities = {row["活动编码"] for row in workbook["活动"]}
    asked = {row["要求编码"] for row in workbook["要求"]}
    groups = {row["小组编码"] for row in workbook["小组"]}
    workbook["签到"] = [row for row in workbook["签到"] if row["活动编码"] in activities]
    for row in workbook["要求"]:
        others = [code for code in (row["替代要求"] or "").split("、") if code in asked]
        row["替代要求"] = "、".join(others) or None
    for row in workbook["活动"]:
        row["小组编码"] = row["小组编码"] if row["小组编码"] in groups else None
    return workbook


def standings_question(seed: int, workbook: Workbook | None = None) -> tuple[Workbook, str, int, date]:
    """(workbook, unit, year, on): mostly from the top, mostly 2024, mostly judged when much has happened."""
    dice, workbook = Dice(seed), workbook or workbook_from(seed)
    codes = [row["单位编码"] for row in workbook["单位"]]
    on = dice.choice([dice.day(), max(dice.day(), dice.day()), date(2024, 12, 31), date(2025, 1, 31)])
    return workbook, dice.choice([codes[0], codes[0], dice.choice(codes)]), dice.choice([2024] * 8 + [2023, 2025]), on


def figures_question(seed: int, workbook: Workbook | None = None) -> tuple[Workbook, str, date, date]:
    """(workbook, unit, first, last)."""
    dice, workbook = Dice(seed), workbook or workbook_from(seed)
    first, last = sorted([dice.day(), dice.day()])
    return workbook, dice.choice([row["单位编码"] for row in workbook["单位"]]), first, last


@st.composite
def asked_standings(draw) -> tuple[Workbook, str, int, date]:
    return standings_question(draw(seeds), draw(workbooks()))


@st.composite
def asked_figures(draw) -> tuple[Workbook, str, date, date]:
    return figures_question(draw(seeds), draw(workbooks()))


def plan_rows(dice: Dice, units: list[str]) -> list[Row]:
    rows = []
    for unit, year in sorted({(dice.choice(units), dice.randint(2023, 2025)) for _ in range(dice.randint(0, 5))}):
        state = dice.maybe(25, ["草稿"])
        for item in range(1, dice.randint(1, 2) + 1):
            base = {"计划编码": f"J{unit}{year}", "单位编码": unit, "年度": year, "条目编码": f"J{unit}{year}-{item}"}
            rows.append(base | {"月份": item, "专题": "专题", "事项": dice.choice(TYPES), "状态": state})
    return rows


def activity_rows(dice: Dice, units: list[str], people: list[Row], groups: list[str]) -> list[Row]:
    """Sessions with several types, holders and categories, some past midnight, some not held."""
    names = [*(row["工号"] for row in people), *(row["姓名"] for row in people), "外请讲师"]
    rows = []
    for number in range(dice.randint(15, 60)):
        begin = datetime.combine(dice.day(), datetime.min.time()) + timedelta(hours=dice.choice([0, 9, 14, 23]))
        row = {
            "活动编码": f"S{number}",
            "主题": "主题",
            "事项": _cell(dice.some(TYPES, 1)),
            "单位编码": _cell(dice.some(units, 1, dice.choice([1, 1, 1, 2]))),
            "小组编码": dice.maybe(40, groups) if groups else None,
            "开始时间": begin,
            "结束时间": begin + timedelta(minutes=dice.choice([1, 20, 45, 90, 100, 180, 600])),
            "内容类别": _cell(dice.some(CATEGORIES, 0)),
            "状态": dice.choice(STATES),
            "实到人数": dice.maybe(40, range(30)),
        }
        rows.append(row | {column: _cell(dice.some(names, 0, dice.choice([0, 1, 2]))) for column in ROLES})
    return rows


def _cell(values: list[str]) -> str | None:
    return "、".join(values) or None


def roll_rows(dice: Dice, activities: list[Row], people: list[str]) -> list[Row]:
    """Rolls of four sessions in five; a make-up is done on the session's day or later, perhaps after DATE."""
    rows = []
    for activity in activities:
        for person in dice.some(people, 1, 6) if dice.chance(80) else []:
            status = dice.choice(STATUSES)
            made_up = None
            if status in ("补学", "送学") and dice.chance(70):
                made_up = activity["开始时间"].date() + dice.choice([0, 1, 20, 100]) * ONE_DAY
            rows.append({"活动编码": activity["活动编码"], "工号": person, "状态": status, "补学日期": made_up})
    return rows
