"""What a user sees of a job that runs in the background: who asked for it, how far it is, what came of it."""

from django.db import models
from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class JobState(TextChoices):
    WAITING = "WAITING", _("Waiting")
    RUNNING = "RUNNING", _("Running")
    DONE = "DONE", _("Finished")
    FAILED = "FAILED", _("Failed")


class Job(models.Model):
    """One piece of long work. `done`/`total` are steps; `result` is what the page shows; `input` what it works on.

    `asked_by_id` is a person's id: jobs lie below org and keep no foreign key to it. `tries` counts starts.
    `task` is the dotted name of the queue's task, by which a lost job is queued again.
    """

    kind = models.CharField(max_length=40)
    task = models.CharField(max_length=200, blank=True)
    state = models.CharField(max_length=10, choices=JobState, default=JobState.WAITING)
    asked_by_id = models.BigIntegerField(null=True)
    asked_at = models.DateTimeField()
    started_at = models.DateTimeField(null=True)
    finished_at = models.DateTimeField(null=True)
    tries = models.PositiveSmallIntegerField(default=0)
    done = models.PositiveIntegerField(default=0)
    total = models.PositiveIntegerField(default=0)
    step = models.CharField(max_length=200, blank=True)
    input = models.JSONField(default=dict)
    result = models.JSONField(default=dict)
    error = models.TextField(blank=True)

    class Meta:
        ordering = ["-id"]

    def __str__(self) -> str:
        return f"{self.kind} {self.pk}"
