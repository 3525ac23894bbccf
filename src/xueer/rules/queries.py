"""Reading rules: which requirements bind whom, where everybody stands, and the records behind each number."""

from collections.abc import Iterable, Sequence
from datetime import date

from django.db.models import F, Q, QuerySet

from xueer.audit.kept import kept
from xueer.audit.queries import Change
from xueer.org.models import Lineage, Person, Unit
from xueer.records.choices import OCCASION_ROLES, TAKEN_PART, Role
from xueer.records.models import Record
from xueer.rules.asked import Asked, asked
from xueer.rules.choices import Measure, SubjectKind
from xueer.rules.facts import COLUMN_OF, OVER_ROLLS, Within, due, few, in_force, live, occasions, taken
from xueer.rules.judged import Judged, alters, touched
from xueer.rules.models import Requirement, Rulebook
from xueer.rules.roster import people_of_subtree, roster
from xueer.rules.standings import Judge, Standing


def standings(
    unit: Unit,
    *,
    year: int,
    on: date,
    requirements: Iterable[Requirement] | None = None,
    people: QuerySet[Person] | None = None,
) -> list[Standing]:
    """Every requirement × subject inside the unit's subtree × period of the year, judged on the evening of `on`.

    `requirements` narrows to some, `people` to some people; the order is requirement, subject, period. Answers over
    everybody or over no people are kept until something is written.
    """
    wanted = None if requirements is None else tuple(requirements)
    if people is not None and not people.query.is_empty():
        return judged(unit, year, on, wanted, people).standings()
    key = (unit.pk, year, on, None if wanted is None else tuple(sorted(row.pk for row in wanted)), people is None)
    found = kept(key, lambda: judged(unit, year, on, wanted, people), weigh=Judged.weight, follow=Judged.follow)
    return found.standings()


def judged(
    unit: Unit, year: int, on: date, wanted: Iterable[Requirement] | None, people: QuerySet[Person] | None
) -> Judged:
    """The same, judged now whatever is kept, in a form that can follow the ledger."""
    chosen = bearing_on(unit) if wanted is None else ready(wanted)
    judge, ones = judge_of(chosen, on=on, people=people_of_subtree(unit) if people is None else people)
    judge.within = Within(_holders(unit), few(judge.roster.people))
    return Judged(judge, ones, year=year, scope=unit.pk)


def _holders(unit: Unit) -> frozenset[int] | None:
    """Units whose sessions may count for a unit inside the subtree: whatever was ever below one that was ever there."""
    inside = few(Lineage.objects.filter(ancestor=unit).values_list("unit_id", flat=True).distinct())
    if inside is None:
        return None
    return few(Lineage.objects.filter(ancestor__in=inside).values_list("unit_id", flat=True).distinct())


def standings_of_person(person: Person, *, year: int, on: date) -> list[Standing]:
    """Where one person stands under everything that binds people, wherever they belonged in the year.

    Kept until something is written about this person, or about whom rules bind: everybody's day begins with it.
    """

    def follow(found: list[Standing], changes: Sequence[Change]) -> list[Standing] | None:
        return None if any(map(alters, changes)) or person.pk in touched(changes).people else found

    key = ("person", person.pk, year, on)
    found: list[Standing] = kept(key, lambda: _standings_of_person(person, year, on), weigh=len, follow=follow)
    return list(found)


def _standings_of_person(person: Person, year: int, on: date) -> list[Standing]:
    chosen = ready(Requirement.objects.filter(subject_kind=SubjectKind.PERSON))
    judge, judged = judge_of(chosen, on=on, people=Person.objects.filter(pk=person.pk))
    return [row for one in judged for row in judge.standings(one, one.slots(year), scope=None)]


def judge_of(
    requirements: Sequence[Requirement], *, on: date, people: QuerySet[Person] | None
) -> tuple[Judge, list[Asked]]:
    """A judge over units, groups and `people`, and the requirements made ready for it."""
    wanted = {row.pk for row in requirements}
    every = asked(with_alternatives(requirements))
    judge = Judge(roster(people=people), on, {one.requirement.pk: one for one in every})
    return judge, [one for one in every if one.requirement.pk in wanted]


def ready(requirements: Iterable[Requirement] | QuerySet[Requirement]) -> list[Requirement]:
    """Requirements with all that judging reads, in the order of their codes; six queries however many."""
    rows = requirements if isinstance(requirements, QuerySet) else None
    if rows is None:
        rows = Requirement.objects.filter(pk__in=[row.pk for row in requirements])
    return list(
        rows.select_related("rulebook", "unit").prefetch_related("types", "clauses", "alternatives").order_by("code")
    )


