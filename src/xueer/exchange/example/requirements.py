"""What the clauses ask: every requirement is a row. Figures are those of the rulebooks next door."""

from dataclasses import dataclass
from datetime import date

from xueer.exchange.example.columns import Row, row
from xueer.exchange.example.rulebook import DISTRICT, OFFICES, OWN
from xueer.exchange.example.units import OFFICE, PARTY_OFFICE, ROOT

BRANCHES = "单位类型=党支部"
STUDY = "主题党日、党员远程教育、支部党员大会、党课、周五讲座、中心组学习"
GATHERINGS = "周五讲座、主题党日、党员远程教育、支部委员会、中心组学习"
KINDS = "基础性、应用性、前瞻性、实践性、品味性"
CADRES = "职级=科级|职级=处级"
IN_VILLAGES = "职务=驻村干部"


@dataclass(frozen=True)
class Asked:
    """A requirement without its rulebook, owner and dates."""

    code: str
    clause: str
    name: str
    subject: str
    where: str
    types: str
    measure: str
    at_least: int | None
    period: str
    strength: str = "应当"
    at_most: int | None = None
    part: str = ""
    kinds: str = ""
    due: str = ""
    excused: str = ""
    or_else: str = ""

    def row(self, rulebook: str, owner: str, since: date) -> Row:
        """Sheet 要求."""
        return row(
            "要求", self.code, rulebook, self.clause, self.name, owner, self.subject, self.where, self.types, self.part,
            self.kinds, self.measure, self.at_least, self.at_most, self.period, self.due, self.strength, self.excused,
            self.or_else, since, None,
        )  # fmt: skip


OF_DISTRICT = (
    Asked("QH-01", "第四条", "中心组集体学习", "小组", "小组类型=中心组", "中心组学习", "次数", 1, "季度"),
    Asked("QH-02", "第三条", "协调小组会议", "小组", "小组类型=协调小组", "协调小组会议", "次数", 1, "半年", "本地"),
    Asked("QH-03", "第五条", "党员集中学习学时", "人员", "", STUDY, "学时", 32, "年", "一般"),
    Asked("QH-04", "第六条", "主题党日", "单位", BRANCHES, "主题党日", "次数", 1, "月"),
    Asked("QH-05", "第八条", "主题党日出席率", "单位", BRANCHES, "主题党日", "出席率", 80, "年", "一般"),
    Asked("QH-06", "第九条", "党员远程教育", "单位", BRANCHES, "党员远程教育", "次数", 2, "月"),
    Asked("QH-07", "第十条", "五类学习内容", "单位", BRANCHES, STUDY, "种类数", 5, "年", kinds=KINDS),
    Asked("QH-08", "第十一条", "书记讲党课", "人员", f"职务=书记、{BRANCHES}", "党课", "次数", 1, "年", part="主讲"),
    Asked("QH-09", "第十二条", "干部培训天数", "人员", CADRES, "干部培训", "天数", 12, "年",
          excused=IN_VILLAGES, or_else="QH-10"),
    Asked("QH-10", "第十二条", "干部培训学时", "人员", CADRES, "干部培训、网络培训、周五讲座", "学时", 90, "年",
          excused=IN_VILLAGES, or_else="QH-09"),
    Asked("QH-11", "第十四条", "年度学习计划", "单位", "类别=公务机关、本级=是", "学习计划", "在位", 1, "年"),
    Asked("QH-12", "第十五条", "总结和计划报送", "单位", "本级=是", "总结计划报送", "次数", 1, "年", due="01-31"),
)  # fmt: skip
OF_OFFICES = (
    Asked("JG-01", "第一条", "支部委员会会议", "单位", BRANCHES, "支部委员会", "次数", 1, "月", "一般"),
    Asked("JG-02", "第三条", "人均学习学时", "单位", BRANCHES, STUDY, "人均学时", 24, "年", "本地"),
)
LECTURE = "周五讲座"
OF_THE_OFFICE = (
    Asked("BG-01", "第一条", "周五讲座", "单位", "", LECTURE, "次数", 1, "周", "本地"),
    Asked("BG-02", "第二条", "讲座个人出席率", "人员", "", LECTURE, "出席率", 80, "半年", "本地", excused=IN_VILLAGES),
    Asked("BG-03", "第三条", "科长主讲", "人员", "职务=科长、本级=是", LECTURE, "次数", 1, "年", "本地", part="主讲"),
    Asked("BG-04", "第四条", "讲座次数", "人员", "本级=是", LECTURE, "次数", 36, "年", "一般", excused=IN_VILLAGES),
    Asked("BG-05", "第五条", "半年党课", "单位", "", "党课", "次数", 1, "半年"),
)
# In force since July of last year only.
RELIEF = (Asked("BG-06", "第七条", "每月集体活动上限", "单位", "", GATHERINGS, "次数", None, "月", "本地", at_most=8),)


def requirement_rows(today: date) -> list[Row]:
    """Sheet 要求."""
    start, last_july = date(today.year - 2, 1, 1), date(today.year - 1, 7, 1)
    tables = (
        (DISTRICT, ROOT, start, OF_DISTRICT),
        (OFFICES, PARTY_OFFICE, start, OF_OFFICES),
        (OWN, OFFICE, start, OF_THE_OFFICE),
        (OWN, OFFICE, last_july, RELIEF),
    )
    return [asked.row(rulebook, owner, since) for rulebook, owner, since, table in tables for asked in table]
