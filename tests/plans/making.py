"""Plans for tests, made in one line each."""

from datetime import datetime
from typing import Any

from django.utils import timezone

from tests.factories import activity_type
from xueer.org.models import Unit
from xueer.plans.choices import DRAFT_WORD, PlanState
from xueer.plans.models import Plan, PlanItem
from xueer.records.actions import category_set, heading_set

AT = timezone.make_aware(datetime(2026, 1, 16, 9))


def make_plan(unit: Unit, year: int, code: str = "P", state: str = PlanState.IN_FORCE, **fields: Any) -> Plan:
    return Plan.objects.create(code=code, unit=unit, year=year, state=state, **fields)


def make_item(plan: Plan, code: str, *types: str, categories: tuple[str, ...] = (), **fields: Any) -> PlanItem:
    """A line under 集中学习, unless told otherwise; of a draft it is a draft."""
    given = {"topic": f"{code}专题", "state": DRAFT_WORD if plan.state in ("DRAFT", "SUBMITTED") else ""} | fields
    headings = heading_set([activity_type(name) for name in types or ("集中学习",)])
    return PlanItem.objects.create(
        plan=plan, code=code, heading_set=headings, category_set=category_set(categories), **given
    )
