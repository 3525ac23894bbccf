"""What a study secretary has to do: sessions to close, absences without a reason, make-ups, minutes, plan items."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.db.models.functions import Coalesce, ExtractMonth
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from xueer.access.permissions import Permission
from xueer.activities.choices import ActivityState, MakeUpState, RollStatus
from xueer.activities.models import Activity, MakeUp, RollRow
from xueer.common.calendar import local_day
from xueer.plans.choices import PlanState
from xueer.plans.models import Plan, PlanItem
from xueer.web.calendar.sources import NOBODY_WAITS
from xueer.web.panels.gaps import AT_RISK, MISSED
from xueer.web.panels.parts import Line, Part, Seat
from xueer.web.templatetags.ui import moment, short_day

NOT_HELD = (ActivityState.PLANNED, ActivityState.ANNOUNCED, ActivityState.RUNNING)
# What is older is no work of today any more: reasons and minutes of sessions of the last so many days.
LATELY = timedelta(days=90)
# A session that is not closed after so many days is pressing; so is a deadline that is so many days away.
PRESSING = 3
NAMES_SHOWN = 3


def page_of(activity: Activity, place: str = "") -> str:
    """The page of an activity, opened at one of its panels."""
    return reverse("activities.activity", args=(activity.code,)) + (f"#{place}" if place else "")


def days_ago(day: date, on: date) -> str:
    """How long ago a day was."""
    n = (on - day).days
    return ngettext("%(n)s day ago", "%(n)s days ago", n) % {"n": n} if n else _("today")


def days_left(day: date, on: date) -> tuple[str, str]:
    """A deadline as a sign and words: how many days are left, or by how many it is over."""
    n = (day - on).days
    if n < 0:
        return "miss", ngettext("%(n)s day overdue", "%(n)s days overdue", -n) % {"n": -n}
    words = ngettext("%(n)s day left", "%(n)s days left", n) % {"n": n} if n else _("due today")
    return ("risk" if n <= 2 * PRESSING else "go"), words


def elsewhere(seat: Seat, activity: Activity) -> str:
    """The unit that held it, where it is not the unit of the page."""
    return "" if seat.unit and activity.unit_id == seat.unit.pk else f"\N{EM SPACE}{activity.unit.name}"


# What a line of a desk says of a session; the rest of its wide row stays where it is.
IN_A_LINE = ("code", "topic", "starts_at", "ends_at", "held_on", "place", "unit__name")

# ---- sessions to close ----


def to_close(seat: Seat) -> QuerySet[Activity]:
    """Sessions that are over and not held yet, the oldest first."""
    rows = Activity.objects.filter(
        seat.inside(Permission.ACTIVITY_EDIT, "unit"), state__in=NOT_HELD, ends_at__lt=seat.at
    )
    return rows.select_related("unit").only(*IN_A_LINE).order_by("starts_at", "code")


def close_lines(seat: Seat, rows: Sequence[Activity]) -> list[Line]:
    found = []
    for row in rows:
        kind = "risk" if (seat.on - row.held_on).days > PRESSING else "go"
        note, words = f"{moment(row.starts_at)}{elsewhere(seat, row)}", days_ago(local_day(row.ends_at), seat.on)
        found.append(
            Line(row.topic, page_of(row), note, kind, words, act=_("Fill in and close"), to=page_of(row, "closing"))
        )
    return found


# ---- absences without a reason ----


def unexplained(seat: Seat) -> QuerySet[RollRow]:
    """Absences of the last ninety days that nobody has explained, the latest first; exempt people are never absent."""
    rows = RollRow.objects.filter(
        seat.inside((Permission.REASON_VIEW, Permission.ACTIVITY_EDIT), "activity__unit"),
        activity__state=ActivityState.HELD,
        activity__held_on__gte=seat.on - LATELY,
        status=RollStatus.ABSENT,
        exempt=False,
        reason="",
    )
    rows = rows.select_related("person", "activity__unit")
    rows = rows.only("person__name", *(f"activity__{field}" for field in IN_A_LINE))
    return rows.order_by("-activity__starts_at", "person__sort_key", "pk")


def unexplained_lines(seat: Seat, rows: Sequence[RollRow]) -> list[Line]:
    return [
        Line(
            f"{row.person.name}\N{EM SPACE}{short_day(row.activity.held_on)} {row.activity.topic}",
            page_of(row.activity, "roll"),
            f"{days_ago(row.activity.held_on, seat.on)}{elsewhere(seat, row.activity)}",
            act=_("Fill in the reason"),
        )
        for row in rows
    ]


# ---- make-ups ----


@dataclass
class Owed:
    """A session with make-ups that are still open: the earliest deadline, and who owes them, by deadline and name."""

    code: str
    topic: str
    held_on: date
    due: date
    names: list[str]


def make_ups(seat: Seat) -> list[Owed]:
    """What is still owed, by session; what is due first at the top."""
    rows = MakeUp.objects.filter(seat.inside(Permission.ACTIVITY_EDIT, "activity__unit"), state=MakeUpState.OPEN)
    rows = rows.order_by("due_on", "activity_id", "person__sort_key")
    found: dict[str, Owed] = {}
    fields = ("activity__code", "activity__topic", "activity__held_on", "due_on", "person__name")
    for code, topic, held_on, due, name in rows.values_list(*fields):
        found.setdefault(code, Owed(code, topic, held_on, due, [])).names.append(name)
    return list(found.values())


def make_up_lines(seat: Seat, rows: Sequence[Owed]) -> list[Line]:
    found = []
    for row in rows:
        kind, words = days_left(row.due, seat.on)
        who = "、".join(row.names[:NAMES_SHOWN])
        if len(row.names) > NAMES_SHOWN:
            who = _("%(names)s and others, %(n)s people") % {"names": who, "n": len(row.names)}
        href = reverse("activities.activity", args=(row.code,)) + "#make_ups"
        title = _("%(topic)s (%(day)s)") % {"topic": row.topic, "day": short_day(row.held_on)}
        found.append(Line(title, href, who, kind, words, act=_("See the list")))
    return found


# ---- minutes ----


def without_minutes(seat: Seat) -> QuerySet[Activity]:
    """Sessions held in the last ninety days whose minutes are empty, the latest first."""
    rows = Activity.objects.filter(
        seat.inside(Permission.ACTIVITY_EDIT, "unit"),
        state=ActivityState.HELD,
        held_on__gte=seat.on - LATELY,
        minutes_text="",
    )
    return rows.select_related("unit").only(*IN_A_LINE).order_by("-starts_at", "code")


def minutes_lines(seat: Seat, rows: Sequence[Activity]) -> list[Line]:
    return [
        Line(
            row.topic,
            page_of(row, "minutes"),
            f"{moment(row.starts_at)}{elsewhere(seat, row)}",
            act=_("Write the minutes"),
        )
        for row in rows
    ]


# ---- plan items ----


def due_items(seat: Seat) -> QuerySet[PlanItem]:
    """Items of plans in force for this month or an earlier one of the year, with no session held or to come."""
    on = seat.on
    served = Activity.objects.filter(plan_item=OuterRef("pk")).exclude(state=ActivityState.CANCELLED)
    plans = Plan.objects.filter(seat.inside(Permission.PLAN_EDIT, "unit"), year=on.year, state=PlanState.IN_FORCE)
    due = Q(due_on=None, month__lte=on.month) | Q(due_on__lt=_next_month(on))
    # By the ids of the plans: told the whole sentence, a database reads every item of every unit's plans.
    rows = PlanItem.objects.filter(due, ~Q(Exists(served)), plan__in=list(plans.values_list("pk", flat=True)))
    rows = rows.filter(fulfilled_on=None).exclude(state__in=NOBODY_WAITS).select_related("plan__unit", "group")
    rows = rows.only("month", "due_on", "topic", "plan__year", "plan__unit__code", "plan__unit__name", "group__name")
    rows = rows.annotate(in_month=Coalesce("month", ExtractMonth("due_on")))
    return rows.order_by("in_month", "due_on", "code")


def _next_month(on: date) -> date:
    return (on.replace(day=1) + timedelta(days=32)).replace(day=1)


def item_lines(seat: Seat, rows: Sequence[PlanItem]) -> list[Line]:
    found = []
    for row in rows:
        month = row.month or (row.due_on.month if row.due_on else seat.on.month)
        late = seat.on.month - month
        kind = "risk" if late else "go"
        words = ngettext("%(n)s month late", "%(n)s months late", late) % {"n": late} if late else _("this month")
        unit = row.plan.unit
        where = "" if seat.unit and unit.pk == seat.unit.pk else unit.name
        note = "\N{EM SPACE}".join(
            word for word in (short_day(row.due_on), row.group.name if row.group else "", where) if word
        )
        href = f"{reverse('plans.year', args=(unit.code,))}?year={row.plan.year}"
        found.append(Line(row.topic, href, note, kind, words, act=_("See the plan")))
    return found


SECRETARY: tuple[Part, ...] = (
    Part("to-close", gettext_lazy("Sessions to close"), gettext_lazy("over, not closed yet"), to_close, close_lines),
    Part(
        "unexplained",
        gettext_lazy("Absences without a reason"),
        gettext_lazy("in the last 90 days"),
        unexplained,
        unexplained_lines,
    ),
    Part(
        "make-ups",
        gettext_lazy("Make-ups owed"),
        gettext_lazy("persons and sessions"),
        make_ups,
        make_up_lines,
        lambda rows: sum(len(row.names) for row in rows),
    ),
    Part(
        "minutes",
        gettext_lazy("Sessions without minutes"),
        gettext_lazy("in the last 90 days"),
        without_minutes,
        minutes_lines,
    ),
    Part(
        "plan-items",
        gettext_lazy("Plan items without a session"),
        gettext_lazy("due this month or earlier"),
        due_items,
        item_lines,
    ),
    MISSED,
    AT_RISK,
)
