"""The forms by which units, people and groups are changed, one base for all: refused in words, or grown old."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext as _

from xueer.common.calendar import BEGINNING, FOREVER
from xueer.common.digests import digest
from xueer.org.errors import OrgRefused, OrgStale

CONFLICT, REFUSED = 409, 422


class ActForm(forms.Form):
    """A form that remembers what was stored when it was filled (`seen`).

    `stored`: those values, by name; fields of the same name begin with them.
    """

    seen = forms.CharField(required=False, max_length=16, widget=forms.HiddenInput)

    def __init__(self, *args: Any, stored: Mapping[str, Any] | None = None, **kwargs: Any) -> None:
        given = dict(stored or {})
        kwargs["initial"] = given | kwargs.get("initial", {}) | ({"seen": digest(given)} if given else {})
        super().__init__(*args, **kwargs)
        self.theirs: list[tuple[str, str, str]] = []

    @property
    def values(self) -> dict[str, Any]:
        """What was typed, without the mark of what was seen."""
        return {name: value for name, value in self.cleaned_data.items() if name != "seen"}

    @property
    def seen_mark(self) -> str:
        return str(self.cleaned_data.get("seen", ""))

    @property
    def status(self) -> int:
        """409: somebody else was quicker; 422: refused."""
        return CONFLICT if self.theirs else REFUSED if self.errors else 200

    def refuse(self, refused: OrgRefused) -> None:
        self.add_error(refused.field if refused.field in self.fields else None, str(refused))

    def outdate(self, stale: OrgStale) -> None:
        """Shows what is stored now beside what was typed; sent again, the form stands against the new values."""
        for name, field in self.fields.items():
            if name in stale.stored and stale.stored[name] != self.cleaned_data.get(name):
                mine, now = self.cleaned_data.get(name), stale.stored[name]
                self.theirs.append((str(field.label), _words(field, now), _words(field, mine)))
        if not self.theirs:
            self.theirs = [(_("Posts and days"), _("changed by somebody else"), _("as typed below"))]
        self.data = self.data.copy()
        self.data["seen"] = digest(stale.stored)


def _words(field: forms.Field, value: Any) -> str:
    if value in (None, "", BEGINNING, FOREVER):
        return "–"
    shown = field.prepare_value(value) if isinstance(value, date) else value
    choices = dict(getattr(field, "choices", ()))
    return str(choices.get(shown, shown))
