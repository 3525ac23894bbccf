"""Requirements that regulations and organisations' own rules know, ready to be chosen: off until somebody does.

The data lie in TOML beside this file, in the language of the rules they restate. Each names its source, the place in
it, and how well the text is attested (依据等级): A the text itself, B a reliable report of it, C a local or weak copy,
M still to be verified. `categories`, `role`, `deadline` and so on are those of a requirement. What is our own – notes,
kinds of organisations – has English words beside the Chinese ones.
"""

import tomllib
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

from django.utils.translation import get_language

from xueer.common.periods import PeriodKind
from xueer.records.choices import Role
from xueer.rules.choices import Measure, Strength, SubjectKind

HERE = Path(__file__).parent
FILES = ("party", "cadres", "local")
GRADES = ("A", "B", "C", "M")


@dataclass(frozen=True)
class Preset:
    """One requirement that may be chosen. `kinds`: of organisations that have it; `alternatives`: any suffices."""

    slug: str
    name: str
    subject: str
    types: tuple[str, ...]
    measure: str
    period: str
    strength: str
    kinds: tuple[str, ...]
    grade: str
    source: str
    clause: str
    condition: str = ""
    role: str = Role.PARTICIPANT.value
    categories: tuple[str, ...] = ()
    at_least: Decimal | None = None
    at_most: Decimal | None = None
    deadline: str = ""
    alternatives: tuple[str, ...] = ()
    note: str = ""
    note_en: str = ""

    @property
    def remark(self) -> str:
        """The note, in the reader's language."""
        return self.note_en if _english() else self.note


@cache
def presets() -> tuple[Preset, ...]:
    """All of them, in the order of the files. Raises ValueError for one that names an unknown word."""
    return tuple(_preset(row) for name in FILES for row in _read(name)["preset"])


@cache
def preset_named(slug: str) -> Preset | None:
    """The preset with this slug; None when there is none (any more)."""
    return next((one for one in presets() if one.slug == slug), None)


@cache
def kinds() -> tuple[str, ...]:
    """The kinds of organisations that presets are for, in the order in which they first occur."""
    return tuple(dict.fromkeys(kind for one in presets() for kind in one.kinds))


def kind_words(kind: str) -> str:
    """A kind of organisation in the reader's language."""
    return _read("kinds")[kind] if _english() else kind


def _english() -> bool:
    return (get_language() or "").startswith("en")


@cache
def signs() -> dict[str, list[str]]:
    """Words in names by which a measure is recognised that a regulation speaks against (`rules.guard`)."""
    return _read("signs")


@cache
def _read(name: str) -> dict[str, Any]:
    return tomllib.loads((HERE / f"{name}.toml").read_text(encoding="utf-8"))


def _preset(row: dict[str, Any]) -> Preset:
    given = {name: tuple(value) if isinstance(value, list) else value for name, value in row.items()}
    for name in ("at_least", "at_most"):
        if name in given:
            given[name] = Decimal(given[name])
    made = Preset(**given)
    SubjectKind(made.subject), Measure(made.measure), PeriodKind(made.period), Strength(made.strength), Role(made.role)
    if made.grade not in GRADES:
        raise ValueError(made.slug)
    return made
