"""What is typed at sign-in and when a password is chosen."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from xueer.access.permissions import Permission
from xueer.access.queries import Reach
from xueer.access.roles import RoleName
from xueer.common.calendar import EARLIEST, FOREVER, day_after, today
from xueer.common.text import fold_width, trim
from xueer.org.models import Membership, Person

# Roles are given for a term at most; a day further off is a mistyped year.
LONGEST_AHEAD = timedelta(days=366 * 10)


class SignInForm(forms.Form):
    """工号 and password. Full-width characters in the code are folded, as in the workbook."""

    code = forms.CharField(
        label=_("Staff code"),
        max_length=64,
        widget=forms.TextInput(
            attrs={"class": "x-input", "autocomplete": "username", "autocapitalize": "none", "autofocus": True}
        ),
    )
    password = forms.CharField(
        label=_("Password"),
        strip=False,
        max_length=200,
        widget=forms.PasswordInput(attrs={"class": "x-input", "autocomplete": "current-password"}),
    )

    def clean_code(self) -> str:
        return trim(fold_width(self.cleaned_data["code"]))


class ChangePasswordForm(forms.Form):
    """The new password twice; the old one as well, unless it was a one-time password."""

    old = forms.CharField(
        label=_("Password until now"),
        strip=False,
        max_length=200,
        widget=forms.PasswordInput(attrs={"class": "x-input", "autocomplete": "current-password"}),
    )
    new = forms.CharField(
        label=_("New password"),
        strip=False,
        max_length=200,
        help_text=_("At least 8 characters, not only digits, not your code, name or phone number."),
        widget=forms.PasswordInput(attrs={"class": "x-input", "autocomplete": "new-password"}),
    )
    again = forms.CharField(
        label=_("New password again"),
        strip=False,
        max_length=200,
        widget=forms.PasswordInput(attrs={"class": "x-input", "autocomplete": "new-password"}),
    )

    def __init__(self, person: Person, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.person = person
        if person.must_change_password:
            del self.fields["old"]

    def clean_old(self) -> str:
        old = self.cleaned_data["old"]
        if not self.person.check_password(old):
            raise forms.ValidationError(_("That is not your password until now."))
        return old

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        new, again = cleaned.get("new"), cleaned.get("again")
        if new and again and new != again:
            self.add_error("again", _("The two differ. Type the new password twice."))
        if new and self.person.check_password(new):
            self.add_error("new", _("This is the password until now. Choose another."))
        return cleaned


def _day_input() -> forms.DateInput:
    return forms.DateInput(format="%Y-%m-%d", attrs={"class": "x-input", "type": "date"})


class GrantForm(forms.Form):
    """Whom, which role, from when until when. `roles`: those that the caller may give here."""

    person = forms.CharField(
        label=_("Person"),
        max_length=100,
        help_text=_("Staff code, or the name if nobody else has it."),
        widget=forms.TextInput(attrs={"class": "x-input", "autocomplete": "off"}),
    )
    role = forms.ChoiceField(label=_("Role"), widget=forms.Select(attrs={"class": "x-select"}))
    starts_on = forms.DateField(label=_("From"), widget=_day_input())
    ends_on = forms.DateField(
        label=pgettext_lazy("of a range", "Last day"),
        required=False,
        help_text=_("Empty: until it is withdrawn."),
        widget=_day_input(),
    )

    def __init__(self, *args: Any, roles: Sequence[RoleName], reach: Reach, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.reach = reach
        self.fields["role"].choices = [(role.value, role.label) for role in roles]  # type: ignore[attr-defined]

    def clean_person(self) -> Person:
        """Somebody in view: existence of others stays private."""
        typed = trim(self.cleaned_data["person"])
        people = Person.objects.filter(ends_on__gt=self.reach.on)
        seen = self.reach.visible_units()
        here = Membership.objects.filter(ends_on__gt=self.reach.on, unit__in=seen)
        if not self.reach.everywhere(Permission.UNIT_VIEW):
            people = people.filter(pk__in=here.values("person_id"))
        found = list(people.filter(code=fold_width(typed))[:1]) or list(people.filter(name=typed)[:2])
        if len(found) != 1:
            raise forms.ValidationError(_("There is nobody of that code, or several people of that name."))
        return found[0]

    def clean_starts_on(self) -> date:
        return _within_reason(self.cleaned_data["starts_on"])

    def clean_ends_on(self) -> date:
        last = self.cleaned_data["ends_on"]
        return day_after(_within_reason(last)) if last else FOREVER

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if {"starts_on", "ends_on"} <= cleaned.keys() and cleaned["ends_on"] <= cleaned["starts_on"]:
            self.add_error("ends_on", _("The last day is earlier than the first."))
        return cleaned


class WithdrawForm(forms.Form):
    """The last day of a role."""

    last = forms.DateField(label=pgettext_lazy("of a range", "Last day"), widget=_day_input())

    def clean_last(self) -> date:
        return _within_reason(self.cleaned_data["last"])


def _within_reason(day: date) -> date:
    if not EARLIEST <= day <= today() + LONGEST_AHEAD:
        raise forms.ValidationError(_("Mind the year."))
    return day
