"""summary: what a unit and everything below it did in a year, against what its rules asked (学习工作总结).

Every number in it is a figure. A sentence whose figures have nothing to say is not written; one that ought to be there
but has no data is, so that the writer sees what is missing.
"""

from datetime import date

from django.utils.translation import gettext_lazy as _

from xueer.metrics.scope import Scope
from xueer.org.models import Unit
from xueer.reports.choices import Style
from xueer.reports.material import Line, Material, plain
from xueer.reports.report import ReportKind
from xueer.rules.models import Requirement

ORDINALS = "一二三四五六七八九十"
SUBJECTS = {"UNIT": "单位", "GROUP": "小组", "PERSON": "人员"}
STRENGTHS = {"MUST": "应当", "SHOULD": "一般", "LOCAL": "本地"}
# How many requirements are named as those most often missed.
WORST = 3


def title(unit: Unit, year: int) -> str:
    return f"{unit.name}关于{year}年度学习情况的总结"


def compose(material: Material) -> list[Line]:
    """The five sections, then the table of requirements."""
    lines = [Line(Style.BODY, f"现将{_whose(material)}{_span(material.scope)}的学习情况总结如下。")]
    sections = (
        ("总体情况", _overview(material)),
        ("主要做法", _practice(material)),
        ("完成情况", _fulfilment(material)),
        ("存在的问题", _gaps(material)),
        ("下一步打算", _next(material)),
    )
    for ordinal, (heading, body) in zip(ORDINALS, sections, strict=False):
        lines.append(Line(Style.HEADING, f"{ordinal}、{heading}"))
        lines += [Line(Style.BODY, text) for text in body]
    return [*lines, *_annex(material)]


def _whose(material: Material) -> str:
    return "我单位及所属单位" if material.value("units") > 1 else "我单位"


def _span(scope: Scope) -> str:
    return f"{_day(scope.first)}至{_day(scope.last)}"


def _day(day: date) -> str:
    return f"{day.year}年{day.month}月{day.day}日"


def _is_over(material: Material) -> bool:
    return material.scope.last == date(material.year, 12, 31)


def _overview(material: Material) -> list[str]:
    figure, value = material.figure, material.value
    units = f"共有单位{figure('units', '个')}，" if value("units") > 1 else ""
    standing = (
        f"截至{material.scope.last.month}月{material.scope.last.day}日，{units}在册人员{figure('members', '人')}。"
    )
    if not value("sessions"):
        return [f"{standing}登记已举行的学习活动{figure('sessions', '次')}。"]
    year = "全年" if _is_over(material) else "本年度"
    held = f"{year}组织学习活动{figure('sessions', '次')}，参加{figure('person_times', '人次')}"
    if value("people"):
        held += f"；按签到计算，参加学习的共{figure('people', '人')}，学习时间累计{figure('hours', '学时')}"
    rate = f"出勤率为{figure('attendance_rate')}。"
    return [f"{standing}{held}。{rate}"]


def _practice(material: Material) -> list[str]:
    """By activity type and by content category; what was lectured and made up."""
    parts = [part for part in (_by_type(material), _by_category(material), _own_lectures(material)) if part]
    if material.value("made_up") or material.value("delivered"):
        parts.append(("组织补学送学", _made_up(material)))
    return [f"（{ordinal}）{lead}。{text}" for ordinal, (lead, text) in zip(ORDINALS, parts, strict=False)]


def _by_type(material: Material) -> tuple[str, str] | None:
    items = material.scope.items
    if not items:
        return None
    held = [_held(material, item) for item in items]
    joint = "一次活动兼有几个事项的，在各事项中分别计入，在总数中只计一次。" if len(items) > 1 else ""
    return "分类组织学习", f"其中，{'；'.join(held)}。{joint}"


def _held(material: Material, item: str) -> str:
    times = f"{plain(item)}{material.figure('sessions', '次', item)}"
    if not material.value("person_times", item):
        return times
    return f"{times}、{material.figure('person_times', '人次', item)}"


def _by_category(material: Material) -> tuple[str, str] | None:
    if not material.value("sessions"):
        return None
    figure = material.figure
    by_number = sorted(material.scope.categories.items(), key=lambda pair: (-pair[1], pair[0]))
    held = "、".join(f"{plain(word)}{figure('category_sessions', '次', word)}" for word, _count in by_number)
    return "充实学习内容", f"学习内容涉及{figure('categories', '类')}{'，其中' + held if held else ''}。"


def _own_lectures(material: Material) -> tuple[str, str] | None:
    if not material.value("sessions"):
        return None
    return "组织干部授课", f"{_whose(material)}人员主讲{material.figure('lectures', '人次')}。"


def _made_up(material: Material) -> str:
    figure, done = material.figure, []
    if material.value("made_up"):
        done.append(f"事后补学{figure('made_up', '人次')}")
    if material.value("delivered"):
        done.append(f"送学上门{figure('delivered', '人次')}")
    return f"对因故未能参加的人员，{'，'.join(done)}。"


