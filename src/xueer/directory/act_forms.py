"""What is typed when units, people, groups and days are changed."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from xueer.common.workday_lines import BadLine, read_days
from xueer.directory.acting import ActForm
from xueer.directory.fields import (
    DayField,
    FirstDayField,
    LastDayField,
    PeopleField,
    UnitField,
    text_input,
)
from xueer.org.choices import Sector
from xueer.org.errors import OrgRefused
from xueer.org.models import GroupMember, Person, Unit

TEXT = {"class": "x-text", "rows": 6}
SECTORS = [("", "–"), *Sector.choices]


def _line(words: Any, length: int, *, required: bool = False, hint: Any = "", example: Any = "") -> forms.CharField:
    attributes = {"placeholder": example} if example else {}
    widget = text_input(**attributes)
    return forms.CharField(label=words, max_length=length, required=required, help_text=hint, widget=widget)


class UnitForm(ActForm):
    """What a unit's own row says; the day of closing is set on a page of its own."""

    name = _line(_("Name of the unit"), 200, required=True)
    kind = _line(_("Kind"), 100, required=True, hint=_("In your own words; requirements may name it."))
    stratum = _line(_("Stratum"), 100)
    sector = forms.ChoiceField(
        label=_("Sector"), choices=SECTORS, required=False, widget=forms.Select(attrs={"class": "x-select"})
    )
    position = forms.IntegerField(
        label=_("Place in the fixed order"),
        required=False,
        min_value=0,
        max_value=999_999,
        widget=forms.NumberInput(attrs={"class": "x-input"}),
    )
    starts_on = FirstDayField(label=_("Founded on"), required=False, help_text=_("Empty: always."))


class NewUnitForm(UnitForm):
    """The same with a code, which is not changed later."""

    code = _line(_("Code"), 64, required=True, hint=_("Stays as it is: it names the unit in workbooks and addresses."))
    field_order = ["name", "code"]


class CloseUnitForm(ActForm):
    """The last day of a unit. With people inside it is refused once, and then has a box to tick."""

    ends_on = LastDayField(label=pgettext_lazy("of a range", "Last day"))
    confirmed = forms.BooleanField(
        label=_("Close although people are inside"), required=False, widget=forms.HiddenInput
    )

    def refuse(self, refused: OrgRefused) -> None:
        super().refuse(refused)
        if refused.field == "confirmed":
            self.fields["confirmed"].widget = forms.CheckboxInput()


class EditUnitForm(CloseUnitForm, UnitForm):
    """What a unit's own row says, with its last day."""

    ends_on = LastDayField(
        label=pgettext_lazy("of a range", "Last day"), required=False, help_text=_("Empty: still there.")
    )
    field_order = ["name", "kind", "stratum", "sector", "position", "starts_on", "ends_on"]


