"""standings_due: what requirements ask: one for each requirement, subject and period that has begun."""

from django.utils.translation import gettext_lazy as _

from xueer.metrics.metric import Measured, Metric
from xueer.metrics.scope import Scope
from xueer.rules.queries import Standing


def value(scope: Scope, item: str | None) -> Measured:
    count = len(rows(scope, item))
    return Measured(count, count)


def rows(scope: Scope, item: str | None) -> list[Standing]:
    return scope.owed_under(item)


METRIC = Metric(
    slug="standings_due",
    name=_("Duties"),
    unit="count",
    rule=_("Requirement × subject × period that binds and has begun; excused ones left out."),
    once=_("Each requirement once per subject and period."),
    value=value,
    rows=rows,
    opens="standings",
    by_item=True,
)
