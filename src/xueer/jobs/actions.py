"""Long work in the background: asking for it, doing it, and finding what a process that died left undone.

A stage defines its task in `tasks.py`::

    @task()
    def import_workbook(job_id: int) -> None:
        run(job_id, work)                      # work(job, tell) -> dict for the page; tell(done, total, step)

and asks for it with `ask(import_workbook, kind="import", input={…}, by=…, at=…)`. Work must be
harmless when done twice.
"""

import json
from collections.abc import Callable
from datetime import datetime, timedelta
from time import monotonic
from typing import Any, Protocol

from django.db import connection, transaction
from django.utils.module_loading import import_string
from django_tasks.base import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from xueer.audit.actions import note
from xueer.common.calendar import now
from xueer.jobs.models import Job, JobState
from xueer.jobs.queries import note_of

MOST_TRIES = 3
PAUSE = timedelta(seconds=10)  # before a job that failed is tried again
KEPT = timedelta(days=30)  # how long the queue remembers what it has done; jobs themselves are kept
TELL_EVERY = 0.3  # seconds between two writes of progress

LOST = "The process that worked on it ended unexpectedly, {tries} times."


class Task(Protocol):
    """What is needed of a task of the queue."""

    module_path: str

    def enqueue(self, job_id: int) -> Any: ...
    def using(self, *, run_after: datetime) -> "Task": ...


Tell = Callable[[int, int, str], None]
Work = Callable[[Job, Tell], dict[str, Any]]


def ask(task: Task, *, kind: str, input: dict[str, Any], by: Any, at: datetime) -> Job:  # noqa: A002 - the field's name
    """Puts work into the queue; it starts when the caller's transaction is committed, and never when it is not."""
    with transaction.atomic():
        job = Job.objects.create(
            kind=kind, task=task.module_path, asked_by_id=getattr(by, "pk", None), asked_at=at, input=input
        )
        task.enqueue(job.pk)
        note(verb="jobs.ask", by=by, at=at, about=job)
    return job


def run(job_id: int, work: Work) -> None:
    """Does the work of a job and keeps its state. A job that raises is tried again, three times in all."""
    job = _start(job_id)
    if job is None:
        return
    try:
        result = work(job, _teller(job))
    except Exception as error:  # whatever it is, it belongs to the job, and the queue goes on
        _fail(job, f"{type(error).__name__}: {error}")
        raise
    finally:
        note_of(job.pk).unlink(missing_ok=True)
    job.state, job.result, job.finished_at, job.error = JobState.DONE, result, now(), ""
    job.save(update_fields=["state", "result", "finished_at", "error"])


def recover_lost_jobs(*, at: datetime) -> int:
    """Queues again what was running when its process died and what the queue has forgotten; returns how many.

    To be called by the one process that runs jobs, before it begins: whatever says RUNNING then is nobody's. A job
    whose third start was lost as well has failed.
    """
    with transaction.atomic():
        _end_lost_rows(at)
        DBTaskResult.objects.finished().filter(finished_at__lt=at - KEPT).delete()
        queued = {row["args"][0] for row in _ready_arguments() if row["args"]}
        lost = [
            job
            for job in Job.objects.select_for_update().filter(state__in=(JobState.RUNNING, JobState.WAITING))
            if job.state == JobState.RUNNING or job.pk not in queued
        ]
        for job in lost:
            if job.state == JobState.RUNNING and job.tries >= MOST_TRIES:
                _give_up(job, LOST.format(tries=job.tries), at=at)
            else:
                job.state = JobState.WAITING
                job.save(update_fields=["state"])
                import_string(job.task).enqueue(job.pk)
    return len(lost)


def _start(job_id: int) -> Job | None:
    """Takes the job, unless it is done: the queue may name one twice."""
    with transaction.atomic():
        job = Job.objects.select_for_update().filter(pk=job_id).first()
        if job is None or job.state in (JobState.DONE, JobState.FAILED):
            return None
        job.state, job.started_at, job.tries = JobState.RUNNING, now(), job.tries + 1
        job.done, job.total, job.step = 0, 0, ""
        job.save(update_fields=["state", "started_at", "tries", "done", "total", "step"])
    return job


def _fail(job: Job, reason: str) -> None:
    at = now()
    with transaction.atomic():
        if job.tries >= MOST_TRIES:
            _give_up(job, reason, at=at)
            return
        job.state, job.error = JobState.WAITING, reason
        job.save(update_fields=["state", "error"])
        import_string(job.task).using(run_after=at + PAUSE * job.tries).enqueue(job.pk)


def _give_up(job: Job, reason: str, *, at: datetime) -> None:
    job.state, job.error, job.finished_at = JobState.FAILED, reason, at
    job.save(update_fields=["state", "error", "finished_at"])
    note(verb="jobs.give_up", by=None, at=at, about=job, detail={"reason": reason[:500]})


def _teller(job: Job) -> Tell:
    """Writes progress now and then: to the database, or beside it while the work holds a transaction open."""
    last = [0.0]

    def tell(done: int, total: int, step: str = "") -> None:
        if monotonic() - last[0] < TELL_EVERY and done < total:
            return
        last[0] = monotonic()
        if connection.in_atomic_block:
            path = note_of(job.pk)
            path.parent.mkdir(parents=True, exist_ok=True)
            part = path.with_suffix(".part")
            part.write_text(json.dumps([done, total, step]), encoding="utf-8")
            part.replace(path)
        else:
            note_of(job.pk).unlink(missing_ok=True)
            Job.objects.filter(pk=job.pk).update(done=done, total=total, step=step[:200])

    return tell


def _end_lost_rows(at: datetime) -> None:
    DBTaskResult.objects.running().update(status=TaskResultStatus.FAILED, finished_at=at, exception_class_path="lost")


def _ready_arguments() -> list[dict[str, Any]]:
    return list(DBTaskResult.objects.filter(status=TaskResultStatus.READY).values_list("args_kwargs", flat=True))
