"""leave: roll rows with this outcome."""

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from xueer.metrics.metric import Measured, Metric
from xueer.metrics.scope import Scope
from xueer.records.choices import Outcome
from xueer.records.models import Record


def value(scope: Scope, item: str | None) -> Measured:
    count = scope.count_of(Outcome.LEAVE, item)
    return Measured(count, count)


def rows(scope: Scope, item: str | None) -> QuerySet[Record]:
    return scope.rolls(item).filter(outcome=Outcome.LEAVE)


METRIC = Metric(
    slug="leave",
    name=_("On leave"),
    unit="person_times",
    rule=_("Roll rows on leave that have not been made up."),
    once=_("Each person once per session."),
    value=value,
    rows=rows,
)
