"""The workbook's fixed Chinese words and what is stored for each. Everything else is kept as typed."""

from xueer.access.roles import WORKBOOK_WORDS
from xueer.activities.choices import ActivityState, RollStatus
from xueer.common.periods import PeriodKind
from xueer.org.choices import Sector
from xueer.records.choices import Role
from xueer.rules.choices import Measure, Strength, SubjectKind

SECTORS: dict[str, str] = {
    "公务机关": Sector.PUBLIC_BODY.value,
    "国有企业": Sector.STATE_ENTERPRISE.value,
    "企业": Sector.ENTERPRISE.value,
    "学校": Sector.SCHOOL.value,
}
MAIN_POST: dict[str, bool] = {"主": True, "兼": False}
ROLES: dict[str, str] = {word: role.value for word, role in WORKBOOK_WORDS.items()}
SUBJECTS: dict[str, str] = {
    "单位": SubjectKind.UNIT.value,
    "小组": SubjectKind.GROUP.value,
    "人员": SubjectKind.PERSON.value,
}
TAKING_PART: dict[str, str] = {
    "参加": Role.PARTICIPANT.value,
    "主讲": Role.LECTURER.value,
    "中心发言": Role.SPEAKER.value,
    "主持": Role.CHAIR.value,
}
MEASURES: dict[str, str] = {
    "次数": Measure.SESSIONS.value,
    "天数": Measure.DAYS.value,
    "学时": Measure.HOURS.value,
    "人均学时": Measure.HOURS_PER_HEAD.value,
    "字数": Measure.CHARACTERS.value,
    "篇数": Measure.PIECES.value,
    "金额": Measure.AMOUNT.value,
    "出席率": Measure.ATTENDANCE_RATE.value,
    "平均分": Measure.AVERAGE_SCORE.value,
    "种类数": Measure.KINDS.value,
    "在位": Measure.IN_FORCE.value,
}
PERIODS: dict[str, str] = {
    "周": PeriodKind.WEEK.value,
    "月": PeriodKind.MONTH.value,
    "季度": PeriodKind.QUARTER.value,
    "半年": PeriodKind.HALF_YEAR.value,
    "年": PeriodKind.YEAR.value,
    "五年": PeriodKind.FIVE_YEARS.value,
    "一次": PeriodKind.ONCE.value,
}
STRENGTHS: dict[str, str] = {
    "应当": Strength.MUST.value,
    "一般": Strength.SHOULD.value,
    "本地": Strength.LOCAL.value,
}
# Two words are read as one: the first of equal values is the word that is written.
STATES: dict[str, str] = {
    "计划": ActivityState.PLANNED.value,
    "已预告": ActivityState.ANNOUNCED.value,
    "进行中": ActivityState.RUNNING.value,
    "已举行": ActivityState.HELD.value,
    "取消": ActivityState.CANCELLED.value,
    "已取消": ActivityState.CANCELLED.value,
}
STATUSES: dict[str, str] = {
    "出席": RollStatus.ATTENDED.value,
    "迟到": RollStatus.LATE.value,
    "请假": RollStatus.LEAVE.value,
    "缺席": RollStatus.ABSENT.value,
    "补学": RollStatus.MADE_UP.value,
    "送学": RollStatus.DELIVERED.value,
}


def word_of(words: dict, value: object) -> str:
    """The word that is written for a stored value; "" for none."""
    return next((word for word, stored in words.items() if stored == value), "")
