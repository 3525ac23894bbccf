"""people: how many different people took part at least once."""

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from xueer.metrics.metric import Measured, Metric
from xueer.metrics.scope import Scope
from xueer.records.models import Record


def value(scope: Scope, item: str | None) -> Measured:
    _sessions, shares = scope.of(item)
    return Measured(len({share.person for share in shares}), sum(share.rows for share in shares))


def rows(scope: Scope, item: str | None) -> QuerySet[Record]:
    return scope.taken(item)


METRIC = Metric(
    slug="people",
    name=_("People taking part"),
    unit="people",
    rule=_("Different people with at least one roll row that counts as taken part; head counts have no names."),
    once=_("A person counts once, however many sessions."),
    value=value,
    rows=rows,
)
