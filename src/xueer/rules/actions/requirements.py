"""Requirements written in pages: put in force, corrected, succeeded by others from a day on, ended."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.db.models import ProtectedError
from django.utils.translation import gettext as _

from xueer.audit.actions import note
from xueer.org.models import Unit
from xueer.records.actions import put_types
from xueer.records.models import ActivityType
from xueer.rules.actions.noting import applied, said
from xueer.rules.errors import RuleRefused
from xueer.rules.guard import objections
from xueer.rules.models import Requirement, Rulebook
from xueer.rules.naming import nameable, next_code
from xueer.rules.wanted import LISTS, Wanted, check
from xueer.rules.words import proposed_name


@transaction.atomic
def add_requirement(
    *,
    unit: Unit,
    rulebook: Rulebook | None,
    wanted: Wanted,
    by: Any,
    at: datetime,
    new_types: Sequence[str] = (),
    mutual: bool = False,
) -> Requirement:
    """Puts a requirement of the unit in force. `new_types`: headings to be added with it; `mutual`: its alternatives
    name it as well, so that either suffices."""
    wanted.types = [*wanted.types, *ensure_types(names=new_types, by=by, at=at)]
    _ready(wanted, unit, rulebook, pk=0)
    made = Requirement.objects.create(unit=unit, rulebook=rulebook, **wanted.columns)
    _set_lists(made, wanted)
    if mutual:
        for other in wanted.alternatives:
            _let_stand(other, made, by=by, at=at)
    detail = {name: said(value) for name, value in wanted.columns.items() if name not in ("code", "name")}
    note(verb="rules.requirement.add", by=by, at=at, about=made, words=_full(made), detail=detail | _lists(wanted))
    return made


@transaction.atomic
def correct_requirement(
    *, requirement: Requirement, wanted: Wanted, by: Any, at: datetime, new_types: Sequence[str] = ()
) -> bool:
    """Changes a requirement as if it had always been so: the past is judged by the new words. False: as it was."""
    wanted.code = wanted.code or requirement.code
    wanted.types = [*wanted.types, *ensure_types(names=new_types, by=by, at=at)]
    _ready(wanted, requirement.unit, requirement.rulebook, pk=requirement.pk)
    changed = applied(requirement, wanted.columns)
    requirement.save(update_fields=list(wanted.columns))
    for name in LISTS:
        old, new = said(list(getattr(requirement, name).all())), said(getattr(wanted, name))
        if old != new:
            changed[name] = [old, new]
    _set_lists(requirement, wanted)
    if changed:
        verb = "rules.requirement.change"
        note(verb=verb, by=by, at=at, about=requirement, words=_full(requirement), detail=changed)
    return bool(changed)


@transaction.atomic
def succeed_requirement(
    *,
    requirement: Requirement,
    wanted: Wanted,
    since: date,
    by: Any,
    at: datetime,
    new_types: Sequence[str] = (),
) -> Requirement:
    """Ends a requirement on the day before `since` and puts a new one in its place, so that the past stays judged as it
    was. What named the old one as its alternative names the new one as well."""
    if since <= requirement.starts_on:
        words = _("It has only been in force since that day or later: correct it instead.")
        raise RuleRefused(words, field="since")
    if since >= requirement.ends_on:
        raise RuleRefused(_("It is no longer in force on that day."), field="since")
    lasts = requirement.ends_on
    end_requirement(requirement=requirement, ends_on=since, by=by, at=at)
    wanted.starts_on = since
    wanted.ends_on = wanted.ends_on if wanted.ends_on > since else lasts
    if wanted.code == requirement.code:
        wanted.code = ""
    wanted.alternatives = [one for one in wanted.alternatives if one.pk != requirement.pk]
    made = add_requirement(
        unit=requirement.unit, rulebook=requirement.rulebook, wanted=wanted, by=by, at=at, new_types=new_types
    )
    for other in requirement.stands_for.exclude(pk=made.pk):
        _let_stand(other, made, by=by, at=at)
    detail = {"successor": made.code, "since": since.isoformat()}
    note(verb="rules.requirement.succeed", by=by, at=at, about=requirement, words=_full(requirement), detail=detail)
    return made


@transaction.atomic
def end_requirement(*, requirement: Requirement, ends_on: date, by: Any, at: datetime) -> None:
    """`ends_on`: the first day on which it no longer holds. Raises RuleRefused when it would end before it begins."""
    if ends_on <= requirement.starts_on:
        raise RuleRefused(
            _("A requirement cannot end before it begins; one not begun yet can be deleted."), field="last"
        )
    changed = applied(requirement, {"ends_on": ends_on})
    if changed:
        requirement.save(update_fields=["ends_on"])
        note(verb="rules.requirement.end", by=by, at=at, about=requirement, words=_full(requirement), detail=changed)


@transaction.atomic
def drop_requirement(*, requirement: Requirement, on: date, by: Any, at: datetime) -> None:
    """Deletes a requirement that has not begun by the day. Raises RuleRefused when it has, or when others need it."""
    if requirement.starts_on <= on:
        raise RuleRefused(_("It has begun: give it a last day instead of deleting it."))
    detail = {"code": requirement.code, "name": requirement.name}
    note(verb="rules.requirement.drop", by=by, at=at, about=requirement, words=_full(requirement), detail=detail)
    try:
        requirement.delete()
    except ProtectedError:
        raise RuleRefused(_("Something is kept that refers to it: give it a last day instead.")) from None


def ensure_types(*, names: Sequence[str], by: Any, at: datetime) -> list[ActivityType]:
    """The headings with these names, in this order; those that are missing are added."""
    there = set(ActivityType.objects.filter(name__in=names).values_list("name", flat=True))
    missing = [name for name in dict.fromkeys(names) if name not in there]
    if missing:
        put_types([{"name": name, "counted_in": ""} for name in missing], by=by, at=at)
    found = {one.name: one for one in ActivityType.objects.filter(name__in=names)}
    return [found[name] for name in dict.fromkeys(names)]


def _ready(wanted: Wanted, unit: Unit, rulebook: Rulebook | None, *, pk: int) -> None:
    """Fills in what is proposed, and refuses what cannot stand."""
    check(wanted, rulebook=rulebook, pk=pk)
    draft = wanted.draft(unit=unit, rulebook=rulebook)
    if objections(draft, unit=unit) and not wanted.basis.strip():
        raise RuleRefused(_("A regulation speaks against this: say on what basis it is asked all the same."),
                          field="basis")  # fmt: skip
    wanted.basis = wanted.basis.strip()
    wanted.name = wanted.name.strip() or proposed_name(draft)
    taken = set(Requirement.objects.exclude(pk=pk).values_list("code", flat=True))
    if not wanted.code:
        wanted.code = next_code(rulebook.code if rulebook else unit.code, taken)
    wanted.code = nameable(wanted.code, field="code")
    if wanted.code in taken:
        raise RuleRefused(_("There is a requirement with this code already."), field="code")


def _let_stand(other: Requirement, made: Requirement, *, by: Any, at: datetime) -> None:
    """From now on `made` may stand for `other`, which is judged otherwise with that: its own trail says so."""
    old = said(list(other.alternatives.all()))
    other.alternatives.add(made)
    detail = {"alternatives": [old, said(list(other.alternatives.all()))]}
    note(verb="rules.requirement.change", by=by, at=at, about=other, words=_full(other), detail=detail)


def _set_lists(row: Requirement, wanted: Wanted) -> None:
    row.types.set(wanted.types)
    row.clauses.set(wanted.clauses)
    row.alternatives.set(wanted.alternatives)


def _lists(wanted: Wanted) -> dict[str, Any]:
    return {name: said(getattr(wanted, name)) for name in LISTS if getattr(wanted, name)}


def _full(row: Requirement) -> str:
    return f"{row.code} {row.name}"
