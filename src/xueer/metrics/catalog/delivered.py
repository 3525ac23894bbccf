"""delivered: roll rows with this outcome."""

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from xueer.metrics.metric import Measured, Metric
from xueer.metrics.scope import Scope
from xueer.records.choices import Outcome
from xueer.records.models import Record


def value(scope: Scope, item: str | None) -> Measured:
    count = scope.count_of(Outcome.DELIVERED, item)
    return Measured(count, count)


def rows(scope: Scope, item: str | None) -> QuerySet[Record]:
    return scope.rolls(item).filter(outcome=Outcome.DELIVERED)


METRIC = Metric(
    slug="delivered",
    name=_("Delivered at home"),
    unit="person_times",
    rule=_("Roll rows of sessions brought to people at home."),
    once=_("Each person once per session."),
    value=value,
    rows=rows,
)
