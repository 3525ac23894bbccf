"""Standings in words, in the reader's language: what is missing, until when, or why nothing is owed."""

from collections.abc import Sequence
from datetime import date
from fractions import Fraction

from django.utils.formats import date_format
from django.utils.translation import gettext, ngettext

from xueer.common.periods import PeriodKind
from xueer.rules.choices import Measure, State, Strength
from xueer.rules.standings import Standing

BEHIND = (State.MISSED, State.AT_RISK)


def quantity(number: Fraction | int | None) -> str:
    """A number with at most two decimals, rounded half up, without trailing zeros; an empty text for nothing."""
    if number is None:
        return ""
    hundredths = int((Fraction(number) * 100 * 2 + 1) // 2)
    whole, rest = divmod(hundredths, 100)
    return f"{whole}.{rest:02}".rstrip("0") if rest else str(whole)


def amount(measure: str, number: Fraction | int | None) -> str:
    """A quantity with its unit: 2 次, 4.5 学时, 80%."""
    text = quantity(number)
    match Measure(measure):
        case Measure.SESSIONS:
            return gettext("%(n)s times") % {"n": text}
        case Measure.DAYS:
            return gettext("%(n)s days") % {"n": text}
        case Measure.HOURS:
            return gettext("%(n)s study hours") % {"n": text}
        case Measure.HOURS_PER_HEAD:
            return gettext("%(n)s study hours per head") % {"n": text}
        case Measure.CHARACTERS:
            return gettext("%(n)s characters") % {"n": text}
        case Measure.PIECES:
            return gettext("%(n)s pieces") % {"n": text}
        case Measure.AMOUNT:
            return gettext("%(n)s yuan") % {"n": text}
        case Measure.ATTENDANCE_RATE:
            return f"{text}%"
        case Measure.AVERAGE_SCORE:
            return gettext("%(n)s points") % {"n": text}
        case Measure.KINDS:
            return gettext("%(n)s kinds") % {"n": text}
        case _:
            return gettext("%(n)s in force") % {"n": text}


def explain(standing: Standing) -> str:
    """One standing in a sentence."""
    words = _sentence(standing)
    if standing.state == State.MISSED and standing.strength == Strength.SHOULD:
        return gettext("Not reached, for reference: %(words)s") % {"words": words}
    return words


def explain_all(standings: Sequence[Standing]) -> str:
    """The periods of one requirement for one subject in a sentence: which are missing, else how things stand."""
    if len(standings) == 1:
        return explain(standings[0])
    behind = [row for row in standings if row.state in BEHIND]
    if behind:
        return gettext("Missing: %(periods)s") % {"periods": period_words(behind)}
    if all(row.state == State.EXEMPT for row in standings):
        return explain(standings[0])
    met = sum(row.state == State.MET for row in standings)
    due = sum(row.state != State.EXEMPT for row in standings)
    return gettext("%(met)s of %(due)s periods met") % {"met": met, "due": due}


def period_words(standings: Sequence[Standing]) -> str:
    """Periods by name: 第3、第4季度 · 3月、4月 · 上半年 · 第9周."""
    names = [short_name(row) for row in standings]
    if not names or standings[0].slot.period is None:
        return "、".join(names)
    joined = gettext(", ").join(names)
    match standings[0].slot.period.kind:
        case PeriodKind.QUARTER:
            return ngettext("quarter %(names)s", "quarters %(names)s", len(names)) % {"names": joined}
        case PeriodKind.WEEK:
            return ngettext("week %(names)s", "weeks %(names)s", len(names)) % {"names": joined}
    return joined


def short_name(standing: Standing) -> str:
    """What a period is called among its siblings of the year."""
    period = standing.slot.period
    if period is None:
        return gettext("once")
    match period.kind:
        case PeriodKind.WEEK:
            return gettext("no. %(n)s") % {"n": int(period.key[-2:])}
        case PeriodKind.MONTH:
            return date_format(period.first, "N" if gettext(", ") == ", " else "n月")
        case PeriodKind.QUARTER:
            return gettext("no. %(n)s") % {"n": period.key[-1]}
        case PeriodKind.HALF_YEAR:
            return gettext("first half-year") if period.key.endswith("1") else gettext("second half-year")
    return period.key


def day_words(day: date | None) -> str:
    """A day as the language writes it: 12月31日 / 31 December."""
    return date_format(day, gettext("j F")) if day else ""


def _sentence(standing: Standing) -> str:
    measure, state = standing.requirement.measure, standing.state
    if state == State.EXEMPT:
        return gettext("Excused for the whole period") if standing.days_owed == 0 else gettext("Nothing to measure yet")
    if state == State.NOT_DUE:
        return gettext("Begins on %(day)s") % {"day": day_words(standing.first)}
    if standing.by_alternative:
        return gettext("Met through an alternative requirement")
    if standing.actual is None:
        return ""
    if standing.at_most is not None and standing.actual > standing.at_most:
        over = amount(measure, standing.actual - standing.at_most)
        return gettext("%(amount)s over the limit") % {"amount": over}
    least = standing.at_least
    if least is None:
        least = Fraction(1) if measure == Measure.IN_FORCE and standing.at_most is None else standing.actual
    if standing.actual >= least:
        return _reached(standing)
    return _missing(standing, least)


def _reached(standing: Standing) -> str:
    measure = standing.requirement.measure
    if standing.at_least is None and standing.at_most is not None:
        values = {"done": amount(measure, standing.actual), "most": amount(measure, standing.at_most)}
        return gettext("%(done)s, at most %(most)s") % values
    if measure == Measure.IN_FORCE:
        return gettext("In place")
    return gettext("%(done)s done") % {"done": amount(measure, standing.actual)}


def _missing(standing: Standing, least: Fraction) -> str:
    measure = standing.requirement.measure
    if measure == Measure.IN_FORCE:
        return gettext("Nothing in place on the last day")
    if measure in (Measure.ATTENDANCE_RATE, Measure.AVERAGE_SCORE):
        values = {"actual": amount(measure, standing.actual), "least": amount(measure, least)}
        return gettext("%(actual)s, below %(least)s") % values
    assert standing.actual is not None
    short = amount(measure, least - standing.actual)
    if standing.state == State.MISSED or standing.last is None:
        return gettext("%(amount)s missing") % {"amount": short}
    return gettext("%(amount)s missing, due by %(day)s") % {"amount": short, "day": day_words(standing.last)}
