"""The sessions that serve one line of a plan, for the line's page, which lies below activities and pulls this part."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from xueer.access.permissions import Permission, requires
from xueer.access.scope import require
from xueer.activities import queries
from xueer.activities.choices import ActivityState
from xueer.activities.models import Activity
from xueer.plans.models import PlanItem


@requires(Permission.UNIT_VIEW)
def sessions_of_item(request: HttpRequest, code: str) -> HttpResponse:
    """Every session of the line with its state; how many came once it was held. Without HTMX the line's page."""
    item = get_object_or_404(PlanItem.objects.select_related("plan"), code=code)
    require(request, Permission.UNIT_VIEW, at=item.plan.unit_id)
    if not request.htmx:  # type: ignore[attr-defined]
        return redirect("plans.item", code)
    sessions = list(Activity.objects.filter(plan_item=item).order_by("starts_at", "code"))
    counts = queries.roll_counts([one for one in sessions if one.state == ActivityState.HELD])
    rows = [(one, counts.get(one.pk)) for one in sessions]
    return render(request, "activities/_of_item.html", {"rows": rows, "year": item.plan.year})
