"""Who may do what where: a grant is a role at a unit, valid there and in everything below it."""

from django.db import models
from django.db.models import F, Q

from xueer.access.permissions import Permission
from xueer.access.roles import PERMISSIONS_OF, RoleName
from xueer.org.models import Dated, Person, Unit


class Grant(Dated):
    """A role given to a person at a unit from … to (角色). Without a unit: everywhere."""

    person = models.ForeignKey(Person, models.CASCADE, related_name="grants")
    role = models.CharField(max_length=20, choices=RoleName)
    unit = models.ForeignKey(Unit, models.PROTECT, null=True, blank=True, related_name="grants")

    class Meta:
        ordering = ["person", "role", "unit", "starts_on"]
        constraints = [
            models.UniqueConstraint(fields=["person", "role", "unit", "starts_on"], name="access_grant_once_per_start"),
            models.CheckConstraint(condition=Q(starts_on__lte=F("ends_on")), name="access_grant_days_in_order"),
        ]

    def __str__(self) -> str:
        return f"{self.person_id} {self.role} @ {self.unit_id}"

    @property
    def grants_roles(self) -> bool:
        """May whoever holds it grant roles?"""
        return Permission.ROLE_GRANT in PERMISSIONS_OF[self.role]
