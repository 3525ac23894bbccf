"""Every permission there is, and the three marks by which a view says who may call it.

`@requires(P)` – the caller holds P at some unit (the view then narrows by unit with `require`);
`@signed_in` – any account; `@public` – nobody need be signed in. A guard test walks all addresses for the mark.
"""

from collections.abc import Callable
from enum import StrEnum
from functools import wraps
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest


class Permission(StrEnum):
    UNIT_VIEW = "UNIT_VIEW"  # a unit, its people, groups, plans, activities, standings, records
    PERSON_VIEW = "PERSON_VIEW"  # other people's files, phone numbers masked
    PHONE_VIEW = "PHONE_VIEW"  # phone numbers and dates of birth unmasked
    REASON_VIEW = "REASON_VIEW"  # reasons for leave and absence, and who is exempt from study
    UNIT_EDIT = "UNIT_EDIT"  # units, people, posts, groups
    ROLE_GRANT = "ROLE_GRANT"
    PASSWORD_RESET = "PASSWORD_RESET"  # noqa: S105 - the name of a permission
    RULE_EDIT = "RULE_EDIT"
    PLAN_EDIT = "PLAN_EDIT"
    PLAN_APPROVE = "PLAN_APPROVE"
    ACTIVITY_EDIT = "ACTIVITY_EDIT"
    LEAVE_DECIDE = "LEAVE_DECIDE"  # leave and make-ups of the unit's sessions; a group's head decides for the group
    REPORT_VIEW = "REPORT_VIEW"
    REPORT_WRITE = "REPORT_WRITE"
    REPORT_ISSUE = "REPORT_ISSUE"
    WORKBOOK_IMPORT = "WORKBOOK_IMPORT"
    WORKBOOK_EXPORT = "WORKBOOK_EXPORT"
    AUDIT_VIEW = "AUDIT_VIEW"


def public(view: Callable) -> Callable:
    """Marks a view that needs no sign-in."""
    view.public = True  # type: ignore[attr-defined]
    return view


def signed_in(view: Callable) -> Callable:
    """Marks a view for every signed-in account; what it shows is the caller's own."""
    guarded = login_required(view)
    guarded.permission = "SIGNED_IN"  # type: ignore[attr-defined]
    return guarded


def requires(permission: Permission) -> Callable[[Callable], Callable]:
    """Marks a view that needs `permission` at some unit at least; others get 404, so that existence stays private."""

    def mark(view: Callable) -> Callable:
        @wraps(view)
        def check(request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
            if not request.reach.holds(permission):  # type: ignore[attr-defined]
                raise Http404
            return view(request, *args, **kwargs)

        guarded = login_required(check)
        guarded.permission = permission  # type: ignore[attr-defined]
        return guarded

    return mark
