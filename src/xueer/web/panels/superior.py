"""What a superior office watches: where units are behind, plans that are missing, what is coming."""

from collections.abc import Sequence
from datetime import timedelta

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from xueer.activities.models import Activity
from xueer.activities.queries import held_within
from xueer.org.models import Unit
from xueer.org.queries import within
from xueer.plans.choices import PlanState
from xueer.plans.models import Plan
from xueer.web.panels.clerk import IN_A_LINE, NOT_HELD, elsewhere, page_of
from xueer.web.panels.gaps import AT_RISK, MISSED
from xueer.web.panels.parts import Line, Part, Seat
from xueer.web.templatetags.ui import moment

AHEAD = timedelta(days=30)


def plans_missing(seat: Seat) -> QuerySet[Unit]:
    """Units below without a plan in force for the year, of the kinds of units of which others have one."""
    if seat.unit is None:
        return Unit.objects.none()
    inside = within(seat.unit, on=seat.on).filter(depth__gt=0).values("unit_id")
    planned = Plan.objects.filter(year=seat.on.year, unit__in=inside)
    planned = planned.filter(state__in=(PlanState.IN_FORCE, PlanState.CLOSED))
    rows = Unit.objects.filter(pk__in=inside, kind__in=planned.values("unit__kind"))
    rows = rows.filter(starts_on__lte=seat.on, ends_on__gt=seat.on)
    return rows.exclude(pk__in=planned.values("unit_id")).select_related("parent").order_by("position", "code")


def missing_lines(seat: Seat, rows: Sequence[Unit]) -> list[Line]:
    words = _("no plan of %(year)s in force") % {"year": seat.on.year}
    found = []
    for row in rows:
        href = f"{reverse('plans.year', args=(row.code,))}?year={seat.on.year}"
        found.append(Line(row.name, href, row.parent.name if row.parent else "", "risk", words, act=_("See the plan")))
    return found


def coming(seat: Seat) -> QuerySet[Activity]:
    """What the unit and everything below it hold in the next thirty days, soonest first."""
    if seat.unit is None:
        return Activity.objects.none()
    rows = held_within(seat.unit).filter(state__in=NOT_HELD, ends_at__gte=seat.at, starts_at__lte=seat.at + AHEAD)
    return rows.select_related("unit").only(*IN_A_LINE).order_by("starts_at", "code")


def coming_lines(seat: Seat, rows: Sequence[Activity]) -> list[Line]:
    return [
        Line(row.topic, page_of(row), f"{moment(row.starts_at)}\N{EM SPACE}{row.place}{elsewhere(seat, row)}")
        for row in rows
    ]


COMING = Part("coming", gettext_lazy("What is coming"), gettext_lazy("in the next 30 days"), coming, coming_lines)
SUPERIOR: tuple[Part, ...] = (
    MISSED,
    AT_RISK,
    Part(
        "plans-missing",
        gettext_lazy("Units without a plan"),
        gettext_lazy("others of their kind have one"),
        plans_missing,
        missing_lines,
    ),
    COMING,
)
