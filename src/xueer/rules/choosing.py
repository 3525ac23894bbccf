"""A preset as a requirement that could be stored, and which of them a unit has already."""

from collections.abc import Collection
from datetime import date

from xueer.common.calendar import FOREVER
from xueer.org.models import Lineage, Unit
from xueer.records.models import ActivityType
from xueer.rules.models import Requirement
from xueer.rules.presets import Preset
from xueer.rules.wanted import Wanted


def wanted_of_preset(
    preset: Preset, *, types: list[ActivityType], starts_on: date, alternatives: Collection[Requirement] = ()
) -> Wanted:
    """The preset as a requirement from a day on, with these rows for the headings it names."""
    return Wanted(
        subject_kind=preset.subject,
        condition=preset.condition,
        types=types,
        role=preset.role,
        categories=list(preset.categories),
        measure=preset.measure,
        at_least=preset.at_least,
        at_most=preset.at_most,
        period=preset.period,
        deadline=preset.deadline,
        strength=preset.strength,
        starts_on=starts_on,
        ends_on=FOREVER,
        alternatives=list(alternatives),
        name=preset.name,
        preset=preset.slug,
    )


def headings_of(preset: Preset) -> tuple[list[ActivityType], list[str]]:
    """The headings a preset names that exist, and the names of those that do not, which choosing it would add."""
    there = {one.name: one for one in ActivityType.objects.filter(name__in=preset.types)}
    return [there[name] for name in preset.types if name in there], [n for n in preset.types if n not in there]


def chosen_at(unit: Unit, *, on: date) -> dict[str, list[Requirement]]:
    """Slug → the requirements made from it that are in force or to come, of the unit or of those above it."""
    above = Lineage.objects.filter(unit=unit, starts_on__lte=on, ends_on__gt=on).values("ancestor_id")
    rows = Requirement.objects.filter(unit__in=above, ends_on__gt=on).exclude(preset="").select_related("unit")
    found: dict[str, list[Requirement]] = {}
    for row in rows.order_by("code"):
        found.setdefault(row.preset, []).append(row)
    return found
