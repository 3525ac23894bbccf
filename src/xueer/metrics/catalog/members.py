"""members: people whose main post lies in the unit or below on the last day."""

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from xueer.metrics.metric import Measured, Metric
from xueer.metrics.scope import Scope
from xueer.org.models import Person


def value(scope: Scope, _item: str | None) -> Measured:
    count = scope.members().count()
    return Measured(count, count)


def rows(scope: Scope, _item: str | None) -> QuerySet[Person]:
    return scope.members()


METRIC = Metric(
    slug="members",
    name=_("People"),
    unit="people",
    rule=_("People whose main post lies in the unit or a unit below on the last day of the period."),
    once=_("Side posts do not count, so nobody counts twice."),
    value=value,
    rows=rows,
    opens="people",
    by_item=False,
)
