"""Every write to plans and their items: from the workbook, from pages, and what activities tell."""

from xueer.plans.actions.closing import Ending, close_plan, unfinished_items
from xueer.plans.actions.items import (
    ItemValues,
    add_items,
    carry_item,
    content,
    drop_item,
    edit_item,
    move_item,
    restore_item,
    values_of,
)
from xueer.plans.actions.making import plan_of_year, take_last_year, take_proposals
from xueer.plans.actions.put import fulfil_items, put_plans, record_plans, records_of_all
from xueer.plans.actions.states import (
    approve_plan,
    begin_plan,
    discard_plan,
    reopen_plan,
    return_plan,
    submit_plan,
    withdraw_plan,
)

__all__ = [
    "Ending",
    "ItemValues",
    "add_items",
    "approve_plan",
    "begin_plan",
    "carry_item",
    "close_plan",
    "content",
    "discard_plan",
    "drop_item",
    "edit_item",
    "fulfil_items",
    "move_item",
    "plan_of_year",
    "put_plans",
    "record_plans",
    "records_of_all",
    "reopen_plan",
    "restore_item",
    "return_plan",
    "submit_plan",
    "take_last_year",
    "take_proposals",
    "unfinished_items",
    "values_of",
    "withdraw_plan",
]
