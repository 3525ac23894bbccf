"""Words of activities."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class ActivityState(TextChoices):
    """Only HELD writes records."""

    PLANNED = "PLANNED", _("Planned")
    ANNOUNCED = "ANNOUNCED", _("Announced")
    RUNNING = "RUNNING", _("Under way")
    HELD = "HELD", _("Held")
    CANCELLED = "CANCELLED", _("Cancelled")


class RollStatus(TextChoices):
    """What stands on the roll beside a name."""

    ATTENDED = "ATTENDED", _("Attended")
    LATE = "LATE", _("Late")
    LEAVE = "LEAVE", _("On leave")
    ABSENT = "ABSENT", _("Absent")
    MADE_UP = "MADE_UP", _("Made up")
    DELIVERED = "DELIVERED", _("Delivered at home")


class PartRole(TextChoices):
    """Who led. The values are those of `records.choices.Role`, where each becomes a record."""

    CHAIR = "CHAIR", _("Chair")
    LECTURER = "LECTURER", pgettext_lazy("part", "Lecturer")
    SPEAKER = "SPEAKER", _("Central speaker")
