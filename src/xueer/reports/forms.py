"""What is typed into the pages of reports."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from xueer.reports.models import ReportFigure
from xueer.reports.registry import REPORTS

YEARS_BACK = 5


class DraftForm(forms.Form):
    """Which report of which year to begin."""

    name = forms.ChoiceField(label=_("Report"))
    year = forms.TypedChoiceField(label=_("Year"), coerce=int)

    def __init__(self, *args: Any, this_year: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        years = range(this_year, this_year - YEARS_BACK, -1)
        self.fields["name"].choices = [(report.slug, report.words) for report in REPORTS]  # type: ignore[attr-defined]
        self.fields["year"].choices = [(year, str(year)) for year in years]  # type: ignore[attr-defined]


class VersionForm(forms.Form):
    """Every act on a report names the version that the page showed."""

    version = forms.IntegerField(min_value=1, widget=forms.HiddenInput)


class ChangeForm(VersionForm):
    """A figure by hand."""

    value = forms.CharField(label=pgettext_lazy("report", "Figure"), max_length=30)
    reason = forms.CharField(label=_("Reason"), max_length=ReportFigure._meta.get_field("change_reason").max_length)


class TextForm(VersionForm):
    """The head of an edited text; its paragraphs come as so many fields named `text`."""

    title = forms.CharField(label=_("Title"), max_length=200)
    addressee = forms.CharField(label=pgettext_lazy("report", "To"), max_length=200, required=False)
