"""What regulations say against a measure in a public body (机关事业单位): shown beside it, and a basis is asked for.

Restated from two texts. 《整治形式主义为基层减负若干规定》 (the General Offices, August 2024): inspections may not
judge work by study notes that were made, nor use time studied as a basis of assessment. 国办函〔2026〕12号 (the General
Office of the State Council, January 2026) on applications for public service: no check-ins, points, rankings or
counted time online as a duty. Study hours of organised training (条例 of 2023) are not meant by either and raise no
objection.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from xueer.org.choices import Sector
from xueer.org.models import Lineage, Unit
from xueer.rules.choices import Measure
from xueer.rules.models import Requirement
from xueer.rules.presets import signs


@dataclass(frozen=True)
class Objection:
    """A clause that speaks against a requirement. `grade`: how well the text is attested, A to C or M."""

    slug: str
    words: str | Promise
    source: str | Promise
    grade: str


RELIEF = _("Provisions on relieving the grass roots of formalism (General Offices, August 2024), on inspections")
APPLICATIONS = _("State Council General Office letter 2026 no. 12 (January 2026), articles on prohibited functions")
OBJECTIONS = {
    "length": Objection(
        "length",
        _("Inspections may not judge study by the notes that were made; a number of characters asks for just these."),
        RELIEF,
        "B",
    ),
    "time": Objection(
        "time",
        _("Time spent studying online may not be counted as a duty nor used as a basis of assessment."),
        APPLICATIONS,
        "A",
    ),
    "points": Objection(
        "points",
        _("Check-ins, points and rankings may not be made a duty."),
        APPLICATIONS,
        "A",
    ),
}


def is_public_body(unit: Unit) -> bool:
    """Is the unit a public body: by its own sector, else by that of the nearest unit above that has one?"""
    return sector_of(unit) == Sector.PUBLIC_BODY


def sector_of(unit: Unit) -> str:
    """The sector of the unit, else of the nearest unit above it with one, as the tree stands last; "" for none."""
    if unit.sector:
        return unit.sector
    above = Lineage.objects.filter(unit=unit, ancestor__sector__gt="").order_by("-ends_on", "depth")
    return above.values_list("ancestor__sector", flat=True).first() or ""


def objections(requirement: Requirement, *, unit: Unit | None = None, public: bool | None = None) -> list[Objection]:
    """What speaks against a requirement of a public body; nothing for other kinds of organisations.

    `public`: whether its unit is one, for callers that ask about many requirements of one unit.
    """
    if public is None:
        public = is_public_body(unit or requirement.unit)
    if not public:
        return []
    names = [requirement.name, *(one.name for one in requirement.types.all())]
    found = []
    if requirement.measure == Measure.CHARACTERS or _holds(names, signs()["notes"]):
        found.append(OBJECTIONS["length"])
    timed = requirement.measure in (Measure.HOURS, Measure.HOURS_PER_HEAD)
    if _holds(names, signs()["time"]) or (timed and _holds(names, signs()["online"])):
        found.append(OBJECTIONS["time"])
    if _holds(names, signs()["points"]):
        found.append(OBJECTIONS["points"])
    return found


def _holds(names: Iterable[str], words: Iterable[str]) -> bool:
    return any(word in name for name in names for word in words)
