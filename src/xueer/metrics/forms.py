"""What the address of a figure may ask for: the span of days and the item. This year unless it says so."""

from dataclasses import dataclass
from datetime import date

from django import forms
from django.core.validators import MaxValueValidator, MinValueValidator
from django.http import QueryDict

from xueer.common.calendar import EARLIEST, LATEST

DAYS = (MinValueValidator(EARLIEST), MaxValueValidator(LATEST))


class SpanForm(forms.Form):
    """Reads the address."""

    first = forms.DateField(required=False, validators=DAYS)
    last = forms.DateField(required=False, validators=DAYS)
    item = forms.CharField(required=False, max_length=200)


@dataclass(frozen=True)
class Span:
    """Both days inclusive; `item` is what the metric may be asked for (an activity type), or None for all."""

    first: date
    last: date
    item: str | None


def span_of(given: QueryDict, *, today: date) -> Span:
    """The span that an address asks for (`from`, `to`, `item`); the year to date without one."""
    renamed = {"first": given.get("from"), "last": given.get("to"), "item": given.get("item")}
    form = SpanForm(renamed)
    form.is_valid()
    last = form.cleaned_data.get("last") or today
    first = form.cleaned_data.get("first") or date(last.year, 1, 1)
    return Span(min(first, last), last, form.cleaned_data.get("item") or None)
