"""hours: study hours of everybody together, from rolls."""

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from xueer.metrics.metric import Measured, Metric
from xueer.metrics.scope import Scope, hours
from xueer.records.models import Record


def value(scope: Scope, item: str | None) -> Measured:
    _sessions, shares = scope.of(item)
    return Measured(hours(sum(share.minutes for share in shares)), sum(share.rows for share in shares))


def rows(scope: Scope, item: str | None) -> QuerySet[Record]:
    return scope.taken(item)


METRIC = Metric(
    slug="hours",
    name=_("Study hours"),
    unit="hours",
    rule=_("Minutes from start to end of every roll row that counts as taken part, divided by 60."),
    once=_("A session under several headings counts once; never time on a page."),
    value=value,
    rows=rows,
)
