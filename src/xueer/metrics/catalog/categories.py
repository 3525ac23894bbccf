"""categories: how many content categories the sessions covered."""

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from xueer.metrics.metric import Measured, Metric
from xueer.metrics.scope import Scope
from xueer.records.models import Record


def value(scope: Scope, _item: str | None) -> Measured:
    given = sum(session.category_set is not None for session in scope.sessions)
    return Measured(len(scope.categories), given) if given else Measured(None, 0)


def rows(scope: Scope, _item: str | None) -> QuerySet[Record]:
    return scope.host_rows().filter(category_set__isnull=False)


METRIC = Metric(
    slug="categories",
    name=_("Content categories covered"),
    unit="kinds",
    rule=_("Different content categories of the sessions held; no data where no session names one."),
    once=_("Each category once, however many sessions."),
    value=value,
    rows=rows,
    by_item=False,
)
