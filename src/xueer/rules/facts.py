"""Reading the ledger for a requirement: one grouped query for all its subjects and periods.

Answers are `{slot key: {subject id: (quantity, rows)}}`; the quantity is on the requirement's scale, `rows` is the
number of records it opens to. A deadline cuts each period differently, so each is then asked for alone.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from datetime import date
from fractions import Fraction
from typing import Any

from django.db.models import Count, F, Q, QuerySet, Sum

from xueer.common.calendar import BEGINNING, FOREVER
from xueer.common.periods import FIVE_YEAR_OFFSET, MONTHS, PeriodKind, period_number
from xueer.org.models import GroupMember, Lineage, Membership
from xueer.records.choices import OCCASION_ROLES, TAKEN_PART, Outcome, Role, SourceKind
from xueer.records.models import Record
from xueer.rules.asked import Asked, Slot
from xueer.rules.choices import Measure, SubjectKind
from xueer.rules.kinds.facts import Quantity

Counted = dict[str, dict[int, tuple[Quantity, int]]]
# Measures over a column that only some records fill: texts, payments, results of tests.
COLUMN_OF = {
    Measure.PIECES: "characters",
    Measure.CHARACTERS: "characters",
    Measure.AMOUNT: "amount",
    Measure.AVERAGE_SCORE: "score",
}
OVER_ROLLS = (Measure.HOURS_PER_HEAD, Measure.ATTENDANCE_RATE)


def counted(asked: Asked, slots: Sequence[Slot], on: date, above: dict[int, list[tuple[int, int, int]]]) -> Counted:
    """What was done in each slot, as one could know it on the evening of `on`. `above`: dated ancestors of units."""
    # A plan of the year is in force for quarters still to come, and members without hours have 0 per head already.
    ahead = asked.measure in (Measure.IN_FORCE, Measure.HOURS_PER_HEAD)
    begun = [slot for slot in slots if ahead or (slot.first or BEGINNING) <= on]
    found: Counted = {slot.key: {} for slot in slots}
    if not begun or not asked.headings:
        return found
    together = len(begun) > 1 and not any(slot.cut for slot in begun)
    for batch in [begun] if together else [[slot] for slot in begun]:
        for slot, subjects in _count(asked, batch, on, above):
            found[slot.key] = subjects
    return found


def _count(
    asked: Asked, slots: Sequence[Slot], on: date, above: dict[int, list[tuple[int, int, int]]]
) -> Iterable[tuple[Slot, dict[int, tuple[Quantity, int]]]]:
    unit = asked.requirement.subject_kind == SubjectKind.UNIT
    if asked.measure == Measure.IN_FORCE:
        rows: Iterable[tuple[int, int, Quantity, int]] = _in_force(asked, slots, on, above)
    elif unit:
        rows = _of_units(asked, slots, on, above)
    elif asked.requirement.subject_kind == SubjectKind.GROUP and asked.measure not in OVER_ROLLS:
        rows = _grouped(asked, slots, on, occasions(asked, slots, on).exclude(role=Role.COHOST), "group_id")
    else:
        rows = _of_rolls(asked, slots, on)
    by_number: dict[int, dict[int, tuple[Quantity, int]]] = defaultdict(dict)
    for subject, number, quantity, count in rows:
        by_number[number][subject] = (quantity, count)
    for index, slot in enumerate(slots):
        yield slot, by_number.get(_number(asked, slot) if len(slots) > 1 else index, {})


def live(asked: Asked, slots: Sequence[Slot], on: date) -> QuerySet[Record]:
    """Live records under the requirement's types and categories within the slots, not counting days after `on`."""
    first = min(slot.first or BEGINNING for slot in slots)
    last = min(max(slot.closes or FOREVER for slot in slots), on)
    rows = Record.objects.order_by().filter(
        voided_at__isnull=True, heading_set_id__in=asked.headings, occurred_on__gte=first, occurred_on__lte=last
    )
    if asked.categories is not None:
        rows = rows.filter(category_set_id__in=asked.categories)
    column = COLUMN_OF.get(Measure(asked.measure))
    return rows.filter(**{f"{column}__isnull": False}) if column else rows


