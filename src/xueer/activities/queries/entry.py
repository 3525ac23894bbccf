"""What entering and planning propose: the last session of each kind, likely days, who entered the same one before."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, Protocol

from django.db.models import Q, QuerySet

from xueer.activities.choices import ActivityState, AudienceKind
from xueer.activities.models import Activity, Audience
from xueer.activities.queries.roll import people_named
from xueer.audit.models import Event
from xueer.common.calendar import ONE_DAY, local_day, local_zone
from xueer.org.models import Exemption, GroupMember, Membership, Person, Unit
from xueer.plans.choices import CARRIED_WORD, DROPPED_WORDS, PlanState
from xueer.plans.models import PlanItem

KINDS_OFFERED = 5
LOOKED_AT = 60
SINGLE_PEOPLE = 60
WEEK = timedelta(days=7)


class Said(Protocol):
    """What of a session's details tells that it is the same as another."""

    @property
    def topic(self) -> str: ...

    @property
    def starts_at(self) -> datetime: ...

    @property
    def group(self) -> Any: ...


def last_of_each_kind(unit: Unit) -> list[Activity]:
    """The unit's latest session held of each kind – headings and group – latest first; at most five."""
    rows = Activity.objects.filter(unit=unit, state=ActivityState.HELD).order_by("-starts_at", "code")
    rows = rows.select_related("group").prefetch_related("heading_set__types")
    found: dict[tuple[int, int | None], Activity] = {}
    for activity in rows[:LOOKED_AT]:
        found.setdefault((activity.heading_set_id, activity.group_id), activity)
    return list(found.values())[:KINDS_OFFERED]


def proposed_day(last: Activity | None, *, today: date) -> date:
    """The latest day not after today on the weekday of the session copied from; today where there is none, or where
    that day is the session's own."""
    day = last_such_weekday(last.held_on, today=today) if last else today
    return today if last and day <= last.held_on else day


def next_day(last: Activity | None, *, today: date) -> date:
    """The next day after today on the weekday of the session copied from; tomorrow where there is none."""
    return last_such_weekday(last.held_on, today=today) + WEEK if last else today + ONE_DAY


def last_such_weekday(day: date, *, today: date) -> date:
    """The latest day not after today on the same weekday."""
    return today - timedelta(days=(today.weekday() - day.weekday()) % 7)


def already_entered(unit: Unit, said: Said) -> Activity | None:
    """A session of the unit, not cancelled, on the same day with the same topic, or at the same hour for the same
    group: most likely the same session, entered by somebody else."""
    same = Q(topic__iexact=said.topic) | Q(starts_at=said.starts_at, group=said.group)
    rows = Activity.objects.filter(same, unit=unit, held_on=local_day(said.starts_at))
    return rows.exclude(state=ActivityState.CANCELLED).order_by("pk").first()


def entered_by(activity: Activity) -> Event | None:
    """The act by which the activity came in: who and when. None where the trail does not say."""
    about = {"object_kind": activity._meta.label, "object_id": str(activity.pk)}
    return Event.objects.filter(verb__startswith="activities.activity.", **about).order_by("id").first()


@dataclass(frozen=True)
class Expected:
    """Those whom an audience names on a day, by pinyin; exempt people apart, as nobody waits for them.

    `homes`: unit of the main post that day of those who are exempt, for it decides who may know.
    """

    people: list[Person]
    exempt: list[Person]
    homes: dict[int, int]


def expected(audience: Iterable[Audience], *, unit: Unit, on: date) -> Expected:
    """Who would stand on the roll. Four queries, and one per row of the audience."""
    ids = people_named(audience, unit=unit, on=on)
    freed = set(
        Exemption.objects.filter(person_id__in=ids, starts_on__lte=on, ends_on__gt=on).values_list(
            "person_id", flat=True
        )
    )
    people = list(Person.objects.filter(pk__in=ids).order_by("sort_key", "code"))
    posts = Membership.objects.filter(person_id__in=freed, main=True, starts_on__lte=on, ends_on__gt=on).order_by()
    return Expected(
        [person for person in people if person.pk not in freed],
        [person for person in people if person.pk in freed],
        dict(posts.values_list("person_id", "unit_id")),
    )


def audience_copied(last: Activity) -> list[Audience]:
    """For whom the session was, as rows not stored yet; of one that came with the workbook what its roll says."""
    rows = list(last.audience.all())
    if rows:
        return [
            Audience(kind=row.kind, group_id=row.group_id, unit_id=row.unit_id, person_id=row.person_id, duty=row.duty)
            for row in rows
        ]
    return audience_of_roll(last)


def audience_of_roll(last: Activity) -> list[Audience]:
    """Whom a roll without an audience was kept for: its group; everybody of the unit, where more than half of them
    stand on it; the unit's group of exactly these people; else these people one by one."""
    there = frozenset(last.roll.order_by().values_list("person_id", flat=True))
    if not there or last.group_id:
        return usual_audience(last.unit, last.group_id) if there else []
    everybody = people_named(usual_audience(last.unit, None), unit=last.unit, on=last.held_on)
    if len(there & everybody) * 2 > len(everybody):
        return usual_audience(last.unit, None)
    members: dict[int, set[int]] = {}
    on = last.held_on
    rows = GroupMember.objects.filter(group__unit=last.unit, starts_on__lte=on, ends_on__gt=on).order_by("group__code")
    for group, person in rows.values_list("group_id", "person_id"):
        members.setdefault(group, set()).add(person)
    same = [group for group, people in members.items() if people == there]
    if same:
        return usual_audience(last.unit, same[0])
    return [Audience(kind=AudienceKind.PERSON, person_id=person) for person in sorted(there)[:SINGLE_PEOPLE]]


def usual_audience(unit: Unit, group_id: int | None) -> list[Audience]:
    """The group, or everybody of the unit."""
    if group_id:
        return [Audience(kind=AudienceKind.GROUP, group_id=group_id)]
    return [Audience(kind=AudienceKind.UNIT, unit=unit)]


def open_items(unit: Unit, *, around: int) -> QuerySet[PlanItem]:
    """Items of the unit's plans of the year and its neighbours that nothing has served yet; closed plans, and lines
    dropped or carried over, left out."""
    rows = PlanItem.objects.filter(
        plan__unit=unit, plan__year__gte=around - 1, plan__year__lte=around + 1, fulfilled_on=None
    )
    rows = rows.exclude(plan__state=PlanState.CLOSED).exclude(state__in=[*DROPPED_WORDS, CARRIED_WORD])
    rows = rows.select_related("plan")
    return rows.order_by("plan__year", "month", "due_on", "code")


def day_of_item(item: PlanItem, *, today: date) -> date:
    """The day of the item; of one for a month that is to come its first day, else tomorrow."""
    if item.due_on:
        return item.due_on
    first = date(item.plan.year, item.month or today.month, 1)
    return max(first, today + ONE_DAY)


def at_local(day: date, clock: Any) -> datetime:
    """The moment of a clock time on a day, on the instance's clock."""
    return datetime.combine(day, clock, tzinfo=local_zone())
