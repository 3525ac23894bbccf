"""Units in a dated tree, people with dated posts, groups with roles. The truth of who belonged where on which day.

Two tables are derived from the others by `org.actions` and never edited: `Lineage` (who lay below whom) and
`Membership` (which units a person belonged to). Everything that rolls up joins them on a record's own day.
"""

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models import F, Q

from xueer.common.calendar import BEGINNING, FOREVER
from xueer.org.choices import Sector


class Dated(models.Model):
    """A range of days: `starts_on` inclusive, `ends_on` exclusive; BEGINNING and FOREVER stand for no bound."""

    starts_on = models.DateField(default=BEGINNING)
    ends_on = models.DateField(default=FOREVER)

    class Meta:
        abstract = True


def _in_order(name: str) -> models.CheckConstraint:
    return models.CheckConstraint(condition=Q(starts_on__lte=F("ends_on")), name=name)


class Unit(Dated):
    """An organisation or a part of one (单位). `parent` is today's superior; earlier ones are `Placement` rows."""

    code = models.CharField(max_length=64, unique=True)
    name = models.CharField(max_length=200)
    sort_key = models.CharField(max_length=600, blank=True)
    parent = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="children")
    kind = models.CharField(max_length=100)
    stratum = models.CharField(max_length=100, blank=True)
    sector = models.CharField(max_length=20, choices=Sector, blank=True)
    position = models.IntegerField(null=True, blank=True)

    class Meta:
        ordering = ["code"]
        constraints = [_in_order("org_unit_days_in_order")]

    def __str__(self) -> str:
        return self.name


class Placement(Dated):
    """Where a unit stood in the tree from … to (隶属); kept only for units that have moved. No parent: a root."""

    unit = models.ForeignKey(Unit, models.CASCADE, related_name="placements")
    parent = models.ForeignKey(Unit, models.PROTECT, null=True, blank=True, related_name="placed")

    class Meta:
        ordering = ["unit", "starts_on"]
        constraints = [
            models.UniqueConstraint(fields=["unit", "starts_on"], name="org_placement_once_per_start"),
            _in_order("org_placement_days_in_order"),
        ]

    def __str__(self) -> str:
        return f"{self.unit_id} < {self.parent_id}"


class Lineage(Dated):
    """Derived: `ancestor` stood above `unit` (or is it: depth 0) on these days. One join rolls anything up."""

    unit = models.ForeignKey(Unit, models.CASCADE, related_name="lineage")
    ancestor = models.ForeignKey(Unit, models.CASCADE, related_name="descent")
    depth = models.PositiveSmallIntegerField()

    class Meta:
        indexes = [models.Index(fields=["ancestor", "unit", "starts_on", "ends_on"], name="org_lineage_down")]
        constraints = [
            models.UniqueConstraint(fields=["unit", "ancestor", "starts_on"], name="org_lineage_once_per_start")
        ]

    def __str__(self) -> str:
        return f"{self.unit_id} under {self.ancestor_id}"


class PersonManager(BaseUserManager["Person"]):
    """Finds an account by its 工号, as typed at sign-in."""

    def get_by_natural_key(self, username: str | None) -> "Person":
        return self.get(code=username)


class Person(Dated, AbstractBaseUser):
    """A person and their login account (人员). `starts_on`/`ends_on` are 到岗 and the day after 离岗.

    `feed_key`: the secret in the address of the person's calendar feed; empty until asked for, changed to revoke it.
    """

    code = models.CharField(max_length=64, unique=True)
    name = models.CharField(max_length=100)
    sort_key = models.CharField(max_length=300, blank=True)
    gender = models.CharField(max_length=20, blank=True)
    born_on = models.DateField(null=True, blank=True)
    education = models.CharField(max_length=100, blank=True)
    political = models.CharField(max_length=100, blank=True)
    joined_party_on = models.DateField(null=True, blank=True)
    unit = models.ForeignKey(Unit, models.PROTECT, null=True, blank=True, related_name="people")
    duty = models.CharField(max_length=200, blank=True)
    rank = models.CharField(max_length=100, blank=True)
    phone = models.CharField(max_length=50, blank=True)
    is_active = models.BooleanField(default=True)
    must_change_password = models.BooleanField(default=False)
    feed_key = models.CharField(max_length=64, blank=True)

    objects = PersonManager()
    USERNAME_FIELD = "code"
    REQUIRED_FIELDS = ["name"]

    class Meta:
        ordering = ["code"]
        constraints = [_in_order("org_person_days_in_order")]

    def __str__(self) -> str:
        return self.name


