"""What the address of a unit's page says: the day, the tab, filters and order. What is not offered is passed over."""

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from xueer.common.calendar import EARLIEST, LATEST
from xueer.common.text import split_values
from xueer.org.structure import BANDS, OLDEST, are_bounds

PEOPLE_ORDERS = (
    ("position", _("Fixed order")),
    ("pinyin", _("Pinyin")),
    ("code", _("Staff code")),
)
UNIT_ORDERS = (
    ("position", _("Fixed order")),
    ("pinyin", _("Pinyin")),
    ("code", _("Code")),
)


class PeopleFilter(forms.Form):
    """Filters of the list of people. `no_date` and the ages come from the figures of the structure."""

    q = forms.CharField(required=False, max_length=100)
    own = forms.BooleanField(required=False)
    low = forms.IntegerField(required=False, min_value=0, max_value=OLDEST)
    high = forms.IntegerField(required=False, min_value=0, max_value=OLDEST)
    no_date = forms.BooleanField(required=False)
    sort = forms.ChoiceField(choices=PEOPLE_ORDERS, required=False)

    @property
    def given(self) -> dict[str, Any]:
        """The values that are valid; an education of "" is one as well: nothing given."""
        self.is_valid()
        return self.cleaned_data | {"education": self.data.get("education")}

    @property
    def order(self) -> str:
        return self.given.get("sort") or "position"


def day_of(text: str, default: date) -> date:
    """The day that the page speaks of: `on` of the address, else today."""
    try:
        given = date.fromisoformat(text)
    except ValueError:
        return default
    return given if EARLIEST <= given <= LATEST else default


def bounds_of(text: str) -> tuple[tuple[int, ...], bool]:
    """The bounds of the bands of age as typed (`35、45、55`) and True; those of the house and False if unusable."""
    if not text.strip():
        return BANDS, True
    values = split_values(text)
    if not all(value.isascii() and value.isdigit() and len(value) < 4 for value in values):
        return BANDS, False
    bounds = tuple(int(value) for value in values)
    return (bounds, True) if are_bounds(bounds) else (BANDS, False)
