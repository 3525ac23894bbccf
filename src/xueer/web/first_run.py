"""First steps of an empty home: what is done of the way to the first closed session, and what comes next."""

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from xueer.access.permissions import Permission
from xueer.activities.choices import ActivityState
from xueer.activities.models import Activity
from xueer.org.models import Group, Membership, Unit
from xueer.plans.choices import PlanState
from xueer.plans.models import Plan
from xueer.rules.models import Requirement

# Set by the one who needs no guidance, in this browser.
DISMISSED_COOKIE = "first-steps"


@dataclass(frozen=True)
class Step:
    """One of the six steps. `next`: the first that is not done."""

    number: int
    view: str
    title: str | Promise
    words: str | Promise
    done: bool
    next: bool

    @property
    def href(self) -> str:
        return reverse(self.view)


TEXTS = (
    ("web.first_unit", _("Your unit"), _("its name and what kind of unit it is")),
    ("web.first_people", _("Your people"), _("a line each: name, staff number, post")),
    ("web.first_group", _("A study group"), _("who studies together, and who leads")),
    ("web.first_rule", _("A first rule"), _("what is asked of whom, how often")),
    ("web.first_plan", _("The plan of the year"), _("proposed from the rule")),
    ("web.first_session", _("A first session"), _("one that has taken place: topic, day, who was away")),
)


def may_set_up(request: HttpRequest) -> bool:
    """Only who may edit every unit sets a home up."""
    return request.reach.everywhere(Permission.UNIT_EDIT)  # type: ignore[attr-defined]


def first_unit() -> Unit | None:
    """The unit that the steps are about: the first that was made."""
    return Unit.objects.order_by("pk").first()


def done(person: Any) -> tuple[bool, ...]:
    """Which of the six steps are done, in their order."""
    return (
        Unit.objects.exists(),
        Membership.objects.exclude(person_id=person.pk).exists(),
        Group.objects.exists(),
        Requirement.objects.exists(),
        Plan.objects.filter(state=PlanState.IN_FORCE).exists(),
        Activity.objects.filter(state=ActivityState.HELD).exists(),
    )


def steps(person: Any) -> list[Step]:
    """The six steps with what is done."""
    made = done(person)
    first_open = made.index(False) if False in made else len(made)
    return [
        Step(number, *text, made[number - 1], number - 1 == first_open)  # type: ignore[arg-type]
        for number, text in enumerate(TEXTS, start=1)
    ]


def steps_for(request: HttpRequest) -> list[Step]:
    """The steps, for whom they are meant: not once a session is held, nor for somebody who has put them away."""
    if not may_set_up(request) or request.COOKIES.get(DISMISSED_COOKIE) == "off":
        return []
    if Activity.objects.filter(state=ActivityState.HELD).exists():
        return []
    return steps(request.user)
