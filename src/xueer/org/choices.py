"""Fixed words of org. Everything else there (kind, stratum, duty, rank …) is the organisation's own text."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Sector(TextChoices):
    """What a unit is in law (类别); it decides which profile of rules applies."""

    PUBLIC_BODY = "PUBLIC_BODY", _("Public body")
    STATE_ENTERPRISE = "STATE_ENTERPRISE", _("State-owned enterprise")
    ENTERPRISE = "ENTERPRISE", _("Enterprise")
    SCHOOL = "SCHOOL", _("School")
