"""Reading units, people and groups: codes to ids, and where people belonged on a day."""

import re
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from datetime import date
from typing import Any

from django.db.models import Count, F, Q, QuerySet

from xueer.common.calendar import BEGINNING, FOREVER, ONE_DAY
from xueer.common.group_roles import GROUP_ROLES, PLAIN_MEMBERS
from xueer.org.models import ClosedDay, Exemption, Group, Lineage, Membership, Person, Placement, Unit
from xueer.org.structure import BANDS, Member, Structure, latest_birth, structure_of
from xueer.org.timelines import Span, joined, main_spans, parent_spans

# Above this many ids it is quicker, and within SQLite's number of variables, to read the whole table.
MANY = 500


def unit_ids() -> dict[str, int]:
    """Code → id of every unit."""
    return dict(Unit.objects.order_by().values_list("code", "pk"))


def person_ids() -> dict[str, int]:
    """工号 → id of every person."""
    return dict(Person.objects.order_by().values_list("code", "pk"))


def group_ids() -> dict[str, int]:
    """Code → id of every group."""
    return dict(Group.objects.order_by().values_list("code", "pk"))


def open_exemptions(people: Collection[int]) -> dict[int, tuple[int, date]]:
    """Person → (id, start) of the exemption without an end (免集中学习), for those of `people` who have one."""
    rows = _of_people(Exemption.objects.filter(ends_on=FOREVER), people)
    return {person: (pk, start) for pk, person, start in rows.values_list("pk", "person_id", "starts_on")}


class Belonging:
    """Main unit and exemption of people on any day, read once: what an activity's roll freezes."""

    def __init__(self, people: Collection[int]) -> None:
        self._spans: dict[int, tuple[list[date], list[date], list[int]]] = {}
        self._exempt: dict[int, list[tuple[date, date]]] = defaultdict(list)
        rows = _of_people(Membership.objects.filter(main=True), people).order_by("person_id", "starts_on")
        for person, unit, start, end in rows.values_list("person_id", "unit_id", "starts_on", "ends_on"):
            starts, ends, units = self._spans.setdefault(person, ([], [], []))
            starts.append(start)
            ends.append(end)
            units.append(unit)
        for person, start, end in _of_people(Exemption.objects.all(), people).values_list(
            "person_id", "starts_on", "ends_on"
        ):
            self._exempt[person].append((start, end))

    def on(self, person: int, day: date) -> tuple[int | None, bool]:
        """(main unit or None, exempt) of a person on a day."""
        exempt = person in self._exempt and any(start <= day < end for start, end in self._exempt[person])
        spans = self._spans.get(person)
        if spans is None:
            return None, exempt
        starts, ends, units = spans
        place = bisect_right(starts, day) - 1
        return (units[place] if place >= 0 and day < ends[place] else None), exempt


def _of_people(rows: QuerySet, people: Iterable[int]) -> QuerySet:
    """Narrowed to `people` when they are few; else all rows, of which the caller uses some."""
    wanted = set(people)
    return rows.filter(person_id__in=wanted) if len(wanted) <= MANY else rows


def within(unit: Unit, *, on: date) -> QuerySet[Lineage]:
    """Lineage rows of the unit itself and everything below it on a day; `values("unit_id")` filters with it."""
    return Lineage.objects.filter(ancestor=unit, starts_on__lte=on, ends_on__gt=on)


def main_members(unit: Unit, *, on: date, below: bool = True) -> QuerySet[Membership]:
    """Main posts in the unit (and below it) on a day: one row per person of whom the unit's numbers speak."""
    rows = Membership.objects.filter(main=True, starts_on__lte=on, ends_on__gt=on)
    return rows.filter(unit_id__in=within(unit, on=on).values("unit_id")) if below else rows.filter(unit=unit)


def role_words(role: str) -> set[str]:
    """A role in a group (组内角色) may be several words, parted by 、 and the like."""
    return {word.strip() for word in re.split(r"[、，,；;/／]", role)}


def role_rank(role: str) -> int:
    """The place of a role in a group's list: 0 for 组长, the highest of several words; plain members last."""
    words = role_words(role)
    known = [GROUP_ROLES.index(word) for word in words if word in GROUP_ROLES]
    return min(known, default=len(GROUP_ROLES) + (words <= PLAIN_MEMBERS))


def structure(unit: Unit, on: date, bands: Sequence[int] = BANDS) -> Structure:
    """People of the unit and everything below by age and schooling, as of a day. One query."""
    rows = main_members(unit, on=on).order_by()
    found = rows.values_list("person_id", "person__born_on", "person__education")
    return structure_of((Member(*row) for row in found), on=on, bounds=bands)


