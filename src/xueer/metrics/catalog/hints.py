"""hints: requirements of the strength should that somebody has not reached."""

from django.utils.translation import gettext_lazy as _

from xueer.metrics.metric import Measured, Metric
from xueer.metrics.scope import Scope
from xueer.rules.choices import State
from xueer.rules.queries import Standing


def value(scope: Scope, _item: str | None) -> Measured:
    found = rows(scope, None)
    return Measured(len({row.requirement.pk for row in found}), len(found))


def rows(scope: Scope, _item: str | None) -> list[Standing]:
    return [row for row in scope.owed_under(None) if row.state == State.MISSED and not row.gap]


METRIC = Metric(
    slug="hints",
    name=_("Hints"),
    unit="count",
    rule=_("Requirements of the strength should that somebody has not reached; never counted as missed."),
    once=_("Each requirement once, however many subjects and periods."),
    value=value,
    rows=rows,
    opens="standings",
    by_item=False,
)
