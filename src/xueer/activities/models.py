"""Activities (活动): what was held by whom, who led, who was there. The roll freezes what it needs of the day."""

from django.db import models
from django.db.models import F, Q

from xueer.activities.choices import ActivityState, PartRole, RollStatus
from xueer.org.models import Group, Person, Unit
from xueer.plans.models import PlanItem
from xueer.records.models import CategorySet, HeadingSet


class Activity(models.Model):
    """One event under one or several headings. `held_on` is the local date of its start, also past midnight.

    `expected_count`/`head_count` are 应到人数/实到人数, used where there is no roll. `unit` is the host.
    """

    code = models.CharField(max_length=64, unique=True)
    topic = models.CharField(max_length=300)
    heading_set = models.ForeignKey(HeadingSet, models.PROTECT, related_name="+")
    category_set = models.ForeignKey(CategorySet, models.PROTECT, null=True, blank=True, related_name="+")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="activities")
    group = models.ForeignKey(Group, models.PROTECT, null=True, blank=True, related_name="activities")
    plan_item = models.ForeignKey(PlanItem, models.PROTECT, null=True, blank=True, related_name="activities")
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    held_on = models.DateField(db_index=True)
    place = models.CharField(max_length=200, blank=True)
    form = models.CharField(max_length=100, blank=True)
    state = models.CharField(max_length=10, choices=ActivityState)
    expected_count = models.PositiveIntegerField(null=True, blank=True)
    head_count = models.PositiveIntegerField(null=True, blank=True)
    minutes_text = models.TextField(blank=True)

    class Meta:
        ordering = ["-starts_at", "code"]
        constraints = [
            models.CheckConstraint(condition=Q(starts_at__lte=F("ends_at")), name="activities_start_before_end")
        ]

    def __str__(self) -> str:
        return self.topic

    @property
    def minutes(self) -> int:
        """Length from start to end in minutes."""
        return int((self.ends_at - self.starts_at).total_seconds()) // 60


class JointUnit(models.Model):
    """A unit that holds an activity together with the host; `position` from 1 in the order named."""

    activity = models.ForeignKey(Activity, models.CASCADE, related_name="joint_units")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="joint_activities")
    position = models.PositiveSmallIntegerField(default=1)

    class Meta:
        ordering = ["position"]
        constraints = [models.UniqueConstraint(fields=["activity", "unit"], name="activities_joint_unit_once")]

    def __str__(self) -> str:
        return f"{self.activity_id} with {self.unit_id}"


class Part(models.Model):
    """Somebody who chaired, lectured or spoke: a person of the house, or an outside name."""

    activity = models.ForeignKey(Activity, models.CASCADE, related_name="parts")
    role = models.CharField(max_length=12, choices=PartRole)
    person = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="parts")
    outside_name = models.CharField(max_length=100, blank=True)
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["role", "position"]
        constraints = [
            models.CheckConstraint(
                condition=Q(person__isnull=False, outside_name="") | Q(person__isnull=True) & ~Q(outside_name=""),
                name="activities_part_is_person_or_outside",
            )
        ]

    def __str__(self) -> str:
        return self.outside_name or str(self.person_id)


class RollRow(models.Model):
    """One name on the roll. `home_unit` and `exempt` are frozen from org as of the day of the activity."""

    activity = models.ForeignKey(Activity, models.CASCADE, related_name="roll", db_index=False)
    person = models.ForeignKey(Person, models.PROTECT, related_name="roll_rows")
    status = models.CharField(max_length=10, choices=RollStatus)
    reason = models.CharField(max_length=300, blank=True)
    made_up_on = models.DateField(null=True, blank=True)
    made_up_by = models.CharField(max_length=200, blank=True)
    home_unit = models.ForeignKey(Unit, models.PROTECT, null=True, related_name="+", db_index=False)
    exempt = models.BooleanField(default=False)

    class Meta:
        ordering = ["activity", "person"]
        constraints = [models.UniqueConstraint(fields=["activity", "person"], name="activities_roll_person_once")]

    def __str__(self) -> str:
        return f"{self.person_id} {self.status}"
