"""Reading the ledger's words: activity types and the combinations of types and categories that have occurred."""

from collections import defaultdict

from xueer.records.models import ActivityType, CategorySet, HeadingSet


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
