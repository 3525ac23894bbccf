"""Who is expected where, who asked for leave, and who decides."""

from collections.abc import Iterable
from datetime import date, timedelta

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.db.models.functions import Coalesce

from xueer.access.models import Grant
from xueer.access.permissions import Permission
from xueer.access.queries import Reach
from xueer.access.roles import PERMISSIONS_OF
from xueer.activities.choices import ActivityState, AudienceKind, LeaveState, MakeUpState
from xueer.activities.models import Activity, Audience, JointUnit, Leave, MakeUp, RollRow
from xueer.org.models import Exemption, Group, GroupMember, Lineage, Membership, Person

COMING = (ActivityState.PLANNED, ActivityState.ANNOUNCED, ActivityState.RUNNING)
AHEAD = timedelta(days=30)
# 组内角色 of whoever decides about the members of a group. A deputy (副组长) does not.
HEAD = "组长"
DECIDING_ROLES = [role for role, held in PERMISSIONS_OF.items() if Permission.LEAVE_DECIDE in held]


def expecting(person: Person) -> Q:
    """Activities that expect the person on their day: named by the audience; where there is none, or the person was
    set on the roll by hand, by the roll; where there is neither, as a member of the group, or of the unit itself.
    Somebody exempt that day is not expected.

    The audience is asked as of each activity's own day, so that somebody who was taken off a group before the session
    is not expected any more. It means what `roll.audience_people` says.
    """
    audience = Audience.objects.filter(activity=OuterRef("pk"))
    named = audience.filter(_naming(person, OuterRef("activity__held_on")))
    roll = RollRow.objects.filter(activity=OuterRef("pk"), person=person)
    day = OuterRef("held_on")
    exempt = Exemption.objects.filter(person=person, starts_on__lte=day, ends_on__gt=day)
    by_roll = Q(Exists(roll.filter(mark__gt=0))) | (Q(Exists(roll)) & ~Q(Exists(audience)))
    nobody_named = ~Q(Exists(audience)) & ~Q(Exists(RollRow.objects.filter(activity=OuterRef("pk"))))
    return (Q(Exists(named)) | by_roll | (nobody_named & _at_home(person, day))) & ~Q(Exists(exempt))


def _at_home(person: Person, day: OuterRef) -> Q:
    """Activities of a group of the person's, or of no group and the unit of the person's main post, on their day."""
    members = GroupMember.objects.filter(person=person, group=OuterRef("group"), starts_on__lte=day, ends_on__gt=day)
    posts = Membership.objects.filter(person=person, main=True, starts_on__lte=day, ends_on__gt=day)
    in_group = Q(Exists(members), held_on__lt=person.ends_on)
    return in_group | (Q(group__isnull=True) & Q(Exists(posts.filter(unit=OuterRef("unit")))))


def _naming(person: Person, day: OuterRef) -> Q:
    """Rows of an audience that name the person on the activity's day."""
    posts = Membership.objects.filter(person=person, starts_on__lte=day, ends_on__gt=day)
    members = GroupMember.objects.filter(person=person, group=OuterRef("group"), starts_on__lte=day, ends_on__gt=day)
    above = {"unit__lineage__starts_on__lte": day, "unit__lineage__ends_on__gt": day}
    inside = posts.filter(main=True, unit__lineage__ancestor=OuterRef("unit"), **above)
    root = Coalesce(OuterRef("unit"), OuterRef("activity__unit"))
    holding = posts.filter(duty=OuterRef("duty"), unit__lineage__ancestor=root, **above)
    return (
        Q(kind=AudienceKind.PERSON, person=person, activity__held_on__lt=person.ends_on)
        | Q(Exists(members), kind=AudienceKind.GROUP, activity__held_on__lt=person.ends_on)
        | Q(Exists(inside), kind=AudienceKind.UNIT)
        | Q(Exists(holding), kind=AudienceKind.DUTY)
    )


def expected_soon(person: Person, on: date) -> QuerySet[Activity]:
    """Sessions of the next thirty days that expect the person, soonest first."""
    rows = Activity.objects.filter(expecting(person), state__in=COMING, held_on__gte=on, held_on__lte=on + AHEAD)
    return rows.select_related("unit", "group").order_by("starts_at", "code")


def is_expected(activity: Activity, person: Person) -> bool:
    """Is the person expected at this activity?"""
    return Activity.objects.filter(expecting(person), pk=activity.pk).exists()


def live_leave(activity: Activity, person: Person) -> Leave | None:
    """The leave that the person asked for or was granted; None where nothing was asked, or it was refused or taken
    back."""
    rows = activity.leaves.filter(person=person, state__in=(LeaveState.ASKED, LeaveState.GRANTED))
    return rows.select_related("decided_by").first()


