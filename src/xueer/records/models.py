"""The ledger (台账): one append-only table of facts from which every standing and every figure is computed.

The only change ever made to a stored record is to fill its three voided fields once; triggers on both databases
refuse every other UPDATE and every DELETE (`records/triggers.py`). Only `records.actions` writes here.
"""

from django.db import models
from django.db.models import Q

from xueer.org.models import Group, Person, Unit
from xueer.records.choices import Outcome, Role, SourceKind


class ActivityType(models.Model):
    """A heading under which something is counted (事项). The parent only groups types on pages."""

    name = models.CharField(max_length=100, unique=True)
    parent = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="children")
    counted_in = models.CharField(max_length=20, blank=True)
    position = models.PositiveIntegerField(default=0)
    shipped = models.BooleanField(default=False)

    class Meta:
        ordering = ["position", "id"]

    def __str__(self) -> str:
        return self.name


class HeadingSet(models.Model):
    """A combination of activity types that has occurred. `key` is their ids, sorted, joined by commas."""

    key = models.CharField(max_length=300, unique=True)
    types = models.ManyToManyField(ActivityType, related_name="heading_sets")

    def __str__(self) -> str:
        return self.key

    @property
    def type_ids(self) -> frozenset[int]:
        """Ids of its types, without a look into the database."""
        return frozenset(map(int, self.key.split(",")))


class CategorySet(models.Model):
    """A combination of content categories (内容类别) that has occurred. `key` is their words, sorted, joined by 、."""

    key = models.CharField(max_length=500, unique=True)

    def __str__(self) -> str:
        return self.key

    @property
    def words(self) -> list[str]:
        return self.key.split("、")


class Record(models.Model):
    """On this day, this person (or group or unit) took part in this source, in this role, with this outcome.

    `known_on`: the day from which it may be counted. `ends_on`: last day (inclusive) of a standing fact.
    `excused`: the person was exempt that day, so leave and absence enter no rate. Minutes from start to end;
    amount in yuan. `month_no`/`week_no` are `occurred_on` as running numbers, so that periods group by integers.
    """

    occurred_on = models.DateField()
    ends_on = models.DateField(null=True)
    known_on = models.DateField()
    month_no = models.IntegerField()
    week_no = models.IntegerField()
    held_by = models.ForeignKey(Unit, models.PROTECT, related_name="+", db_index=False)
    home_unit = models.ForeignKey(Unit, models.PROTECT, null=True, related_name="+", db_index=False)
    group = models.ForeignKey(Group, models.PROTECT, null=True, related_name="+", db_index=False)
    person = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+", db_index=False)
    heading_set = models.ForeignKey(HeadingSet, models.PROTECT, related_name="+", db_index=False)
    category_set = models.ForeignKey(CategorySet, models.PROTECT, null=True, related_name="+", db_index=False)
    role = models.CharField(max_length=12, choices=Role)
    outcome = models.CharField(max_length=10, choices=Outcome)
    excused = models.BooleanField(default=False)
    minutes = models.IntegerField(null=True)
    characters = models.IntegerField(null=True)
    score = models.DecimalField(max_digits=9, decimal_places=3, null=True)
    amount = models.DecimalField(max_digits=16, decimal_places=2, null=True)
    head_count = models.IntegerField(null=True)
    source_kind = models.CharField(max_length=10, choices=SourceKind)
    source_id = models.BigIntegerField()
    written_by_id = models.BigIntegerField(null=True)
    written_at = models.DateTimeField()
    voided_at = models.DateTimeField(null=True)
    voided_by_id = models.BigIntegerField(null=True)
    void_reason = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ["occurred_on", "id"]
        indexes = [
            # Every standing and figure filters by heading first; the rest of the columns make the index covering.
            models.Index(
                fields=["heading_set", "role", "occurred_on", "person", "outcome", "known_on", "month_no", "minutes"],
                name="records_live_by_heading",
                condition=Q(voided_at__isnull=True),
            ),
            # What a unit held: few rows among many names.
            models.Index(
                fields=["held_by", "occurred_on"],
                name="records_live_occasions",
                condition=Q(voided_at__isnull=True, person__isnull=True),
            ),
            models.Index(
                fields=["person", "occurred_on"], name="records_live_of_person", condition=Q(voided_at__isnull=True)
            ),
            models.Index(
                fields=["source_kind", "source_id"], name="records_live_of_source", condition=Q(voided_at__isnull=True)
            ),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["source_kind", "source_id", "person", "role"],
                condition=Q(voided_at__isnull=True, person__isnull=False),
                name="records_person_once_per_source_and_role",
            ),
            models.CheckConstraint(
                condition=Q(voided_at__isnull=True, void_reason="") | Q(voided_at__isnull=False),
                name="records_void_fields_together",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.occurred_on} {self.source_kind} {self.source_id} {self.role} {self.outcome}"
