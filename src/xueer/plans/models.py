"""Yearly plans (计划) and their items, each answering what a rule asks; activities fulfil items."""

from django.db import models

from xueer.org.models import Group, Person, Unit
from xueer.plans.choices import PlanState
from xueer.records.models import CategorySet, HeadingSet
from xueer.rules.models import Requirement


class Plan(models.Model):
    """A unit's plan of one year. While in force it is a standing fact in the ledger (type 学习计划).

    `approved_on` is the day written on the approval, which may lie before the day on which it was entered. `note`: the
    words that came with the last decision – why it was returned, or reopened.
    """

    code = models.CharField(max_length=64, unique=True)
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="plans")
    year = models.PositiveIntegerField()
    state = models.CharField(max_length=10, choices=PlanState, default=PlanState.IN_FORCE)
    submitted_at = models.DateTimeField(null=True, blank=True)
    submitted_by = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")
    approved_on = models.DateField(null=True, blank=True)
    approved_by = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")
    closed_on = models.DateField(null=True, blank=True)
    closed_by = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")
    note = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ["-year", "code"]

    def __str__(self) -> str:
        return self.code


class PlanItem(models.Model):
    """One line of a plan: a topic under headings for a month or a day. `state` is the organisation's own word.

    `fulfilled_on`: the day of the activity that served it, told by `plans.actions.fulfil_items`. `carried_from`:
    the item of an earlier plan or month that it continues, with the reason. `requirement`: the rule it was made for.
    `state_reason`: why it was last moved, dropped, or left undone when the year was closed.
    """

    plan = models.ForeignKey(Plan, models.PROTECT, related_name="items")
    code = models.CharField(max_length=64, unique=True)
    month = models.PositiveSmallIntegerField(null=True, blank=True)
    due_on = models.DateField(null=True, blank=True)
    topic = models.CharField(max_length=300)
    heading_set = models.ForeignKey(HeadingSet, models.PROTECT, related_name="+")
    group = models.ForeignKey(Group, models.PROTECT, null=True, blank=True, related_name="plan_items")
    category_set = models.ForeignKey(CategorySet, models.PROTECT, null=True, blank=True, related_name="+")
    lecturer = models.CharField(max_length=200, blank=True)
    note = models.TextField(blank=True)
    state = models.CharField(max_length=50, blank=True)
    state_reason = models.CharField(max_length=300, blank=True)
    fulfilled_on = models.DateField(null=True, blank=True)
    carried_from = models.ForeignKey("self", models.SET_NULL, null=True, blank=True, related_name="carried_to")
    carried_reason = models.CharField(max_length=300, blank=True)
    requirement = models.ForeignKey(Requirement, models.SET_NULL, null=True, blank=True, related_name="+")

    class Meta:
        ordering = ["plan", "month", "due_on", "code"]

    def __str__(self) -> str:
        return self.topic
