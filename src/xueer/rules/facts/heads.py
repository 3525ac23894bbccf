"""How many members units and groups had on the last day of a slot."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date

from django.db.models import Count

from xueer.org.models import GroupMember, Lineage, Membership
from xueer.rules.asked import Asked, Slot
from xueer.rules.choices import SubjectKind
from xueer.rules.facts.selecting import Row, slot_number


def heads(asked: Asked, slots: Sequence[Slot], on: date) -> dict[int, dict[int, int]]:
    """Members on each slot's last day: {slot number: {subject: how many}}."""
    found = {}
    for index, slot in enumerate(slots):
        day = slot.closes or on
        number = slot_number(asked, slot) if len(slots) > 1 else index
        if asked.requirement.subject_kind == SubjectKind.GROUP:
            rows = GroupMember.objects.filter(starts_on__lte=day, ends_on__gt=day).order_by()
            rows = rows.filter(person__starts_on__lte=day, person__ends_on__gt=day)
            rows = rows.filter(group__unit__starts_on__lte=day, group__unit__ends_on__gt=day)
            found[number] = dict(rows.values_list("group_id").annotate(Count("person_id", distinct=True)))
            continue
        members = Membership.objects.filter(main=True, starts_on__lte=day, ends_on__gt=day).order_by()
        per_unit = dict(members.values_list("unit_id").annotate(Count("person_id", distinct=True)))
        found[number] = per_unit if asked.condition.direct else _rolled_up(per_unit, day)
    return found


def _rolled_up(per_unit: dict[int, int], day: date) -> dict[int, int]:
    total: dict[int, int] = defaultdict(int)
    above = Lineage.objects.filter(starts_on__lte=day, ends_on__gt=day).values_list("unit_id", "ancestor_id")
    for unit, ancestor in above:
        total[ancestor] += per_unit.get(unit, 0)
    return total


def none_yet(members_of: dict[int, dict[int, int]]) -> Iterable[Row]:
    """No hours over some members is 0 per head; over no members there is no number at all."""
    for number, members in members_of.items():
        for subject, count in members.items():
            if count:
                yield subject, number, 0, 0
