"""The filters of the list. They live in the address, so that a list can be sent to somebody."""

from django import forms
from django.utils.translation import gettext_lazy as _

from xueer.activities.choices import ActivityState
from xueer.common.calendar import EARLIEST, LATEST
from xueer.records.models import ActivityType

ORDERS = (
    ("-date", _("Latest first")),
    ("date", _("Earliest first")),
    ("unit", _("Fixed order of units")),
    ("topic", _("Topic")),
    ("code", _("Code")),
)


class ActivityFilter(forms.Form):
    """Everything optional. A value that is not offered is passed over, as an old address should still open."""

    q = forms.CharField(required=False, max_length=100)
    year = forms.IntegerField(required=False, min_value=EARLIEST.year, max_value=LATEST.year)
    type = forms.ModelChoiceField(ActivityType.objects.all(), required=False)
    state = forms.ChoiceField(choices=[("", ""), *ActivityState.choices], required=False)
    series = forms.CharField(required=False, max_length=64)
    sort = forms.ChoiceField(choices=ORDERS, required=False)
    own = forms.BooleanField(required=False)

    @property
    def narrowing(self) -> dict[str, object]:
        """The arguments for `queries.matching`, of the values that are valid."""
        self.is_valid()
        given = self.cleaned_data
        return {
            "words": given.get("q") or "",
            "year": given.get("year"),
            "activity_type": given.get("type"),
            "state": given.get("state") or "",
            "series": given.get("series") or "",
            "order": given.get("sort") or "-date",
        }

    @property
    def own_only(self) -> bool:
        self.is_valid()
        return bool(self.cleaned_data.get("own"))

    @property
    def is_narrowed(self) -> bool:
        """Is anything left out by a filter?"""
        self.is_valid()
        return any(self.cleaned_data.get(name) for name in ("q", "year", "type", "state", "series", "own"))