def _fulfilment(material: Material) -> list[str]:
    """Requirements by name: fulfilled, running, missed; hints apart."""
    figure = material.figure
    asked = _asked(material.scope)
    if not asked:
        return [f"对{_whose(material)}提出要求的现行制度条款{figure('requirements', '项')}。"]
    whole = (
        f"现行制度对{_whose(material)}、小组和人员提出的要求共{figure('requirements', '项')}，"
        f"按对象和期间计{figure('standings_due', '项次')}，已完成{figure('standings_met', '项次')}。"
        f"其中，全部完成的{figure('requirements_met', '项')}，有未完成情形的{figure('requirements_missed', '项')}。"
    )
    parts = [
        ("全部完成的要求", "、", [_short(material, one) for one in asked if _is_met(material, one)]),
        ("有未完成情形的要求", "；", [_full(material, one) for one in asked if _is_missed(material, one)]),
        ("正在进行的要求", "；", [_running(material, one) for one in asked if _is_running(material, one)]),
    ]
    texts = [(lead, f"{joint.join(named)}。") for lead, joint, named in parts if named]
    if hints := [_full(material, one) for one in asked if _is_hint(material, one)]:
        count = f"“一般”性要求未达到的{figure('hints', '项')}，仅供参考，不作为未完成："
        texts.append(("未达到、供参考的要求", f"{count}{'；'.join(hints)}。"))
    return [whole, *(f"（{n}）{lead}。{text}" for n, (lead, text) in zip(ORDINALS, texts, strict=False))]


def _asked(scope: Scope) -> list[Requirement]:
    """Requirements that owe something in the year, by code; those that are only hints last."""
    found = {row.requirement.code: row.requirement for rows in scope.owed.values() for row in rows[:1]}
    return sorted(found.values(), key=lambda row: (row.strength == "SHOULD", row.code))


def _is_met(material: Material, one: Requirement) -> bool:
    return material.value("standings_met", one.code) == material.value("standings_due", one.code)


def _is_missed(material: Material, one: Requirement) -> bool:
    return one.strength != "SHOULD" and material.value("standings_missed", one.code) > 0


def _is_hint(material: Material, one: Requirement) -> bool:
    return one.strength == "SHOULD" and material.value("standings_missed", one.code) > 0


def _is_running(material: Material, one: Requirement) -> bool:
    return not _is_met(material, one) and not material.value("standings_missed", one.code)


def _short(material: Material, one: Requirement) -> str:
    return f"{plain(one.name)}{material.figure('standings_due', '项次', one.code)}"


def _running(material: Material, one: Requirement) -> str:
    due = material.figure("standings_due", "项次", one.code)
    return f"{plain(one.name)}应完成{due}，已完成{material.figure('standings_met', '项次', one.code)}"


def _full(material: Material, one: Requirement) -> str:
    word = "未达到" if one.strength == "SHOULD" else "未完成"
    return f"{_running(material, one)}，{word}{material.figure('standings_missed', '项次', one.code)}"


def _gaps(material: Material) -> list[str]:
    figure, value, points = material.figure, material.value, []
    missed = [one for one in _asked(material.scope) if _is_missed(material, one)]
    if missed:
        worst = sorted(missed, key=lambda one: (-value("standings_missed", one.code), one.code))[:WORST]
        named = "、".join(f"{plain(one.name)}{figure('standings_missed', '项次', one.code)}" for one in worst)
        points.append(f"{figure('requirements_missed', '项')}要求有未完成情形，未完成较多的是{named}")
    if value("leave") or value("absences"):
        points.append(f"请假{figure('leave', '人次')}、缺席{figure('absences', '人次')}尚未补学")
    if value("hints"):
        points.append(f"{figure('hints', '项')}供参考的要求没有全部达到")
    return [
        "".join(f"{n}是{text}。" for n, text in zip(ORDINALS, points, strict=False))
        or "对照现有记录，没有发现未完成的要求。"
    ]


def _next(material: Material) -> list[str]:
    value, points = material.value, []
    if value("requirements_missed"):
        points.append("对有未完成情形的要求逐项列出对象和期间，优先安排")
    if value("leave") or value("absences"):
        points.append("对请假、缺席后尚未补学的人员安排补学")
    if _is_over(material):
        points.append(f"制定{material.year + 1}年度学习计划，把各项要求落实到月份")
    else:
        points.append("按计划组织好本年度余下的学习活动，按时完成正在进行的要求")
    return ["".join(f"{n}是{text}。" for n, text in zip(ORDINALS, points, strict=False))]


def _annex(material: Material) -> list[Line]:
    asked = _asked(material.scope)
    if not asked:
        return []
    figure = material.figure
    rows = [
        (
            plain(one.name),
            SUBJECTS[one.subject_kind],
            STRENGTHS[one.strength],
            figure("standings_due", "项次", one.code),
            figure("standings_met", "项次", one.code),
            figure("standings_missed", "项次", one.code),
        )
        for one in asked
    ]
    head = ("要求", "对象", "力度", "应完成", "已完成", "未完成")
    caption = f"{material.year}年度学习要求完成情况表（单位：项次）"
    return [
        Line(Style.CAPTION, caption),
        Line(Style.HEAD, "\t".join(head)),
        *(Line(Style.ROW, "\t".join(row)) for row in rows),
    ]


REPORT = ReportKind(slug="summary", words=_("Summary of the year"), title=title, compose=compose)
