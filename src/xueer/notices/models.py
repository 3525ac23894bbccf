"""Messages to people inside the platform (通知): what a person must know or decide."""

from django.db import models

from xueer.notices.choices import NoticeKind
from xueer.org.models import Person


class Notice(models.Model):
    """One message to one person. The sentence is the kind's, filled with `params` when it is shown.

    `address`: the page where it is dealt with. `about`: kind and id of what it is about ("leave:12"), so that a decided
    matter is settled for everybody who was told. `settled_at`: nothing is to be decided any more.
    """

    person = models.ForeignKey(Person, models.CASCADE, related_name="notices")
    kind = models.CharField(max_length=20, choices=NoticeKind)
    params = models.JSONField(default=dict, blank=True)
    address = models.CharField(max_length=300, blank=True)
    about = models.CharField(max_length=60, blank=True, db_index=True)
    made_at = models.DateTimeField()
    read_at = models.DateTimeField(null=True, blank=True)
    settled_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-made_at", "-id"]
        indexes = [models.Index(fields=["person", "read_at"], name="notices_unread_of_person")]

    def __str__(self) -> str:
        return f"{self.kind} to {self.person_id}"