class Post(Dated):
    """A post in a unit, main or side (任职); kept only for people with several or earlier ones."""

    person = models.ForeignKey(Person, models.CASCADE, related_name="posts")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="posts")
    duty = models.CharField(max_length=200, blank=True)
    main = models.BooleanField(default=True)

    class Meta:
        ordering = ["person", "starts_on", "unit"]
        constraints = [
            models.UniqueConstraint(fields=["person", "unit", "starts_on"], name="org_post_once_per_start"),
            _in_order("org_post_days_in_order"),
        ]

    def __str__(self) -> str:
        return f"{self.person_id} @ {self.unit_id}"


class Membership(Dated):
    """Derived: the person belonged to the unit on these days, within 到岗 and 离岗. One main one on every such day:
    the main post that covers it, else the unit of the person's own row."""

    person = models.ForeignKey(Person, models.CASCADE, related_name="memberships")
    unit = models.ForeignKey(Unit, models.CASCADE, related_name="memberships")
    duty = models.CharField(max_length=200, blank=True)
    main = models.BooleanField()

    class Meta:
        indexes = [models.Index(fields=["unit", "main", "starts_on", "ends_on"], name="org_membership_of_unit")]

    def __str__(self) -> str:
        return f"{self.person_id} in {self.unit_id}"


class Group(models.Model):
    """A study group, leading group or party group (小组) of a unit."""

    code = models.CharField(max_length=64, unique=True)
    name = models.CharField(max_length=200)
    kind = models.CharField(max_length=100)
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="groups")

    class Meta:
        ordering = ["code"]

    def __str__(self) -> str:
        return self.name


class GroupMember(Dated):
    """A person's place in a group from … to, with the role there (组内角色)."""

    group = models.ForeignKey(Group, models.CASCADE, related_name="members")
    person = models.ForeignKey(Person, models.CASCADE, related_name="group_members")
    role = models.CharField(max_length=100, blank=True)

    class Meta:
        ordering = ["group", "person", "starts_on"]
        constraints = [
            models.UniqueConstraint(fields=["group", "person", "starts_on"], name="org_group_member_once_per_start"),
            _in_order("org_group_member_days_in_order"),
        ]

    def __str__(self) -> str:
        return f"{self.person_id} in {self.group_id}"


class Exemption(Dated):
    """Days on which a person need not take part in collective study (免集中学习), with the basis for it."""

    person = models.ForeignKey(Person, models.CASCADE, related_name="exemptions")
    basis = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering = ["person", "starts_on"]
        constraints = [_in_order("org_exemption_days_in_order")]

    def __str__(self) -> str:
        return f"{self.person_id} exempt"


class ClosedDay(models.Model):
    """A day on which a unit and everything below it does not work, or works against the calendar (作息调整).

    No unit: everywhere. `works`: True for a working day on a weekend or holiday, False for a day off. It stands above
    the statutory calendar of `common.workdays`.
    """

    unit = models.ForeignKey(Unit, models.CASCADE, null=True, blank=True, related_name="closed_days")
    day = models.DateField(db_index=True)
    works = models.BooleanField(default=False)
    name = models.CharField(max_length=100, blank=True)

    class Meta:
        ordering = ["day", "unit"]
        constraints = [
            models.UniqueConstraint(fields=["unit", "day"], name="org_closed_day_once"),
            models.UniqueConstraint(
                fields=["day"], condition=Q(unit__isnull=True), name="org_closed_day_once_everywhere"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.day} {self.name}"
