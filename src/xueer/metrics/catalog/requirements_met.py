"""requirements_met: requirements that everybody has fulfilled."""

from django.utils.translation import gettext_lazy as _

from xueer.metrics.metric import Measured, Metric
from xueer.metrics.scope import Scope
from xueer.rules.choices import State
from xueer.rules.queries import Standing


def value(scope: Scope, _item: str | None) -> Measured:
    found = rows(scope, None)
    return Measured(len({row.requirement.pk for row in found}), len(found))


def rows(scope: Scope, _item: str | None) -> list[Standing]:
    done = {code for code, found in scope.owed.items() if all(row.state == State.MET for row in found)}
    return [row for row in scope.owed_under(None) if row.requirement.code in done]


METRIC = Metric(
    slug="requirements_met",
    name=_("Requirements fulfilled"),
    unit="count",
    rule=_("Requirements all of whose subjects and periods are met."),
    once=_("Each requirement once, however many subjects and periods."),
    value=value,
    rows=rows,
    opens="standings",
    by_item=False,
)
