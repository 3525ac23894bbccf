"""requirements: requirements that ask something of somebody in the unit or below."""

from django.utils.translation import gettext_lazy as _

from xueer.metrics.metric import Measured, Metric
from xueer.metrics.scope import Scope
from xueer.rules.queries import Standing


def value(scope: Scope, _item: str | None) -> Measured:
    found = rows(scope, None)
    return Measured(len({row.requirement.pk for row in found}), len(found))


def rows(scope: Scope, _item: str | None) -> list[Standing]:
    return scope.owed_under(None)


METRIC = Metric(
    slug="requirements",
    name=_("Requirements"),
    unit="count",
    rule=_("Requirements that bind the unit, somebody below it or one of its people in a period that has begun."),
    once=_("Each requirement once, however many subjects and periods."),
    value=value,
    rows=rows,
    opens="standings",
    by_item=False,
)
