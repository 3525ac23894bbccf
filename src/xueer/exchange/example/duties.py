"""What people do in each kind of branch."""

from dataclasses import dataclass
from random import Random

from xueer.exchange.example.units import COMMUNITIES, FIRMS, OFFICE, OFFICES, SCHOOLS, Unit


@dataclass(frozen=True)
class Duty:
    """A post in a branch: its name, the rank that goes with it, whether its holder leads the branch."""

    name: str
    rank: str = ""
    leads: bool = False


COMMITTEE = ("书记", "副书记", "组织委员", "宣传委员", "纪检委员")
OTHERS = {
    COMMUNITIES: ("社区工作者", "网格员", "楼栋长", "居民代表", "退休干部", "退休职工", "退休教师", "退休职工"),
    FIRMS: ("车间主任", "班组长", "技术员", "会计", "业务员", "职工", "职工", "职工"),
    SCHOOLS: ("年级主任", "教研组长", "教师", "教师", "教师", "教师", "职员"),
    OFFICES: ("科员", "科员", "科员", "工作人员", "工作人员", "驻村干部"),
}
OFFICE_DUTIES = (
    Duty("主任", "处级", leads=True),
    Duty("书记", "处级", leads=True),
    *(Duty("副主任", "处级", leads=True),) * 3,
    *(Duty("科长", "科级", leads=True),) * 8,
    *(Duty("副科长", "科级"),) * 6,
    Duty("学习秘书", "科级", leads=True),
    *(Duty("驻村干部", "科员"),) * 2,
    *(Duty("科员", "科员"),) * 16,
    *(Duty("工作人员"),) * 4,
)


def _rank(unit: Unit, place: int, name: str) -> str:
    """Ranks are a matter of public offices; elsewhere the cell stays empty."""
    if unit.sector != "公务机关" or name == "工作人员":
        return ""
    return "科级" if place < 2 or name == "科长" else "科员"


def duties_of(rng: Random, unit: Unit, size: int) -> list[Duty]:
    """The posts of a branch of `size` people, its committee first."""
    if unit.code == OFFICE:
        return list(OFFICE_DUTIES)
    committee = COMMITTEE if size >= 12 else ("书记", "组织委员", "宣传委员")
    names = [*committee, *(rng.choice(OTHERS[unit.stratum]) for _ in range(size - len(committee)))]
    if unit.sector == "公务机关":
        names[len(committee) : len(committee) + 3] = ["科长", "科长", "副科长"]
    return [Duty(name, _rank(unit, place, name), place < len(committee)) for place, name in enumerate(names)]
