"""Reports being written: text with figure chips, each of which knows what it was computed from."""

from django.db import models

from xueer.org.models import Unit
from xueer.reports.choices import ReportState


class Report(models.Model):
    """A report of the catalogue for one unit and year. `version` grows with each save; a stale form is refused.

    Issued reports are never edited again; a new draft may be begun.
    """

    name = models.CharField(max_length=40)
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="reports")
    year = models.PositiveIntegerField()
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

    def __str__(self) -> str:
        return self.title


class Paragraph(models.Model):
    """One paragraph. `level` 0 is body text, 1–4 are headings. In `text` a figure stands as {{n}}, n its number."""

    report = models.ForeignKey(Report, models.CASCADE, related_name="paragraphs")
    position = models.PositiveIntegerField()
    level = models.PositiveSmallIntegerField(default=0)
    text = models.TextField(blank=True)

    class Meta:
        ordering = ["position"]
        constraints = [models.UniqueConstraint(fields=["report", "position"], name="reports_paragraph_position_once")]

    def __str__(self) -> str:
        return self.text[:40]


class ReportFigure(models.Model):
    """A figure chip: a metric with its parameters, the value when it was taken, and what the writer made of it.

    `value` is null when there was no data. `shown` differs from the value only when changed by hand, with a reason.
    """

    report = models.ForeignKey(Report, models.CASCADE, related_name="figures")
    number = models.PositiveIntegerField()
    metric = models.CharField(max_length=60)
    params = models.JSONField(default=dict)
    value = models.DecimalField(max_digits=18, decimal_places=4, null=True)
    records = models.PositiveIntegerField(default=0)
    shown = models.CharField(max_length=60, blank=True)
    taken_at = models.DateTimeField()
    changed_by_id = models.BigIntegerField(null=True)
    change_reason = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ["number"]
        constraints = [models.UniqueConstraint(fields=["report", "number"], name="reports_figure_number_once")]

    def __str__(self) -> str:
        return f"{self.metric} {self.shown}"
