"""Leave: asked for on a phone, entered by whoever keeps the roll, decided, taken back."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from xueer.access.permissions import signed_in
from xueer.activities.actions import leave as acts
from xueer.activities.choices import ActivityState, LeaveState
from xueer.activities.models import Activity, Leave
from xueer.activities.queries import leave as queries
from xueer.activities.queries import may_view
from xueer.activities.reasons import reasons
from xueer.activities.views.refusals import REFUSED, refuse
from xueer.audit.once import once
from xueer.common.calendar import now
from xueer.org.models import Person

PER_PAGE = 20


@signed_in
@once
def leave(request: HttpRequest, code: str) -> HttpResponse:
    """Asking for one's own leave: a word to tap, or a line. Open to whoever is expected or sees the activity."""
    activity = get_object_or_404(Activity.objects.select_related("unit", "group"), code=code)
    me: Any = request.user
    expected = queries.is_expected(activity, me)
    if not expected and not may_view(activity, request.reach):  # type: ignore[attr-defined]
        raise Http404
    if request.method == "POST":
        return _asked(request, activity)
    context = {
        "activity": activity,
        "mine": queries.live_leave(activity, me),
        "earlier": activity.leaves.filter(person=me, state=LeaveState.REFUSED).first(),
        "expected": expected,
        "reasons": reasons()[:-1],  # the last is no reason to ask with
        "begun": activity.starts_at <= now() or activity.state == ActivityState.HELD,
    }
    return render(request, "activities/leave.html", context)


def _asked(request: HttpRequest, activity: Activity) -> HttpResponse:
    """A tapped word stands above what was written beside it."""
    reason = request.POST.get("quick", "") or request.POST.get("reason", "")
    me: Any = request.user
    try:
        acts.ask_leave(activity, me, reason=reason, by=me, at=now())
    except REFUSED as error:
        refuse(request, error)
        return redirect("activities.leave", activity.code)
    messages.success(request, _("Your leave is asked for. You are told here once it is decided."))
    return redirect("activities.leave", activity.code)


@require_POST
@signed_in
@once
def enter_leave(request: HttpRequest, code: str) -> HttpResponse:
    """Leave for somebody else, entered by whoever decides for the activity: granted with that."""
    activity = _decided_by(request, get_object_or_404(Activity, code=code))
    person = get_object_or_404(Person, code=request.POST.get("person", ""))
    try:
        entered = acts.enter_leave(activity, person, reason=request.POST.get("reason", ""), by=request.user, at=now())
        words = {"person": person.name}
        if entered.state == LeaveState.GRANTED:
            messages.success(request, _("%(person)s is on leave from this activity.") % words)
        else:
            messages.success(request, _("The leave of %(person)s waits for somebody else to decide.") % words)
    except REFUSED as error:
        refuse(request, error)
    return redirect(reverse("activities.activity", args=(activity.code,)) + "#leaves")


@require_POST
@signed_in
@once
def decide_leave(request: HttpRequest, pk: int) -> HttpResponse:
    """Granting or refusing; then back to where it was decided from."""
    asked = get_object_or_404(Leave.objects.select_related("activity", "person"), pk=pk)
    _decided_by(request, asked.activity)
    granted = request.POST.get("act") == "grant"
    answer = request.POST.get("answer", "")
    words = {"person": asked.person.name, "topic": asked.activity.topic}
    try:
        acts.decide_leave(asked, granted=granted, answer=answer, by=request.user, at=now())
        said = _("Granted: %(person)s, leave from “%(topic)s”.")
        if not granted:
            said = _("Refused: %(person)s, leave from “%(topic)s”.")
        messages.success(request, said % words)
    except REFUSED as error:
        refuse(request, error)
    return redirect(back(request, asked.activity))


@require_POST
@signed_in
@once
def withdraw_leave(request: HttpRequest, pk: int) -> HttpResponse:
    """Taking back one's own leave; whoever decides may take it back for the person."""
    asked = get_object_or_404(Leave.objects.select_related("activity", "person"), pk=pk)
    if asked.person_id != request.user.pk:
        _decided_by(request, asked.activity)
    try:
        acts.withdraw_leave(asked, by=request.user, at=now())
        messages.success(request, _("The leave is taken back."))
    except REFUSED as error:
        refuse(request, error)
    return redirect(back(request, asked.activity))


@signed_in
def decisions(request: HttpRequest) -> HttpResponse:
    """What waits for the caller: leave that was asked for, make-ups that were handed in."""
    reach = request.reach  # type: ignore[attr-defined]
    leaves = Paginator(queries.leaves_to_decide(reach), PER_PAGE).get_page(request.GET.get("page"))
    make_ups = Paginator(queries.make_ups_to_decide(reach), PER_PAGE).get_page(request.GET.get("page"))
    fuller = max((leaves, make_ups), key=lambda page: page.paginator.num_pages)
    context = {"leaves": leaves, "make_ups": make_ups, "page": fuller}
    return render(request, "activities/decisions.html", context)


def back(request: HttpRequest, activity: Activity) -> str:
    """The address to go back to: the list of what waits, one's own leave, else the activity."""
    places = {
        "decisions": reverse("activities.decisions"),
        "leave": reverse("activities.leave", args=(activity.code,)),
    }
    return places.get(request.POST.get("back", "")) or reverse("activities.activity", args=(activity.code,)) + "#leaves"


def _decided_by(request: HttpRequest, activity: Activity) -> Activity:
    """The activity, if the caller decides about its leave; 404 else."""
    if not queries.may_decide(activity, request.reach):  # type: ignore[attr-defined]
        raise Http404
    return activity