def occasions(asked: Asked, slots: Sequence[Slot], on: date) -> QuerySet[Record]:
    """What units and groups held; for texts, payments and results, what was known of their people by then."""
    rows = live(asked, slots, on)
    if Measure(asked.measure) in COLUMN_OF:
        return rows.filter(known_on__lte=on)
    return rows.filter(role__in=OCCASION_ROLES, outcome=Outcome.HELD)


def taken(rows: QuerySet[Record], on: date) -> QuerySet[Record]:
    """Roll rows that count as taken part on the evening of `on`."""
    return rows.filter(outcome__in=TAKEN_PART, known_on__lte=on)


def due(rows: QuerySet[Record], on: date) -> QuerySet[Record]:
    """Roll rows of a rate: all but those of exempt people who did not take part (yet)."""
    return rows.exclude(Q(excused=True) & (~Q(outcome__in=TAKEN_PART) | Q(known_on__gt=on)))


def _number(asked: Asked, slot: Slot) -> int:
    assert slot.first is not None
    return period_number(PeriodKind(asked.requirement.period), slot.first)


def _bucket(asked: Asked, slots: Sequence[Slot]) -> Any:
    """The period's running number in SQL; nothing to tell apart when there is one slot."""
    if len(slots) == 1:
        return None
    kind = PeriodKind(asked.requirement.period)
    if kind == PeriodKind.WEEK:
        return F("week_no")
    if kind == PeriodKind.FIVE_YEARS:
        return (F("month_no") - FIVE_YEAR_OFFSET) / 60
    return F("month_no") / MONTHS[kind] if MONTHS[kind] > 1 else F("month_no")


def _measures(asked: Asked, on: date) -> dict[str, Any]:
    """The aggregate that yields the quantity before scaling."""
    return {
        Measure.SESSIONS: Count("id"),
        Measure.PIECES: Count("id"),
        Measure.DAYS: Count("occurred_on", distinct=True),
        Measure.HOURS: Sum("minutes"),
        Measure.HOURS_PER_HEAD: Sum("minutes"),
        Measure.CHARACTERS: Sum("characters"),
        Measure.AMOUNT: Sum("amount"),
        Measure.AVERAGE_SCORE: Sum("score"),
        Measure.ATTENDANCE_RATE: Count("id", filter=Q(outcome__in=TAKEN_PART, known_on__lte=on)),
    }[Measure(asked.measure)]


def _grouped(
    asked: Asked, slots: Sequence[Slot], on: date, rows: QuerySet[Record], subject: str
) -> Iterable[tuple[int, int, Quantity, int]]:
    rows = rows.filter(**{f"{subject}__isnull": False})
    bucket = _bucket(asked, slots)
    keys = [subject]
    if bucket is not None:
        rows = rows.annotate(bucket=bucket)
        keys.append("bucket")
    if asked.measure == Measure.KINDS:
        yield from _kinds(rows.values_list(*keys, "category_set__key").annotate(rows=Count("id")), bucket is not None)
        return
    scaled = _scaling(asked)
    for row in rows.values_list(*keys).annotate(quantity=_measures(asked, on), rows=Count("id")):
        yield row[0], row[1] if bucket is not None else 0, scaled(row[-2] or 0, row[-1]), row[-1]


def _kinds(rows: Iterable[tuple], bucketed: bool) -> Iterable[tuple[int, int, Quantity, int]]:
    words: dict[tuple[int, int], set[str]] = defaultdict(set)
    counts: dict[tuple[int, int], int] = defaultdict(int)
    for row in rows:
        key = (row[0], row[1] if bucketed else 0)
        words[key].update(row[-2].split("、") if row[-2] else ())
        counts[key] += row[-1]
    for key, found in words.items():
        yield *key, len(found) * 100, counts[key]


def _scaling(asked: Asked) -> Callable[[Any, int], Quantity]:
    """From what the database adds up to the requirement's scale."""
    if asked.measure == Measure.ATTENDANCE_RATE:
        return lambda quantity, rows: Fraction(quantity * 100 * 100, rows)
    if asked.measure == Measure.AVERAGE_SCORE:
        return lambda quantity, rows: Fraction(quantity) * 100 / rows
    if asked.measure == Measure.AMOUNT:
        return lambda quantity, _rows: int(quantity * 100)
    return lambda quantity, _rows: quantity * 100


