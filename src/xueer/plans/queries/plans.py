"""What pages and reports read of plans."""

from collections.abc import Iterable
from datetime import date

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from xueer.org.models import Lineage, Unit
from xueer.plans.choices import OPEN
from xueer.plans.models import Plan, PlanItem
from xueer.records.sources import SourcePage
from xueer.rules.choices import Measure
from xueer.rules.models import Requirement

RATES = (Measure.ATTENDANCE_RATE, Measure.AVERAGE_SCORE)
Asked = list[tuple[Requirement, frozenset[int]]]


def plans_of(unit: Unit, *, year: int) -> QuerySet[Plan]:
    """The unit's own plans of a year."""
    return Plan.objects.filter(unit=unit, year=year).order_by("code")


def items_of(plans: Iterable[Plan]) -> list[PlanItem]:
    """All items by month and day, with what a line shows, in a constant number of queries."""
    rows = PlanItem.objects.filter(plan__in=list(plans)).select_related(
        "plan", "group", "category_set", "heading_set", "carried_from__plan"
    )
    return sorted(rows.prefetch_related("heading_set__types", "carried_to__plan"), key=_in_order)


def _in_order(item: PlanItem) -> tuple:
    day = item.due_on
    month = item.month or (day.month if day else 13)
    return month, day or date(9999, 12, 31), item.code


def years_planned(unit: Unit) -> list[int]:
    """The years of which the unit or one below it has a plan, latest first."""
    below = Lineage.objects.filter(ancestor=unit).values("unit")
    return list(Plan.objects.filter(unit__in=below).order_by("-year").values_list("year", flat=True).distinct())


def plan_for_year(unit: Unit, *, year: int) -> Plan | None:
    """The plan into which the pages write: the unit's only one, of several imported ones the first that is open."""
    rows = sorted(plans_of(unit, year=year), key=lambda plan: (plan.state not in OPEN, plan.code))
    return rows[0] if rows else None


def requirements_asked(unit: Unit, *, year: int) -> Asked:
    """Requirements in force in the year, owned by the unit or one above it, each with the ids of its types."""
    first, last = date(year, 1, 1), date(year, 12, 31)
    above = Lineage.objects.filter(unit=unit, starts_on__lte=last, ends_on__gt=first).values("ancestor")
    rows = Requirement.objects.filter(unit__in=above, starts_on__lte=last, ends_on__gt=first)
    return [
        (row, frozenset(activity_type.pk for activity_type in row.types.all()))
        for row in rows.order_by("code").prefetch_related("types")
    ]


def served_by(item: PlanItem, asked: Asked) -> list[Requirement]:
    """Those of `asked` towards which holding the item counts: a type in common, and its category where they limit it.
    Upper limits and rates are not reached by holding something and are left out."""
    types = {activity_type.pk for activity_type in item.heading_set.types.all()}
    words = set(item.category_set.words) if item.category_set else set()
    return [
        row
        for row, wanted in asked
        if row.at_least is not None
        and row.measure not in RATES
        and wanted & types
        and (not row.categories or words & set(row.categories))
    ]


def source_pages(ids: list[int]) -> dict[int, SourcePage]:
    """What each plan is called and where its page is, by id; for the pages of the ledger."""
    rows = Plan.objects.filter(pk__in=ids).values_list("pk", "code", "year", "unit__code")
    return {
        pk: SourcePage(
            _("Study plan %(year)s (%(code)s)") % {"year": year, "code": code},
            f"{reverse('plans.year', args=(unit,))}?year={year}",
        )
        for pk, code, year, unit in rows
    }
