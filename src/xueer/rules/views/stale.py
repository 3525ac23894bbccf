"""Forms that met a newer version: what only the other changed is taken over, what both changed is shown twice."""

from collections.abc import Mapping
from datetime import date
from typing import Any, NamedTuple

from django import forms
from django.db.models import Model
from django.http import HttpRequest, QueryDict

from xueer.common.stale import meet, seen_of

Texts = dict[str, list[str]]


class Sent(NamedTuple):
    """A form as it was sent, joined with what is stored now. `clashes`: label, stored, typed."""

    data: QueryDict
    clashes: list[tuple[str, str, str]]


def stored_in(form: forms.Form) -> Texts:
    """The fields as the form shows them, as texts."""
    return {name: _texts(form.get_initial_for_field(field, name)) for name, field in form.fields.items()}


def seen(stored: Mapping[str, list[str]]) -> str:
    """What the form carries of what it showed."""
    return seen_of({name: _one(values) for name, values in stored.items()})


def sent(request: HttpRequest, form: forms.Form) -> Sent:
    """Joins the sending with what `form` (unbound, filled with the stored values) shows."""
    stored = stored_in(form)
    typed = {name: request.POST.getlist(name) for name in stored}
    met = meet(
        seen=request.POST.get("seen", ""),
        stored={name: _one(values) for name, values in stored.items()},
        typed={name: _one(values) for name, values in typed.items()},
    )
    data = request.POST.copy()
    for name in met.theirs:
        data.setlist(name, stored[name])
    clashes = [
        (str(form.fields[name].label), _words(form.fields[name], stored[name]), _words(form.fields[name], typed[name]))
        for name in met.conflicts
    ]
    return Sent(data, clashes)


def _texts(value: Any) -> list[str]:
    if isinstance(value, list | tuple):
        return [text for one in value for text in _texts(one)]
    if value is None or value is False or value == "":
        return []
    if value is True:
        return ["on"]
    if isinstance(value, Model):
        return [str(value.pk)]
    return [value.isoformat() if isinstance(value, date) else str(value)]


def _one(values: list[str]) -> str:
    return "\n".join(sorted(values))


def _words(field: forms.Field, values: list[str]) -> str:
    """The values as the page words them."""
    words: dict[str, str] = {}
    for value, label in getattr(field, "choices", ()):
        pairs = label if isinstance(label, list | tuple) else [(value, label)]
        words |= {str(one): str(said) for one, said in pairs}
    return "、".join(words.get(value, value) for value in values)
