"""Units that hold an activity together, and those who speak for them."""

from datetime import date

from django.db.models import OuterRef, QuerySet, Subquery

from xueer.access.models import Grant
from xueer.access.permissions import Permission
from xueer.access.queries import Reach
from xueer.access.roles import PERMISSIONS_OF
from xueer.activities.models import Activity
from xueer.org.models import Lineage, Unit

CLERKS = [role for role, held in PERMISSIONS_OF.items() if Permission.ACTIVITY_EDIT in held]


def neighbours(unit: Unit, *, on: date) -> QuerySet[Unit]:
    """The unit directly above on the day, then the units directly below that one: who may be asked to hold a session
    together. None for a unit that stands at the top."""
    day = {"starts_on__lte": on, "ends_on__gt": on}
    above = Lineage.objects.filter(unit=unit, depth=1, **day).values("ancestor")
    beside = Lineage.objects.filter(ancestor__in=above, depth__lte=1, **day)
    depth = beside.filter(unit=OuterRef("pk")).values("depth")[:1]
    rows = Unit.objects.filter(pk__in=beside.values("unit"), **day).exclude(pk=unit.pk)
    return rows.annotate(depth=Subquery(depth)).order_by("depth", "position", "code")


def clerks_of(unit: Unit, *, on: date) -> set[int]:
    """Ids of those who edit the activities of the unit by a role granted there, else at the nearest unit above."""
    grants = Grant.objects.filter(role__in=CLERKS, starts_on__lte=on, ends_on__gt=on, person__ends_on__gt=on)
    found: dict[int | None, set[int]] = {}
    for at, person in grants.values_list("unit_id", "person_id"):
        found.setdefault(at, set()).add(person)
    above = Lineage.objects.filter(unit=unit, starts_on__lte=on, ends_on__gt=on).order_by("depth")
    for ancestor in [*above.values_list("ancestor_id", flat=True), None]:
        if found.get(ancestor):
            return found[ancestor]
    return set()


def may_step_out(activity: Activity, reach: Reach) -> list[Unit]:
    """The joint holders for which the caller may say that they do not hold it: ACTIVITY_EDIT there."""
    return [joint.unit for joint in activity.joint_units.all() if reach.covers(Permission.ACTIVITY_EDIT, joint.unit_id)]
