"""The papers of an activity, as far as somebody may see them."""

from dataclasses import dataclass

from django.db.models import QuerySet

from xueer.access.queries import Reach
from xueer.activities.choices import FileKind
from xueer.activities.models import Activity, ActivityFile
from xueer.activities.queries.held import may_view


def files_for(activity: Activity, reach: Reach) -> QuerySet[ActivityFile]:
    """The papers on the page: all of them to those who may see the activity, materials to those on its roll."""
    rows = activity.files.filter(removed_at=None).select_related("uploaded_by")
    if may_view(activity, reach):
        return rows
    if activity.roll.filter(person_id=reach.person.pk).exists():
        return rows.filter(kind=FileKind.MATERIAL)
    return rows.none()


@dataclass(frozen=True)
class Kept:
    """How many papers there are and how large they are together."""

    count: int
    size: int


def total(files: list[ActivityFile]) -> Kept:
    return Kept(len(files), sum(file.size for file in files))
