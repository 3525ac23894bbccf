"""What closing an activity will write, and what is still missing: computed by the same rules as closing itself."""

from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction

from xueer.activities.choices import ActivityState, RollStatus
from xueer.activities.facts import facts
from xueer.activities.minutes import LABELS
from xueer.activities.models import Activity, RollRow
from xueer.activities.queries.held import TAKEN_PART, requirements_served
from xueer.activities.queries.make_ups import terms_of
from xueer.activities.queries.minutes import minutes_points
from xueer.activities.queries.moving import Move, moves
from xueer.activities.queries.roll import audience_people, granted_leaves, unmarked
from xueer.activities.records_of import ActivityFacts, RollFacts, records_of
from xueer.org.models import Person
from xueer.org.queries import Belonging
from xueer.records.choices import OCCASION_ROLES
from xueer.rules.models import Requirement

AWAY = (RollStatus.LEAVE, RollStatus.ABSENT)


@dataclass(frozen=True)
class Outlook:
    """What closing will do. `gaps`: (part of the minutes, who should have spoken); `unwritten`: no minutes at all;
    `elsewhere`: (name, the part named for them, why they are not there) of those who are to lead or speak although the
    roll says that they are away, and of whom the ledger will say that they did; `unrolled`: nobody took a roll,
    everybody named is taken as present; `nobody`: neither names nor numbers."""

    occasions: int
    rows: int
    here: int
    hours: Fraction
    owing: list[Person]
    due_on: date
    requirements: list[Requirement]
    moves: list[Move] = field(default_factory=list)
    elsewhere: list[tuple[str, str, str]] = field(default_factory=list)
    unreasoned: list[RollRow] = field(default_factory=list)
    gaps: list[tuple[str, str]] = field(default_factory=list)
    unwritten: bool = False
    unrolled: bool = False
    nobody: bool = False

    @property
    def unmoved(self) -> list[Requirement]:
        """Requirements served whose figure is not told beforehand."""
        told = {move.requirement.pk for move in self.moves}
        return [row for row in self.requirements if row.pk not in told]

    @property
    def records(self) -> int:
        return self.occasions + self.rows

    @property
    def missing(self) -> int:
        """How many things are still to be filled in."""
        return len(self.unreasoned) + len(self.gaps) + len(self.elsewhere) + self.unwritten + self.nobody


def outlook(activity: Activity) -> Outlook:
    """Of an activity that is not closed yet."""
    known, unrolled = _when_held(activity)
    drafts = records_of(known)
    occasions = sum(draft.role in OCCASION_ROLES for draft in drafts)
    here = sum(row.status in TAKEN_PART for row in known.roll) if known.roll else known.head_count or 0
    owing = [row.person_id for row in known.roll if row.status in AWAY and not row.exempt]
    done = activity.make_ups.filter(person__in=owing).values("person_id")
    unreasoned = activity.roll.filter(status__in=AWAY, exempt=False, reason="").select_related("person")
    served = requirements_served(activity)
    return Outlook(
        occasions=occasions,
        rows=len(drafts) - occasions,
        here=here,
        hours=Fraction(here * activity.minutes, 60),
        owing=list(Person.objects.filter(pk__in=owing).exclude(pk__in=done).order_by("sort_key", "code")),
        due_on=terms_of(activity).due_on,
        requirements=served,
        moves=moves(activity, served),
        elsewhere=_elsewhere(activity, known),
        unreasoned=list(unreasoned.order_by("person__sort_key", "person__code")),
        gaps=_gaps(activity) if activity.minutes_text else [],
        unwritten=not activity.minutes_text,
        unrolled=unrolled,
        nobody=not known.roll and known.head_count is None,
    )


def _elsewhere(activity: Activity, known: ActivityFacts) -> list[tuple[str, str, str]]:
    """Of somebody exempt it is not said why they are not there."""
    away = {
        row.person_id: "" if row.exempt else str(RollStatus(row.status).label)
        for row in known.roll
        if row.status in AWAY
    }
    if not known.roll:
        away = dict.fromkeys(granted_leaves(activity), str(RollStatus.LEAVE.label))
    parts = activity.parts.filter(person__in=away).select_related("person")
    return [(part.person.name, str(part.get_role_display()), away[part.person.pk]) for part in parts if part.person]


def _gaps(activity: Activity) -> list[tuple[str, str]]:
    return [(str(LABELS[point.part]), point.who) for point in minutes_points(activity) if point.missing]


def _when_held(activity: Activity) -> tuple[ActivityFacts, bool]:
    """(its facts as if it were closed now, was the roll filled in from the audience?)"""
    known = next(found for _, found in facts([activity.pk]))._replace(state=ActivityState.HELD.value)
    if known.roll or known.head_count is not None:
        return known, False
    people, leaves = audience_people(activity), granted_leaves(activity)
    belonging = Belonging(people)
    roll = []
    for person in sorted(people):
        unit, exempt = belonging.on(person, activity.held_on)
        status, _reason = unmarked(person, exempt=exempt, leaves=leaves)
        roll.append(RollFacts(person, status, None, unit, exempt))
    return known._replace(roll=tuple(roll)), bool(roll)
