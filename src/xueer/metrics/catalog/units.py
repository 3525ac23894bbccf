"""units: the unit and the units below that exist on the last day; `item` narrows to one kind of unit."""

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from xueer.metrics.metric import Measured, Metric
from xueer.metrics.scope import Scope
from xueer.org.models import Unit


def value(scope: Scope, item: str | None) -> Measured:
    count = rows(scope, item).count()
    return Measured(count, count)


def rows(scope: Scope, item: str | None) -> QuerySet[Unit]:
    return scope.units().filter(kind=item) if item else scope.units()


METRIC = Metric(
    slug="units",
    name=_("Units"),
    unit="count",
    rule=_("The unit and the units below it that exist on the last day of the period."),
    once=_("A unit has one place in the tree on a day."),
    value=value,
    rows=rows,
    opens="units",
    by_item=False,
)
