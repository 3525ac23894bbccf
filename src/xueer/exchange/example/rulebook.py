"""The rules of the example: activity types, three rulebooks and their clauses. The wording is the example's own."""

from datetime import date

from xueer.exchange.example.columns import Row, row
from xueer.exchange.example.units import OFFICE, PARTY_OFFICE, ROOT

DISTRICT, OFFICES, OWN = "ZD-QH", "ZD-JG", "ZD-BG"

# type, type above it, what it is counted in
TYPES = (
    ("集中学习", "", "次"),
    ("中心组学习", "集中学习", "次"),
    ("周五讲座", "集中学习", "次"),
    ("党员远程教育", "集中学习", "次"),
    ("组织生活", "", "次"),
    ("主题党日", "组织生活", "次"),
    ("支部党员大会", "组织生活", "次"),
    ("支部委员会", "组织生活", "次"),
    ("党课", "组织生活", "次"),
    ("教育培训", "", "学时"),
    ("干部培训", "教育培训", "天"),
    ("网络培训", "教育培训", "学时"),
    ("组织领导", "", "次"),
    ("协调小组会议", "组织领导", "次"),
    ("总结计划报送", "组织领导", "份"),
    ("学习计划", "组织领导", "份"),
)

# Each rulebook by chapters, each chapter by clauses.
CLAUSES: dict[str, dict[str, tuple[str, ...]]] = {
    DISTRICT: {
        "第一章 总则": (
            "为使全区各级党组织的学习有章可循、有据可查，结合本区实际制定本制度。",
            "学习坚持联系工作、注重实效、减轻负担，一次活动可以同时落实几项要求，不重复组织。",
            (
                "区委学习型党组织建设协调小组负责统筹，由宣传、组织、群团、财政等部门组成，每半年至少开一次会，研究推"
                "进中的问题。"
            ),
        ),
        "第二章 集体学习": (
            ("各级党委（党工委）和区政府办公室设理论学习中心组，每季度至少集体学习一次，学前列出问题，学后跟踪办理。"),
            "党员每年参加集中学习一般不少于32学时。年老体弱、行动不便的党员不作硬性要求，由支部送学上门。",
            "党支部每月开展一次主题党日，日期相对固定，遇节假日顺延到最近的工作日。",
            "党支部每季度召开一次支部党员大会，可以与主题党日合并召开。",
            "主题党日的出席率一般不低于80%。因故缺席的应当说明事由，并在一个月内补学。",
        ),
        "第三章 远程教育与学习内容": (
            "党支部每月组织党员远程教育不少于2次，由支部自选节目，看后安排交流。",
            "全年学习内容应当涵盖基础性、应用性、前瞻性、实践性、品味性五类，每类至少安排一次。",
            "党支部书记每年至少为本支部党员讲一次党课。",
        ),
        "第四章 干部培训": (
            "科级以上干部每年参加脱产培训累计不少于12天或者90学时，达到其中一项即可；驻村干部在驻村期间另行安排。",
            "网络培训、专题培训按实际时间计入学时，每60分钟为1学时。",
        ),
        "第五章 计划与报送": (
            "机关各单位每年年初制定学习计划，列明专题、时间和主讲人，并按计划组织。",
            "各级党组织在每年1月31日前报送上一年学习情况总结和当年学习计划，同一材料只报一次。",
            "上级部门从台账中取数，不得要求基层另行填表。",
        ),
    },
    OFFICES: {
        "第一章 支部工作": (
            "区直机关各支部的支部委员会一般每月召开一次会议，讨论学习安排和党员意见。",
            "会议应当有记录，议定事项指定专人办理，下次会议报告结果。",
        ),
        "第二章 学习时间": (
            "机关党员全年人均参加有签到记录的学习不少于24学时。",
            "不以文字长短、笔记多少评价学习效果。",
        ),
    },
    OWN: {
        "第一章 周五讲座": (
            "办公室坚持每周五下午举办一次业务讲座，由各科室轮流主讲，也可以外请专家；法定节假日停讲。",
            "讲座逐人点名。个人半年出席率不低于80%，请假人员在二十天内补学，补学计入出席。",
            "科长每年至少主讲一次，讲稿留存科室，供新到岗人员学习。",
            "干部每年参加讲座一般不少于36次，年中到岗、离岗的按时间折算。",
        ),
        "第二章 中心组与党课": (
            "办公室党支部每半年至少上一次党课。",
            "中心组全年集体学习累计不少于12学时，每次确定两至三名中心发言人。",
        ),
        "第三章 减负": (
            "每月集体活动不超过8次，能合并的合并，能短开的短开。",
            "学习秘书负责签到、记录和台账，不要求个人重复填报。",
        ),
    },
}
NUMERALS = "一二三四五六七八九十"


def clause_number(number: int) -> str:
    """第十六条 for 16; enough for rulebooks of fewer than twenty clauses."""
    return f"第{'十' * (number > 10)}{NUMERALS[(number - 1) % 10]}条"


def type_rows() -> list[Row]:
    """Sheet 事项."""
    return [row("事项", *cells) for cells in TYPES]


def rulebook_rows(today: date) -> list[Row]:
    """Sheet 制度."""
    year = today.year - 2
    books = (
        (DISTRICT, "青禾区学习型党组织建设制度", ROOT, "区级", f"青学组〔{year}〕3号", 60, date(year, 1, 1)),
        (OFFICES, "区直机关党支部学习工作细则", PARTY_OFFICE, "系统", f"青直工〔{year}〕7号", 60, date(year, 3, 1)),
        (OWN, "区政府办公室学习制度", OFFICE, "本单位", f"青政办学〔{year}〕1号", 45, date(year, 1, 1)),
    )
    return [row("制度", *facts, None) for facts in books]


def clause_rows() -> list[Row]:
    """Sheet 条款."""
    rows = []
    for code, chapters in CLAUSES.items():
        texts = [(chapter, text) for chapter, clauses in chapters.items() for text in clauses]
        for number, (chapter, text) in enumerate(texts, start=1):
            rows.append(row("条款", code, clause_number(number), chapter, text))
    return rows
