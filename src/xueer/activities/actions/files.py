"""Keeping the papers of an activity, taking them off its page, putting them back."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import uuid4

from django.core.files.base import ContentFile
from django.db import transaction
from django.utils.translation import gettext as _

from xueer.activities.choices import ActivityState
from xueer.activities.errors import FileRefused
from xueer.activities.files.preparing import MOST_FILES, Ready, Refusal, no_room
from xueer.activities.models import Activity, ActivityFile
from xueer.audit.actions import note


def add_files(activity: Activity, ready: Sequence[Ready], *, kind: str, by: Any, at: datetime) -> list[Refusal]:
    """Keeps the files under names of our own, as many as the activity has room for; returns (name, why) of the others.

    Raises FileRefused, with nothing kept, when the activity is cancelled.
    """
    kept: list[ActivityFile] = []
    try:
        with transaction.atomic():
            locked = Activity.objects.select_for_update().get(pk=activity.pk)
            if locked.state == ActivityState.CANCELLED:
                raise FileRefused(_("The activity was cancelled: no file is added to it."))
            room = max(0, MOST_FILES - locked.files.filter(removed_at=None).count())
            for file in ready[:room]:
                kept.append(_keep(locked, file, kind=kind, by=by, at=at))
    except BaseException:
        for row in kept:  # the rows are taken back, and so is what lies on the disk
            row.file.delete(save=False)
        raise
    return [(file.name, no_room()) for file in ready[room:]]


def _keep(activity: Activity, file: Ready, *, kind: str, by: Any, at: datetime) -> ActivityFile:
    row = ActivityFile(
        activity=activity,
        kind=kind,
        name=file.name,
        size=len(file.content),
        content_type=file.content_type,
        uploaded_at=at,
        uploaded_by=by,
    )
    row.file.save(f"{uuid4().hex}.{file.ending}", ContentFile(file.content), save=False)
    row.save()
    note(verb="activities.file.add", by=by, at=at, about=activity, detail={"file": row.name, "size": row.size})
    return row


def remove_file(file: ActivityFile, *, by: Any, at: datetime) -> None:
    """Takes a file off the page. It stays on the disk, so that taking it off can be undone."""
    with transaction.atomic():
        if ActivityFile.objects.filter(pk=file.pk, removed_at=None).update(removed_at=at):
            note(verb="activities.file.remove", by=by, at=at, about=file.activity, detail={"file": file.name})


def put_back_file(file: ActivityFile, *, by: Any, at: datetime) -> None:
    """Puts a file back that was taken off. Raises FileRefused when the activity has no room for it."""
    with transaction.atomic():
        locked = Activity.objects.select_for_update().get(pk=file.activity_id)
        if locked.files.filter(removed_at=None).count() >= MOST_FILES:
            raise FileRefused(no_room())
        if ActivityFile.objects.filter(pk=file.pk, removed_at__isnull=False).update(removed_at=None):
            note(verb="activities.file.put_back", by=by, at=at, about=locked, detail={"file": file.name})
