"""The organisations: 6 committees, 1 working committee, 2 general branches and 92 branches, and the one that moved."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from xueer.exchange.example.columns import Row, row

ROOT = "QH"
PARTY_OFFICE = "QH06"
OFFICE = "QH0601"
MOVED = "QH0409"  # moved under a street committee in July of last year
FOUNDED_LATE = "QH0111"  # founded in January of last year
OFFICES, SCHOOLS, FIRMS, COMMUNITIES = "机关事业单位", "学校", "企业", "社区"


@dataclass(frozen=True)
class Unit:
    """An organisation as it stands today."""

    code: str
    name: str
    parent: str
    kind: str
    stratum: str
    sector: str
    order: int

    @property
    def is_branch(self) -> bool:
        return self.kind == "党支部"


# Code, name, kind, stratum and sector of the committees below the district's.
COMMITTEES = (
    ("QH01", "禾苑街道党委", "党委", COMMUNITIES, "公务机关"),
    ("QH02", "溪桥街道党委", "党委", COMMUNITIES, "公务机关"),
    ("QH03", "区教育系统党委", "党委", SCHOOLS, "学校"),
    ("QH04", "区属国有企业党委", "党委", FIRMS, "国有企业"),
    ("QH05", "区卫生健康系统党委", "党委", OFFICES, ""),
    ("QH06", "区直属机关工作委员会", "党工委", OFFICES, "公务机关"),
)
# Their branches, numbered from 01 in this order: stratum, sector, names.
BRANCH_NAMES = {
    "QH01": (
        (OFFICES, "公务机关", "禾苑街道机关"),
        (COMMUNITIES, "", """石板巷社区 柳荫社区 新桥头社区 东塘社区 书院里社区 梧桐坊社区 南埠社区 清渠社区
            杏林社区 云台苑社区"""),
        (FIRMS, "企业", "禾苑商业街 惠民农贸市场 锦程物流公司 晨帆印务公司"),
    ),
    "QH02": (
        (OFFICES, "公务机关", "溪桥街道机关"),
        (COMMUNITIES, "", "桥西社区 桥东社区 染坊街社区 老渡口社区 柏树湾社区 芦花荡社区 新溪社区 阳坡社区 望塘社区"),
        (FIRMS, "企业", "溪桥建材市场 嘉穗家政公司 远桥电子公司 宜栖物业公司"),
    ),
    "QH03": (
        (OFFICES, "公务机关", "区教育局机关"),
        (SCHOOLS, "学校", """青禾第一中学 青禾第二中学 青禾第三中学 青禾实验小学 南塘小学 溪桥小学 书院里小学
            清渠小学 柳荫幼儿园 东塘幼儿园 区特殊教育学校 区教师进修学校 区青少年活动中心"""),
    ),
    "QH04": (
        (FIRMS, "国有企业", """青禾国资公司机关 青禾水务公司 青禾公交公司 青禾城建公司 青禾粮油公司 青禾燃气公司
            青禾环卫公司 青禾园林公司 青禾农机厂 青禾种业公司 青禾印刷厂 青禾供热公司 青禾停车公司 青禾文旅公司"""),
    ),
    "QH05": (
        (OFFICES, "公务机关", "区卫生健康局机关"),
        (OFFICES, "", "区人民医院 区中医院 区妇幼保健院 区疾控中心 禾苑卫生服务中心 溪桥卫生服务中心"),
    ),
    "QH06": (
        (OFFICES, "公务机关", """区政府办公室 区委办公室 区委组织部 区委宣传部 区人大机关 区政协机关 区群团工作部
            区财政局 区发展和改革局 区民政局 区司法局 区人力资源局 区自然资源局 区住房建设局 区交通运输局
            区农业农村局 区水务局 区文化旅游局 区审计局 区统计局"""),
        (OFFICES, "", "区大数据中心 区档案馆"),
    ),
}  # fmt: skip
GENERAL_BRANCHES = (
    ("QH0350", "QH03", "青禾职业学校党总支", SCHOOLS, "学校", "职校机电系 职校财经系 职校后勤"),
    ("QH0650", "QH06", "区市场监管局党总支", OFFICES, "公务机关", "市场监管局机关 市场监管执法大队 市场监管检验所"),
)


def _unordered() -> Iterator[tuple[str, str, str, str, str, str]]:
    """Code, name, parent, kind, stratum and sector of each unit, parents first."""
    yield ROOT, "中共青禾区委员会", "", "党委", OFFICES, "公务机关"
    for code, name, kind, stratum, sector in COMMITTEES:
        yield code, name, ROOT, kind, stratum, sector
        below = [(part[0], part[1], branch) for part in BRANCH_NAMES[code] for branch in part[2].split()]
        for number, (layer, kind_of_work, branch) in enumerate(below, start=1):
            branch_code = f"{code}{number:02}"
            parent = "QH01" if branch_code == MOVED else code
            yield branch_code, f"{branch}党支部", parent, "党支部", layer, kind_of_work
    for code, parent, name, stratum, sector, branches in GENERAL_BRANCHES:
        yield code, name, parent, "党总支", stratum, sector
        for number, branch in enumerate(branches.split(), start=1):
            yield f"{code}{number:02}", f"{branch}党支部", code, "党支部", stratum, sector


UNITS: tuple[Unit, ...] = tuple(
    Unit(*facts, order=number) for number, facts in enumerate(sorted(_unordered()), start=1)
)
BRANCHES: tuple[Unit, ...] = tuple(unit for unit in UNITS if unit.is_branch)
BY_CODE: dict[str, Unit] = {unit.code: unit for unit in UNITS}


def founded_on(unit: Unit, today: date) -> date | None:
    """When a unit came into being, where that is known."""
    if unit.code == FOUNDED_LATE:
        return date(today.year - 1, 1, 8)
    if unit.stratum == FIRMS and unit.sector == "企业":
        return date(today.year - 8 + unit.order % 5, 7, 1)
    return None


def unit_rows(today: date) -> list[Row]:
    """Sheet 单位."""
    return [
        row("单位", unit.code, unit.name, unit.parent, unit.kind, unit.stratum, unit.sector, unit.order,
            founded_on(unit, today), None)
        for unit in UNITS
    ]  # fmt: skip


def placement_rows(today: date) -> list[Row]:
    """Sheet 隶属: the works that went from the enterprises to the street where they stand."""
    year = today.year - 1
    return [
        row("隶属", MOVED, "QH04", None, date(year, 6, 30)),
        row("隶属", MOVED, BY_CODE[MOVED].parent, date(year, 7, 1), None),
    ]
