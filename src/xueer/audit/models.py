"""The audit trail: who did what to what, when, from where. Rows are only ever added; the database refuses the rest."""

from django.db import models


class Event(models.Model):
    """One act. Actor and object are kept as kind, id and words, so that a row still reads when they are gone.

    `digest` is a SHA-256 over the rows an act added and voided in the ledger, as hexadecimal, or empty.
    """

    at = models.DateTimeField(db_index=True)
    actor_id = models.BigIntegerField(null=True, blank=True)
    actor_words = models.CharField(max_length=200, blank=True)
    verb = models.CharField(max_length=60, db_index=True)
    object_kind = models.CharField(max_length=60, blank=True)
    object_id = models.CharField(max_length=64, blank=True)
    object_words = models.CharField(max_length=300, blank=True)
    detail = models.JSONField(default=dict, blank=True)
    digest = models.CharField(max_length=64, blank=True)
    address = models.CharField(max_length=64, blank=True)

    class Meta:
        ordering = ["-id"]
        indexes = [models.Index(fields=["object_kind", "object_id"], name="audit_event_of_object")]

    def __str__(self) -> str:
        return f"{self.verb} {self.object_words}"


class Submission(models.Model):
    """A form that was sent and carried out. `key` came with the form; sent twice, it is answered from here."""

    key = models.CharField(max_length=64, unique=True)
    person_id = models.BigIntegerField()
    at = models.DateTimeField(db_index=True)
    answer = models.CharField(max_length=500, blank=True)

    class Meta:
        ordering = ["-id"]

    def __str__(self) -> str:
        return self.key
