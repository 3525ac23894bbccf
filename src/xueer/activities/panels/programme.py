"""What was settled beforehand – for whom, in which series, the announcement – and the step that comes next."""

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from xueer.access.permissions import Permission
from xueer.activities.choices import ActivityState
from xueer.activities.models import Activity, RollRow
from xueer.activities.queries.announcement import audience_words, told_by_announcing
from xueer.activities.queries.joint import may_step_out
from xueer.activities.queries.roll import audience_people
from xueer.common.calendar import local_day, now


@dataclass(frozen=True)
class NextStep:
    """The button that moves a session on. `post`: it acts at once, without a page of its own."""

    title: str
    text: str
    words: str
    href: str
    post: bool = False


def panel(activity: Activity, request: HttpRequest) -> dict[str, Any]:
    """for_whom: the audience in words; in_series: (number, of how many); next_step; steps_out: joint holders for which
    the reader may say that they do not hold it."""
    reach = request.reach  # type: ignore[attr-defined]
    edits = reach.covers(Permission.ACTIVITY_EDIT, activity.unit_id)
    announced = activity.announced_at is not None
    return {
        "index": ("ok" if announced or activity.state == ActivityState.HELD else "due", ""),
        "for_whom": audience_words(activity),
        "in_series": _place_in_series(activity),
        "next_step": next_step(activity, by=request.user) if edits else None,
        "steps_out": may_step_out(activity, reach) if reach.holds(Permission.ACTIVITY_EDIT) else [],
    }


def next_step(activity: Activity, *, by: Any) -> NextStep | None:
    """Announce a session that is planned, begin one that is announced; once it has begun the closing box leads on."""
    if activity.starts_at <= now():
        return None
    if activity.state == ActivityState.PLANNED:
        return _announcing(activity, by)
    if activity.state == ActivityState.ANNOUNCED and activity.held_on == local_day(now()):
        href = reverse("activities.begin_roll", args=(activity.code,))
        return NextStep(
            _("Begin"), _("Opens the roll: everybody is present until tapped."), _("Begin"), href, post=True
        )
    if activity.state == ActivityState.ANNOUNCED and _nobody_named(activity):
        text = _("It is not settled yet who takes part.")
        return NextStep(_("Who is expected"), text, _("Say who is expected"), _edit_page(activity))
    return None


def _nobody_named(activity: Activity) -> bool:
    """Neither an audience nor a roll: an imported announcement, whose roll would begin empty."""
    return not activity.audience.exists() and not RollRow.objects.filter(activity=activity).exists()


def _edit_page(activity: Activity) -> str:
    return reverse("activities.edit", args=(activity.code,))


def _announcing(activity: Activity, by: Any) -> NextStep:
    if not audience_people(activity):
        text = _("Say first who is expected; then everybody can be told.")
        return NextStep(_("Announce"), text, _("Say who is expected"), _edit_page(activity))
    people = told_by_announcing(activity, by=by, on=local_day(now()))
    words = ngettext(
        "%(n)s person will be told, and the list of names is fixed as of the day.",
        "%(n)s people will be told, and the list of names is fixed as of the day.",
        people,
    )
    href = reverse("activities.announce", args=(activity.code,))
    return NextStep(_("Announce"), words % {"n": people}, _("Announce"), href)


def _place_in_series(activity: Activity) -> tuple[int, int] | None:
    if activity.series_id is None:
        return None
    rows = Activity.objects.filter(series=activity.series_id).exclude(state=ActivityState.CANCELLED)
    days = sorted(rows.values_list("starts_at", "code"))
    before = sum(key < (activity.starts_at, activity.code) for key in days)
    return before + 1, max(len(days), before + 1)