def is_head(role: str) -> bool:
    """Does a role in a group (组内角色, several parted by 、) make somebody its head?"""
    for mark in "，,；;/／":
        role = role.replace(mark, "、")
    return HEAD in (word.strip() for word in role.split("、"))


def headed_groups(person: Person, on: date) -> list[int]:
    """Ids of the groups that the person heads on the day."""
    rows = GroupMember.objects.filter(person=person, role__contains=HEAD, starts_on__lte=on, ends_on__gt=on)
    return [group for group, role in rows.values_list("group_id", "role") if is_head(role)]


def heads_of(group: Group | int | None, on: date) -> list[int]:
    """Ids of the people in service who head the group on the day."""
    if group is None:
        return []
    rows = GroupMember.objects.filter(
        group=group, role__contains=HEAD, starts_on__lte=on, ends_on__gt=on, person__ends_on__gt=on
    )
    return [person for person, role in rows.values_list("person_id", "role") if is_head(role)]


def deciders_of(activity: Activity, *, without: int, on: date) -> set[int]:
    """Ids of those who are told that something about `without` waits for a decision: the heads of the activity's
    group; where there is none, whoever decides at the unit that held it, else at the nearest above."""
    heads = set(heads_of(activity.group_id, on)) - {without}
    if heads:
        return heads
    grants = Grant.objects.filter(
        role__in=DECIDING_ROLES, starts_on__lte=on, ends_on__gt=on, person__ends_on__gt=on
    ).exclude(person_id=without)
    found: dict[int | None, set[int]] = {}
    for unit, person in grants.values_list("unit_id", "person_id"):
        found.setdefault(unit, set()).add(person)
    units = [activity.unit_id, *activity.joint_units.values_list("unit_id", flat=True)]
    at_home = set().union(*(found.get(unit, set()) for unit in units))
    if at_home:
        return at_home
    above = Lineage.objects.filter(unit=activity.unit_id, starts_on__lte=on, ends_on__gt=on).order_by("depth")
    for ancestor in [*above.values_list("ancestor_id", flat=True), None]:
        if found.get(ancestor):
            return found[ancestor]
    return set()


def may_decide(activity: Activity, reach: Reach) -> bool:
    """May the caller decide about leave and make-ups of the activity (never about their own: the actions see to it)?

    The head of its group may, and whoever holds LEAVE_DECIDE at a unit that held it.
    """
    if reach.units(Permission.LEAVE_DECIDE) is None:
        return True
    units = [activity.unit_id, *(joint.unit_id for joint in activity.joint_units.all())]
    if any(reach.covers(Permission.LEAVE_DECIDE, unit) for unit in units):
        return True
    return activity.group_id is not None and reach.person.pk in heads_of(activity.group_id, reach.on)


def sees_reasons(activity: Activity, reach: Reach) -> bool:
    """May the caller read why people are on leave: whoever decides, and REASON_VIEW at the unit that held it."""
    return reach.covers(Permission.REASON_VIEW, activity.unit_id) or may_decide(activity, reach)


def _in_my_hands(reach: Reach) -> Q:
    """Narrows rows that belong to an `activity` to those about which the caller decides; never the caller's own."""
    groups = headed_groups(reach.person, reach.on)
    units = reach.units(Permission.LEAVE_DECIDE)
    not_mine = ~Q(person=reach.person)
    if units is None:
        return not_mine
    joint = JointUnit.objects.filter(activity=OuterRef("activity"), unit__in=units)
    return not_mine & (Q(activity__group__in=groups) | Q(activity__unit__in=units) | Q(Exists(joint)))


def leaves_to_decide(reach: Reach) -> QuerySet[Leave]:
    """Leave that waits for the caller's decision, the next session first."""
    rows = Leave.objects.filter(_in_my_hands(reach), state=LeaveState.ASKED)
    rows = rows.exclude(activity__state=ActivityState.CANCELLED)
    return rows.select_related("person__unit", "activity__unit", "activity__group").order_by(
        "activity__starts_at", "asked_at", "id"
    )


def make_ups_to_decide(reach: Reach) -> QuerySet[MakeUp]:
    """Make-ups handed in that wait for the caller's decision, the oldest first."""
    rows = MakeUp.objects.filter(_in_my_hands(reach), state=MakeUpState.HANDED_IN)
    return rows.select_related("person__unit", "activity__unit", "activity__group", "other").order_by(
        "handed_in_at", "id"
    )


def leaves_shown(activity: Activity, states: Iterable[str]) -> QuerySet[Leave]:
    """Leave asked for from the activity in these states, names by pinyin."""
    rows = activity.leaves.filter(state__in=list(states)).select_related("person", "decided_by", "asked_by")
    return rows.order_by("state", "person__sort_key", "id")
