"""attendance_rate: the share of expected people who took part, made-up sessions included."""

from django.db.models import Count, Q, QuerySet
from django.utils.translation import gettext_lazy as _

from xueer.metrics.metric import Measured, Metric
from xueer.metrics.scope import Scope, percent
from xueer.records.choices import TAKEN_PART
from xueer.records.models import Record


def value(scope: Scope, item: str | None) -> Measured:
    counts = rows(scope, item).aggregate(due=Count("id"), taken=Count("id", filter=Q(outcome__in=TAKEN_PART)))
    if not counts["due"]:
        return Measured(None, 0)
    return Measured(percent(counts["taken"], counts["due"]), counts["due"])


def rows(scope: Scope, item: str | None) -> QuerySet[Record]:
    return scope.rolls(item).exclude(Q(excused=True) & ~Q(outcome__in=TAKEN_PART))


METRIC = Metric(
    slug="attendance_rate",
    name=_("Attendance rate"),
    unit="percent",
    rule=_("100 × roll rows that count as taken part / roll rows; leave and absence of exempt people left out."),
    once=_("Each person once per session."),
    value=value,
    rows=rows,
)
