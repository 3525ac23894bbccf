"""Which sessions concern a person, for pages that ask it of one person at every sight.

Who is expected is the same answer as `activities.queries.leave.expecting` gives, found in a few plain queries instead
of one whose SQL takes longer to write than to run. A session that names nobody and has no roll concerns the members of
its group, or of its unit. A test compares the two. Whoever chairs, lectures or speaks is concerned without being
expected, exempt or not.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Q, QuerySet

from xueer.activities.choices import AudienceKind, PartRole
from xueer.activities.models import Activity, Audience, Part, RollRow
from xueer.audit.kept import kept_of_organisation
from xueer.org.models import Exemption, GroupMember, Lineage, Membership, Person

Span = tuple[date, date]


def covers(spans: Iterable[Span], day: date) -> bool:
    """Does the day lie in one of the spans?"""
    return any(start <= day < end for start, end in spans)


@dataclass
class Places:
    """Where a person belongs, as days: `units` of any post, `above` the main posts (unit or ancestor), `duties` by word
    and unit or ancestor, `groups`, and `exempt` days."""

    units: dict[int, list[Span]]
    above: dict[int, list[Span]]
    duties: dict[tuple[str, int], list[Span]]
    groups: dict[int, list[Span]]
    exempt: list[Span]


def places_of(person: Person) -> Places:
    """Where the person belongs, kept until the organisation changes."""
    return kept_of_organisation(("places", person.pk), lambda: _places_of(person))


def _places_of(person: Person) -> Places:
    found = Places(defaultdict(list), defaultdict(list), defaultdict(list), defaultdict(list), [])
    rows = Membership.objects.filter(person=person).order_by()
    posts = list(rows.values_list("unit_id", "duty", "main", "starts_on", "ends_on"))
    lineage: dict[int, list[tuple[int, date, date]]] = defaultdict(list)
    above = Lineage.objects.filter(unit__in={unit for unit, *_rest in posts}).order_by()
    for unit, ancestor, start, end in above.values_list("unit_id", "ancestor_id", "starts_on", "ends_on"):
        lineage[unit].append((ancestor, start, end))
    for unit, duty, main, start, end in posts:
        found.units[unit].append((start, end))
        for ancestor, first, after in lineage[unit]:
            both = (max(start, first), min(end, after))
            found.duties[duty, ancestor].append(both)
            if main:
                found.above[ancestor].append(both)
    members = GroupMember.objects.filter(person=person).order_by()
    for group, start, end in members.values_list("group_id", "starts_on", "ends_on"):
        found.groups[group].append((start, min(end, person.ends_on)))
    found.exempt += Exemption.objects.filter(person=person).order_by().values_list("starts_on", "ends_on")
    return found


def ids_expecting(person: Person, first: date, last: date) -> list[int]:
    """Ids of the sessions from one day to another that expect the person, in at most nine queries."""
    places = places_of(person)
    within = {"activity__held_on__gte": first, "activity__held_on__lte": last}
    days = _named(places, person, within)
    default = _by_place(places, first, last)
    rolled: dict[int, int] = {}
    for pk, mark, day in (
        RollRow.objects.filter(person=person, **within)
        .order_by()
        .values_list("activity_id", "mark", "activity__held_on")
    ):
        rolled[pk] = mark
        default[pk] = day
    unnamed = default.keys() - days.keys()
    targeted = set(Audience.objects.filter(activity__in=unnamed).order_by().values_list("activity_id", flat=True))
    with_roll = set(RollRow.objects.filter(activity__in=unnamed).order_by().values_list("activity_id", flat=True))
    for pk in unnamed:
        by_roll = rolled.get(pk, 0) > 0 or (pk in rolled and pk not in targeted)
        if by_roll or (pk not in targeted and pk not in with_roll):
            days[pk] = default[pk]
    return sorted(pk for pk, day in days.items() if not covers(places.exempt, day))


def parts_within(person: Person, first: date, last: date) -> dict[int, list[str]]:
    """Session → what the person does there (chairs, lectures, speaks), from one day to another; in one query."""
    rows = Part.objects.filter(person=person, activity__held_on__gte=first, activity__held_on__lte=last)
    found: dict[int, list[str]] = defaultdict(list)
    for pk, role in rows.order_by("activity_id", "role", "position").values_list("activity_id", "role"):
        found[pk].append(str(PartRole(role).label))
    return dict(found)


def _by_place(places: Places, first: date, last: date) -> dict[int, date]:
    """Sessions of the person's groups, and of the person's units without a group, on days of belonging there."""
    ours = Q(group_id__in=list(places.groups)) | Q(group=None, unit_id__in=list(places.units))
    rows = Activity.objects.filter(ours, held_on__gte=first, held_on__lte=last).order_by()
    return {
        pk: day
        for pk, group, unit, day in rows.values_list("pk", "group_id", "unit_id", "held_on")
        if covers(places.groups.get(group, ()) if group else places.units.get(unit, ()), day)
    }


def naming(places: Places, person: Person) -> Q:
    """Narrows audiences to those that name the person on some day."""
    return (
        Q(kind=AudienceKind.PERSON, person=person)
        | Q(kind=AudienceKind.GROUP, group_id__in=list(places.groups))
        | Q(kind=AudienceKind.UNIT, unit_id__in=list(places.above))
        | Q(kind=AudienceKind.DUTY, duty__in={duty for duty, _unit in places.duties})
    )


def _named(places: Places, person: Person, within: dict[str, date]) -> dict[int, date]:
    """Sessions whose audience names the person on their day."""
    rows = Audience.objects.filter(naming(places, person), **within).order_by()
    found = {}
    for pk, day, kind, group, unit, duty, host in rows.values_list(
        "activity_id", "activity__held_on", "kind", "group_id", "unit_id", "duty", "activity__unit_id"
    ):
        spans = {
            AudienceKind.PERSON: [(date.min, person.ends_on)],
            AudienceKind.GROUP: places.groups.get(group, ()),
            AudienceKind.UNIT: places.above.get(unit, ()),
            AudienceKind.DUTY: places.duties.get((duty, unit or host), ()),
        }[AudienceKind(kind)]
        if covers(spans, day):
            found[pk] = day
    return found


def sessions_of_person(person: Person, first: date, last: date) -> QuerySet[Activity]:
    """What concerns the person from one day to another, in order."""
    return sessions_among({*ids_expecting(person, first, last), *parts_within(person, first, last)})


def sessions_among(ids: Iterable[int]) -> QuerySet[Activity]:
    """These sessions, in order."""
    rows = Activity.objects.filter(pk__in=sorted(ids))
    return rows.select_related("unit", "group", "category_set").order_by("starts_at", "code")
