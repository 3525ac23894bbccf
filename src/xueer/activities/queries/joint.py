"""Units that hold an activity together, and those who speak for them."""

from datetime import date

from xueer.access.models import Grant
from xueer.access.permissions import Permission
from xueer.access.queries import Reach
from xueer.access.roles import PERMISSIONS_OF
from xueer.activities.models import Activity
from xueer.org.models import Lineage, Unit

CLERKS = [role for role, held in PERMISSIONS_OF.items() if Permission.ACTIVITY_EDIT in held]


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
