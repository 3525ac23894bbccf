"""The roles, with what each may do. Granted at a unit, they hold there and in everything below it."""

from dataclasses import dataclass

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from xueer.access.permissions import Permission as P  # noqa: N817 - the table below is read as one


class RoleName(TextChoices):
    """Stored names of the roles; the workbook's word for each is in `WORKBOOK_WORDS`."""

    ADMINISTRATOR = "ADMINISTRATOR", _("Administrator")
    SUPERIOR = "SUPERIOR", _("Superior office")
    LEADER = "LEADER", _("Leader")
    SECRETARY = "SECRETARY", _("Study secretary")
    MEMBER = "MEMBER", _("Member")
    LECTURER = "LECTURER", _("Lecturer")
    JUDGE = "JUDGE", _("Judge")
    INSPECTOR = "INSPECTOR", _("Inspector")


@dataclass(frozen=True)
class Role:
    """What a role may do at the unit where it is granted and below."""

    name: RoleName
    permissions: frozenset[P]


_READ = {P.UNIT_VIEW, P.PERSON_VIEW, P.REPORT_VIEW}
_CLERK = _READ | {
    P.PHONE_VIEW,
    P.REASON_VIEW,
    P.UNIT_EDIT,
    P.PASSWORD_RESET,
    P.RULE_EDIT,
    P.PLAN_EDIT,
    P.ACTIVITY_EDIT,
    P.LEAVE_DECIDE,
    P.REPORT_WRITE,
    P.WORKBOOK_IMPORT,
    P.WORKBOOK_EXPORT,
}

ROLES: tuple[Role, ...] = (
    Role(RoleName.ADMINISTRATOR, frozenset(P)),
    Role(RoleName.SUPERIOR, frozenset(_READ | {P.RULE_EDIT, P.WORKBOOK_EXPORT, P.REPORT_WRITE, P.REPORT_ISSUE})),
    Role(
        RoleName.LEADER,
        frozenset(_READ | {P.REASON_VIEW, P.PLAN_APPROVE, P.LEAVE_DECIDE, P.REPORT_ISSUE, P.WORKBOOK_EXPORT}),
    ),
    Role(RoleName.SECRETARY, frozenset(_CLERK)),
    Role(RoleName.MEMBER, frozenset({P.UNIT_VIEW})),
    Role(RoleName.LECTURER, frozenset()),
    Role(RoleName.JUDGE, frozenset()),
    Role(RoleName.INSPECTOR, frozenset({P.UNIT_VIEW, P.REPORT_VIEW})),
)
PERMISSIONS_OF: dict[str, frozenset[P]] = {role.name.value: role.permissions for role in ROLES}

# The contract's Chinese words for roles, as organisations write them in the sheet 角色.
WORKBOOK_WORDS: dict[str, RoleName] = {
    "系统管理员": RoleName.ADMINISTRATOR,
    "上级": RoleName.SUPERIOR,
    "负责人": RoleName.LEADER,
    "学习秘书": RoleName.SECRETARY,
    "成员": RoleName.MEMBER,
    "讲师": RoleName.LECTURER,
    "评委": RoleName.JUDGE,
    "督查员": RoleName.INSPECTOR,
}
