"""Planning a session that is to come, changing one, announcing it, taking one's unit out of one."""

from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from xueer.access.permissions import Permission, requires
from xueer.access.scope import require, unit_for
from xueer.activities.actions.announcing import announce_activity
from xueer.activities.actions.joint import step_out as leave_joint
from xueer.activities.actions.marking import lock
from xueer.activities.actions.planning import change_activity, plan_activity
from xueer.activities.choices import ActivityState
from xueer.activities.errors import ActivityCancelled, NotBegun, NotHeldWith, NotPlanned, ReasonMissing
from xueer.activities.forms.details import DetailsForm
from xueer.activities.forms.initial import (
    as_data,
    initial_bare,
    initial_from_item,
    initial_like,
    initial_of,
    stored_texts,
    typed_texts,
)
from xueer.activities.forms.names import people_in_sight
from xueer.activities.forms.offers import Offers
from xueer.activities.models import Activity
from xueer.activities.queries import may_view
from xueer.activities.queries.announcement import announcement_text, audience_words, told_by_announcing
from xueer.activities.queries.entry import (
    already_entered,
    day_of_item,
    entered_by,
    last_of_each_kind,
    next_day,
)
from xueer.activities.queries.joint import may_step_out
from xueer.activities.queries.roll import audience_people
from xueer.activities.queries.working_days import day_words
from xueer.activities.views.entry import item_asked, last_asked
from xueer.audit.once import once
from xueer.common.calendar import now, today
from xueer.common.stale import Met, meet, seen_of
from xueer.org.models import Unit

LONGEST_TEXT = 4000


@requires(Permission.ACTIVITY_EDIT)
@require_http_methods(["GET", "POST"])
@once
def plan_session(request: HttpRequest, code: str) -> HttpResponse:
    """One session to come; `?item=` the code of the plan's item it serves, `?like=` of the session to copy from."""
    unit = unit_for(request, Permission.ACTIVITY_EDIT, code)
    form, context = planning_form(request, unit)
    if request.method == "POST" and form.is_valid():
        details = form.details()
        context["warned"] = already_entered(unit, details)
        context["off"] = day_words(unit, form.cleaned_data["day"])
        if request.POST.get("again") == "1" or not (context["warned"] or context["off"]):
            activity = plan_activity(details, by=request.user, at=now())
            messages.success(request, _("The session is planned. Announce it when everything is settled."))
            return redirect("activities.activity", activity.code)
        context["warned_by"] = entered_by(context["warned"]) if context["warned"] else None
        return render(request, "activities/plan_session.html", context, status=409)
    return render(request, "activities/plan_session.html", context, status=422 if form.is_bound else 200)


def planning_form(request: HttpRequest, unit: Unit) -> tuple[DetailsForm, dict[str, Any]]:
    """The form of a session to come with everything known filled in, and what a page shows around it."""
    asked = request.POST if request.method == "POST" else request.GET
    kinds = last_of_each_kind(unit)
    item = item_asked(unit, asked.get("item", ""))
    last = last_asked(unit, asked.get("like", ""), item, kinds)
    reach = request.reach  # type: ignore[attr-defined]
    day = next_day(last, today=today())
    people = people_in_sight(reach.units(Permission.UNIT_VIEW))
    initial = initial_like(last, day, people) if last else initial_bare(unit, day)
    if item:
        said = initial_from_item(item, unit, day_of_item(item, today=today()))
        initial |= {name: value for name, value in said.items() if value}
    data = request.POST if request.method == "POST" else None
    form = DetailsForm(data, offers=Offers(unit, reach, today(), kept=last), when="coming", initial=initial)
    return form, {"unit": unit, "form": form, "kinds": kinds, "last": last, "item": item}


def activity_to_edit(request: HttpRequest, code: str) -> Activity:
    """The activity, if the caller edits those of its host; 404 else."""
    shown = get_object_or_404(Activity.objects.select_related("unit", "group", "category_set", "plan_item"), code=code)
    require(request, Permission.ACTIVITY_EDIT, at=shown.unit_id)
    return shown


