"""Words of the ledger."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class SourceKind(TextChoices):
    """What a record was written from. One word per source stage."""

    ACTIVITY = "ACTIVITY", _("Activity")
    PLAN = "PLAN", _("Plan")


class Role(TextChoices):
    """In what capacity the subject took part. HOST and COHOST mark occasion records (person empty)."""

    PARTICIPANT = "PARTICIPANT", _("Participant")
    LECTURER = "LECTURER", pgettext_lazy("part", "Lecturer")
    SPEAKER = "SPEAKER", _("Central speaker")
    CHAIR = "CHAIR", _("Chair")
    HOST = "HOST", _("Held by")
    COHOST = "COHOST", _("Held jointly")


class Outcome(TextChoices):
    """What became of it."""

    HELD = "HELD", _("Held")
    IN_FORCE = "IN_FORCE", _("In force")
    ATTENDED = "ATTENDED", _("Attended")
    LATE = "LATE", _("Late")
    MADE_UP = "MADE_UP", _("Made up")
    DELIVERED = "DELIVERED", _("Delivered at home")
    LEAVE = "LEAVE", _("On leave")
    ABSENT = "ABSENT", _("Absent")
    EXCUSED = "EXCUSED", _("Excused")


TAKEN_PART = (Outcome.ATTENDED, Outcome.LATE, Outcome.MADE_UP, Outcome.DELIVERED)
OCCASION_ROLES = (Role.HOST, Role.COHOST)
