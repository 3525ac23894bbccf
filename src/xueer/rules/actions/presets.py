"""Presets put in force: several at once into a rulebook."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any, NamedTuple

from django.db import transaction

from xueer.rules.actions.requirements import add_requirement, ensure_types
from xueer.rules.choosing import wanted_of_preset
from xueer.rules.guard import objections
from xueer.rules.models import Requirement, Rulebook
from xueer.rules.presets import Preset


class Chosen(NamedTuple):
    """What became of the presets chosen: those in force now, and those that first need a basis."""

    added: list[Requirement]
    unfounded: list[Preset]


@transaction.atomic
def add_presets(*, rulebook: Rulebook, chosen: Sequence[Preset], since: date, by: Any, at: datetime) -> Chosen:
    """Makes each preset a requirement of the rulebook's unit. Those that a regulation speaks against are left out: each
    of them needs a basis of its own. Presets that stand for each other do so in the rulebook as well."""
    added: dict[str, Requirement] = {}
    unfounded = []
    for preset in chosen:
        others = [added[slug] for slug in preset.alternatives if slug in added]
        others += rulebook.requirements.filter(preset__in=preset.alternatives).exclude(pk__in=[o.pk for o in others])
        types = ensure_types(names=preset.types, by=by, at=at)
        wanted = wanted_of_preset(preset, types=types, starts_on=since, alternatives=others)
        if objections(wanted.draft(unit=rulebook.unit, rulebook=rulebook), unit=rulebook.unit):
            unfounded.append(preset)
            continue
        added[preset.slug] = add_requirement(
            unit=rulebook.unit, rulebook=rulebook, wanted=wanted, by=by, at=at, mutual=True
        )
    return Chosen(list(added.values()), unfounded)
