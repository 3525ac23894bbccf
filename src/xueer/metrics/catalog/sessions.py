"""sessions: how many sessions were held."""

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from xueer.metrics.metric import Measured, Metric
from xueer.metrics.scope import Scope
from xueer.records.models import Record


def value(scope: Scope, item: str | None) -> Measured:
    sessions, _shares = scope.of(item)
    return Measured(len(sessions), len(sessions))


def rows(scope: Scope, item: str | None) -> QuerySet[Record]:
    return scope.host_rows(item)


METRIC = Metric(
    slug="sessions",
    name=_("Sessions held"),
    unit="sessions",
    rule=_("Sessions held by the unit and the units below it on the day of the session."),
    once=_("A session under several headings or held jointly counts once."),
    value=value,
    rows=rows,
)
