"""Reading the ledger's words: activity types, the combinations of types and categories, outcomes as readers may know
them."""

from collections import defaultdict
from collections.abc import Collection
from typing import NamedTuple

from django.db.models import Max
from django.utils.translation import gettext as _

from xueer.records.choices import Outcome
from xueer.records.models import ActivityType, CategorySet, HeadingSet, Record


class Touched(NamedTuple):
    """Whom rows of the ledger concern: people, the units that held, the groups; ids."""

    people: frozenset[int] = frozenset()
    units: frozenset[int] = frozenset()
    groups: frozenset[int] = frozenset()


def touched_by(kind: str, sources: Collection[int]) -> Touched:
    """Whom anything that ever stood in the ledger for these sources concerns, voided rows included."""
    rows = set(
        Record.objects.filter(source_kind=kind, source_id__in=sources)
        .order_by()
        .values_list("person_id", "held_by_id", "group_id")
    )
    people, units, groups = (frozenset(row[at] for row in rows if row[at] is not None) for at in range(3))
    return Touched(people, units, groups)


def combinations_made() -> tuple[int, int]:
    """The newest combination of types and the newest of categories: another value once a new one has occurred."""
    newest = (model.objects.aggregate(newest=Max("pk"))["newest"] or 0 for model in (HeadingSet, CategorySet))
    return next(newest), next(newest)


def type_ids() -> dict[str, int]:
    """Name → id of every activity type."""
    return dict(ActivityType.objects.order_by().values_list("name", "pk"))


def heading_set_ids() -> dict[tuple[str, ...], int]:
    """Names of activity types, sorted → id of their combination, for all that have occurred."""
    names: dict[int, list[str]] = defaultdict(list)
    for pk, name in HeadingSet.types.through.objects.values_list("headingset_id", "activitytype__name"):
        names[pk].append(name)
    return {tuple(sorted(said)): pk for pk, said in names.items()}


def category_set_ids() -> dict[tuple[str, ...], int]:
    """Categories, sorted → id of their combination, for all that have occurred."""
    return {tuple(made.words): made.pk for made in CategorySet.objects.all()}


def shown_outcome(record: Record, *, reveals: bool) -> tuple[str, str]:
    """The outcome and its word as the reader may know them: that somebody is exempt stays with those who decide."""
    if record.outcome == Outcome.EXCUSED and not reveals:
        return Outcome.LEAVE.value, _("Not there")
    return record.outcome, str(Outcome(record.outcome).label)
