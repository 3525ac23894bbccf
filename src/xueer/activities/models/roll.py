"""Who was there: the roll, the taps by which it was taken, leave that was asked for, and what makes up for absence."""

from django.db import models
from django.db.models import Q

from xueer.activities.choices import LeaveState, MakeUpState, MakeUpWay, RollStatus
from xueer.activities.models.activity import Activity
from xueer.org.models import Person, Unit


class RollRow(models.Model):
    """One name on the roll. `home_unit` and `exempt` are frozen from org as of the day of the activity.

    Before the activity is held the rows say who is expected: everybody attends until marked otherwise, and nothing is
    counted. `mark`: the activity's `roll_version` at which the row changed last; 0: never marked by hand.
    """

    activity = models.ForeignKey(Activity, models.CASCADE, related_name="roll", db_index=False)
    person = models.ForeignKey(Person, models.PROTECT, related_name="roll_rows")
    status = models.CharField(max_length=10, choices=RollStatus)
    reason = models.CharField(max_length=300, blank=True)
    made_up_on = models.DateField(null=True, blank=True)
    made_up_by = models.CharField(max_length=200, blank=True)
    home_unit = models.ForeignKey(Unit, models.PROTECT, null=True, related_name="+", db_index=False)
    exempt = models.BooleanField(default=False)
    mark = models.PositiveIntegerField(default=0, db_default=0)

    class Meta:
        ordering = ["activity", "person"]
        constraints = [models.UniqueConstraint(fields=["activity", "person"], name="activities_roll_person_once")]

    def __str__(self) -> str:
        return f"{self.person_id} {self.status}"


class Tap(models.Model):
    """One mark on a roll as a device sent it. `key` is the device's own: a tap sent twice is stored once."""

    activity = models.ForeignKey(Activity, models.CASCADE, related_name="taps")
    key = models.CharField(max_length=36)
    person = models.ForeignKey(Person, models.PROTECT, related_name="+")
    status = models.CharField(max_length=10, choices=RollStatus)
    by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["activity", "id"]
        constraints = [models.UniqueConstraint(fields=["activity", "key"], name="activities_tap_once_per_key")]

    def __str__(self) -> str:
        return f"{self.person_id} {self.status}"


class Leave(models.Model):
    """Leave that a person asked for from one activity (请假), and what was decided.

    Open or granted at most once per activity and person; one that was refused or taken back may be asked for again.
    """

    activity = models.ForeignKey(Activity, models.CASCADE, related_name="leaves")
    person = models.ForeignKey(Person, models.PROTECT, related_name="leaves")
    reason = models.CharField(max_length=300)
    state = models.CharField(max_length=10, choices=LeaveState, default=LeaveState.ASKED)
    asked_at = models.DateTimeField()
    asked_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_by = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")
    answer = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ["-asked_at", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["activity", "person"],
                condition=Q(state__in=("ASKED", "GRANTED")),
                name="activities_one_live_leave",
            )
        ]
        # Every desk asks whether anything waits; nearly always nothing does.
        indexes = [models.Index(fields=["state"], name="activities_leave_state")]

    def __str__(self) -> str:
        return f"{self.person_id} away from {self.activity_id}"


class MakeUp(models.Model):
    """What a person who was on leave or absent still owes for one activity (补学), opened when it is closed.

    `ways`: those of `MakeUpWay` that the rule allows. `due_on`: the last day. `other`: the session attended instead.
    Done, it stands on the roll row as MADE_UP or DELIVERED with its day; the ledger follows the roll.
    """

    activity = models.ForeignKey(Activity, models.CASCADE, related_name="make_ups")
    person = models.ForeignKey(Person, models.PROTECT, related_name="make_ups")
    state = models.CharField(max_length=10, choices=MakeUpState, default=MakeUpState.OPEN)
    ways = models.JSONField(default=list)
    due_on = models.DateField(db_index=True)
    opened_at = models.DateTimeField()
    way = models.CharField(max_length=10, choices=MakeUpWay, blank=True)
    other = models.ForeignKey(Activity, models.PROTECT, null=True, blank=True, related_name="+")
    text = models.TextField(blank=True)
    done_on = models.DateField(null=True, blank=True)
    handed_in_at = models.DateTimeField(null=True, blank=True)
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_by = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")
    answer = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ["due_on", "id"]
        constraints = [
            models.UniqueConstraint(fields=["activity", "person"], name="activities_make_up_once_per_person")
        ]
        indexes = [models.Index(fields=["state"], name="activities_make_up_state")]

    def __str__(self) -> str:
        return f"{self.person_id} makes up {self.activity_id}"
