"""Whose rows may the caller write? Each row belongs to units; the caller must hold the permission at all of them.

The command line asks nobody. In the pages a secretary imports what belongs to the own units and below, grants are for
those who may grant, and what holds for everybody (事项) is for those who may import everywhere. Nobody frees themselves
of collective study, except whoever imports everywhere, who may be setting up a home that nobody else works in yet.
"""

from collections.abc import Callable, Iterable

from xueer.access.permissions import Permission
from xueer.access.queries import Reach
from xueer.activities.models import Activity
from xueer.common.text import gettext_noop
from xueer.exchange.checking.known import Context
from xueer.exchange.findings import Row
from xueer.org.models import Group, Person, Unit
from xueer.org.queries import open_exemptions
from xueer.plans.choices import DRAFT_WORD, NOT_YET
from xueer.plans.models import Plan, PlanItem
from xueer.rules.models import Requirement, Rulebook

NOT_YOURS = gettext_noop("you may not change this: %(unit)s is not among your units")
FOR_EVERYBODY = gettext_noop("you may not change what holds for everybody")
OWN_EXEMPTION = gettext_noop("nobody frees themselves of collective study; leave it to somebody else")
NOT_APPROVED = gettext_noop(
    "you may not put a plan in force: write 草稿 here and submit it, or leave the import to a leader"
)
NOWHERE = "–"
Stored = dict[str, dict[str, str]]


def check_reach(context: Context, reach: Reach | None) -> None:
    """Refuses every row that the caller may not write; None: the command line, which may write everything."""
    if reach is None:
        return
    owners = _Owners(context)
    _check_approval(context, owners, reach)
    for name, read in context.reads.items():
        permission = Permission.ROLE_GRANT if name == "角色" else Permission.WORKBOOK_IMPORT
        if reach.everywhere(permission):
            continue
        allowed = owners.allowed(reach.units(permission) or ())
        for row in read.rows:
            if row.refused:  # its own mistake is said already
                continue
            if name == "事项":
                context.findings.refuse(read, row, read.sheet.key[0], FOR_EVERYBODY)
                continue
            if name == "人员" and row.values.get("code") == reach.person.code and _frees(row, reach.person):
                context.findings.refuse(read, row, "exempt_from", OWN_EXEMPTION)
                continue
            strange = [unit for unit in OWNERS[name](owners, row) if unit is not None and unit not in allowed]
            if strange:
                context.findings.refuse(read, row, read.sheet.key[0], NOT_YOURS, unit=strange[0] or NOWHERE)


def _check_approval(context: Context, owners: "_Owners", reach: Reach) -> None:
    """A plan that is not in force yet comes in as a draft, unless the caller may approve plans of its unit."""
    read, units = context.reads.get("计划"), reach.units(Permission.PLAN_APPROVE)
    if read is None or units is None:
        return
    mine, before = owners.allowed(units), dict(PlanItem.objects.order_by().values_list("code", "state"))
    standing = set(Plan.objects.exclude(state__in=NOT_YET).values_list("code", flat=True))
    for row in read.rows:
        given = row.values.get("state", before.get(row.values.get("code", ""), ""))
        if (
            not row.refused
            and given != DRAFT_WORD
            and row.values["plan"] not in standing
            and row.values["unit"] not in mine
        ):
            context.findings.refuse(read, row, "state" if read.has("state") else "plan", NOT_APPROVED)


def _frees(row: Row, person: Person) -> bool:
    """Would the row change from when the person is exempt for good?"""
    stored = open_exemptions([person.pk]).get(person.pk, (None, None))[1]
    return "exempt_from" in row.values and row.values["exempt_from"] != stored


class _Owners:
    """The unit of everything that rows can name: as stored, and as the workbook would have it."""

    def __init__(self, context: Context) -> None:
        self._context = context
        self.stored: Stored = {
            "单位": {code: code for code in context.known.home("单位")},
            "人员": dict(Person.objects.order_by().values_list("code", "unit__code")),
            "小组": dict(Group.objects.order_by().values_list("code", "unit__code")),
            "制度": dict(Rulebook.objects.order_by().values_list("code", "unit__code")),
            "要求": dict(Requirement.objects.order_by().values_list("code", "unit__code")),
            "计划": dict(Plan.objects.order_by().values_list("code", "unit__code")),
            "活动": dict(Activity.objects.order_by().values_list("code", "unit__code")),
        }
        self.typed: Stored = {
            "人员": self._read("人员", "code", "unit"),
            "制度": self._read("制度", "code", "unit"),
            "活动": {code: units[0] for code, units in self._read("活动", "code", "units").items() if units},
        }

    def _read(self, sheet: str, code: str, unit: str) -> dict:
        read = self._context.reads.get(sheet)
        rows = (row.values for row in read.rows) if read else ()
        return {values[code]: values[unit] for values in rows if code in values and unit in values}

    def allowed(self, ids: Iterable[int]) -> set[str]:
        """Codes of these units, and of new units that the workbook puts below them."""
        wanted = set(ids)
        codes = {code for pk, code in Unit.objects.order_by().values_list("pk", "code") if pk in wanted}
        parents = self._read("单位", "code", "parent")
        new = {code: parent for code, parent in parents.items() if code not in self.stored["单位"]}
        while found := {code for code, parent in new.items() if parent in codes and code not in codes}:
            codes |= found
        return codes

    def of(self, sheet: str, code: str | None) -> list[str | None]:
        """Units to which something belongs: stored, and typed. "", which is nobody's, for what is there without one."""
        code = code or ""
        stored = [self.stored[sheet][code] or ""] if code in self.stored[sheet] else []
        return [*stored, self.typed.get(sheet, {}).get(code)]


def _unit_itself(owners: _Owners, row: Row) -> list[str | None]:
    code = row.values.get("code")
    parent = row.values.get("parent", "")
    if code in owners.stored["单位"]:
        return [code, parent or None]
    return [parent]


def _placed(_: _Owners, row: Row) -> list[str | None]:
    return [row.values.get("unit"), row.values.get("parent") or None]


def _owned(sheet: str, field: str = "code") -> Callable[[_Owners, Row], list[str | None]]:
    """Rows with a 单位编码 of their own: that unit, and the one to which the thing belongs so far."""
    return lambda owners, row: [row.values.get("unit"), *owners.of(sheet, row.values.get(field))]


def _activity(owners: _Owners, row: Row) -> list[str | None]:
    return owners.of("活动", row.values.get("code"))


OWNERS: dict[str, Callable[[_Owners, Row], list[str | None]]] = {
    "单位": _unit_itself,
    "隶属": _placed,
    "人员": _owned("人员"),
    "任职": _owned("人员", "person"),
    "小组": _owned("小组", "group"),
    "角色": lambda _, row: [row.values.get("unit")],
    "制度": _owned("制度"),
    "条款": lambda owners, row: owners.of("制度", row.values.get("rulebook")),
    "要求": _owned("要求"),
    "计划": _owned("计划", "plan"),
    "活动": _activity,
    "签到": lambda owners, row: owners.of("活动", row.values.get("activity")),
}