def _of_rolls(asked: Asked, slots: Sequence[Slot], on: date) -> Iterable[tuple[int, int, Quantity, int]]:
    """People, and rates of groups: over the rows of rolls (or over what people gave)."""
    group = asked.requirement.subject_kind == SubjectKind.GROUP
    role = Role.PARTICIPANT if group else asked.requirement.role
    rows = live(asked, slots, on).filter(role=role)
    rows = due(rows, on) if asked.measure == Measure.ATTENDANCE_RATE else taken(rows, on)
    found = _grouped(asked, slots, on, rows, "group_id" if group else "person_id")
    if asked.measure != Measure.HOURS_PER_HEAD:
        yield from found
        return
    heads = _heads(asked, slots, on)
    yield from _none_yet(heads)
    for subject, number, minutes, count in found:
        members = heads[number].get(subject, 0)
        if members:
            yield subject, number, Fraction(minutes, members), count


def _none_yet(heads: dict[int, dict[int, int]]) -> Iterable[tuple[int, int, Quantity, int]]:
    """No hours over some members is 0 per head; over no members there is no number at all."""
    for number, members in heads.items():
        for subject, count in members.items():
            if count:
                yield subject, number, 0, 0


def _heads(asked: Asked, slots: Sequence[Slot], on: date) -> dict[int, dict[int, int]]:
    """Members on each slot's last day: {slot number: {subject: how many}}."""
    found = {}
    for index, slot in enumerate(slots):
        day = slot.closes or on
        number = _number(asked, slot) if len(slots) > 1 else index
        if asked.requirement.subject_kind == SubjectKind.GROUP:
            rows = GroupMember.objects.filter(starts_on__lte=day, ends_on__gt=day).order_by()
            rows = rows.filter(person__starts_on__lte=day, person__ends_on__gt=day)
            rows = rows.filter(group__unit__starts_on__lte=day, group__unit__ends_on__gt=day)
            found[number] = dict(rows.values_list("group_id").annotate(Count("person_id", distinct=True)))
            continue
        members = Membership.objects.filter(main=True, starts_on__lte=day, ends_on__gt=day).order_by()
        heads = dict(members.values_list("unit_id").annotate(Count("person_id", distinct=True)))
        found[number] = heads if asked.condition.direct else _rolled_up(heads, day)
    return found


def _rolled_up(heads: dict[int, int], day: date) -> dict[int, int]:
    total: dict[int, int] = defaultdict(int)
    above = Lineage.objects.filter(starts_on__lte=day, ends_on__gt=day).values_list("unit_id", "ancestor_id")
    for unit, ancestor in above:
        total[ancestor] += heads.get(unit, 0)
    return total


def _of_units(
    asked: Asked, slots: Sequence[Slot], on: date, above: dict[int, list[tuple[int, int, int]]]
) -> Iterable[tuple[int, int, Quantity, int]]:
    """Sessions held by a unit and the units below, each once, on the tree of the session's own day."""
    single = len(slots) == 1
    over_rolls = asked.measure in OVER_ROLLS
    rolls = _rolls_by_source(asked, slots, on) if over_rolls else {}
    rows = occasions(asked, slots, on)
    bucket = _bucket(asked, slots)
    if bucket is not None:
        rows = rows.annotate(bucket=bucket)
    column = COLUMN_OF.get(Measure(asked.measure))
    # A session held jointly has several rows and counts once; a text or a payment is one row.
    fields = ["held_by_id", "id" if column else "source_id", "occurred_on", column or "minutes", "category_set__key"]
    sessions: dict[tuple[int, int], dict[int, tuple]] = defaultdict(dict)
    direct = asked.condition.direct
    for unit, source, day, minutes, kinds, *number in rows.values_list(*fields, *([] if single else ["bucket"])):
        where = number[0] if number else 0
        session = rolls.get(source) if over_rolls else (day, minutes or 0, kinds)
        if session is None:
            continue
        if direct:
            sessions[unit, where][source] = session
            continue
        ordinal = day.toordinal()
        for ancestor, start, end in above[unit]:
            if start <= ordinal < end:
                sessions[ancestor, where][source] = session
    heads = _heads(asked, slots, on) if asked.measure == Measure.HOURS_PER_HEAD else {}
    yield from _none_yet(heads)
    for (subject, where), found in sessions.items():
        judged = _summed(asked, list(found.values()), heads.get(where, {}).get(subject, 0))
        if judged is not None:
            yield subject, where, *judged


