"""What waits for a decision of a leader or of the head of a group, and where the unit is at risk."""

from collections.abc import Sequence

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from xueer.access.permissions import Permission
from xueer.activities.choices import LeaveState, MakeUpState
from xueer.activities.models import Leave, MakeUp
from xueer.activities.queries.leave import leaves_to_decide, make_ups_to_decide
from xueer.plans.choices import PlanState
from xueer.plans.models import Plan
from xueer.web.panels.clerk import days_ago, days_left, page_of
from xueer.web.panels.gaps import AT_RISK, MISSED
from xueer.web.panels.parts import Line, Part, Rows, Seat
from xueer.web.templatetags.ui import moment


def leaves(seat: Seat) -> Rows[Leave]:
    """Leave that waits for this person, the next session first.

    Most days nobody asks: one small look spares the query that finds out who decides.
    """
    waits = Leave.objects.filter(state=LeaveState.ASKED).exists()
    return leaves_to_decide(seat.reach) if waits else []


def leave_lines(seat: Seat, rows: Sequence[Leave]) -> list[Line]:
    found = []
    for row in rows:
        over = row.activity.held_on < seat.on
        kind, words = ("risk", _("the session is over")) if over else days_left(row.activity.held_on, seat.on)
        title = _("%(person)s: leave from %(topic)s") % {"person": row.person.name, "topic": row.activity.topic}
        note = f"{moment(row.activity.starts_at)}\N{EM SPACE}{row.reason}"
        found.append(Line(title, page_of(row.activity, "leaves"), note, kind, words, act=_("Decide"), to=_decisions()))
    return found


def _decisions() -> str:
    return reverse("activities.decisions")


def handed_in(seat: Seat) -> Rows[MakeUp]:
    """Make-ups that were handed in and wait for this person, the oldest first."""
    waits = MakeUp.objects.filter(state=MakeUpState.HANDED_IN).exists()
    return make_ups_to_decide(seat.reach) if waits else []


def handed_in_lines(seat: Seat, rows: Sequence[MakeUp]) -> list[Line]:
    found = []
    for row in rows:
        title = _("%(person)s: make-up for %(topic)s") % {"person": row.person.name, "topic": row.activity.topic}
        given = days_ago(row.handed_in_at.date(), seat.on) if row.handed_in_at else ""
        note = _("handed in %(when)s") % {"when": given} if given else ""
        found.append(Line(title, reverse("activities.make_up", args=(row.pk,)), note, act=_("Decide"), to=_decisions()))
    return found


def plans(seat: Seat) -> Rows[Plan]:
    """Plans that were submitted for approval, the oldest first."""
    rows = Plan.objects.filter(seat.inside(Permission.PLAN_APPROVE, "unit"), state=PlanState.SUBMITTED)
    return rows.select_related("unit", "submitted_by").order_by("submitted_at", "code")


def plan_lines(_seat: Seat, rows: Sequence[Plan]) -> list[Line]:
    found = []
    for row in rows:
        title = _("Study plan %(year)s of %(unit)s") % {"year": row.year, "unit": row.unit.name}
        who = row.submitted_by.name if row.submitted_by else ""
        when = moment(row.submitted_at) if row.submitted_at else ""
        href = f"{reverse('plans.year', args=(row.unit.code,))}?year={row.year}"
        found.append(Line(title, href, "\N{EM SPACE}".join(word for word in (who, when) if word), act=_("Decide")))
    return found


DECISIONS: tuple[Part, ...] = (
    Part("leaves", gettext_lazy("Leave to decide"), gettext_lazy("the next session first"), leaves, leave_lines),
    Part(
        "handed-in",
        gettext_lazy("Make-ups handed in"),
        gettext_lazy("waiting to be accepted"),
        handed_in,
        handed_in_lines,
    ),
    Part("plans", gettext_lazy("Plans to approve"), gettext_lazy("submitted to you"), plans, plan_lines),
)
LEADER: tuple[Part, ...] = (*DECISIONS, MISSED, AT_RISK)
