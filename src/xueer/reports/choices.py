"""Words of reports."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class ReportState(TextChoices):
    DRAFT = "DRAFT", _("Draft")
    ISSUED = "ISSUED", pgettext_lazy("report", "Issued")


class Style(TextChoices):
    """What a paragraph is. In HEAD and ROW the cells are parted by tabs; both belong to the CAPTION before them."""

    BODY = "BODY", _("Text")
    HEADING = "HEADING", _("Heading")
    SUBHEADING = "SUBHEADING", _("Subheading")
    CAPTION = "CAPTION", _("Caption of a table")
    HEAD = "HEAD", _("Head of a table")
    ROW = "ROW", _("Row of a table")


OF_TABLES = (Style.CAPTION, Style.HEAD, Style.ROW)
