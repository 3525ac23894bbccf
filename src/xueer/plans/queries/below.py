"""The plans of the units below: who has none, who has a draft, how far the others have come."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, F, Q

from xueer.org.models import Lineage, Unit
from xueer.plans.choices import CARRIED_WORD, DROPPED_WORDS, PlanState
from xueer.plans.models import Plan, PlanItem

NONE = "NONE"
# Of several plans of one unit the one that has come farthest says how the unit stands.
ORDER = (NONE, PlanState.DRAFT.value, PlanState.SUBMITTED.value, PlanState.IN_FORCE.value, PlanState.CLOSED.value)


@dataclass(frozen=True)
class Below:
    """One unit below: the state of its plan (NONE without any), its items, those done, the day of the approval."""

    unit: Unit
    state: str
    items: int = 0
    done: int = 0
    approved_on: date | None = None


def plans_below(unit: Unit, *, year: int, on: date) -> list[Below]:
    """Every unit below on the day, counted into the year's days, in fixed order. Three queries.

    Dropped lines are no items, nor are those that go on later in the same plan; what was carried out of the year stays
    one. A draft's are not counted as done.
    """
    day = min(max(on, date(year, 1, 1)), date(year, 12, 31))
    lineage = Lineage.objects.filter(ancestor=unit, starts_on__lte=day, ends_on__gt=day, depth__gt=0)
    units = Unit.objects.filter(pk__in=lineage.values("unit"), starts_on__lte=day, ends_on__gt=day)
    counted = ~Q(items__state__in=DROPPED_WORDS)
    plans = Plan.objects.filter(unit__in=units, year=year).annotate(
        lines=Count("items", filter=counted),
        done=Count("items", filter=counted & Q(items__fulfilled_on__isnull=False)),
    )
    put_off = PlanItem.objects.filter(plan__in=plans.values("pk"), state=CARRIED_WORD, carried_to__plan=F("plan"))
    twice = dict(put_off.order_by().values_list("plan").annotate(n=Count("pk", distinct=True)))
    of_unit: dict[int, list[Plan]] = defaultdict(list)
    for plan in plans:
        plan.lines -= twice.get(plan.pk, 0)
        of_unit[plan.unit_id].append(plan)
    return [_below(row, of_unit.get(row.pk, [])) for row in units.order_by("position", "code")]


def _below(unit: Unit, plans: list[Plan]) -> Below:
    if not plans:
        return Below(unit, NONE)
    first = max(plans, key=lambda plan: ORDER.index(plan.state))
    items = sum(plan.lines for plan in plans)  # type: ignore[attr-defined]
    done = sum(plan.done for plan in plans)  # type: ignore[attr-defined]
    return Below(unit, first.state, items, done, first.approved_on)
