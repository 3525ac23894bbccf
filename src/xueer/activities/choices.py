"""Words of activities."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from xueer.rules.choices import MakeUpWay

__all__ = [
    "ActivityState",
    "AudienceKind",
    "FileKind",
    "LeaveState",
    "MakeUpState",
    "MakeUpWay",
    "PartRole",
    "RollStatus",
]


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


class AudienceKind(TextChoices):
    """By what an audience names people."""

    GROUP = "GROUP", _("Group")
    UNIT = "UNIT", _("Unit")
    DUTY = "DUTY", _("Post")
    PERSON = "PERSON", _("Person")


class LeaveState(TextChoices):
    ASKED = "ASKED", _("Waiting for a decision")
    GRANTED = "GRANTED", _("Granted")
    REFUSED = "REFUSED", _("Refused")
    WITHDRAWN = "WITHDRAWN", _("Taken back")


class MakeUpState(TextChoices):
    """OPEN and HANDED_IN still owe something; LAPSED: the deadline passed; DROPPED: nothing is owed any more."""

    OPEN = "OPEN", pgettext_lazy("make-up", "Open")
    HANDED_IN = "HANDED_IN", _("Handed in")
    DONE = "DONE", pgettext_lazy("make-up", "Done")
    LAPSED = "LAPSED", _("Deadline passed")
    DROPPED = "DROPPED", _("No longer owed")


class FileKind(TextChoices):
    MATERIAL = "MATERIAL", _("Material")
    SIGN_IN = "SIGN_IN", _("Sign-in sheet")
    PHOTO = "PHOTO", _("Photograph")
    OTHER = "OTHER", _("Other paper")
