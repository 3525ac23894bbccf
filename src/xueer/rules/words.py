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
    """≥4, ≤2, 4–6, ≥80%, in the head of a column; 须有 for something that must be in force."""
    sign = "%" if requirement.measure == Measure.ATTENDANCE_RATE else ""
    least, most = requirement.at_least, requirement.at_most
    if least is not None and most is not None:
        return f"{plain(least)}–{plain(most)}{sign}"
    if requirement.measure == Measure.IN_FORCE and most is None and (least or 1) == 1:
        return pgettext("threshold", "in place")
    if least is not None:
        return f"≥{plain(least)}{sign}"
    if most is not None:
        return f"≤{plain(most)}{sign}"
    return ""


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
    """As one says it: 每季度至少 1 次; 每年须有学习计划，1月31日前. Reads the headings, which are best prefetched."""
    words = {"period": period_words(requirement.period), "asked": asked_words(requirement)}
    once = requirement.period == PeriodKind.ONCE
    said = (_("Once: %(asked)s") if once else _("Each %(period)s %(asked)s")) % words
    if not requirement.deadline:
        return said
    return _("%(asked)s, %(by)s") % {"asked": said, "by": by_words(requirement.deadline)}


def asked_words(requirement: Requirement) -> str:
    """至少 1 次, 至多 8 次, 4 至 6 次, 出席率至少 80%, 须有学习计划: what is asked of a period."""
    least, most = requirement.at_least, requirement.at_most
    words = {"n": _quantity(requirement, least), "m": _quantity(requirement, most)}
    words |= {"names": proposed_name(requirement) if requirement.measure == Measure.IN_FORCE else ""}
    if requirement.measure == Measure.IN_FORCE and most is None:
        if (least or 1) == 1:
            return _("%(names)s must be in place") % words
        # As a count, not "in force" twice.
        return _("%(n)s of %(names)s must be in place") % (words | {"n": plain(least or 1)})
    if least is not None and most is not None:
        said = _("%(n)s to %(m)s") % (words | {"n": plain(least)})
    else:
        said = (_("at least %(n)s") if least is not None else _("at most %(m)s")) % words
    match requirement.measure:
        case Measure.ATTENDANCE_RATE:
            return _("attendance of %(asked)s") % {"asked": said}
        case Measure.AVERAGE_SCORE:
            return _("an average of %(asked)s") % {"asked": said}
        case Measure.HOURS_PER_HEAD:
            return _("%(asked)s per head") % {"asked": said}
    return said


def _quantity(requirement: Requirement, number: Decimal | None) -> str:
    """1 次, 80%, nothing for nothing; what is asked per head is said around it."""
    if number is None:
        return ""
    match requirement.measure:
        case Measure.ATTENDANCE_RATE:
            return f"{plain(number)}%"
        case Measure.IN_FORCE:
            return _("%(n)s in force") % {"n": plain(number)}
    words = {
        Measure.SESSIONS: ngettext("%(n)s time", "%(n)s times", 1 if number == 1 else 2),
        Measure.DAYS: ngettext("%(n)s day", "%(n)s days", 1 if number == 1 else 2),
        Measure.PIECES: ngettext("%(n)s piece", "%(n)s pieces", 1 if number == 1 else 2),
        Measure.KINDS: ngettext("%(n)s kind", "%(n)s kinds", 1 if number == 1 else 2),
        Measure.AVERAGE_SCORE: ngettext("%(n)s point", "%(n)s points", 1 if number == 1 else 2),
        Measure.CHARACTERS: ngettext("%(n)s character", "%(n)s characters", 1 if number == 1 else 2),
        Measure.AMOUNT: _("%(n)s yuan"),
    }
    hours = ngettext("%(n)s study hour", "%(n)s study hours", 1 if number == 1 else 2)
    return words.get(Measure(requirement.measure), hours) % {"n": plain(number)}


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
