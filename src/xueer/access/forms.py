"""What is typed at sign-in and when a password is chosen."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from xueer.common.text import fold_width, trim
from xueer.org.models import Person


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
