"""attendance_rate: the share of expected people who took part, made-up sessions included."""

from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from xueer.metrics.metric import Measured, Metric
from xueer.metrics.scope import Scope, percent
from xueer.records.choices import TAKEN_PART
from xueer.records.models import Record


def value(scope: Scope, item: str | None) -> Measured:
    taken = due = 0
    for tally in scope.tallies_of(item):
        here = tally.known if tally.outcome in TAKEN_PART else 0
        taken += here
        due += here if tally.excused else tally.rows
    return Measured(percent(taken, due), due) if due else Measured(None, 0)


def taken_part(scope: Scope) -> Q:
    return Q(outcome__in=TAKEN_PART, known_on__lte=scope.on)


def rows(scope: Scope, item: str | None) -> QuerySet[Record]:
    return scope.rolls(item).exclude(Q(excused=True) & ~taken_part(scope))


METRIC = Metric(
    slug="attendance_rate",
    name=_("Attendance rate"),
    unit="percent",
    rule=_("100 × roll rows that count as taken part / roll rows; leave and absence of exempt people left out."),
    once=_("Each person once per session."),
    value=value,
    rows=rows,
)