class MoveUnitForm(ActForm):
    """Another superior from a day on."""

    def __init__(self, *args: Any, units: QuerySet[Unit], root: bool, on: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        empty = _("none: it stands by itself") if root else ""
        self.fields["parent"] = UnitField(units, label=_("New superior"), required=not root, empty=empty)
        self.fields["starts_on"] = DayField(label=_("From"), initial=on)


class PersonForm(ActForm):
    """Own data of a person."""

    name = _line(_("Name"), 100, required=True)
    gender = _line(_("Gender"), 20)
    born_on = DayField(label=_("Born"), required=False)
    education = _line(_("Education"), 100)
    political = _line(_("Political status"), 100)
    joined_party_on = DayField(label=_("Joined the party"), required=False)
    rank = _line(_("Rank"), 100)
    phone = _line(_("Phone"), 50)
    starts_on = FirstDayField(label=_("In post since"), required=False, help_text=_("Empty: always."))

    def leave_out_private(self) -> None:
        """For those who may not see births and phone numbers: what is stored of them stays."""
        for name in ("gender", "born_on", "joined_party_on", "phone"):
            del self.fields[name]


class NewPersonForm(PersonForm):
    """The same with 工号 and duty, which are changed by other acts later."""

    code = _line(_("Staff code"), 64, required=True, hint=_("Proposed; type another if your rules say so."))
    duty = _line(_("Duty"), 200)
    field_order = ["name", "code", "duty"]


class TransferForm(ActForm):
    """Another main post from a day on. `places`: those in groups of the present unit, which end unless unticked."""

    def __init__(
        self, *args: Any, units: QuerySet[Unit], on: date, places: Sequence[GroupMember], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        hint = _("The day the order names, also one that has passed. The post until now ends the day before.")
        self.fields["unit"] = UnitField(units, label=_("To unit"))
        self.fields["duty"] = _line(_("Duty"), 200)
        self.fields["starts_on"] = DayField(label=_("From"), initial=on, help_text=hint)
        if places:
            choices = [(str(place.pk), place.group.name) for place in places]
            words = _("End on the same day in groups of the unit left")
            self.fields["ticked"] = forms.MultipleChoiceField(
                label=words, choices=choices, required=False, initial=[pk for pk, _name in choices]
            )

    @property
    def values(self) -> dict[str, Any]:
        given = super().values
        return given | {"groups": [int(pk) for pk in given.pop("ticked", ())]}


class MainPostForm(ActForm):
    """A main post of the timeline, put right. The first one begins with the service and has no day of its own."""

    def __init__(self, *args: Any, units: QuerySet[Unit], first: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["unit"] = UnitField(units, label=_("Unit"))
        self.fields["duty"] = _line(_("Duty"), 200)
        if not first:
            self.fields["starts_on"] = DayField(label=_("From"))


class SidePostForm(ActForm):
    """A second post with its days."""

    def __init__(self, *args: Any, units: QuerySet[Unit], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["unit"] = UnitField(units, label=_("Unit"))
        self.fields["duty"] = _line(_("Duty"), 200)
        self.fields["starts_on"] = FirstDayField(label=_("From"), required=False, help_text=_("Empty: always."))
        self.fields["ends_on"] = LastDayField(
            label=pgettext_lazy("of a range", "Last day"), required=False, help_text=_("Empty: still.")
        )


class LeaveForm(ActForm):
    """The last day of service."""

    ends_on = LastDayField(label=pgettext_lazy("of a range", "Last day"))


class ReturnForm(ActForm):
    """The first day of service again."""

    starts_on = DayField(label=_("Back from"))


class ExemptionForm(ActForm):
    """Days free of collective study, with the basis."""

    basis = _line(_("Basis"), 200, required=True, hint=_("The rule or decision; no diagnoses."))
    starts_on = FirstDayField(label=_("From"), required=False, help_text=_("Empty: always."))
    ends_on = LastDayField(label=pgettext_lazy("of a range", "Last day"), required=False, help_text=_("Empty: still."))


class GroupForm(ActForm):
    """Name and kind of a group."""

    name = _line(_("Name of the group"), 200, required=True)
    kind = _line(_("Kind"), 100, required=True, hint=_("In your own words; requirements may name it."))


class NewGroupForm(GroupForm):
    """The same with a code."""

    code = _line(_("Code"), 64, required=True, hint=_("Stays as it is: it names the group in workbooks."))
    field_order = ["name", "kind", "code"]


class JoinForm(ActForm):
    """Several people join: ticked in the list, or typed."""

    role = _line(_("Role in it"), 100, example=_("such as head, secretary, member"))
    starts_on = FirstDayField(label=_("From"), required=False, help_text=_("Empty: always."))

    def __init__(self, *args: Any, people: QuerySet[Person], offered: list[Person], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [(person.code, person.name) for person in offered]
        self.fields["ticked"] = forms.MultipleChoiceField(label=_("People"), choices=choices, required=False)
        self.fields["people"] = PeopleField(
            people, label=_("Others"), required=False, help_text=_("Staff codes or names, parted by commas.")
        )
        self.offered = {person.code: person for person in offered}

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        chosen = [self.offered[code] for code in cleaned.get("ticked", ())] + cleaned.get("people", [])
        if not chosen and not self.errors:
            self.add_error("people", _("Choose at least one person."))
        return cleaned | {"people": list(dict.fromkeys(chosen))}


class MemberForm(ActForm):
    """Somebody's role in a group and the days."""

    role = _line(_("Role in it"), 100)
    starts_on = FirstDayField(label=_("From"), required=False, help_text=_("Empty: always."))
    ends_on = LastDayField(label=pgettext_lazy("of a range", "Last day"), required=False, help_text=_("Empty: still."))


class EndGroupForm(ActForm):
    """The last day of a group."""

    ends_on = LastDayField(label=pgettext_lazy("of a range", "Last day"))


class ClosedDaysForm(ActForm):
    """Own days as lines, one or many: day or days, off or working, name."""

    days = forms.CharField(
        label=_("The days"),
        max_length=20_000,
        widget=forms.Textarea(attrs=TEXT),
        help_text=pgettext_lazy("closed days", "One a line, also pasted from a notice."),
    )

    def clean_days(self) -> list[tuple[date, bool, str]]:
        try:
            return read_days(self.cleaned_data["days"])
        except BadLine as bad:
            words = _("Line %(number)s cannot be read: %(line)s")
            raise forms.ValidationError(words % {"number": bad.number, "line": bad.line[:60]}) from None
