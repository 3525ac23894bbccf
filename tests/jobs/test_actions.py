"""Jobs: asked for, done once, tried again, found after their process died, given up with a reason."""

from datetime import timedelta

import pytest
from django.db import transaction
from django_tasks import task
from django_tasks_db.models import DBTaskResult

from xueer.audit.models import Event
from xueer.common.calendar import now
from xueer.jobs.actions import MOST_TRIES, ask, recover_lost_jobs, run
from xueer.jobs.models import Job, JobState
from xueer.jobs.queries import note_of, progress_of


def repeat(job: Job, tell: object) -> dict:
    return {"said": job.input["word"]}


@task()
def a_task(job_id: int) -> None:
    run(job_id, repeat)


@pytest.fixture
def job(db) -> Job:
    return ask(a_task, kind="test", input={"word": "学"}, by=None, at=now())


def queued() -> int:
    return (
        DBTaskResult.objects.ready().count()
        + DBTaskResult.objects.filter(status="READY", run_after__gt=now()).exclude(run_after__year=9999).count()
    )


def fail(job: Job, tell: object) -> dict:
    raise ValueError("no paper")


def lose(job: Job) -> None:
    """As a killed process leaves it: taken, and never finished."""
    DBTaskResult.objects.update(status="RUNNING")
    Job.objects.filter(pk=job.pk).update(state=JobState.RUNNING, tries=job.tries + 1)
    job.refresh_from_db()


def test_asking_queues_a_job_and_says_so_in_the_trail(job):
    assert (job.state, job.tries, queued()) == (JobState.WAITING, 0, 1)
    assert Event.objects.filter(verb="jobs.ask", object_id=str(job.pk)).exists()


def test_a_job_of_a_transaction_that_failed_is_never_queued(db):
    with pytest.raises(RuntimeError), transaction.atomic():
        ask(a_task, kind="test", input={}, by=None, at=now())
        raise RuntimeError
    assert queued() == 0 and not Job.objects.exists()


def test_a_job_is_done_and_keeps_its_result(job):
    a_task.call(job.pk)
    job.refresh_from_db()
    assert (job.state, job.result, job.tries) == (JobState.DONE, {"said": "学"}, 1)


def test_a_job_that_is_done_is_not_done_again(job):
    a_task.call(job.pk)
    run(job.pk, fail)
    job.refresh_from_db()
    assert (job.state, job.tries) == (JobState.DONE, 1)


def test_a_job_that_fails_is_tried_three_times_and_shows_its_reason(job):
    for tries in range(1, MOST_TRIES + 1):
        with pytest.raises(ValueError, match="no paper"):
            run(job.pk, fail)
        job.refresh_from_db()
        assert (job.tries, queued()) == (tries, min(tries, MOST_TRIES - 1) + 1)
    assert (job.state, job.error) == (JobState.FAILED, "ValueError: no paper")
    assert Event.objects.get(verb="jobs.give_up").detail == {"reason": "ValueError: no paper"}


def test_a_job_whose_process_died_is_queued_once_more(job):
    lose(job)
    assert (recover_lost_jobs(at=now()), recover_lost_jobs(at=now())) == (1, 0)
    job.refresh_from_db()
    assert (job.state, queued()) == (JobState.WAITING, 1)
    a_task.call(job.pk)
    job.refresh_from_db()
    assert job.state == JobState.DONE


def test_a_job_lost_three_times_has_failed(job):
    for _ in range(MOST_TRIES):
        lose(job)
        recover_lost_jobs(at=now())
    job.refresh_from_db()
    assert job.state == JobState.FAILED and "3 times" in job.error and queued() == 0


def test_a_waiting_job_that_the_queue_forgot_is_queued_anew(job):
    DBTaskResult.objects.all().delete()
    assert recover_lost_jobs(at=now()) == 1
    assert queued() == 1


def test_a_waiting_job_in_the_queue_is_left_alone(job):
    assert recover_lost_jobs(at=now()) == 0
    assert queued() == 1


def test_the_queue_forgets_what_it_did_a_month_ago(job):
    DBTaskResult.objects.update(status="SUCCESSFUL", finished_at=now() - timedelta(days=31))
    Job.objects.update(state=JobState.DONE)
    recover_lost_jobs(at=now())
    assert not DBTaskResult.objects.exists()


def test_progress_inside_a_transaction_can_be_seen_from_outside(job, settings, tmp_path):
    settings.HOME = tmp_path
    seen = []

    def work(job: Job, tell) -> dict:
        tell(2, 5, "签到")
        other = Job.objects.get(pk=job.pk)
        seen.append(progress_of(other))
        return {}

    run(job.pk, work)
    assert seen == [(2, 5, "签到")]
    assert not note_of(job.pk).exists()
