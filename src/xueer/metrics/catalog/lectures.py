"""lectures: how often people of the house lectured."""

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from xueer.metrics.metric import Measured, Metric
from xueer.metrics.scope import Scope
from xueer.records.choices import Role, SourceKind
from xueer.records.models import Record


def value(scope: Scope, item: str | None) -> Measured:
    count = rows(scope, item).count()
    return Measured(count or None, count)


def rows(scope: Scope, item: str | None) -> QuerySet[Record]:
    return Record.objects.order_by().filter(
        voided_at__isnull=True,
        source_kind=SourceKind.ACTIVITY,
        role=Role.LECTURER,
        source_id__in=scope.occasions(item).values("source_id"),
    )


METRIC = Metric(
    slug="lectures",
    name=_("Lectures given by own people"),
    unit="person_times",
    rule=_("People of the house entered as lecturers of sessions held; no data where none is entered."),
    once=_("Each lecturer once per session."),
    value=value,
    rows=rows,
)
