"""Reading the ledger's words: activity types, the combinations of types and categories, outcomes as readers may know
them."""

from collections import defaultdict

from django.utils.translation import gettext as _

from xueer.records.choices import Outcome
from xueer.records.models import ActivityType, CategorySet, HeadingSet, Record


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