def _rolls_by_source(asked: Asked, slots: Sequence[Slot], on: date) -> dict[int, tuple[int, int]]:
    """Per session: (minutes of those who took part, rows) or, for the attendance rate, (taken part, rows)."""
    rows = live(asked, slots, on).filter(role=Role.PARTICIPANT, source_kind=SourceKind.ACTIVITY)
    rate = asked.measure == Measure.ATTENDANCE_RATE
    rows = due(rows, on) if rate else taken(rows, on)
    summed = rows.values_list("source_id").annotate(quantity=_measures(asked, on), rows=Count("id"))
    return {source: (quantity or 0, count) for source, quantity, count in summed}


def _summed(asked: Asked, sessions: list[tuple], members: int) -> tuple[Quantity, int] | None:
    """The unit's quantity over its sessions, and how many rows it opens to; None over nothing."""
    match asked.measure:
        case Measure.DAYS:
            return len({session[0] for session in sessions}) * 100, len(sessions)
        case Measure.HOURS:
            return sum(session[1] for session in sessions) * 100, len(sessions)
        case Measure.KINDS:
            words = {word for session in sessions if session[2] for word in session[2].split("、")}
            return len(words) * 100, len(sessions)
        case Measure.ATTENDANCE_RATE:
            rows = sum(session[1] for session in sessions)
            return (Fraction(sum(session[0] for session in sessions) * 100 * 100, rows), rows) if rows else None
        case Measure.HOURS_PER_HEAD:
            rows = sum(session[1] for session in sessions)
            return (Fraction(sum(session[0] for session in sessions) * 100, members), rows) if members else None
        case Measure.CHARACTERS | Measure.AMOUNT:
            return int(sum(session[1] for session in sessions) * 100), len(sessions)
        case Measure.AVERAGE_SCORE:
            return Fraction(sum(session[1] for session in sessions)) * 100 / len(sessions), len(sessions)
        case _:
            return len(sessions) * 100, len(sessions)


def in_force(asked: Asked, slot: Slot, on: date) -> QuerySet[Record]:
    """Standing facts that cover the slot's last day; for an endless one, the day itself."""
    day = slot.closes or on
    rows = Record.objects.order_by().filter(
        Q(ends_on__isnull=True, occurred_on=day) | Q(ends_on__gte=day),
        voided_at__isnull=True,
        heading_set_id__in=asked.headings,
        occurred_on__lte=day,
        known_on__lte=on,
    )
    return rows if asked.categories is None else rows.filter(category_set_id__in=asked.categories)


def _in_force(
    asked: Asked, slots: Sequence[Slot], on: date, above: dict[int, list[tuple[int, int, int]]]
) -> Iterable[tuple[int, int, Quantity, int]]:
    for index, slot in enumerate(slots):
        number = _number(asked, slot) if len(slots) > 1 else index
        rows = in_force(asked, slot, on)
        kind = asked.requirement.subject_kind
        counts: dict[int, set[tuple[str, int]]] = defaultdict(set)
        if kind == SubjectKind.PERSON:
            people = rows.filter(person__isnull=False, role=asked.requirement.role, outcome__in=TAKEN_PART)
            for person, *source in people.values_list("person_id", "source_kind", "source_id"):
                counts[person].add(tuple(source))
        else:
            held = rows.filter(role__in=OCCASION_ROLES)
            ordinal = (slot.closes or on).toordinal()
            for unit, group, *source in held.values_list("held_by_id", "group_id", "source_kind", "source_id"):
                if kind == SubjectKind.GROUP:
                    subjects = [group] if group else []
                elif asked.condition.direct:
                    subjects = [unit]
                else:
                    subjects = [ancestor for ancestor, start, end in above[unit] if start <= ordinal < end]
                for subject in subjects:
                    counts[subject].add(tuple(source))
        for subject, found in counts.items():
            yield subject, number, 100, len(found)
