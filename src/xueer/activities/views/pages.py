"""The list of activities of a unit, and one activity on one page. Both read only."""

from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from xueer.access.permissions import Permission, requires, signed_in
from xueer.access.scope import unit_for
from xueer.activities import panels, queries, tables
from xueer.activities.choices import ActivityState
from xueer.activities.forms import ORDERS, ActivityFilter
from xueer.activities.models import Activity, Series
from xueer.activities.queries.leave import is_expected
from xueer.audit.downloads import download_list
from xueer.common.calendar import now, today

PER_PAGE = 50


@requires(Permission.UNIT_VIEW)
def activities(request: HttpRequest, code: str) -> HttpResponse:
    """What the unit and everything below it held or will hold, with search, filters, order, paging and Excel."""
    unit = unit_for(request, Permission.UNIT_VIEW, code)
    filters = ActivityFilter(request.GET)
    everything = queries.held_within(unit, own=filters.own_only)
    found = queries.for_list(queries.matching(everything, **filters.narrowing))  # type: ignore[arg-type]
    if request.GET.get("format") == "xlsx":
        name = _("Activities of %(unit)s") % {"unit": unit.name}
        return download_list(
            name=name, columns=tables.columns(), rows=tables.rows(found), about=unit, by=request.user, at=now()
        )
    page = Paginator(found, PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "unit": unit,
        "filters": filters,
        "chosen": filters.narrowing,
        "this_year": today().year,
        "page": page,
        "lines": tables.lines(page.object_list),
        "years": queries.years_of(everything),
        "types": queries.types_of(everything),
        "states": ActivityState.choices,
        "orders": ORDERS,
        "edits": request.reach.covers(Permission.ACTIVITY_EDIT, unit.pk),  # type: ignore[attr-defined]
        "sees_people": request.reach.covers(Permission.PERSON_VIEW, unit.pk),  # type: ignore[attr-defined]
        "one_series": _series_among(everything, filters.narrowing["series"]),
    }
    return render(request, "activities/activities.html", context)


def _series_among(activities: QuerySet[Activity], code: str) -> Series | None:
    """The series by which the list is narrowed; none of which no session stands here."""
    if not code:
        return None
    return Series.objects.filter(code=code, pk__in=activities.order_by().values("series")).first()


@signed_in
def activity(request: HttpRequest, code: str) -> HttpResponse:
    """One activity: when, where, who led, the roll by status, minutes, plan item, requirements it serves.

    Open to UNIT_VIEW where it was held or above; people on its roll or expected there see it too, of the roll
    their own row.
    """
    rows = queries.for_list(Activity.objects.select_related("plan_item__plan__unit", "series", "closed_by"))
    shown = get_object_or_404(rows, code=code)
    reach = request.reach  # type: ignore[attr-defined]
    inside = queries.may_view(shown, reach)
    on_roll = shown.roll.filter(person_id=request.user.pk)
    if not inside and not on_roll.exists() and not is_expected(shown, request.user):  # type: ignore[arg-type]
        raise Http404
    context = {
        "activity": shown,
        "line": tables.lines([shown])[0],
        "units": queries.holding_units(shown),
        "inside": inside,
        "edits": reach.covers(Permission.ACTIVITY_EDIT, shown.unit_id),
        "stages": tables.steps(shown),
        "leading": tables.leading(shown),
        "served": queries.requirements_served(shown),
    } | panels.contexts(shown, request)
    context["contents"] = tables.contents(context["index"])
    return render(request, "activities/activity.html", context)


@requires(Permission.UNIT_VIEW)
def of_item(request: HttpRequest, code: str) -> HttpResponse:
    """The activity that served a plan item; the latest, where there were several."""
    served = Activity.objects.filter(plan_item__code=code).exclude(state=ActivityState.CANCELLED)
    latest = served.order_by("-starts_at").first()
    if latest is None or not queries.may_view(latest, request.reach):  # type: ignore[attr-defined]
        raise Http404
    return redirect("activities.activity", latest.code)
