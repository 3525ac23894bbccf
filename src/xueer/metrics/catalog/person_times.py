"""person_times: how often anybody took part, head counts included where there is no roll."""

from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from xueer.metrics.metric import Measured, Metric
from xueer.metrics.scope import Scope
from xueer.records.choices import TAKEN_PART, Role, SourceKind
from xueer.records.models import Record


def value(scope: Scope, item: str | None) -> Measured:
    sessions, shares = scope.of(item)
    counted = [session.head_count for session in sessions if session.head_count is not None]
    taken = sum(share.rows for share in shares)
    return Measured(taken + sum(counted), taken + len(counted))


def rows(scope: Scope, item: str | None) -> QuerySet[Record]:
    return Record.objects.order_by().filter(
        Q(role=Role.PARTICIPANT, outcome__in=TAKEN_PART, known_on__lte=scope.on)
        | Q(role=Role.HOST, head_count__isnull=False),
        voided_at__isnull=True,
        source_kind=SourceKind.ACTIVITY,
        source_id__in=scope.occasions(item).values("source_id"),
    )


METRIC = Metric(
    slug="person_times",
    name=_("Person-times"),
    unit="person_times",
    rule=_("Roll rows attended, late, made up or delivered at home, plus head counts of sessions without a roll."),
    once=_("A session under several headings counts once; a person counts once per session."),
    value=value,
    rows=rows,
)
