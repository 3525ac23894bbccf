"""made_up: roll rows with this outcome."""

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from xueer.metrics.metric import Measured, Metric
from xueer.metrics.scope import Scope
from xueer.records.choices import Outcome
from xueer.records.models import Record


def value(scope: Scope, item: str | None) -> Measured:
    count = scope.count_of(Outcome.MADE_UP, item)
    return Measured(count, count)


def rows(scope: Scope, item: str | None) -> QuerySet[Record]:
    return scope.rolls(item).filter(outcome=Outcome.MADE_UP)


METRIC = Metric(
    slug="made_up",
    name=_("Made up"),
    unit="person_times",
    rule=_("Roll rows of sessions missed and made up afterwards."),
    once=_("Each person once per session."),
    value=value,
    rows=rows,
)