def with_alternatives(requirements: Sequence[Requirement]) -> list[Requirement]:
    """The requirements and whatever can stand in for them, chains included."""
    found = {row.pk: row for row in requirements}
    missing = {other.pk for row in requirements for other in row.alternatives.all()} - found.keys()
    while missing:
        rows = ready(Requirement.objects.filter(pk__in=missing))
        found |= {row.pk: row for row in rows}
        missing = {other.pk for row in rows for other in row.alternatives.all()} - found.keys()
    return sorted(found.values(), key=lambda row: row.code)


def bearing_on(unit: Unit) -> list[Requirement]:
    """Requirements that may bind a subject inside the unit's subtree: of any unit that was ever above or below it,
    or that shares people with it through side posts (the engine decides exactly). Kept until something is written."""

    def follow(found: list[Requirement], changes: Sequence[Change]) -> list[Requirement] | None:
        return None if any(map(alters, changes)) else found

    found: list[Requirement] = kept(("bearing", unit.pk), lambda: _bearing_on(unit), weigh=len, follow=follow)
    return list(found)


def _bearing_on(unit: Unit) -> list[Requirement]:
    below = Lineage.objects.filter(ancestor=unit).values("unit_id")
    near = Lineage.objects.filter(unit__in=below).values("ancestor_id")
    through_people = Lineage.objects.filter(unit__memberships__person__memberships__unit__in=below)
    owners = Q(unit__in=near) | Q(unit__in=through_people.values("ancestor_id"), subject_kind=SubjectKind.PERSON)
    return ready(Requirement.objects.filter(owners))


def records_behind(standing: Standing, *, on: date) -> QuerySet[Record]:
    """The rows that the number opens to; as many as `standing.records`."""
    if standing.raw is None:  # a rate over nothing opens to nothing
        return Record.objects.none()
    one = asked(ready(Requirement.objects.filter(pk=standing.requirement.pk)))[0]
    slots = [standing.slot]
    if one.measure == Measure.IN_FORCE:
        rows = in_force(one, standing.slot, on)
        if standing.subject_kind == SubjectKind.PERSON:
            rows = rows.filter(role=one.requirement.role, outcome__in=TAKEN_PART)
        else:
            rows = rows.filter(role__in=OCCASION_ROLES)
    elif standing.subject_kind == SubjectKind.PERSON or one.measure in OVER_ROLLS:
        role = one.requirement.role if standing.subject_kind == SubjectKind.PERSON else Role.PARTICIPANT
        rows = live(one, slots, on).filter(role=role)
        rows = due(rows, on) if one.measure == Measure.ATTENDANCE_RATE else taken(rows, on)
    else:
        rows = occasions(one, slots, on)
    rows = _of_subject(rows, standing, one)
    return rows.order_by("occurred_on", "id")


def _of_subject(rows: QuerySet[Record], standing: Standing, one: Asked) -> QuerySet[Record]:
    if standing.subject_kind == SubjectKind.PERSON:
        return rows.filter(person_id=standing.subject_id)
    if standing.subject_kind == SubjectKind.GROUP:
        return rows.filter(group_id=standing.subject_id).exclude(role=Role.COHOST)
    held = occasions(one, [standing.slot], standing.slot.closes or date.max) if one.measure in OVER_ROLLS else rows
    held = held_within(held, standing.subject_id, direct=one.condition.direct)
    if one.measure in OVER_ROLLS:
        return rows.filter(source_id__in=held.values("source_id"))
    if Measure(one.measure) in COLUMN_OF:
        return rows.filter(pk__in=held.values("pk"))
    # A session held jointly within the subtree has several rows: it opens to the first of them.
    return rows.filter(pk__in=first_of_each_source(held))


def held_within(rows: QuerySet[Record], unit_id: int, *, direct: bool) -> QuerySet[Record]:
    """Of these records, those held by the unit or, on the record's own day, by a unit below it."""
    if direct:
        return rows.filter(held_by_id=unit_id)
    return rows.filter(
        held_by__lineage__ancestor_id=unit_id,
        held_by__lineage__starts_on__lte=F("occurred_on"),
        held_by__lineage__ends_on__gt=F("occurred_on"),
    )


def first_of_each_source(rows: QuerySet[Record]) -> list[int]:
    """Ids of one record per source, the host's where it is among them."""
    chosen: dict[tuple[str, int], tuple[bool, int]] = {}
    for pk, kind, source, role in rows.values_list("pk", "source_kind", "source_id", "role"):
        rank = (role != Role.HOST, pk)
        chosen[kind, source] = min(chosen.get((kind, source), rank), rank)
    return [pk for _, pk in chosen.values()]


def rulebooks_of(unit: Unit) -> QuerySet[Rulebook]:
    """Rulebooks of the unit and of everything above it today."""
    above = Lineage.objects.filter(unit=unit).values("ancestor_id")
    return Rulebook.objects.filter(unit__in=above).select_related("unit")
