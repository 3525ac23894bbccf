"""For whom sessions to come are that a workbook brought without saying so."""

from collections.abc import Iterable
from itertools import islice

from xueer.activities.choices import ActivityState, AudienceKind
from xueer.activities.models import Activity, Audience
from xueer.org.models import Unit

TO_COME = (ActivityState.PLANNED, ActivityState.ANNOUNCED, ActivityState.RUNNING)
CHUNK = 400


def expect_the_usual(ids: Iterable[int]) -> int:
    """Names the group, or the people of a unit that has none below it, as the audience of those of these sessions that
    are still to come and have neither audience nor roll nor head counts. Returns for how many.

    A workbook has no column for it; the roll would begin empty. Nobody stands on a roll by it, so nothing is counted.
    The import notes itself as a whole.
    """
    stream, named = iter(sorted(ids)), 0
    above = set(Unit.objects.exclude(parent=None).order_by().values_list("parent_id", flat=True))
    while chunk := list(islice(stream, CHUNK)):
        rows = Activity.objects.filter(
            pk__in=chunk, state__in=TO_COME, audience=None, roll=None, head_count=None, expected_count=None
        )
        made = []
        for pk, unit, group in rows.order_by("pk").values_list("pk", "unit_id", "group_id"):
            if group:
                made.append(Audience(activity_id=pk, kind=AudienceKind.GROUP, group_id=group))
            elif unit not in above:
                made.append(Audience(activity_id=pk, kind=AudienceKind.UNIT, unit_id=unit))
        Audience.objects.bulk_create(made)
        named += len(made)
    return named
