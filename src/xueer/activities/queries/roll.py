"""The roll while it is taken: who is expected, in which order they stand, what changed, who may take it."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Count, Exists, Max, OuterRef, Q, QuerySet

from xueer.access.permissions import Permission
from xueer.access.queries import Reach
from xueer.activities.choices import AudienceKind, LeaveState, RollStatus
from xueer.activities.models import Activity, Audience, Leave, RollRow, Tap
from xueer.activities.queries.held import TAKEN_PART
from xueer.org.models import GroupMember, Lineage, Membership, Person, Unit
from xueer.org.queries import main_members, role_rank, role_words, within

# Whoever is expected without belonging to the session's group stands after its members.
OUTSIDE = role_rank("") + 1
# Who takes the rolls of a group's sessions.
TAKERS = frozenset(("组长", "学习秘书", "秘书"))


def audience_people(activity: Activity) -> frozenset[int]:
    """Ids of those whom the audience names on the activity's day; people not in service that day are left out.

    A unit stands for everybody with a main post there or below; a post for whoever has one of exactly these words in
    the named unit (without one: the activity's) or below.
    """
    return people_named(activity.audience.all(), unit=activity.unit, on=activity.held_on)


def people_named(audience: Iterable[Audience], *, unit: Unit, on: date) -> frozenset[int]:
    """As `audience_people`, of rows that need not be stored yet; `unit`: that of the activity."""
    found = set[int]()
    for row in audience:
        found.update(_named(row, unit, on))
    return frozenset(found)


def _named(row: Audience, unit: Unit, on: date) -> Iterable[int]:
    if row.kind == AudienceKind.UNIT and row.unit:
        return main_members(row.unit, on=on).order_by().values_list("person_id", flat=True)
    if row.kind == AudienceKind.DUTY:
        held = Membership.objects.filter(duty=row.duty, starts_on__lte=on, ends_on__gt=on)
        inside = within(row.unit or unit, on=on).values("unit_id")
        return held.filter(unit_id__in=inside).order_by().values_list("person_id", flat=True)
    in_service = Person.objects.filter(starts_on__lte=on, ends_on__gt=on).order_by()
    if row.kind == AudienceKind.GROUP:
        members = GroupMember.objects.filter(group=row.group_id, starts_on__lte=on, ends_on__gt=on)
        return in_service.filter(pk__in=members.values("person_id")).values_list("pk", flat=True)
    return in_service.filter(pk=row.person_id or 0).values_list("pk", flat=True)


def takes_rolls_of(group_id: int, person: Person, *, on: date) -> bool:
    """Is the person 组长 or 秘书 of the group on the day?"""
    rows = GroupMember.objects.filter(group=group_id, person=person, starts_on__lte=on, ends_on__gt=on)
    return any(role_words(role) & TAKERS for role in rows.values_list("role", flat=True))


def edits_at(activity: Activity, reach: Reach, permission: Permission) -> bool:
    """Does the permission hold at a unit that holds the activity, alone or jointly?"""
    if reach.covers(permission, activity.unit_id):
        return True
    if not reach.holds(permission):
        return False
    joint = activity.joint_units.values_list("unit_id", flat=True)
    return any(reach.covers(permission, unit) for unit in joint)


def may_take_roll(activity: Activity, reach: Reach) -> bool:
    """ACTIVITY_EDIT at a unit that holds it, or being 组长 or 秘书 of its group today."""
    if edits_at(activity, reach, Permission.ACTIVITY_EDIT):
        return True
    if activity.group_id is None or not getattr(reach.person, "pk", None):
        return False
    return takes_rolls_of(activity.group_id, reach.person, on=reach.on)


def names_exempt(row: RollRow, reach: Reach) -> bool:
    """May the caller read that the row's person is exempt: REASON_VIEW at the person's own unit of that day, whoever
    holds the session; and oneself. For others such a person is merely not expected."""
    own = row.person_id == getattr(reach.person, "pk", None)
    return own or reach.covers(Permission.REASON_VIEW, row.home_unit_id)


def granted_leaves(activity: Activity) -> dict[int, str]:
    """Person → reason, of leave granted from this activity."""
    rows = Leave.objects.filter(activity=activity, state=LeaveState.GRANTED)
    return dict(rows.order_by().values_list("person_id", "reason"))


def unmarked(person: int, *, exempt: bool, leaves: Mapping[int, str]) -> tuple[str, str]:
    """(status, reason) of somebody expected before anybody marks the row. `leaves`: those granted from the activity."""
    if person in leaves:
        return RollStatus.LEAVE.value, leaves[person]
    return (RollStatus.ABSENT.value if exempt else RollStatus.ATTENDED.value), ""


def is_untouched(row: RollRow, leaves: Mapping[int, str]) -> bool:
    """Does the row still say what it said when it was frozen? `leaves`: those granted from the activity."""
    if row.mark:
        return False
    if row.status == RollStatus.ABSENT:
        return row.exempt and not row.reason
    if row.status == RollStatus.LEAVE:
        return leaves.get(row.person_id) == row.reason
    return row.status == RollStatus.ATTENDED


@dataclass(frozen=True)
class Difference:
    """What parts a roll from its audience of now. `gone`: rows of people named no longer, which nobody has marked by
    hand. `new`: ids of people named since."""

    gone: list[RollRow]
    new: frozenset[int]

    def __bool__(self) -> bool:
        return bool(self.gone or self.new)


def roll_difference(activity: Activity) -> Difference:
    """Who left the audience and who joined it since the roll was frozen; nobody where no audience is named."""
    if not activity.audience.exists():
        return Difference([], frozenset())
    wanted, leaves = audience_people(activity), granted_leaves(activity)
    rows = list(activity.roll.select_related("person"))
    gone = [row for row in rows if row.person_id not in wanted and is_untouched(row, leaves)]
    return Difference(gone, wanted - {row.person_id for row in rows})


@dataclass(frozen=True)
class Seat:
    """A name on the roll as the board shows it. `duty`: main post on the day. `late_at`: when a tap said so."""

    row: RollRow
    duty: str
    late_at: datetime | None = None

    @property
    def excused(self) -> bool:
        """Exempt, and not there: shown apart."""
        return self.row.exempt and self.row.status in (RollStatus.ABSENT, RollStatus.LEAVE)


def seats(activity: Activity) -> list[Seat]:
    """Everybody on the roll in protocol order: the unit's place in the tree, the place in the group, pinyin.

    Four or five queries, however many names.
    """
    rows = list(activity.roll.select_related("person"))
    day = activity.held_on
    posts = Membership.objects.filter(
        main=True, starts_on__lte=day, ends_on__gt=day, person__roll_rows__activity=activity
    )
    duties = dict(posts.order_by().values_list("person_id", "duty"))
    late: dict[int, datetime] = dict(
        Tap.objects.filter(activity=activity, status=RollStatus.LATE)
        .order_by()
        .values_list("person_id")
        .annotate(last=Max("at"))
    )
    places, ranks = unit_places({row.home_unit_id for row in rows}, on=day), group_ranks(activity)

    def protocol(row: RollRow) -> tuple[Any, ...]:
        place = places.get(row.home_unit_id, LAST)
        return place, ranks.get(row.person_id, OUTSIDE), row.person.sort_key, row.person.code

    return [
        Seat(row, duties.get(row.person_id, ""), late.get(row.person_id) if row.status == RollStatus.LATE else None)
        for row in sorted(rows, key=protocol)
    ]


LAST = ((10**9, ""),)


def unit_places(units: Iterable[int | None], *, on: date) -> dict[int | None, tuple[tuple[int, str], ...]]:
    """Unit → its place in the tree on a day: (fixed position, code) of each unit from the root down to it."""
    found: dict[int | None, list[tuple[int, str]]] = {}
    above = Lineage.objects.filter(unit__in={unit for unit in units if unit}, starts_on__lte=on, ends_on__gt=on)
    for unit, position, code in above.order_by("unit", "-depth").values_list(
        "unit_id", "ancestor__position", "ancestor__code"
    ):
        found.setdefault(unit, []).append((LAST[0][0] if position is None else position, code))
    return {unit: tuple(path) for unit, path in found.items()}


def group_ranks(activity: Activity) -> dict[int, int]:
    """Person → rank of their role in the activity's group on the day, 0 for 组长."""
    if activity.group_id is None:
        return {}
    day = activity.held_on
    members = GroupMember.objects.filter(group=activity.group_id, starts_on__lte=day, ends_on__gt=day)
    return {person: role_rank(role) for person, role in members.values_list("person_id", "role")}


@dataclass(frozen=True)
class RollSums:
    """The numbers above the board. Exempt people who are not there are not expected."""

    expected: int
    here: int
    late: int
    leave: int
    absent: int
    exempt: int


def roll_sums(rows: Iterable[tuple[str, bool]]) -> RollSums:
    """Of (status, exempt) of each row."""
    counts, exempt = Counter[str](), 0
    for status, is_exempt in rows:
        if is_exempt and status in (RollStatus.ABSENT, RollStatus.LEAVE):
            exempt += 1
        else:
            counts[status] += 1
    here = sum(counts[status.value] for status in TAKEN_PART)
    return RollSums(
        expected=counts.total(),
        here=here,
        late=counts[RollStatus.LATE.value],
        leave=counts[RollStatus.LEAVE.value],
        absent=counts[RollStatus.ABSENT.value],
        exempt=exempt,
    )


def changed_since(activity: Activity, version: int) -> list[tuple[int, str, str]]:
    """(person, status, reason) of the rows marked after a version of the roll."""
    rows = RollRow.objects.filter(activity=activity, mark__gt=version).order_by("mark")
    return list(rows.values_list("person_id", "status", "reason"))


def names_of_roll(activity: Activity) -> str:
    """Changes whenever somebody comes onto the roll or goes off it, however the others are marked."""
    found = RollRow.objects.filter(activity=activity).aggregate(n=Count("pk"), last=Max("pk"))
    return f"{found['n']}-{found['last'] or 0}"


def people_to_add(activity: Activity, words: str, reach: Reach) -> QuerySet[Person]:
    """People in service on the activity's day who are not on its roll: by part of the name within the reader's sight,
    by the whole 工号 everywhere, as nobody should leaf through the names of other units."""
    day = activity.held_on
    seen = reach.units(Permission.UNIT_VIEW)
    named = Q(name__icontains=words)
    if seen is not None:
        posts = Membership.objects.filter(person=OuterRef("pk"), unit__in=seen, starts_on__lte=day, ends_on__gt=day)
        named &= Q(Exists(posts))
    there = RollRow.objects.filter(activity=activity, person=OuterRef("pk"))
    rows = Person.objects.filter(named | Q(code=words), ~Exists(there), starts_on__lte=day, ends_on__gt=day)
    return rows.select_related("unit").order_by("sort_key", "code")
