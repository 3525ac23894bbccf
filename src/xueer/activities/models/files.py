"""Papers of an activity: materials, the scanned sign-in sheet, photographs."""

from django.db import models

from xueer.activities.choices import FileKind
from xueer.activities.models.activity import Activity
from xueer.org.models import Person


class ActivityFile(models.Model):
    """A stored file, served only through the activity's own permission. `name`: what the uploader called it.

    `removed_at`: taken off the page; the file stays where the trail and backups can find it.
    """

    activity = models.ForeignKey(Activity, models.CASCADE, related_name="files")
    kind = models.CharField(max_length=10, choices=FileKind)
    name = models.CharField(max_length=200)
    file = models.FileField(upload_to="activities/%Y/%m", max_length=200)
    size = models.PositiveIntegerField()
    content_type = models.CharField(max_length=100)
    uploaded_at = models.DateTimeField()
    uploaded_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    removed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["activity", "kind", "id"]

    def __str__(self) -> str:
        return self.name
