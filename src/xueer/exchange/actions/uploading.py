"""A workbook brought in through the pages: kept in the home, checked and put in by a job, taken away again."""

from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import uuid4

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction

from xueer.jobs.actions import Task, ask
from xueer.jobs.models import Job

KEPT = timedelta(days=7)
KIND = "import"


def upload_workbook(*, file: UploadedFile, work: Task, by: Any, at: datetime) -> Job:
    """Keeps the file under a name of our own and asks `work` for a trial run of the import; returns its job."""
    folder = uploads()
    folder.mkdir(parents=True, exist_ok=True)
    forget_old_uploads(at=at)
    name = Path(file.name or "").name
    path = folder / f"{uuid4().hex}{Path(name).suffix.lower()}"
    with path.open("wb") as stored:
        for chunk in file.chunks():
            stored.write(chunk)
    path.chmod(0o600)
    given = {"file": path.name, "name": name[:200], "apply": False}
    return ask(work, kind=KIND, input=given, by=by, at=at)


def apply_upload(*, trial: Job, work: Task, by: Any, at: datetime) -> Job:
    """Asks for the import that a trial run has shown; asking twice gives the same job."""
    with transaction.atomic():
        trial = Job.objects.select_for_update().get(pk=trial.pk)
        if "applied" in trial.input:
            return Job.objects.get(pk=trial.input["applied"])
        job = ask(work, kind=KIND, input={**trial.input, "apply": True}, by=by, at=at)
        trial.input["applied"] = job.pk
        trial.save(update_fields=["input"])
    return job


def uploads() -> Path:
    return Path(settings.HOME) / "uploads"


def forget_old_uploads(*, at: datetime) -> None:
    """Workbooks hold personal data: what nobody imported within a week is taken away, and so are the cells that pages
    of imports show. How many rows an import brought stays; what it changed stands in the trail."""
    for path in uploads().glob("*"):
        if path.stat().st_mtime < (at - KEPT).timestamp():
            path.unlink(missing_ok=True)
    for job in Job.objects.filter(kind=KIND, finished_at__lt=at - KEPT).exclude(result={}):
        result = job.result
        if not job.input["apply"]:
            left = {"gone": True}
        else:
            left = result | {"changes": [], "more": len(result.get("changes", ())) + result.get("more", 0)}
        if left != result:
            job.result = left
            job.save(update_fields=["result"])
