"""What the first steps of an empty home do: each one act of a person, put together of acts of the stages below."""

from collections.abc import Collection, Sequence
from datetime import date, datetime, timedelta
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from xueer.activities.actions.details import Details
from xueer.activities.actions.entering import enter_activity
from xueer.activities.actions.marking import Mark
from xueer.activities.choices import AudienceKind, RollStatus
from xueer.activities.models import Activity, Audience
from xueer.activities.queries.leave import HEAD
from xueer.common.periods import PeriodKind, period_holding
from xueer.org.actions import add_group, add_unit, derive_memberships, join_group, put_people
from xueer.org.errors import OrgRefused
from xueer.org.models import Group, Person, Unit
from xueer.org.queries import main_members
from xueer.plans.actions import approve_plan, take_proposals
from xueer.plans.models import Plan, PlanItem
from xueer.plans.queries import content_digest
from xueer.rules.actions import add_presets, add_rulebook
from xueer.rules.models import Requirement, Rulebook
from xueer.rules.presets import preset_named

FIRST_UNIT, FIRST_GROUP, FIRST_RULEBOOK = "DW01", "XZ01", "ZD01"


def set_up_unit(*, name: str, kind: str, sector: str, by: Any, at: datetime) -> Unit:
    """The first unit of a home. Refused where there is one already."""
    if Unit.objects.exists():
        raise OrgRefused(_("There is a unit already."))
    return add_unit({"name": name, "kind": kind, "sector": sector}, code=FIRST_UNIT, parent=None, by=by, at=at)


def bring_people(unit: Unit, people: Sequence[tuple[str, str, str]], *, by: Any, at: datetime) -> int:
    """(name, 工号, duty) each: people of the unit, also somebody who has an account without a unit. Returns how many.

    Refused when a 工号 belongs to somebody of another unit.
    """
    codes = [code for _name, code, _duty in people]
    taken = Person.objects.filter(code__in=codes).exclude(unit=None).exclude(unit=unit)
    if there := taken.order_by("code").first():
        words = _("%(code)s is %(name)s of another unit.") % {"code": there.code, "name": there.name}
        raise OrgRefused(words, field="people")
    rows = [{"code": code, "name": name, "unit": unit.code, "duty": duty} for name, code, duty in people]
    with transaction.atomic():
        put = put_people(rows, by=by, at=at)
        derive_memberships(put.ids.values())
    return len(rows)


def form_group(
    unit: Unit, *, name: str, kind: str, people: Sequence[Person], head: Person | None, on: date, by: Any, at: datetime
) -> Group:
    """The unit's first group with its members from the beginning of the year; `head` leads it."""
    since = on.replace(month=1, day=1)
    with transaction.atomic():
        group = add_group(code=FIRST_GROUP, name=name, kind=kind, unit=unit, by=by, at=at)
        members = [person for person in people if person != head]
        if head:
            join_group(group, [head], role=HEAD, starts_on=since, by=by, at=at)
        if members:
            join_group(group, members, role="", starts_on=since, by=by, at=at)
    return group


def choose_rules(unit: Unit, slugs: Collection[str], *, on: date, by: Any, at: datetime) -> list[Requirement]:
    """Puts presets in force in a first rulebook of the unit, from this quarter on: what lies behind is not judged."""
    since = period_holding(PeriodKind.QUARTER, on).first
    values = {"code": FIRST_RULEBOOK, "name": _("Study rules of %(unit)s") % {"unit": unit.name}, "starts_on": since}
    with transaction.atomic():
        book = Rulebook.objects.filter(code=FIRST_RULEBOOK).first()
        book = book or add_rulebook(unit=unit, values=values, by=by, at=at)
        chosen = [preset for slug in slugs if (preset := preset_named(slug))]
        return add_presets(rulebook=book, chosen=chosen, since=since, by=by, at=at).added


def put_plan_in_force(unit: Unit, *, picked: Collection[str], on: date, by: Any, at: datetime) -> Plan:
    """Plans the picked proposals and approves the plan on the day. Raises PlanRefused."""
    with transaction.atomic():
        items = take_proposals(unit, year=on.year, picked=picked, months={}, on=on, by=by, at=at)
        plan = items[0].plan
        approve_plan(plan, on=on, seen=content_digest(plan), by=by, at=at)
    return plan


def enter_first_session(
    unit: Unit,
    *,
    topic: str,
    item: PlanItem,
    group: Group | None,
    starts_at: datetime,
    hours: Any,
    away: Collection[Person],
    by: Any,
    at: datetime,
) -> Activity:
    """A session of the plan that has taken place, closed at once; `away`: absent, their reasons may follow."""
    kinds = {"kind": AudienceKind.GROUP, "group": group} if group else {"kind": AudienceKind.UNIT, "unit": unit}
    details = Details(
        topic=topic,
        unit=unit,
        types=tuple(item.heading_set.types.all()),
        starts_at=starts_at,
        ends_at=starts_at + timedelta(minutes=int(hours * 60)),
        group=group,
        plan_item=item,
        categories=tuple(item.category_set.words) if item.category_set else (),
        audience=(Audience(**kinds),),
    )
    marks = [Mark(person.pk, RollStatus.ABSENT, "") for person in away]
    return enter_activity(details, marks, by=by, at=at)


def members_on(unit: Unit, group: Group | None, on: date) -> list[Person]:
    """Who is expected at the first session: the group's members on the day, else everybody of the unit."""
    rows = Person.objects.filter(starts_on__lte=on, ends_on__gt=on).order_by("sort_key", "code")
    if group is None:
        return list(rows.filter(pk__in=main_members(unit, on=on).values("person_id")))
    return list(rows.filter(group_members__group=group, group_members__starts_on__lte=on,
                            group_members__ends_on__gt=on).distinct())  # fmt: skip
