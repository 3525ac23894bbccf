"""The year's plan of a unit by month, and what its requirements ask of the year."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from xueer.access.permissions import Permission, requires
from xueer.access.scope import unit_for
from xueer.audit.downloads import download_list
from xueer.common.calendar import now, today
from xueer.org.models import Unit
from xueer.plans import queries, tables
from xueer.plans.choices import PlanState
from xueer.plans.models import Plan
from xueer.plans.queries import Proposal
from xueer.plans.views.loading import may, year_named
from xueer.records.models import ActivityType

# So many proposals stand among the lines; of more the page of proposals tells.
INLINE = 8


@requires(Permission.UNIT_VIEW)
def year(request: HttpRequest, code: str) -> HttpResponse:
    """What the unit planned for a year (this one, unless `?year=`), where each item stands today, and what to do."""
    unit = unit_for(request, Permission.UNIT_VIEW, code)
    on = today()
    number = year_named(request.GET.get("year"), on.year)
    plans = list(queries.plans_of(unit, year=number).select_related("approved_by", "closed_by", "submitted_by"))
    lines = tables.lines(queries.items_of(plans), queries.requirements_asked(unit, year=number), on=on)
    if request.GET.get("format") == "xlsx":
        name = _("Plan of %(unit)s for %(year)s") % {"unit": unit.name, "year": number}
        return download_list(
            name=name, columns=tables.columns(), rows=tables.rows(lines), about=unit, by=request.user, at=now()
        )
    acts = _acts(request, unit, plans)
    proposed = _proposed(unit, number, lines) if acts["may_edit"] or acts["may_approve"] else []
    context = _laid_out(request, unit, number, lines, proposed if acts["may_edit"] else []) | acts
    context |= {
        "plans": plans,
        "years": sorted({*queries.years_planned(unit), number, on.year, on.year + 1}),
        "changes": queries.changes_since_approval(plans) if plans else 0,
        "missing": sum(len(one.serves) for one in proposed),
        "sessions": len(proposed),
        "below": _below(unit, number),
    }
    return render(request, "plans/year.html", context)


def _laid_out(
    request: HttpRequest, unit: Unit, number: int, lines: list[tables.Line], proposed: list[Proposal]
) -> dict[str, Any]:
    on = today()
    inline = proposed if lines and len(proposed) <= INLINE else []
    this_month = on.month if number == on.year else 0
    leaves = tables.leaves(len(lines) + len(inline))
    leaf = tables.leaf_named(request.GET.get("months", ""), leaves, this_month)
    shown = [line for line in lines if leaf.holds(line.month)]
    return {
        "unit": unit,
        "year": number,
        "on": on,
        "month_numbers": range(1, 13),
        "this_month": this_month,
        "lines": lines,
        "leaves": leaves,
        "leaf": leaf,
        "shown": len(shown),
        "inline": inline,
        "months": tables.months(shown, [one for one in inline if leaf.holds(one.month)]),
        "tracks": tables.tracks(lines, inline),
        "done": sum(line.standing == tables.DONE for line in lines),
        "missed": sum(line.standing == tables.MISSED for line in lines),
        "open": sum(line.standing == tables.PLANNED for line in lines),
        "counted": sum(line.counts for line in lines),
        "carried_on": sum(line.carried_on for line in lines),
        "carried": sum(bool(line.item.carried_from_id) for line in lines),
    }


def _acts(request: HttpRequest, unit: Unit, plans: list[Plan]) -> dict[str, Any]:
    """The plan that the acts of the page are about, and which of them the caller has."""
    plan = queries.plan_for_year(unit, year=plans[0].year) if plans else None
    if plan is not None:
        plan = next(one for one in plans if one.pk == plan.pk)
    decides = may(request, Permission.PLAN_APPROVE, unit)
    waits = plan is not None and plan.state == PlanState.SUBMITTED
    found = queries.deciders(plan, on=today()) if plan is not None and waits else []
    return {
        "plan": plan,
        "may_edit": may(request, Permission.PLAN_EDIT, unit),
        "may_approve": decides,
        "seen": queries.content_digest(plan) if plan is not None and decides else "",
        "deciders": found,
        "must_leave": waits and plan.submitted_by_id == request.user.pk and request.user not in found,  # type: ignore[union-attr]
    }


def _proposed(unit: Unit, number: int, lines: list[tables.Line]) -> list[Proposal]:
    found = queries.needs(unit, year=number, on=today(), items=[line.item for line in lines])
    if not any(need.missing for need in found):
        return []
    types = {row.pk: row for row in ActivityType.objects.all()}
    return queries.proposals(found, types=types, own=queries.own_days(unit, year=number))


def _below(unit: Unit, number: int) -> dict[str, int]:
    """How many of the units below have a plan, and how many have none that is in force."""
    rows = queries.plans_below(unit, year=number, on=today())
    drafts = sum(row.state in (PlanState.DRAFT, PlanState.SUBMITTED) for row in rows)
    none = sum(row.state == queries.NONE for row in rows)
    return {"all": len(rows), "drafts": drafts, "none": none, "standing": len(rows) - drafts - none}


@requires(Permission.UNIT_VIEW)
def coverage(request: HttpRequest, code: str) -> HttpResponse:
    """What the requirements in force ask of the rest of the year, period by period, and what the plan has for it."""
    unit = unit_for(request, Permission.UNIT_VIEW, code)
    number = year_named(request.GET.get("year"), today().year)
    found = queries.needs(unit, year=number, on=today())
    covers = tables.covers(found)
    missing = [cover for cover in covers if cover.missing]
    only = request.GET.get("show") == "missing"
    if request.GET.get("format") == "xlsx":
        name = _("Requirements and plan of %(unit)s for %(year)s") % {"unit": unit.name, "year": number}
        return download_list(
            name=name,
            columns=tables.coverage_columns(),
            rows=tables.coverage_rows(found),
            about=unit,
            by=request.user,
            at=now(),
        )
    context = {
        "unit": unit,
        "year": number,
        "over": number < today().year,
        "covers": missing if only else covers,
        "all": covers,
        "missing": missing,
        "only": only,
        "may_edit": may(request, Permission.PLAN_EDIT, unit),
    }
    return render(request, "plans/coverage.html", context)
