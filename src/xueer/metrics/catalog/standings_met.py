"""standings_met: duties that are fulfilled."""

from django.utils.translation import gettext_lazy as _

from xueer.metrics.metric import Measured, Metric
from xueer.metrics.scope import Scope
from xueer.rules.choices import State
from xueer.rules.queries import Standing


def value(scope: Scope, item: str | None) -> Measured:
    count = len(rows(scope, item))
    return Measured(count, count)


def rows(scope: Scope, item: str | None) -> list[Standing]:
    return [row for row in scope.owed_under(item) if row.state == State.MET]


METRIC = Metric(
    slug="standings_met",
    name=_("Duties fulfilled"),
    unit="count",
    rule=_("Requirement × subject × period whose threshold is reached."),
    once=_("Each requirement once per subject and period."),
    value=value,
    rows=rows,
    opens="standings",
    by_item=True,
)
