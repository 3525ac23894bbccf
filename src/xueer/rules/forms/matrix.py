"""What the address of the matrix may ask for. Everything optional; what is not offered is passed over."""

from dataclasses import dataclass
from datetime import date

from django import forms
from django.core.validators import MaxValueValidator, MinValueValidator
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from xueer.common.calendar import EARLIEST, LATEST
from xueer.common.periods import Period, PeriodKind, period_holding, periods_of_year
from xueer.rules.choices import State, Strength, SubjectKind

ORDERS = (
    ("position", _("Fixed order")),
    ("pinyin", _("Pinyin")),
    ("code", _("Code")),
    ("state", _("Gaps first")),
)
DAYS = (MinValueValidator(EARLIEST), MaxValueValidator(LATEST))
KINDS = (("unit", _("Units")), ("group", _("Groups")), ("person", _("Members of staff")))
SHORTER = (PeriodKind.HALF_YEAR, PeriodKind.QUARTER, PeriodKind.MONTH, PeriodKind.WEEK)


class MatrixForm(forms.Form):
    """Reads the address of the matrix."""

    year = forms.IntegerField(required=False, min_value=EARLIEST.year, max_value=LATEST.year)
    on = forms.DateField(required=False, validators=DAYS)
    kind = forms.ChoiceField(choices=KINDS, required=False)
    period = forms.CharField(required=False, max_length=10)
    unit_kind = forms.CharField(required=False, max_length=100)
    rulebook = forms.CharField(required=False, max_length=64)
    requirement = forms.CharField(required=False, max_length=64)
    strength = forms.ChoiceField(choices=Strength.choices, required=False)
    sort = forms.ChoiceField(choices=ORDERS, required=False)
    gaps = forms.BooleanField(required=False)
    state = forms.ChoiceField(choices=State.choices, required=False)


@dataclass(frozen=True)
class MatrixFilter:
    """What is to be shown: the year as known on the evening of `on`, narrowed and ordered."""

    year: int
    on: date
    kind: str = SubjectKind.UNIT.value
    period: Period | None = None
    unit_kind: str = ""
    rulebook: str = ""
    requirement: str = ""
    strength: str = ""
    sort: str = "position"
    gaps: bool = False
    state: str = ""


def matrix_filter(given: QueryDict, *, today: date) -> MatrixFilter:
    """The filter that an address asks for; this year and today unless it names others."""
    form = MatrixForm(given)
    form.is_valid()
    clean = form.cleaned_data
    on = clean.get("on") or today
    year = clean.get("year") or on.year
    return MatrixFilter(
        year=year,
        on=on,
        kind=(clean.get("kind") or "unit").upper(),
        period=period_named(clean.get("period") or "", year),
        unit_kind=clean.get("unit_kind") or "",
        rulebook=clean.get("rulebook") or "",
        requirement=clean.get("requirement") or "",
        strength=clean.get("strength") or "",
        sort=clean.get("sort") or "position",
        gaps=bool(clean.get("gaps")),
        state=clean.get("state") or "",
    )


def end_of_links(year: int, on: date, *, today: date) -> str:
    """The last part of the address of a cell: the year, as known today; a day of that year, written short for three
    thousand cells carry it; else the year and `?on=`."""
    if on == today:
        return f"{year}/"
    return f"{on:%Y%m%d}/" if on.year == year else f"{year}/?on={on}"


def moment_named(when: int) -> tuple[int, date | None]:
    """The year, and the day if one is given, of that part: 2025 or 20251231. Raises ValueError for no day."""
    day = date(when // 10000, when // 100 % 100, when % 100) if when > 9999 else None
    year = day.year if day else when
    if not EARLIEST.year <= year <= LATEST.year:
        raise ValueError(when)
    return year, day


def period_named(key: str, year: int) -> Period | None:
    """The half-year, quarter, month or week of the year with this key (2025Q3); None for the whole year."""
    found = [period for kind in SHORTER for period in periods_of_year(kind, year) if period.key == key]
    return found[0] if found else None


def periods_offered(year: int, on: date) -> list[Period]:
    """The quarter and the month that hold `on` when it lies in the year, else its last ones."""
    day = on if on.year == year else date(year, 12, 31)
    return [period_holding(kind, day) for kind in (PeriodKind.QUARTER, PeriodKind.MONTH)]
