"""Rules on make-ups (补学规定) written in pages."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction

from xueer.audit.actions import note
from xueer.rules.actions.noting import applied, said
from xueer.rules.models import MakeUpRule, Rulebook


@transaction.atomic
def add_make_up_rule(*, rulebook: Rulebook, values: Mapping[str, Any], by: Any, at: datetime) -> MakeUpRule:
    """Adds a rule: `days`, `ways`, `clause` and the headings `types` (none: all)."""
    types = values["types"]
    made = MakeUpRule.objects.create(rulebook=rulebook, **{k: v for k, v in values.items() if k != "types"})
    made.types.set(types)
    detail = {name: said(value) for name, value in values.items()}
    note(verb="rules.make_up.add", by=by, at=at, about=made, words=rulebook.code, detail=detail)
    return made


@transaction.atomic
def change_make_up_rule(*, rule: MakeUpRule, values: Mapping[str, Any], by: Any, at: datetime) -> bool:
    """Changes a rule; False when it is as it was. Make-ups already open keep the day they were given."""
    changed = applied(rule, {name: value for name, value in values.items() if name != "types"})
    old, new = said(list(rule.types.all())), said(list(values["types"]))
    if old != new:
        changed["types"] = [old, new]
    rule.save()
    rule.types.set(values["types"])
    if changed:
        note(verb="rules.make_up.change", by=by, at=at, about=rule, words=rule.rulebook.code, detail=changed)
    return bool(changed)


@transaction.atomic
def drop_make_up_rule(*, rule: MakeUpRule, by: Any, at: datetime) -> None:
    """Deletes a rule; make-ups already open keep the day they were given."""
    detail = {"days": rule.days, "ways": said(rule.ways)}
    note(verb="rules.make_up.drop", by=by, at=at, about=rule, words=rule.rulebook.code, detail=detail)
    rule.delete()
