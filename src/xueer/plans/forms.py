"""What is typed into the pages of plans."""

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from xueer.common.stale import plain
from xueer.org.models import Group
from xueer.plans.actions import ItemValues, content
from xueer.plans.choices import PlanState
from xueer.plans.models import Plan, PlanItem
from xueer.records.models import ActivityType, CategorySet
from xueer.rules.models import Requirement

INPUT, SELECT, TEXT = {"class": "x-input"}, {"class": "x-select"}, {"class": "x-text", "rows": 3}
SHORT = {"class": "x-input x-w-m"}
CATEGORIES = CategorySet._meta.get_field("key").max_length
PARTED = str.maketrans("；;，,", "、、、、")


def month_choices() -> list[tuple[str, str]]:
    """Twelve months, and none: some time in the year."""
    named = [(str(n), gettext("Month %(n)s") % {"n": n}) for n in range(1, 13)]
    return [("", gettext("Some time in the year")), *named]


class TimeForm(forms.Form):
    """A month, or a day, or neither: some time in the year. A day brings its month with it."""

    month = forms.TypedChoiceField(
        label=_("Month"), required=False, coerce=int, empty_value=None, widget=forms.Select(attrs=SELECT)
    )
    due_on = forms.DateField(
        label=_("Day"),
        required=False,
        help_text=_("Only where the day is fixed already; it brings its month with it."),
        widget=forms.DateInput(format="%Y-%m-%d", attrs=SHORT | {"type": "date"}),
    )

    def __init__(self, plan: Plan, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.plan = plan
        self.fields["month"].choices = month_choices()  # type: ignore[attr-defined]
        first, last = date(plan.year, 1, 1), date(plan.year, 12, 31)
        self.fields["due_on"].widget.attrs |= {"min": first.isoformat(), "max": last.isoformat()}

    def clean_due_on(self) -> date | None:
        day: date | None = self.cleaned_data["due_on"]
        if day and day.year != self.plan.year:
            raise forms.ValidationError(gettext("The day does not lie in %(year)s.") % {"year": self.plan.year})
        return day


class MoveForm(TimeForm):
    """Another month or day, and why."""

    reason = forms.CharField(label=_("Reason"), max_length=300, widget=forms.TextInput(attrs=INPUT))

    def __init__(self, plan: Plan, *args: Any, **kwargs: Any) -> None:
        super().__init__(plan, *args, **kwargs)
        self.fields["reason"].required = plan.state != PlanState.DRAFT


class CarryForm(MoveForm):
    """The same for an item whose time has gone by: into which plan it goes."""

    year = forms.TypedChoiceField(label=_("Into the plan of"), coerce=int, widget=forms.Select(attrs=SELECT))
    field_order = ("year", "month", "due_on", "reason")

    def __init__(self, plan: Plan, *args: Any, **kwargs: Any) -> None:
        super().__init__(plan, *args, **kwargs)
        years = [plan.year, plan.year + 1]
        self.fields["year"].choices = [(str(year), str(year)) for year in years]  # type: ignore[attr-defined]
        self.fields["due_on"].widget.attrs["max"] = date(plan.year + 1, 12, 31).isoformat()

    def clean_due_on(self) -> date | None:
        """The day belongs to the year that was chosen, see `clean`."""
        return self.cleaned_data["due_on"]

    def clean(self) -> dict[str, Any]:
        typed = super().clean() or self.cleaned_data
        day, year = typed.get("due_on"), typed.get("year")
        if day and year and day.year != year:
            self.add_error("due_on", gettext("The day does not lie in %(year)s.") % {"year": year})
        return typed


class ItemForm(TimeForm):
    """A line of a plan. The month and day of a plan in force are moved on a page of their own, with reason."""

    topic = forms.CharField(label=_("Topic"), max_length=300, widget=forms.TextInput(attrs=INPUT))
    types = forms.ModelMultipleChoiceField(
        ActivityType.objects.all(), label=_("Headings"), widget=forms.CheckboxSelectMultiple
    )
    group = forms.ModelChoiceField(
        Group.objects.none(),
        label=_("Group"),
        required=False,
        empty_label=_("The whole unit"),
        widget=forms.Select(attrs=SELECT),
    )
    categories = forms.CharField(
        label=_("Categories"),
        required=False,
        max_length=CATEGORIES,
        help_text=_("Several are parted by a comma."),
        widget=forms.TextInput(attrs=INPUT),
    )
    lecturer = forms.CharField(
        label=pgettext_lazy("part", "Lecturer"), required=False, max_length=200, widget=forms.TextInput(attrs=INPUT)
    )
    requirement = forms.ModelChoiceField(
        Requirement.objects.none(),
        label=_("Requirement it answers"),
        required=False,
        empty_label=_("None in particular"),
        widget=forms.Select(attrs=SELECT),
    )
    note = forms.CharField(
        label=pgettext_lazy("plan", "Note"), required=False, max_length=2000, widget=forms.Textarea(attrs=TEXT)
    )
    field_order = ("topic", "types", "month", "due_on", "group", "lecturer", "categories", "requirement", "note")

    def __init__(self, plan: Plan, *args: Any, asked: list[Requirement], timed: bool, **kwargs: Any) -> None:
        super().__init__(plan, *args, **kwargs)
        self.fields["group"].queryset = Group.objects.filter(unit=plan.unit)  # type: ignore[attr-defined]
        ids = [row.pk for row in asked]
        rows = Requirement.objects.filter(pk__in=ids)
        self.fields["requirement"].queryset = rows  # type: ignore[attr-defined]
        if not timed:
            del self.fields["month"], self.fields["due_on"]

    def clean_categories(self) -> tuple[str, ...]:
        words = self.cleaned_data["categories"].translate(PARTED).split("、")
        return tuple(sorted({word.strip() for word in words if word.strip()}))

    @property
    def values(self) -> ItemValues:
        """What was typed, of a valid form."""
        typed = self.cleaned_data
        return ItemValues(
            topic=typed["topic"],
            types=tuple(typed["types"]),
            month=typed.get("month"),
            due_on=typed.get("due_on"),
            group=typed["group"],
            categories=typed["categories"],
            lecturer=typed["lecturer"],
            note=plain(typed["note"]),
            requirement=typed["requirement"],
        )


class ApproveForm(forms.Form):
    """The day on the approval, and the mark of what was decided on."""

    on = forms.DateField(label=_("Day of the approval"))
    seen = forms.CharField(max_length=64)


class ReasonForm(forms.Form):
    """Why."""

    reason = forms.CharField(max_length=300)


def initial_of(item: PlanItem) -> dict[str, Any]:
    """A line as the form shows it."""
    return {
        "topic": item.topic,
        "types": [row.pk for row in item.heading_set.types.all()],
        "month": item.month or "",
        "due_on": item.due_on,
        "group": item.group_id,
        "categories": "、".join(item.category_set.words) if item.category_set else "",
        "lecturer": item.lecturer,
        "requirement": item.requirement_id,
        "note": item.note,
    }


def shown(item: PlanItem) -> dict[str, str]:
    """A line's fields as texts, in the form's order: what `common.stale` compares."""
    stored = content(item)
    return {name: str(stored[name] or "") for name in ItemForm.field_order}


def typed(values: ItemValues) -> dict[str, str]:
    """The same of what was typed."""
    return {
        "topic": values.topic,
        "types": "、".join(str(row) for row in sorted(values.types, key=lambda row: (row.position, row.pk))),
        "month": str(values.due_on.month if values.due_on else values.month or ""),
        "due_on": values.due_on.isoformat() if values.due_on else "",
        "group": values.group.name if values.group else "",
        "lecturer": values.lecturer,
        "categories": "、".join(values.categories),
        "requirement": values.requirement.name if values.requirement else "",
        "note": values.note,
    }
