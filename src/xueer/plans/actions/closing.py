"""Closing the year: what is unfinished is carried over or left with its reason, then the plan is read only."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, NamedTuple

from django.db import transaction
from django.utils.translation import gettext as _

from xueer.audit.actions import note
from xueer.common.calendar import local_day
from xueer.plans.actions.items import carry_item
from xueer.plans.actions.making import plan_of_year
from xueer.plans.actions.put import record_plans
from xueer.plans.actions.states import locked
from xueer.plans.choices import CARRIED_WORD, DROPPED_WORDS, Fate, PlanState
from xueer.plans.errors import ReasonMissing
from xueer.plans.models import Plan, PlanItem


class Ending(NamedTuple):
    """What becomes of an unfinished item, and why."""

    fate: Fate
    reason: str


def unfinished_items(plan: Plan) -> list[PlanItem]:
    """The lines for which nothing was held and which were neither dropped nor carried over."""
    rows = plan.items.filter(fulfilled_on=None).exclude(state__in=[*DROPPED_WORDS, CARRIED_WORD])
    related = rows.select_related("plan__unit", "group", "category_set", "heading_set", "requirement")
    return list(related.prefetch_related("heading_set__types").order_by("month", "due_on", "code"))


def close_plan(plan: Plan, *, endings: Mapping[str, Ending], by: Any, at: datetime) -> None:
    """Closes a plan in force. `endings`: item code → what becomes of it; every unfinished item needs one, with its
    reason, or nothing is done. Carried items begin next year's plan if there is none; in which month they are
    done is for that plan to say."""
    with transaction.atomic():
        plan = locked(plan, PlanState.IN_FORCE)
        items = unfinished_items(plan)
        without = [item.topic for item in items if item.code not in endings or not endings[item.code].reason.strip()]
        if without:
            words = _("Say what becomes of “%(topic)s”, and why.") % {"topic": without[0]}
            raise ReasonMissing(words)
        carried = [item for item in items if endings[item.code].fate == Fate.CARRY]
        into = plan_of_year(plan.unit, year=plan.year + 1, by=by, at=at) if carried else None
        for item in items:
            reason = endings[item.code].reason.strip()[:300]
            if into is not None and endings[item.code].fate == Fate.CARRY:
                carry_item(item, into=into, month=None, due_on=None, reason=reason, by=by, at=at)
            else:
                item.state_reason = reason
                item.save(update_fields=["state_reason"])
                note(verb="plans.item.leave", by=by, at=at, about=item, detail={"reason": reason})
        plan.state, plan.closed_on, plan.closed_by = PlanState.CLOSED, local_day(at), by
        plan.save(update_fields=["state", "closed_on", "closed_by"])
        detail = {"carried": len(carried), "left": len(items) - len(carried)}
        note(verb="plans.plan.close", by=by, at=at, about=plan, detail=detail)
        record_plans([plan.pk], by=by, at=at)
