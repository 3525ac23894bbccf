"""Words of the rules. Stored in upper case; the workbook's Chinese words live in `exchange.words`."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class SubjectKind(TextChoices):
    UNIT = "UNIT", _("Units")
    GROUP = "GROUP", _("Groups")
    PERSON = "PERSON", _("People")


class Measure(TextChoices):
    """What is counted. The unit of each as the command line prints it is in `MEASURE_UNITS`."""

    SESSIONS = "SESSIONS", _("Times")
    DAYS = "DAYS", _("Days")
    HOURS = "HOURS", _("Study hours")
    HOURS_PER_HEAD = "HOURS_PER_HEAD", _("Study hours per head")
    CHARACTERS = "CHARACTERS", _("Characters")
    PIECES = "PIECES", _("Pieces")
    AMOUNT = "AMOUNT", _("Amount")
    ATTENDANCE_RATE = "ATTENDANCE_RATE", _("Attendance rate")
    AVERAGE_SCORE = "AVERAGE_SCORE", _("Average score")
    KINDS = "KINDS", _("Number of kinds")
    IN_FORCE = "IN_FORCE", _("In force")


MEASURE_UNITS: dict[str, str] = {
    Measure.SESSIONS: "sessions",
    Measure.DAYS: "days",
    Measure.HOURS: "hours",
    Measure.HOURS_PER_HEAD: "hours",
    Measure.CHARACTERS: "characters",
    Measure.PIECES: "pieces",
    Measure.AMOUNT: "yuan",
    Measure.ATTENDANCE_RATE: "percent",
    Measure.AVERAGE_SCORE: "points",
    Measure.KINDS: "kinds",
    Measure.IN_FORCE: "sessions",
}


class Strength(TextChoices):
    """must counts as a gap when missed; should is only ever a hint; local is one organisation's own."""

    MUST = "MUST", _("Must")
    SHOULD = "SHOULD", _("Should")
    LOCAL = "LOCAL", _("Local")


class State(TextChoices):
    """Where a subject stands in a period."""

    MET = "met", _("Met")
    ON_TRACK = "on_track", _("On track")
    AT_RISK = "at_risk", _("At risk")
    MISSED = "missed", _("Missed")
    EXEMPT = "exempt", _("Not applicable")
    NOT_DUE = "not_due", _("Not due")


class MakeUpWay(TextChoices):
    """How an absence may be made up, as a rule says it and the stage that keeps make-ups offers it.

    DELIVERY (送学) counts as delivered at home, the others as made up.
    """

    SESSION = "SESSION", _("Another session")
    MATERIAL = "MATERIAL", _("Material and a short answer")
    DELIVERY = "DELIVERY", _("Home delivery")
