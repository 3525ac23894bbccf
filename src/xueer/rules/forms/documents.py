"""Forms of a rule document: its head, its text, one clause, an edition, its end, its rules on make-ups."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from xueer.common.calendar import BEGINNING
from xueer.common.text import trim
from xueer.records.models import ActivityType
from xueer.rules.choices import MakeUpWay
from xueer.rules.errors import RuleRefused
from xueer.rules.forms.days import DayField
from xueer.rules.models import MakeUpRule, Rulebook
from xueer.rules.naming import nameable

LONGEST_DOCUMENT = 300_000


class Refusable(forms.Form):
    """A form that shows at its place what an action refused."""

    def __init__(self, *given: Any, **options: Any) -> None:
        super().__init__(*given, **options)
        for field in self.fields.values():
            if not isinstance(field, forms.BooleanField | forms.MultipleChoiceField | forms.ModelMultipleChoiceField):
                kind = "x-text" if isinstance(field.widget, forms.Textarea) else "x-input"
                field.widget.attrs.setdefault("class", "x-select" if isinstance(field, forms.ChoiceField) else kind)

    def add_refusal(self, refused: RuleRefused) -> None:
        """Says at its place what was refused."""
        self.add_error(refused.field if refused.field in self.fields else None, str(refused))


class HeadForm(Refusable):
    """The head of a rulebook."""

    name = forms.CharField(label=_("Name of the rulebook"), max_length=200)
    number = forms.CharField(label=_("Document number"), required=False, max_length=100)
    level = forms.CharField(
        label=_("Level"),
        required=False,
        max_length=100,
        help_text=_("In your own words: of the district, of the unit …"),
    )
    starts_on = DayField(label=_("In force from"), required=False, help_text=_("Empty: always."))
    minutes_per_hour = forms.IntegerField(
        label=_("Minutes of a study hour"), required=False, min_value=1, max_value=600, help_text=_("Empty: 60.")
    )

    @property
    def values(self) -> dict[str, Any]:
        """The fields as they are stored."""
        clean = self.cleaned_data
        texts = {name: trim(clean[name]) for name in ("name", "number", "level")}
        return texts | {
            "starts_on": clean["starts_on"] or BEGINNING,
            "minutes_per_hour": clean["minutes_per_hour"],
        } | ({"code": clean["code"]} if "code" in clean else {})  # fmt: skip


class NewHeadForm(HeadForm):
    """The head of a rulebook that begins: with its code, which stays."""

    code = forms.CharField(label=_("Code"), max_length=64, help_text=_("Names it in the workbook; stays as it is."))

    def clean_code(self) -> str:
        """As the workbook would read it."""
        try:
            return nameable(self.cleaned_data["code"], field="code")
        except RuleRefused as refused:
            raise forms.ValidationError(str(refused)) from None


class DocumentForm(Refusable):
    """The whole text of a rulebook."""

    text = forms.CharField(
        label=_("The text as a whole"), max_length=LONGEST_DOCUMENT, widget=forms.Textarea(attrs={"rows": 24})
    )
    preamble = forms.BooleanField(label=_("Keep what stands before the first clause"), required=False)


class ClauseForm(Refusable):
    """One clause."""

    number = forms.CharField(label=_("Number"), max_length=50)
    chapter = forms.CharField(label=_("Chapter"), required=False, max_length=200)
    text = forms.CharField(label=_("Text"), max_length=20_000, widget=forms.Textarea(attrs={"rows": 8}))


class EditionForm(Refusable):
    """A note on what an edition brings."""

    note = forms.CharField(label=_("What is new"), required=False, max_length=300)


class AbolishForm(Refusable):
    """The last day of a rulebook."""

    last = DayField(label=_("The last day"), required=False, help_text=_("Empty: it holds without end."))
    with_requirements = forms.BooleanField(
        label=_("Its requirements end on that day as well"), required=False, initial=True
    )


class EndForm(Refusable):
    """The last day of a requirement."""

    last = DayField(label=_("The last day"))


class MakeUpForm(Refusable):
    """Within how many days and how absence is made up."""

    days = forms.IntegerField(label=_("Within days"), min_value=1, max_value=366)
    ways = forms.MultipleChoiceField(
        label=_("In which ways"), choices=MakeUpWay.choices, widget=forms.CheckboxSelectMultiple
    )
    types = forms.ModelMultipleChoiceField(
        label=_("For which headings"),
        queryset=ActivityType.objects.order_by("position", "id"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("None chosen: for all."),
    )
    clause = forms.ModelChoiceField(label=_("Stands on"), queryset=None, required=False, empty_label=_("no clause"))

    def __init__(self, *given: Any, rulebook: Rulebook, **options: Any) -> None:
        super().__init__(*given, **options)
        self.fields["clause"].queryset = rulebook.clauses.order_by("position", "id")  # type: ignore[attr-defined]

    @property
    def values(self) -> dict[str, Any]:
        """The fields as they are stored."""
        clean = self.cleaned_data
        return {"days": clean["days"], "ways": clean["ways"], "types": list(clean["types"]), "clause": clean["clause"]}


def shown_make_up(rule: MakeUpRule) -> dict[str, Any]:
    """A rule as the form shows it."""
    return {"days": rule.days, "ways": rule.ways, "types": list(rule.types.all()), "clause": rule.clause}
