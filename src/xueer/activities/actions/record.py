"""What activities say, written into the ledger."""

from collections.abc import Collection
from datetime import datetime
from typing import Any

from xueer.activities.facts import facts
from xueer.activities.records_of import records_of
from xueer.records.actions import Written, write_source
from xueer.records.choices import SourceKind


def record_activities(ids: Collection[int], *, by: Any, at: datetime, reason: str = "", fresh: bool = False) -> Written:
    """Makes the ledger say exactly what these activities say now; `fresh` promises that they have no records yet."""
    if not ids:
        return Written(0, 0)
    drafts = {pk: records_of(known) for pk, known in facts(ids)}
    return write_source(kind=SourceKind.ACTIVITY.value, drafts=drafts, by=by, at=at, reason=reason, fresh=fresh)
