"""Entering a session that has taken place: one page, one step."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from xueer.access.permissions import Permission, requires
from xueer.access.scope import unit_for
from xueer.activities import queries
from xueer.activities.actions.details import Details
from xueer.activities.actions.entering import enter_activity
from xueer.activities.errors import AlreadyEntered, NotBegun
from xueer.activities.forms.away import CountForm, Hall, hall
from xueer.activities.forms.details import DetailsForm
from xueer.activities.forms.initial import initial_bare, initial_from_item, initial_like
from xueer.activities.forms.names import people_in_sight
from xueer.activities.forms.offers import Offers
from xueer.activities.models import Activity
from xueer.activities.queries.entry import entered_by, expected, last_of_each_kind, proposed_day
from xueer.activities.reasons import reasons
from xueer.audit.once import once
from xueer.common.calendar import now, today
from xueer.org.models import Person, Unit
from xueer.plans.models import PlanItem


class Page:
    """What the page shows: the session that is copied, the form, the names or the numbers."""

    def __init__(self, request: HttpRequest, unit: Unit) -> None:
        self.request, self.unit = request, unit
        asked = request.POST if request.method == "POST" else request.GET
        self.kinds = last_of_each_kind(unit)
        self.item = item_asked(unit, asked.get("item", ""))
        self.last = last_asked(unit, asked.get("like", ""), self.item, self.kinds)
        rolled = self.last is None or self.last.head_count is None or self.last.roll.exists()
        self.counted = asked["count"] == "1" if "count" in asked else not rolled
        reach = request.reach  # type: ignore[attr-defined]
        self.offers = Offers(unit, reach, today(), kept=self.last)
        people = people_in_sight(reach.units(Permission.UNIT_VIEW))
        day = proposed_day(self.last, today=today())
        initial = initial_like(self.last, day, people) if self.last else initial_bare(unit, day)
        if self.item:
            said = initial_from_item(self.item, unit, min(self.item.due_on or day, today()))
            initial |= {name: value for name, value in said.items() if value}
        data = request.POST if request.method == "POST" else None
        self.form = DetailsForm(data, offers=self.offers, when="past", initial=initial)
        counts = {"expected_count": self.last.expected_count} if self.last else {}
        self.counts = CountForm(data if self.counted else None, initial=counts)
        self.warned: Activity | None = None

    @property
    def valid(self) -> bool:
        """Both forms, so that every mistake is named at once."""
        return all([self.form.is_valid(), not self.counted or self.counts.is_valid()])

    def hall(self) -> Hall:
        """The names as they are expected on the day of the form."""
        data = self.request.POST if self.request.method == "POST" else None
        rows = self.form.audience_rows()
        return hall(expected(rows, unit=self.unit, on=self.form.shown_day), data)

    def details(self) -> Details:
        if not self.counted:
            return self.form.details()
        given = self.counts.cleaned_data
        return self.form.details(counts=(given["expected_count"], given["head_count"])).without_audience()

    def answer(self, *, names: Hall | None = None, status: int = 200) -> HttpResponse:
        reach = self.request.reach  # type: ignore[attr-defined]

        def knows(who: Person) -> bool:
            home = names.homes.get(who.pk) if names else None
            return who == self.request.user or reach.covers(Permission.REASON_VIEW, home)

        names = None if self.counted else names or self.hall()
        context: dict[str, Any] = {
            "unit": self.unit,
            "form": self.form,
            "counts": self.counts,
            "counted": self.counted,
            "kinds": self.kinds,
            "last": self.last,
            "item": self.item,
            "hall": names,
            "reasons": reasons(),
            "apart": [(who, here, knows(who)) for who, here in names.exempt] if names else [],
            "names_exempt": all(knows(who) for who, _here in names.exempt) if names else True,
            "warned": self.warned,
            "warned_by": entered_by(self.warned) if self.warned else None,
        }
        return render(self.request, "activities/entry.html", context, status=status)


@requires(Permission.ACTIVITY_EDIT)
@require_http_methods(["GET", "POST"])
@once
def entry(request: HttpRequest, code: str) -> HttpResponse:
    """`?like=` the code of the session to copy from, `?item=` of the plan's item it serves, `?count=1` for numbers
    only. A POST with `act=people` answers with the names expected for the day and audience typed so far."""
    page = Page(request, unit_for(request, Permission.ACTIVITY_EDIT, code))
    if request.method != "POST":
        return page.answer()
    valid = page.valid
    if request.POST.get("act") == "people":
        page.form.quiet()
        return page.answer()
    if not valid:
        return page.answer(status=422)
    names = None if page.counted else page.hall()
    if names and names.listed != request.POST.get("listed"):
        messages.warning(request, _("Other people are expected on this day. Look at the names once more, then save."))
        return page.answer(names=names, status=422)
    return _entered(request, page, names)


def _entered(request: HttpRequest, page: Page, names: Hall | None) -> HttpResponse:
    again = request.POST.get("again") == "1"
    try:
        marks = names.marks if names else ()
        activity = enter_activity(page.details(), marks, by=request.user, at=now(), again=again)
    except AlreadyEntered as met:
        page.warned = met.activity  # type: ignore[assignment]
        return page.answer(names=names, status=409)
    except NotBegun:
        page.form.add_error("start", _("The session has not begun yet. Plan it instead, or correct the time."))
        return page.answer(names=names, status=422)
    messages.success(request, _("Saved and closed: %(counts)s.") % {"counts": counts_said(activity)})
    return redirect("activities.activity", activity.code)


def item_asked(unit: Unit, code: str) -> PlanItem | None:
    """The item of the unit's plan that the address names; 404 for one of another unit."""
    if not code:
        return None
    return get_object_or_404(PlanItem.objects.select_related("plan", "category_set"), code=code, plan__unit=unit)


def last_asked(unit: Unit, code: str, item: PlanItem | None, kinds: list[Activity]) -> Activity | None:
    """The session to copy from: the one named, else the latest under the item's headings, else the latest."""
    if code:
        return get_object_or_404(Activity.objects.select_related("group", "category_set"), code=code, unit=unit)
    fitting = [last for last in kinds if item and last.heading_set_id == item.heading_set_id]
    return (fitting or kinds or [None])[0]


def counts_said(activity: Activity) -> str:
    """38 of 42 came."""
    counts = queries.roll_counts([activity])[activity.pk]
    if counts.expected is None:
        return _("%(came)s came") % {"came": counts.taken_part if counts.taken_part is not None else "–"}
    return _("%(came)s of %(expected)s came") % {"came": counts.taken_part, "expected": counts.expected}
