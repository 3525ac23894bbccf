"""What is owed for sessions that somebody missed: one's own, a unit's, and what may stand in for it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Exists, OuterRef, Q, QuerySet

from xueer.activities.choices import ActivityState, MakeUpState, MakeUpWay, RollStatus
from xueer.activities.models import Activity, MakeUp, RollRow
from xueer.activities.queries.held import held_within
from xueer.activities.queries.leave import COMING, expecting
from xueer.org.models import Person, Unit
from xueer.rules.make_ups import MakeUpRules, make_up_rule_for
from xueer.rules.models import MakeUpRule

# What holds where no rulebook says otherwise: a month, in whatever way.
DEFAULT_DAYS = 30
DEFAULT_WAYS = tuple(way.value for way in MakeUpWay)
# Still owed: nothing handed in, or handed in and not decided.
OWED = (MakeUpState.OPEN, MakeUpState.HANDED_IN)
SOON = timedelta(days=7)
# The filters of a unit's list, in the order in which they are offered.
SHOWN = ("owed", "handed_in", "soon", "lapsed", "done", "all")


@dataclass(frozen=True)
class Terms:
    """Until when and how absence from one session is made up; `rule`: by which rule, None: by default."""

    due_on: date
    ways: tuple[str, ...]
    rule: MakeUpRule | None


def terms(activity: Activity, headings: Iterable[int], rules: MakeUpRules) -> Terms:
    """The terms for a session; `rules` are read once by whoever asks about many."""
    return _terms(activity, rules.rule(activity.unit_id, headings, activity.held_on))


def terms_of(activity: Activity) -> Terms:
    """The terms for one session, as the rulebooks in force on its day say."""
    headings = [kind.pk for kind in activity.heading_set.types.all()]
    return _terms(activity, make_up_rule_for(activity.unit, headings, activity.held_on))


def _terms(activity: Activity, rule: MakeUpRule | None) -> Terms:
    days = DEFAULT_DAYS if rule is None else rule.days
    said = DEFAULT_WAYS if rule is None else tuple(rule.ways)
    ways = tuple(way for way in DEFAULT_WAYS if way in said) or DEFAULT_WAYS
    return Terms(activity.held_on + timedelta(days=days), ways, rule)


def state_on(make_up: MakeUp, on: date) -> MakeUpState:
    """The state as it is shown on a day: what was never handed in lapses the day after its deadline.

    Nothing is stored for that: a deadline passes whether or not anybody looks.
    """
    state = MakeUpState(make_up.state)
    return MakeUpState.LAPSED if state == MakeUpState.OPEN and make_up.due_on < on else state


def make_ups_of(person: Person) -> QuerySet[MakeUp]:
    """Everything the person ever owed, what is due first at the top; what is owed no more left out."""
    rows = MakeUp.objects.filter(person=person).exclude(state=MakeUpState.DROPPED)
    return rows.select_related("activity__unit", "other").order_by("due_on", "id")


def open_make_ups_of(person: Person) -> QuerySet[MakeUp]:
    """What the person still owes, what lapsed included, the earliest deadline first."""
    return make_ups_of(person).filter(state__in=OWED)


def make_ups_within(unit: Unit, *, on: date, shown: str = "owed", words: str = "", own: bool = False) -> QuerySet:
    """Make-ups for sessions held by the unit and (unless `own`) what lay below it; `shown` is one of SHOWN."""
    rows = MakeUp.objects.filter(activity__in=held_within(unit, own=own).values("pk"))
    rows = rows.exclude(state=MakeUpState.DROPPED)
    waiting = Q(state=MakeUpState.OPEN)
    narrowed = {
        "owed": Q(state__in=OWED),
        "handed_in": Q(state=MakeUpState.HANDED_IN),
        "soon": waiting & Q(due_on__gte=on, due_on__lte=on + SOON),
        "lapsed": waiting & Q(due_on__lt=on),
        "done": Q(state=MakeUpState.DONE),
    }
    rows = rows.filter(narrowed.get(shown, Q()))
    for word in words.split():
        rows = rows.filter(Q(person__name__icontains=word) | Q(activity__topic__icontains=word))
    latest_first = ("-done_on", "-id") if shown == "done" else ("due_on", "person__sort_key", "id")
    return rows.select_related("person", "activity__unit", "activity__group", "other").order_by(*latest_first)


def sessions_for(make_up: MakeUp, *, on: date) -> list[Activity]:
    """Sessions that may stand in for the missed one: sharing a heading, after it and before the deadline; held with
    the person there, or still to come and expecting the person. What stands in for another absence is left out."""
    missed = make_up.activity
    there = RollRow.objects.filter(
        activity=OuterRef("pk"), person=make_up.person, status__in=(RollStatus.ATTENDED, RollStatus.LATE)
    )
    used = MakeUp.objects.filter(person=make_up.person, other=OuterRef("pk")).exclude(pk=make_up.pk)
    mine = Q(state__in=COMING, held_on__gte=on) & expecting(make_up.person)
    rows = Activity.objects.filter(Q(Exists(there), state=ActivityState.HELD) | mine)
    rows = rows.filter(
        heading_set__types__in=missed.heading_set.types.all(), starts_at__gt=missed.starts_at,
        held_on__lte=make_up.due_on,
    )  # fmt: skip
    rows = rows.exclude(pk=missed.pk).filter(~Exists(used.exclude(state=MakeUpState.DROPPED)))
    return list(rows.select_related("unit").distinct().order_by("starts_at", "code"))
