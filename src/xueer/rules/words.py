"""How a requirement is said in a line: its threshold, its period, its unit. In the language of the page."""

import math
from decimal import Decimal
from fractions import Fraction

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from xueer.common.periods import Period, PeriodKind
from xueer.rules.choices import Measure, SubjectKind
from xueer.rules.models import Requirement
from xueer.rules.standings import Standing

RATES = (Measure.ATTENDANCE_RATE, Measure.AVERAGE_SCORE)


def unit_words(measure: str) -> str:
    """The unit of a measure: 次, 天, 学时 …"""
    return {
        Measure.SESSIONS: pgettext("unit of a measure", "times"),
        Measure.DAYS: pgettext("unit of a measure", "days"),
        Measure.HOURS: pgettext("unit of a measure", "study hours"),
        Measure.HOURS_PER_HEAD: pgettext("unit of a measure", "study hours per head"),
        Measure.CHARACTERS: pgettext("unit of a measure", "characters"),
        Measure.PIECES: pgettext("unit of a measure", "pieces"),
        Measure.AMOUNT: pgettext("unit of a measure", "yuan"),
        Measure.ATTENDANCE_RATE: "%",
        Measure.AVERAGE_SCORE: pgettext("unit of a measure", "points"),
        Measure.KINDS: pgettext("unit of a measure", "kinds"),
        Measure.IN_FORCE: pgettext("unit of a measure", "in force"),
    }[Measure(measure)]


def period_words(kind: str) -> str:
    """月, 季度, 年 …, as they follow a stroke: 次/年."""
    return {
        PeriodKind.WEEK: pgettext("period", "week"),
        PeriodKind.MONTH: pgettext("period", "month"),
        PeriodKind.QUARTER: pgettext("period", "quarter"),
        PeriodKind.HALF_YEAR: pgettext("period", "half-year"),
        PeriodKind.YEAR: pgettext("period", "year"),
        PeriodKind.FIVE_YEARS: pgettext("period", "five years"),
        PeriodKind.ONCE: pgettext("period", "once"),
    }[PeriodKind(kind)]


def subject_words(kind: str) -> str:
    """What stands after a number of subjects: 个单位, 个小组, 人."""
    return {
        SubjectKind.UNIT: pgettext("after a number", "units"),
        SubjectKind.GROUP: pgettext("after a number", "groups"),
        SubjectKind.PERSON: pgettext("after a number", "people"),
    }[SubjectKind(kind)]


def period_name(period: Period) -> str:
    """第4季度, 11月, 上半年, 第47周: a period among its siblings of the year."""
    match period.kind:
        case PeriodKind.WEEK:
            number = _("no. %(n)s") % {"n": int(period.key[-2:])}
            return ngettext("week %(names)s", "weeks %(names)s", 1) % {"names": number}
        case PeriodKind.MONTH:
            return date_format(period.first, _("F"))
        case PeriodKind.QUARTER:
            number = _("no. %(n)s") % {"n": period.key[-1]}
            return ngettext("quarter %(names)s", "quarters %(names)s", 1) % {"names": number}
        case PeriodKind.HALF_YEAR:
            return _("first half-year") if period.key.endswith("1") else _("second half-year")
    return _("%(year)s") % {"year": period.key}


def threshold_words(requirement: Requirement) -> str:
    """≥4, ≤2, 4–6, ≥80%; 在位 for something that must be in force."""
    sign = "%" if requirement.measure == Measure.ATTENDANCE_RATE else ""
    least, most = requirement.at_least, requirement.at_most
    if least is not None and most is not None:
        return f"{plain(least)}–{plain(most)}{sign}"
    if requirement.measure == Measure.IN_FORCE and (least or 1) == 1:
        return unit_words(Measure.IN_FORCE)
    if least is not None:
        return f"≥{plain(least)}{sign}"
    if most is not None:
        return f"≤{plain(most)}{sign}"
    return unit_words(Measure.IN_FORCE)


def rate_words(requirement: Requirement) -> str:
    """次/年; for rates 比率/年; with a deadline the day by which."""
    if requirement.deadline:
        return by_words(requirement.deadline)
    if requirement.measure == Measure.IN_FORCE:
        return _("each %(period)s") % {"period": period_words(requirement.period)}
    rate = requirement.measure == Measure.ATTENDANCE_RATE
    unit = pgettext("unit of a measure", "rate") if rate else unit_words(requirement.measure)
    return f"{unit}/{period_words(requirement.period)}"


def by_words(deadline: str) -> str:
    """1月31日前 for 01-31."""
    *year, month, day = (int(part) for part in deadline.split("-"))
    if year:
        return _("by %(year)s-%(month)s-%(day)s") % {"year": year[0], "month": month, "day": day}
    return _("by %(month)s-%(day)s") % {"month": month, "day": day}


def sentence(requirement: Requirement) -> str:
    """每季度 ≥1 次."""
    rate = requirement.measure == Measure.ATTENDANCE_RATE
    words = {
        "period": period_words(requirement.period),
        "threshold": threshold_words(requirement),
        "unit": "" if rate or requirement.measure == Measure.IN_FORCE else unit_words(requirement.measure),
    }
    if requirement.period == PeriodKind.ONCE:
        said = _("Once: %(threshold)s %(unit)s") % words
    else:
        said = _("Each %(period)s %(threshold)s %(unit)s") % words
    return f"{said.strip()} · {by_words(requirement.deadline)}" if requirement.deadline else said.strip()


def figure_words(standing: Standing) -> str:
    """3 / 4, 97.56%, 0 / ≤2: what there is against what is asked."""
    if standing.actual is None:
        return "–"
    percent = "%" if standing.requirement.measure == Measure.ATTENDANCE_RATE else ""
    if standing.at_least is not None:
        return f"{short(standing.actual)}{percent} / {short(standing.at_least)}{percent}"
    if standing.at_most is not None:
        return f"{short(standing.actual)}{percent} / ≤{short(standing.at_most)}{percent}"
    return short(standing.actual)


def short(value: Fraction | Decimal | int) -> str:
    """At most two places, halves rounded up, no zeros at the end: 58.5, 97.56, 12."""
    hundredths = math.floor(Fraction(value) * 100 + Fraction(1, 2))
    whole, part = divmod(hundredths, 100)
    return f"{whole}.{part:02}".rstrip("0") if part else str(whole)


def plain(value: Decimal) -> str:
    """12 for 12.00, 2.5 for 2.50."""
    return f"{value.normalize():f}"


def proposed_name(requirement: Requirement) -> str:
    """What a requirement may be called when nobody has said: the names of its headings, at most 200 characters."""
    names = [one.name for one in requirement.types.all()]
    shown = "、".join(names[:2])
    return (_("%(names)s and others") % {"names": shown} if len(names) > 2 else shown)[:200]
