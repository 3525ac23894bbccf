"""category_sessions: sessions of one content category; `item` is the category's word, not an activity type."""

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from xueer.metrics.metric import Measured, Metric
from xueer.metrics.scope import Scope
from xueer.records.models import Record


def value(scope: Scope, item: str | None) -> Measured:
    if item is None:
        count = sum(session.category_set is not None for session in scope.sessions)
    else:
        count = scope.categories.get(item, 0)
    return Measured(count, count)


def rows(scope: Scope, item: str | None) -> QuerySet[Record]:
    return scope.host_rows().filter(category_set__in=scope.category_sets_of(item))


METRIC = Metric(
    slug="category_sessions",
    name=_("Sessions of a content category"),
    unit="sessions",
    rule=_("Sessions held that name the content category."),
    once=_("A session counts once in each of its categories."),
    value=value,
    rows=rows,
)
