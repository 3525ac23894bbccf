"""What pages, reports and the planner read of plans."""

from xueer.plans.queries.below import NONE, Below, plans_below
from xueer.plans.queries.calendar import own_days, same_weekday
from xueer.plans.queries.deciding import approvers, content_digest, deciders, nearest_holders
from xueer.plans.queries.history import changes_since_approval, history_of_item, history_of_plan
from xueer.plans.queries.last_year import Again, lines_again
from xueer.plans.queries.needs import Need, needs
from xueer.plans.queries.plans import (
    Asked,
    items_of,
    plan_for_year,
    plans_of,
    requirements_asked,
    served_by,
    source_pages,
    years_planned,
)
from xueer.plans.queries.proposals import Proposal, proposals

__all__ = [
    "NONE",
    "Again",
    "Asked",
    "Below",
    "Need",
    "Proposal",
    "approvers",
    "changes_since_approval",
    "content_digest",
    "deciders",
    "history_of_item",
    "history_of_plan",
    "items_of",
    "lines_again",
    "nearest_holders",
    "needs",
    "own_days",
    "plan_for_year",
    "plans_below",
    "plans_of",
    "proposals",
    "requirements_asked",
    "same_weekday",
    "served_by",
    "source_pages",
    "years_planned",
]
