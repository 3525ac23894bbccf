"""The event itself: when, where, under which headings, held by whom, for whom, led by whom."""

from django.db import models
from django.db.models import F, Q

from xueer.activities.choices import ActivityState, AudienceKind, PartRole
from xueer.org.models import Group, Person, Unit
from xueer.plans.models import PlanItem
from xueer.records.models import CategorySet, HeadingSet


class Series(models.Model):
    """A weekly series (系列活动): what its sessions have in common. Its sessions are ordinary activities.

    `weekday`: Monday 0 … Sunday 6. `every_weeks`: 1 each week, 2 every other. Days that fall on a holiday are left out.
    """

    code = models.CharField(max_length=64, unique=True)
    topic = models.CharField(max_length=300)
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="series")
    group = models.ForeignKey(Group, models.PROTECT, null=True, blank=True, related_name="series")
    weekday = models.PositiveSmallIntegerField()
    every_weeks = models.PositiveSmallIntegerField(default=1)
    first_on = models.DateField()
    last_on = models.DateField()

    class Meta:
        ordering = ["-first_on", "code"]
        constraints = [
            models.CheckConstraint(condition=Q(first_on__lte=F("last_on")), name="activities_series_days_in_order")
        ]

    def __str__(self) -> str:
        return self.topic


class Activity(models.Model):
    """One event under one or several headings. `held_on` is the local date of its start, also past midnight.

    `expected_count`/`head_count` are 应到人数/实到人数, used where there is no roll. `unit` is the host.
    `state_reason`: why it was cancelled, moved, reopened or corrected last. `roll_version`: marks made on the roll.
    """

    code = models.CharField(max_length=64, unique=True)
    topic = models.CharField(max_length=300)
    heading_set = models.ForeignKey(HeadingSet, models.PROTECT, related_name="+")
    category_set = models.ForeignKey(CategorySet, models.PROTECT, null=True, blank=True, related_name="+")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="activities")
    group = models.ForeignKey(Group, models.PROTECT, null=True, blank=True, related_name="activities")
    plan_item = models.ForeignKey(
        PlanItem, models.PROTECT, null=True, blank=True, related_name="activities", db_index=False
    )
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    held_on = models.DateField(db_index=True)
    place = models.CharField(max_length=200, blank=True)
    form = models.CharField(max_length=100, blank=True)
    state = models.CharField(max_length=10, choices=ActivityState)
    expected_count = models.PositiveIntegerField(null=True, blank=True)
    head_count = models.PositiveIntegerField(null=True, blank=True)
    minutes_text = models.TextField(blank=True)
    series = models.ForeignKey(Series, models.PROTECT, null=True, blank=True, related_name="activities")
    announcement = models.TextField(blank=True)
    announced_at = models.DateTimeField(null=True, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)
    closed_by = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")
    state_reason = models.CharField(max_length=300, blank=True)
    roll_version = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ["-starts_at", "code"]
        constraints = [
            models.CheckConstraint(condition=Q(starts_at__lte=F("ends_at")), name="activities_start_before_end")
        ]
        # Most sessions serve no item: with those in it, a database takes the index for useless and reads the table.
        indexes = [
            models.Index(fields=["plan_item"], condition=Q(plan_item__isnull=False), name="activities_serving_an_item"),
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


class Audience(models.Model):
    """Who is expected (参加范围): a group, a unit with all below it, whoever has a post of these words, a person.

    Filled in while an activity is planned; `actions.freeze_roll` turns it into rows of the roll as of the day.
    """

    activity = models.ForeignKey(Activity, models.CASCADE, related_name="audience")
    kind = models.CharField(max_length=10, choices=AudienceKind)
    group = models.ForeignKey(Group, models.PROTECT, null=True, blank=True, related_name="+")
    unit = models.ForeignKey(Unit, models.PROTECT, null=True, blank=True, related_name="+")
    person = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")
    duty = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering = ["activity", "id"]

    def __str__(self) -> str:
        return f"{self.kind} of {self.activity_id}"
