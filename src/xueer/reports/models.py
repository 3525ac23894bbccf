"""Reports being written: text with figure chips, each of which knows what it was computed from."""

from decimal import Decimal

from django.db import models
from django.db.models import F, Q

from xueer.org.models import Unit
from xueer.reports.choices import ReportState, Style


class Report(models.Model):
    """A report of the catalogue for one unit and year. `version` grows with each save; a stale form is refused.

    `first_on` … `last_on` (both inclusive) is what its figures are taken over; a year that runs ends on the day of
    drafting. Issued reports are never edited again; then a new draft may be begun.
    """

    name = models.CharField(max_length=40)
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="reports")
    year = models.PositiveIntegerField()
    first_on = models.DateField()
    last_on = models.DateField()
    title = models.CharField(max_length=200)
    addressee = models.CharField(max_length=200, blank=True)
    state = models.CharField(max_length=10, choices=ReportState, default=ReportState.DRAFT)
    version = models.PositiveIntegerField(default=1)
    written_by_id = models.BigIntegerField(null=True)
    written_at = models.DateTimeField()
    issued_by_id = models.BigIntegerField(null=True)
    issued_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-year", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["name", "unit", "year"], condition=Q(state="DRAFT"), name="reports_one_draft_at_a_time"
            ),
            models.CheckConstraint(condition=Q(first_on__lte=F("last_on")), name="reports_days_in_order"),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def is_draft(self) -> bool:
        return self.state == ReportState.DRAFT


class Paragraph(models.Model):
    """One paragraph. In `text` a figure stands as {{n}}, n its number; cells of tables are parted by tabs."""

    report = models.ForeignKey(Report, models.CASCADE, related_name="paragraphs")
    position = models.PositiveIntegerField()
    style = models.CharField(max_length=12, choices=Style, default=Style.BODY)
    text = models.TextField(blank=True)

    class Meta:
        ordering = ["position"]
        constraints = [models.UniqueConstraint(fields=["report", "position"], name="reports_paragraph_position_once")]

    def __str__(self) -> str:
        return self.text[:40]


class ReportFigure(models.Model):
    """A figure chip: a metric, what of it (`item`: an activity type, a category, a requirement), and its value frozen
    when it was taken.

    `value` is null when there was no data. `by_hand` is what the writer put in its place, with a reason. `words` is
    the measure as the text says it (次, 人次).
    """

    report = models.ForeignKey(Report, models.CASCADE, related_name="figures")
    number = models.PositiveIntegerField()
    metric = models.CharField(max_length=60)
    item = models.CharField(max_length=200, blank=True)
    words = models.CharField(max_length=20, blank=True)
    value = models.DecimalField(max_digits=18, decimal_places=4, null=True)
    records = models.PositiveIntegerField(default=0)
    taken_at = models.DateTimeField()
    by_hand = models.DecimalField(max_digits=18, decimal_places=4, null=True)
    changed_by_id = models.BigIntegerField(null=True)
    changed_at = models.DateTimeField(null=True)
    change_reason = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["report", "number"], name="reports_figure_number_once"),
            models.CheckConstraint(
                condition=Q(by_hand__isnull=True) | ~Q(change_reason=""), name="reports_change_has_a_reason"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.metric} {self.item}"

    @property
    def shown(self) -> Decimal | None:
        """The value that stands in the text; None where there is no data."""
        return self.value if self.by_hand is None else self.by_hand
