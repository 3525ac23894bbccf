"""Rulebooks, their clauses, and the requirements that make a clause computable (制度、条款、要求)."""

from django.db import models
from django.db.models import F, Q

from xueer.common.periods import PeriodKind
from xueer.org.models import Dated, Person, Unit
from xueer.records.choices import Role
from xueer.records.models import ActivityType
from xueer.rules.choices import Measure, Strength, SubjectKind

PERIOD_CHOICES = [(kind.value, kind.value) for kind in PeriodKind]


class Rulebook(Dated):
    """A rule document of a unit. `minutes_per_hour`: what one study hour (学时) is worth under it."""

    code = models.CharField(max_length=64, unique=True)
    name = models.CharField(max_length=200)
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="rulebooks")
    level = models.CharField(max_length=100, blank=True)
    number = models.CharField(max_length=100, blank=True)
    minutes_per_hour = models.PositiveIntegerField(null=True, blank=True)

    class Meta:
        ordering = ["code"]
        constraints = [
            models.CheckConstraint(condition=Q(starts_on__lte=F("ends_on")), name="rules_rulebook_days_in_order")
        ]

    def __str__(self) -> str:
        return self.name


class Clause(models.Model):
    """A numbered clause of a rulebook. `position` keeps the order in which the document has them."""

    rulebook = models.ForeignKey(Rulebook, models.CASCADE, related_name="clauses")
    number = models.CharField(max_length=50)
    chapter = models.CharField(max_length=200, blank=True)
    text = models.TextField()
    position = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ["rulebook", "position", "id"]
        constraints = [models.UniqueConstraint(fields=["rulebook", "number"], name="rules_clause_once_per_number")]

    def __str__(self) -> str:
        return self.number


class Requirement(Dated):
    """Who must do what how often. A row, not code; the way of counting follows from `measure` and `deadline`.

    `condition`/`exempt_condition`: as typed, parsed by `rules.conditions`. `categories`: words that limit the
    sessions that count. `at_least`/`at_most` in the unit of the measure. `deadline`: `MM-DD`, `YYYY-MM-DD` or empty.
    Met as well when any of `alternatives` is met. `basis`: why a measure that a regulation speaks against is used
    all the same. `preset`: slug of the preset it was made from.
    """

    code = models.CharField(max_length=64, unique=True)
    name = models.CharField(max_length=200)
    rulebook = models.ForeignKey(Rulebook, models.PROTECT, null=True, blank=True, related_name="requirements")
    clauses = models.ManyToManyField(Clause, blank=True, related_name="requirements")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="requirements")
    subject_kind = models.CharField(max_length=10, choices=SubjectKind)
    condition = models.CharField(max_length=500, blank=True)
    types = models.ManyToManyField(ActivityType, related_name="requirements")
    role = models.CharField(max_length=12, choices=Role, default=Role.PARTICIPANT)
    categories = models.JSONField(default=list, blank=True)
    measure = models.CharField(max_length=20, choices=Measure)
    at_least = models.DecimalField(max_digits=14, decimal_places=2, null=True, blank=True)
    at_most = models.DecimalField(max_digits=14, decimal_places=2, null=True, blank=True)
    period = models.CharField(max_length=12, choices=PERIOD_CHOICES)
    deadline = models.CharField(max_length=10, blank=True)
    strength = models.CharField(max_length=10, choices=Strength, default=Strength.MUST)
    exempt_condition = models.CharField(max_length=500, blank=True)
    alternatives = models.ManyToManyField("self", symmetrical=False, blank=True, related_name="stands_for")
    basis = models.CharField(max_length=500, blank=True)
    preset = models.CharField(max_length=60, blank=True)

    class Meta:
        ordering = ["code"]
        constraints = [
            models.CheckConstraint(condition=Q(starts_on__lte=F("ends_on")), name="rules_requirement_days_in_order"),
            models.CheckConstraint(
                condition=Q(at_least__isnull=False) | Q(at_most__isnull=False) | Q(measure=Measure.IN_FORCE),
                name="rules_requirement_has_a_threshold",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Edition(models.Model):
    """A rulebook as it read when it was published (版本): numbered from 1, never changed afterwards.

    `content`: {"name", "level", "number", "starts_on", "ends_on", "clauses": [{"number", "chapter", "text"}, …]}.
    """

    rulebook = models.ForeignKey(Rulebook, models.CASCADE, related_name="editions")
    number = models.PositiveIntegerField()
    published_at = models.DateTimeField()
    published_by = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")
    note = models.CharField(max_length=300, blank=True)
    content = models.JSONField()

    class Meta:
        ordering = ["rulebook", "-number"]
        constraints = [models.UniqueConstraint(fields=["rulebook", "number"], name="rules_edition_once_per_number")]

    def __str__(self) -> str:
        return f"{self.rulebook_id} no. {self.number}"


class MakeUpRule(models.Model):
    """How absence is made up under a rulebook (补学规定): within how many days after the session, in which ways.

    `ways`: words of the stage that keeps make-ups (SESSION, MATERIAL, DELIVERY). `types`: for these headings; none: for
    all. Of several that apply the one of the nearest unit holds, and there the one that names the heading.
    """

    rulebook = models.ForeignKey(Rulebook, models.CASCADE, related_name="make_up_rules")
    clause = models.ForeignKey(Clause, models.SET_NULL, null=True, blank=True, related_name="+")
    types = models.ManyToManyField(ActivityType, blank=True, related_name="+")
    days = models.PositiveSmallIntegerField()
    ways = models.JSONField(default=list)

    class Meta:
        ordering = ["rulebook", "id"]

    def __str__(self) -> str:
        return f"{self.days} days under {self.rulebook_id}"
