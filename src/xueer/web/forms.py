"""The short forms of the first steps."""

import re
from datetime import date, datetime, time
from decimal import Decimal
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from xueer.org.choices import Sector
from xueer.org.models import Person
from xueer.plans.models import PlanItem
from xueer.rules.presets import preset_named

KINDS = ("机关", "党支部", "事业单位", "学校", "企业", "村（社区）")
GROUP_KINDS = (("中心组", "中心组"), ("学习小组", "学习小组"), ("党小组", "党小组"))
# Offered first: they fit nearly everywhere; all others stand in the rulebook's own page.
PRESETS = ("core-group-quarter", "monthly-study-day", "party-day", "branch-assembly", "half-year-lecture", "year-plan")
MOST_PEOPLE = 500
PARTED = re.compile(r"[\s,，、;；]+")

Text = {"class": "x-input"}
Select = {"class": "x-select"}


class UnitForm(forms.Form):
    name = forms.CharField(
        label=gettext_lazy("Name of the unit"), max_length=200, widget=forms.TextInput(Text | {"autofocus": True})
    )
    kind = forms.CharField(
        label=gettext_lazy("Kind"),
        max_length=100,
        initial=KINDS[0],
        help_text=gettext_lazy("as you call it: office, branch, school …"),
        widget=forms.TextInput(Text | {"list": "unit-kinds"}),
    )
    sector = forms.ChoiceField(
        label=gettext_lazy("Category"),
        choices=Sector.choices,
        initial=Sector.PUBLIC_BODY,
        help_text=gettext_lazy("decides which regulations are minded"),
        widget=forms.Select(Select),
    )


class PeopleForm(forms.Form):
    """One person a line: name, 工号, and the post where wanted; parted by commas, tabs or spaces."""

    people = forms.CharField(
        label=gettext_lazy("A line for each person"),
        help_text=gettext_lazy("Name, staff number, post – as copied from a table. The post may be left out."),
        widget=forms.Textarea({"class": "x-text", "rows": 12, "autofocus": True, "spellcheck": "false"}),
    )

    def clean_people(self) -> list[tuple[str, str, str]]:
        rows, wrong, seen = [], [], set[str]()
        for number, line in enumerate(self.cleaned_data["people"].splitlines(), start=1):
            parts = [part.strip() for part in PARTED.split(line.strip(), maxsplit=2) if part.strip()]
            if not parts:
                continue
            name, code, duty = (*parts, "", "")[:3]
            if not code or len(name) > 100 or len(code) > 64 or len(duty) > 200:
                wrong.append(_("Line %(n)s: name and staff number are needed.") % {"n": number})
            elif code in seen:
                wrong.append(_("Line %(n)s: %(code)s stands there twice.") % {"n": number, "code": code})
            seen.add(code)
            rows.append((name, code, duty))
        if len(rows) > MOST_PEOPLE:
            wrong.append(_("More than %(n)s people come in by the workbook.") % {"n": MOST_PEOPLE})
        if wrong:
            raise forms.ValidationError(wrong)
        return rows


class GroupForm(forms.Form):
    name = forms.CharField(label=gettext_lazy("Name of the group"), max_length=200, widget=forms.TextInput(Text))
    kind = forms.ChoiceField(label=gettext_lazy("Kind"), choices=GROUP_KINDS, widget=forms.Select(Select))
    head = forms.ModelChoiceField(
        Person.objects.none(), label=gettext_lazy("Head"), required=False, widget=forms.Select(Select)
    )
    people = forms.ModelMultipleChoiceField(
        Person.objects.none(), label=gettext_lazy("Members"), widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *args: Any, people: list[Person], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        rows = Person.objects.filter(pk__in=[person.pk for person in people]).order_by("sort_key", "code")
        for name in ("head", "people"):
            self.fields[name].queryset = rows  # type: ignore[attr-defined]
        self.fields["people"].initial = rows


class RuleForm(forms.Form):
    rules = forms.MultipleChoiceField(
        label=gettext_lazy("Rules"), initial=["core-group-quarter", "year-plan"], widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.presets = [preset for slug in PRESETS if (preset := preset_named(slug))]
        self.fields["rules"].choices = [(preset.slug, preset.name) for preset in self.presets]  # type: ignore[attr-defined]


class SessionForm(forms.Form):
    item = forms.ModelChoiceField(
        PlanItem.objects.none(), label=gettext_lazy("From the plan"), empty_label=None, widget=forms.Select(Select)
    )
    topic = forms.CharField(label=gettext_lazy("Topic"), max_length=300, widget=forms.TextInput(Text))
    day = forms.DateField(label=gettext_lazy("Day"), widget=forms.DateInput(Text | {"type": "date"}, "%Y-%m-%d"))
    start = forms.TimeField(
        label=gettext_lazy("Beginning"), initial=time(9, 0), widget=forms.TimeInput(Text | {"type": "time"}, "%H:%M")
    )
    hours = forms.DecimalField(
        label=gettext_lazy("Hours"),
        initial=Decimal(2),
        min_value=Decimal("0.5"),
        max_value=Decimal(12),
        decimal_places=1,
        widget=forms.NumberInput(Text | {"step": "0.5"}),
    )
    away = forms.ModelMultipleChoiceField(
        Person.objects.none(),
        label=gettext_lazy("Who was away"),
        required=False,
        help_text=gettext_lazy("Everybody else was there."),
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(self, *args: Any, items: Any, people: list[Person], on: date, at: datetime, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.on, self.at = on, at
        self.fields["item"].queryset = items  # type: ignore[attr-defined]
        self.fields["away"].queryset = Person.objects.filter(pk__in=[one.pk for one in people]).order_by("sort_key")  # type: ignore[attr-defined]
        first = items.first()
        self.fields["item"].initial = first
        self.fields["topic"].initial = first.topic if first else ""
        self.fields["day"].initial = on
        self.fields["day"].widget.attrs["max"] = on.isoformat()

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        if given.get("day") and given.get("start"):
            given["starts_at"] = timezone.make_aware(datetime.combine(given["day"], given["start"]))
            if given["starts_at"] >= self.at:
                self.add_error("day", _("The session has not begun yet: choose one that has taken place."))
        return given
