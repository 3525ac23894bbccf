"""Groups one at a time: made, renamed, who joins and leaves and as what, ended."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from xueer.audit.actions import note
from xueer.common.calendar import BEGINNING, FOREVER
from xueer.org.actions.asking import checked_code, differences, refuse_disorder, refuse_far_day, refuse_stale
from xueer.org.errors import OrgRefused
from xueer.org.models import Group, GroupMember, Person, Unit
from xueer.org.queries import GROUP_FIELDS, MEMBER_FIELDS, group_ids, values_of


def add_group(*, code: str, name: str, kind: str, unit: Unit, by: Any, at: datetime) -> Group:
    """Makes a group of the unit, without members."""
    with transaction.atomic():
        group = Group.objects.create(code=checked_code(code, group_ids()), name=name, kind=kind, unit=unit)
        note(verb="org.add_group", by=by, at=at, about=group, detail={"code": group.code, "unit": unit.code})
    return group


def edit_group(group: Group, values: Mapping[str, Any], *, seen: str, by: Any, at: datetime) -> None:
    """Changes the name or kind (GROUP_FIELDS). Raises OrgStale when changed since the form was filled."""
    with transaction.atomic():
        group = Group.objects.select_for_update().get(pk=group.pk)
        old = values_of(group, GROUP_FIELDS)
        refuse_stale(old, seen)
        if changed := differences(old, values):
            Group.objects.filter(pk=group.pk).update(**values)
            note(verb="org.edit_group", by=by, at=at, about=group, detail=changed)


def join_group(
    group: Group, people: Sequence[Person], *, role: str, starts_on: date, by: Any, at: datetime
) -> list[GroupMember]:
    """Several people join on one day. Who is in the group on that day or later already is refused by name."""
    with transaction.atomic():
        Group.objects.select_for_update().get(pk=group.pk)
        if starts_on != BEGINNING:
            refuse_far_day(starts_on, at=at, field="starts_on")
        there = group.members.filter(person__in=people, ends_on__gt=starts_on).select_related("person")
        if names := [member.person.name for member in there]:
            raise OrgRefused(_("In the group already: %(names)s.") % {"names": "、".join(names)}, "people")
        away = [person.name for person in people if not person.starts_on <= starts_on < person.ends_on]
        if away and starts_on != BEGINNING:
            raise OrgRefused(_("Not in service on that day: %(names)s.") % {"names": "、".join(away)}, "people")
        made = [GroupMember(group=group, person=person, role=role, starts_on=starts_on) for person in people]
        GroupMember.objects.bulk_create(made)
        detail = {"people": [person.code for person in people], "role": role, "from": str(starts_on)}
        note(verb="org.join_group", by=by, at=at, about=group, detail=detail)
    return made


def edit_member(
    member: GroupMember, *, role: str, starts_on: date, ends_on: date, seen: str, by: Any, at: datetime
) -> None:
    """Changes somebody's role in a group or the days; `ends_on` is the first day outside."""
    with transaction.atomic():
        member = GroupMember.objects.select_for_update().select_related("group", "person").get(pk=member.pk)
        old = values_of(member, MEMBER_FIELDS)
        refuse_stale(old, seen)
        member.role, member.starts_on, member.ends_on = role, starts_on, ends_on
        changed = differences(old, values_of(member, MEMBER_FIELDS))
        if not changed:
            return
        refuse_disorder(starts_on, ends_on, field="ends_on")
        for day, field in ((starts_on, "starts_on"), (ends_on, "ends_on")):
            if day != BEGINNING:
                refuse_far_day(day, at=at, field=field)
        same = GroupMember.objects.filter(group=member.group, person=member.person).exclude(pk=member.pk)
        if same.filter(starts_on__lt=ends_on, ends_on__gt=starts_on).exists():
            raise OrgRefused(_("The person is in the group on some of those days already."), "starts_on")
        member.save()
        note(verb="org.edit_member", by=by, at=at, about=member.group, detail={"person": member.person.code} | changed)


def drop_member(member: GroupMember, *, by: Any, at: datetime) -> None:
    """Takes away a place in a group that was entered by mistake."""
    with transaction.atomic():
        detail = {"person": member.person.code} | {
            name: str(value) for name, value in values_of(member, MEMBER_FIELDS).items()
        }
        note(verb="org.drop_member", by=by, at=at, about=member.group, detail=detail)
        member.delete()


def end_group(group: Group, *, ends_on: date, by: Any, at: datetime) -> int:
    """Everybody leaves the group: `ends_on` is the first day without it. A group has no days of its own; one without
    members is over. Returns how many left."""
    with transaction.atomic():
        refuse_far_day(ends_on, at=at, field="ends_on")
        rows = group.members.filter(starts_on__lt=ends_on, ends_on__gt=ends_on)
        people = list(rows.values_list("person__code", flat=True))
        if group.members.filter(starts_on__gte=ends_on, ends_on=FOREVER).exists():
            raise OrgRefused(_("Somebody joins after that day. Put those days right first."), "ends_on")
        if not people:
            raise OrgRefused(_("Nobody is in the group beyond that day."), "ends_on")
        rows.update(ends_on=ends_on)
        note(verb="org.end_group", by=by, at=at, about=group, detail={"ends_on": str(ends_on), "people": people})
    return len(people)
