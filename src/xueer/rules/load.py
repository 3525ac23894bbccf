"""What a requirement costs somebody who does all of it: a rough number of hours a year, with what it is reckoned by.

An estimate for deciding, never a number that is judged: sessions are reckoned by the mean length of last year's
sessions under the same headings, a day by seven hours, a piece of writing by four, a thousand characters by one. Rates,
averages, kinds, money and things in force cost no hours of their own; nor does an upper limit.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from django.db.models import Avg

from xueer.common.periods import PeriodKind
from xueer.records.choices import OCCASION_ROLES, Outcome
from xueer.records.models import Record
from xueer.rules.asked import Asked
from xueer.rules.choices import Measure, SubjectKind
from xueer.rules.intervals import meet
from xueer.rules.standings import Judge

PER_YEAR = {
    PeriodKind.WEEK: Fraction(52),
    PeriodKind.MONTH: Fraction(12),
    PeriodKind.QUARTER: Fraction(4),
    PeriodKind.HALF_YEAR: Fraction(2),
    PeriodKind.YEAR: Fraction(1),
    PeriodKind.FIVE_YEARS: Fraction(1, 5),
    PeriodKind.ONCE: Fraction(1),
}
DAY, PIECE, THOUSAND = Fraction(7), Fraction(4), Fraction(1)
SESSION = Fraction(2)
WORKING_DAY = 8


@dataclass(frozen=True)
class Load:
    """`hours` a year for one who does all of it; `per_piece` hours for each session, day or piece of it.

    `measured`: the length of a session was taken from last year's, else it is assumed. `before`: what the people whom
    it binds are asked for already, on average; None where it does not bind people.
    """

    hours: Fraction
    per_piece: Fraction
    measured: bool
    before: Fraction | None = None

    @property
    def after(self) -> Fraction | None:
        """The whole of it with this requirement."""
        return None if self.before is None else self.before + self.hours

    @property
    def days(self) -> Fraction:
        """The same in working days of eight hours."""
        return self.hours / WORKING_DAY


def load_of(asked: Asked, *, year: int) -> Load:
    """What one requirement costs in a year."""
    requirement = asked.requirement
    each, measured = _per_piece(asked, year)
    amount = Fraction(requirement.at_least or 0)
    return Load(amount * PER_YEAR[PeriodKind(requirement.period)] * each, each, measured)


def _per_piece(asked: Asked, year: int) -> tuple[Fraction, bool]:
    requirement = asked.requirement
    match Measure(requirement.measure):
        case Measure.SESSIONS:
            length = mean_length(asked.headings, year=year)
            return (length, True) if length else (SESSION, False)
        case Measure.DAYS:
            return DAY, False
        case Measure.HOURS | Measure.HOURS_PER_HEAD:
            minutes = (requirement.rulebook.minutes_per_hour if requirement.rulebook else None) or 60
            return Fraction(minutes, 60), False
        case Measure.PIECES:
            return PIECE, False
        case Measure.CHARACTERS:
            return THOUSAND / 1000, False
    return Fraction(0), False


def mean_length(headings: Sequence[int], *, year: int) -> Fraction | None:
    """Hours that a session under one of these headings took in the year, on average; None without any."""
    rows = Record.objects.filter(
        voided_at__isnull=True,
        heading_set_id__in=headings,
        occurred_on__range=(date(year, 1, 1), date(year, 12, 31)),
        role__in=OCCASION_ROLES,
        outcome=Outcome.HELD,
        minutes__gt=0,
    )
    minutes = rows.aggregate(mean=Avg("minutes"))["mean"]
    return None if minutes is None else Fraction(round(minutes), 60)


def load_before(judge: Judge, draft: Asked, others: Sequence[Asked], *, year: int, on: date) -> Fraction | None:
    """Hours a year that the people bound by the draft on the day are asked for already, on average.

    Of requirements that stand for each other only the first is reckoned. Nothing is known of sessions that serve
    several requirements at once: the real load may be smaller.
    """
    if draft.requirement.subject_kind != SubjectKind.PERSON:
        return None
    bound = _bound_on(judge, draft, on)
    if not bound:
        return None
    total, reckoned = Fraction(0), set()
    for other in others:
        if other.requirement.subject_kind != SubjectKind.PERSON or reckoned & set(other.alternatives):
            continue
        reckoned.add(other.requirement.pk)
        hours = load_of(other, year=year).hours
        if hours:
            total += hours * len(bound & _bound_on(judge, other, on))
    return total / len(bound)


def _bound_on(judge: Judge, asked: Asked, on: date) -> set[int]:
    day = ((on.toordinal(), on.toordinal() + 1),)
    return {pk for pk, bound in judge.bound(asked).items() if meet(bound.owed, day)}
