"""Every kind of source that writes records: what `records.actions.rebuild` compares the ledger with."""

from xueer.activities.actions import records_of_all as records_of_activities
from xueer.plans.actions import records_of_all as records_of_plans
from xueer.records.actions import Source
from xueer.records.choices import SourceKind

SOURCES: tuple[Source, ...] = (
    Source(SourceKind.ACTIVITY.value, records_of_activities),
    Source(SourceKind.PLAN.value, records_of_plans),
)
