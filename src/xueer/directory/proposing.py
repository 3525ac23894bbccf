"""Codes proposed for what is new: the next one after those that are used beside it."""

import re

from xueer.org.models import Group, Person, Unit

NUMBERED = re.compile(r"(.*?)([0-9]+)")
# A number typed by mistake in a far series must not decide what is proposed.
LONGEST = 9


def next_unit_code(above: Unit | None) -> str:
    """After the units below the same superior; without any, the superior's code with 01."""
    if above is None:
        return _next(list(Unit.objects.filter(parent=None).values_list("code", flat=True)), "", "01", Unit)
    beside = Unit.objects.filter(parent=above).values_list("code", flat=True)
    return _next(list(beside), above.code, "01", Unit)


def next_person_code(unit: Unit) -> str:
    """After the people whose own row names the unit; without any, the unit's code with 001."""
    beside = Person.objects.filter(unit=unit).values_list("code", flat=True)
    return _next(list(beside), unit.code, "001", Person)


def next_group_code(unit: Unit) -> str:
    """After the groups of the unit; without any, the unit's code with -Z1."""
    beside = Group.objects.filter(unit=unit).values_list("code", flat=True)
    return _next(list(beside), f"{unit.code}-Z", "1", Group)


def _next(beside: list[str], prefix: str, number: str, model: type) -> str:
    matches = [match for code in beside if (match := NUMBERED.fullmatch(code)) and len(match[2]) <= LONGEST]
    if matches:
        common = max({match[1] for match in matches}, key=lambda one: sum(match[1] == one for match in matches))
        number = max((match[2] for match in matches if match[1] == common), key=lambda digits: (int(digits), digits))
        prefix, number = common, str(int(number) + 1).zfill(len(number))
    while model.objects.filter(code=prefix + number).exists():  # type: ignore[attr-defined]
        number = str(int(number) + 1).zfill(len(number))
    return prefix + number
