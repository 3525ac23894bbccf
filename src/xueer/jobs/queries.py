"""What a page shows of a job."""

import json
from pathlib import Path
from typing import NamedTuple

from django.conf import settings

from xueer.jobs.models import Job, JobState


class Progress(NamedTuple):
    """How far a job is: steps done of all (0 of 0: not known yet) and what it is doing now."""

    done: int
    total: int
    step: str


def progress_of(job: Job) -> Progress:
    """How far the job is, as fresh as can be known.

    A job that writes in one long transaction cannot tell others through the database; it leaves a note in the home.
    """
    if job.state == JobState.RUNNING:
        try:
            return Progress(*json.loads(note_of(job.pk).read_text(encoding="utf-8")))
        except (OSError, ValueError, TypeError):
            pass
    return Progress(job.done, job.total, job.step)


def note_of(pk: int) -> Path:
    """Where a running job notes how far it is."""
    return Path(settings.HOME) / "jobs" / f"{pk}.json"