def aged(rows: QuerySet[Membership], *, on: date, low: int | None, high: int | None) -> QuerySet[Membership]:
    """Of these posts those of people aged from `low` to below `high` on the day, as the structure counts them."""
    if low:
        rows = rows.filter(person__born_on__lte=latest_birth(on, low))
    if high is not None:
        rows = rows.filter(person__born_on__gt=latest_birth(on, high))
    return rows


def parents_on(day: date) -> dict[int, int]:
    """Unit → the unit directly above it on a day; roots are left out."""
    rows = Lineage.objects.filter(depth=1, starts_on__lte=day, ends_on__gt=day)
    return dict(rows.values_list("unit_id", "ancestor_id"))


def people_by_unit(day: date) -> dict[int, int]:
    """Unit → people with their main post there or below on a day. Units without anybody are left out."""
    rows = Lineage.objects.filter(
        starts_on__lte=day,
        ends_on__gt=day,
        unit__memberships__main=True,
        unit__memberships__starts_on__lte=day,
        unit__memberships__ends_on__gt=day,
    )
    return dict(rows.order_by().values_list("ancestor_id").annotate(n=Count("unit__memberships__person_id")))


def groups_by_unit(day: date) -> dict[int, int]:
    """Unit → groups there or below on a day. Units without any are left out."""
    rows = Lineage.objects.filter(starts_on__lte=day, ends_on__gt=day, unit__groups__isnull=False)
    return dict(rows.order_by().values_list("ancestor_id").annotate(n=Count("unit__groups")))


def post_changes(unit: Unit, *, after: date, on: date) -> QuerySet[Membership]:
    """Posts in the unit and below (as it stands on the day) that began or ended after one day and up to another."""
    rows = Membership.objects.filter(unit_id__in=within(unit, on=on).values("unit_id"))
    changed = Q(starts_on__gt=after, starts_on__lte=on) | Q(ends_on__gt=after, ends_on__lte=on)
    return rows.filter(changed).select_related("person", "unit")


def moves(unit: Unit, *, after: date, on: date) -> QuerySet[Placement]:
    """Placements that began in that time, of units that are or were below the unit within it."""
    rows = Placement.objects.filter(starts_on__gt=after, starts_on__lte=on).exclude(starts_on=F("ends_on"))
    ever = Lineage.objects.filter(ancestor=unit, starts_on__lte=on, ends_on__gt=after).values("unit_id")
    return rows.filter(unit_id__in=ever).select_related("unit", "parent")


MainPost = tuple[int | None, str]
UNIT_FIELDS = ("name", "kind", "stratum", "sector", "position", "starts_on", "ends_on")
PERSON_FIELDS = (
    "name",
    "gender",
    "born_on",
    "education",
    "political",
    "joined_party_on",
    "rank",
    "phone",
    "starts_on",
)
GROUP_FIELDS = ("name", "kind")
MEMBER_FIELDS = ("role", "starts_on", "ends_on")
SIDE_FIELDS = ("unit", "duty", "starts_on", "ends_on")
EXEMPTION_FIELDS = ("basis", "starts_on", "ends_on")


def values_of(row: Any, fields: Iterable[str]) -> dict[str, Any]:
    """What a form about the row is filled with, and what its digest is taken of."""
    return {name: getattr(row, name) for name in fields}


def main_timeline(person: Person) -> list[Span[MainPost]]:
    """Main posts of the person over all days as (unit id, duty): dated ones, and the own row on the days between."""
    posts = [Span(post.starts_on, post.ends_on, (post.unit_id, post.duty)) for post in person.posts.filter(main=True)]
    return joined(main_spans((person.unit_id, person.duty), posts))


def superiors(unit: Unit) -> list[Span[int | None]]:
    """The unit's superiors over all days; None: it was a root."""
    moves = [Span(row.starts_on, row.ends_on, row.parent_id) for row in unit.placements.all()]
    return joined(parent_spans(unit.parent_id, moves))


def main_unit(person: Person, *, on: date) -> int | None:
    """The unit of the main post on a day; before and after the service the first and the last one."""
    last = person.ends_on - ONE_DAY if person.ends_on > BEGINNING else person.ends_on
    day = max(person.starts_on, min(on, last))
    return next((span.value[0] for span in main_timeline(person) if span.start <= day < span.end), person.unit_id)


def closed_days(unit: Unit, *, on: date, after: date) -> QuerySet[ClosedDay]:
    """Own working days and days off that hold at the unit: its own and those of everything above it, by day."""
    above = Lineage.objects.filter(unit=unit, starts_on__lte=on, ends_on__gt=on).values("ancestor_id")
    rows = ClosedDay.objects.filter(Q(unit_id__in=above) | Q(unit=None), day__gte=after)
    return rows.select_related("unit").order_by("day", "unit_id")
