"""Acts on people that concern both their places and their roles."""

from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from xueer.access.actions import withdraw_role
from xueer.access.errors import LastAdministrator
from xueer.access.models import Grant
from xueer.access.queries import Reach, may_withdraw
from xueer.org import actions
from xueer.org.errors import OrgRefused
from xueer.org.models import Person


def end_service(person: Person, *, ends_on: date, seen: str, reach: Reach, by: Any, at: datetime) -> None:
    """The person leaves the organisation, and roles end with the service, so that they do not come back with them.

    Somebody who may grant roles leaves by those who may withdraw them; the last administrator cannot leave.
    """
    with transaction.atomic():
        actions.end_service(person, ends_on=ends_on, seen=seen, by=by, at=at)
        for grant in Grant.objects.filter(person=person, ends_on__gt=ends_on).select_related("unit", "person"):
            if grant.grants_roles and not may_withdraw(reach, grant):
                raise OrgRefused(_("The person grants roles; an administrator of that place sees to it first."))
            try:
                withdraw_role(grant, on=ends_on, by=by, at=at)
            except LastAdministrator:
                raise OrgRefused(_("This is the last administrator. Make somebody else one first.")) from None
