"""What pages and reports read of activities: what is held, leave, make-ups."""

from xueer.activities.queries.held import (
    ORDERS,
    TAKEN_PART,
    RollCounts,
    for_list,
    held_within,
    holding_units,
    matching,
    may_view,
    open_make_ups,
    requirements_served,
    roll_by_status,
    roll_counts,
    source_pages,
    types_of,
    years_of,
)

__all__ = [
    "ORDERS",
    "TAKEN_PART",
    "RollCounts",
    "for_list",
    "held_within",
    "holding_units",
    "matching",
    "may_view",
    "open_make_ups",
    "requirements_served",
    "roll_by_status",
    "roll_counts",
    "source_pages",
    "types_of",
    "years_of",
]
