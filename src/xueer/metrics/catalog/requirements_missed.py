"""requirements_missed: requirements that somebody has missed."""

from django.utils.translation import gettext_lazy as _

from xueer.metrics.metric import Measured, Metric
from xueer.metrics.scope import Scope
from xueer.rules.queries import Standing


def value(scope: Scope, _item: str | None) -> Measured:
    found = rows(scope, None)
    return Measured(len({row.requirement.pk for row in found}), len(found))


def rows(scope: Scope, _item: str | None) -> list[Standing]:
    return [row for row in scope.owed_under(None) if row.gap]


METRIC = Metric(
    slug="requirements_missed",
    name=_("Requirements missed"),
    unit="count",
    rule=_("Requirements of the strengths must and local with at least one subject and period missed."),
    once=_("Each requirement once, however many subjects and periods."),
    value=value,
    rows=rows,
    opens="standings",
    by_item=False,
)