@requires(Permission.ACTIVITY_EDIT)
@require_http_methods(["GET", "POST"])
@once
def edit(request: HttpRequest, code: str) -> HttpResponse:
    """What is said of a session. A form grown old meets the stored values: both are shown, none is lost."""
    shown = activity_to_edit(request, code)
    if shown.state == ActivityState.CANCELLED:
        messages.error(request, _("The activity was cancelled. Reopen it first, then change it."))
        return redirect("activities.activity", shown.code)
    offers = Offers(shown.unit, request.reach, today(), kept=shown)  # type: ignore[attr-defined]
    people = people_in_sight(offers.reach.units(Permission.UNIT_VIEW))
    if request.method != "POST":
        return _edit_page(request, shown, DetailsForm(offers=offers, initial=initial_of(shown, people)), people)
    with transaction.atomic():
        shown = lock(shown)
        offers.kept = shown
        stored = stored_texts(initial_of(shown, people))
        met = meet(
            seen=request.POST.get("seen", ""), stored=stored, typed=typed_texts(request.POST, DetailsForm.base_fields)
        )
        form = DetailsForm(as_data(met.values), offers=offers, initial=initial_of(shown, people))
        if met.conflicts:
            return _edit_page(request, shown, form, people, met=met, status=409)
        return _changed(request, shown, form, people)


def _changed(request: HttpRequest, shown: Activity, form: DetailsForm, people: Any) -> HttpResponse:
    reason = request.POST.get("reason", "")
    if not form.is_valid():
        return _edit_page(request, shown, form, people, status=422)
    details = form.details(counts=(shown.expected_count, shown.head_count))
    try:
        changes = change_activity(shown, details, by=request.user, at=now(), reason=reason)
    except ReasonMissing:
        form.add_error(None, _("Say why: the session is announced or was held, and others rely on what it said."))
        return _edit_page(request, shown, form, people, status=422)
    except NotBegun:
        form.add_error("day", _("A session that was held cannot lie in the future."))
        return _edit_page(request, shown, form, people, status=422)
    except ActivityCancelled:
        raise Http404 from None
    messages.success(request, _("Changed.") if changes else _("Nothing was different; nothing was changed."))
    return redirect("activities.activity", shown.code)


def _edit_page(
    request: HttpRequest, shown: Activity, form: DetailsForm, people: Any, *, met: Met | None = None, status: int = 200
) -> HttpResponse:
    stored = stored_texts(initial_of(shown, people))
    typed = typed_texts(request.POST, form.fields)
    clashes = [
        (form.fields[name].label, form.words_of(name, stored[name]), form.words_of(name, typed[name]))
        for name in (met.conflicts if met else ())
    ]
    context = {
        "unit": shown.unit,
        "activity": shown,
        "form": form,
        "seen": seen_of(stored),
        "clashes": clashes,
        "asks_reason": shown.state != ActivityState.PLANNED,
        "reason": request.POST.get("reason", ""),
    }
    return render(request, "activities/edit.html", context, status=status)


@requires(Permission.ACTIVITY_EDIT)
@require_http_methods(["GET", "POST"])
@once
def announce(request: HttpRequest, code: str) -> HttpResponse:
    """The text of the announcement, to be edited and copied; sending it tells everybody expected."""
    shown = activity_to_edit(request, code)
    text = shown.announcement or announcement_text(shown)
    if request.method == "POST":
        text = request.POST.get("text", "").replace("\r\n", "\n").strip()[:LONGEST_TEXT]
        try:
            told = announce_activity(shown, text, by=request.user, at=now())
        except NotPlanned:
            messages.error(request, _("The session is over or under way; there is nothing to announce."))
            return redirect("activities.activity", shown.code)
        if told:
            words = ngettext("Announced: %(n)s person was told.", "Announced: %(n)s people were told.", told)
            messages.success(request, words % {"n": told})
        else:
            messages.success(request, _("Stored. Copy the text below into the group chat."))
        return redirect("activities.announce", shown.code)
    context = {
        "activity": shown,
        "text": text,
        "named": bool(audience_people(shown)),
        "people": told_by_announcing(shown, by=request.user, on=today()),
        "for_whom": audience_words(shown),
        "open_still": shown.state in (ActivityState.PLANNED, ActivityState.ANNOUNCED),
    }
    return render(request, "activities/announce.html", context)


@require_POST
@requires(Permission.ACTIVITY_EDIT)
@once
def step_out(request: HttpRequest, code: str) -> HttpResponse:
    """A unit that was named as a joint holder takes itself out, giving a reason."""
    shown = get_object_or_404(Activity.objects.select_related("unit"), code=code)
    reach = request.reach  # type: ignore[attr-defined]
    unit = next((unit for unit in may_step_out(shown, reach) if unit.code == request.POST.get("unit")), None)
    if unit is None or not may_view(shown, reach):
        raise Http404
    try:
        leave_joint(shown, unit, reason=request.POST.get("reason", ""), by=request.user, at=now())
    except ReasonMissing:
        messages.error(request, _("Say why your unit does not hold this session; its host will read it."))
        return redirect("activities.activity", shown.code)
    except NotHeldWith:
        raise Http404 from None
    messages.success(request, _("%(unit)s no longer holds this session.") % {"unit": unit.name})
    return redirect("activities.activities", unit.code)
