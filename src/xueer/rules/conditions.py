"""Reading 对象条件 and 免除条件: `field=value` pairs, `、` = and (binds tighter), `|` = or. Pure text, no database.

Fields are the workbook's columns of the subject: for people also those of their posts' units and of their groups.
Source of the grammar: the workbook contract, restated in docs/stages/rules.md.
"""

import re
import unicodedata
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext

from xueer.rules.choices import SubjectKind
from xueer.rules.errors import BadCondition

DIRECT = "本级"
UNIT_FIELDS = frozenset(
    ("单位编码", "单位名称", "上级编码", "单位类型", "层面", "类别", "固定排序", "成立日期", "撤销日期")
)
POST_FIELDS = UNIT_FIELDS | {"职务", DIRECT}
MEMBER_FIELDS = frozenset(("小组编码", "小组名称", "小组类型", "组内角色", "加入日期", "退出日期"))
PERSON_FIELDS = frozenset(
    (
        *("工号", "姓名", "性别", "出生日期", "学历", "政治面貌", "入党日期", "职级", "手机"),
        *("到岗日期", "离岗日期", "免集中学习"),
    )
)
# What of people only some may see; a condition on it tells it of everybody whom it binds.
PRIVATE_FIELDS = frozenset(("性别", "出生日期", "入党日期", "手机"))
REASON_FIELDS = frozenset(("免集中学习",))
GROUP_FIELDS = frozenset(("小组编码", "小组名称", "小组类型", "单位编码", DIRECT))
FIELDS = {
    SubjectKind.UNIT: UNIT_FIELDS | {DIRECT},
    SubjectKind.GROUP: GROUP_FIELDS,
    SubjectKind.PERSON: PERSON_FIELDS | POST_FIELDS | MEMBER_FIELDS,
}
DATES = frozenset(("成立日期", "撤销日期", "出生日期", "入党日期", "到岗日期", "离岗日期", "加入日期", "退出日期"))
YES_NO = frozenset((DIRECT, "免集中学习"))
CODES = frozenset(("单位编码", "上级编码", "小组编码", "工号", "固定排序", "手机"))
_DAY = re.compile(r"(\d{4})[-/年](\d{1,2})[-/月](\d{1,2})日?")

Pair = tuple[str, str]


@dataclass(frozen=True)
class Condition:
    """Alternatives, any of which suffices; in one alternative every pair must hold. No alternatives: always true."""

    alternatives: tuple[tuple[Pair, ...], ...] = ()

    @property
    def direct(self) -> bool:
        """Does it ask for 本级=是 anywhere? For units that is no filter but narrows what counts."""
        return any(pair == (DIRECT, "是") for pairs in self.alternatives for pair in pairs)


def parse(text: str, subject_kind: str) -> Condition:
    """Reads a condition as typed. Raises BadCondition naming the unknown field or the part without a value."""
    if not text.strip():
        return Condition()
    known = FIELDS[SubjectKind(subject_kind)]
    alternatives = []
    for alternative in re.split(r"[|｜]", text):
        parts = [part for part in re.split(r"[、;；,，]", alternative) if part.strip()]
        if not parts:
            raise BadCondition(gettext("a condition such as 单位类型=党支部 on each side of |"))
        alternatives.append(tuple(_pair(part, known) for part in parts))
    return Condition(tuple(alternatives))


def spoken(text: str) -> str:
    """A condition in the reader's language: 职务为书记、单位类型为党支部，或限本级. It is typed as field=value."""
    alternatives = [part.split("、") for part in re.split(r"[|｜]", text) if part.strip()]
    return gettext(", or ").join("、".join(map(_spoken_pair, pairs)) for pairs in alternatives)


def _spoken_pair(pair: str) -> str:
    field, _, value = (piece.strip() for piece in pair.replace("＝", "=").partition("="))
    if (field, value) == (DIRECT, "是"):
        return gettext("directly in the unit")
    return gettext("%(field)s is %(value)s") % {"field": field, "value": value}


def _pair(part: str, known: frozenset[str]) -> Pair:
    field, sign, value = (piece.strip() for piece in part.replace("＝", "=").partition("="))
    if not sign or not value:
        raise BadCondition(gettext("field=value, not “%(part)s”") % {"part": part.strip()})
    if field not in known:
        fields = "、".join(sorted(known))
        raise BadCondition(gettext("a known field, not “%(field)s”: %(fields)s") % {"field": field, "fields": fields})
    if field in YES_NO and value not in ("是", "否"):
        raise BadCondition(gettext("%(field)s=是 or %(field)s=否") % {"field": field})
    if field in DATES:
        return field, _day(field, value)
    return field, unicodedata.normalize("NFKC", value) if field in CODES else value


def _day(field: str, value: str) -> str:
    match = _DAY.fullmatch(unicodedata.normalize("NFKC", value))
    try:
        return date(*map(int, match.groups())).isoformat() if match else _no_day(field)
    except ValueError:
        return _no_day(field)


def _no_day(field: str) -> str:
    raise BadCondition(gettext("a day such as %(field)s=2025-03-07") % {"field": field})
