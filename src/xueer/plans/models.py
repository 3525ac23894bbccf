"""Yearly plans (计划) and their items, each answering what a rule asks; activities fulfil items."""

from django.db import models

from xueer.org.models import Group, Unit
from xueer.plans.choices import PlanState
from xueer.records.models import CategorySet, HeadingSet


class Plan(models.Model):
    """A unit's plan of one year. While in force it is a standing fact in the ledger (type 学习计划)."""

    code = models.CharField(max_length=64, unique=True)
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="plans")
    year = models.PositiveIntegerField()
    state = models.CharField(max_length=10, choices=PlanState, default=PlanState.IN_FORCE)

    class Meta:
        ordering = ["-year", "code"]

    def __str__(self) -> str:
        return self.code


class PlanItem(models.Model):
    """One line of a plan: a topic under headings for a month or a day. `state` is the organisation's own word.

    `fulfilled_on`: the day of the activity that served it, told by `plans.actions.fulfil_items`.
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
    fulfilled_on = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ["plan", "month", "due_on", "code"]

    def __str__(self) -> str:
        return self.topic
