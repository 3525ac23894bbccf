"""Fields of the forms of 组织: days without a bound, last days, units and people within reach."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from xueer.common.calendar import BEGINNING, FOREVER, LATEST, day_after, last_day
from xueer.common.suggested import SUGGESTED
from xueer.common.text import fold_width, split_values, trim
from xueer.org.models import Person, Unit

# Up to so many units are offered in a list; above, the code or the name is typed.
OFFERED = 300
# Nobody on the staff was born before.
LONG_AGO = date(1900, 1, 1)


def text_input(**attributes: Any) -> forms.TextInput:
    return forms.TextInput(attrs={"class": "x-input", "autocomplete": "off"} | attributes)


class DayField(forms.DateField):
    """A day, or nothing."""

    def __init__(self, **kwargs: Any) -> None:
        widget = forms.DateInput(format="%Y-%m-%d", attrs={"class": "x-input", "type": "date"})
        super().__init__(widget=widget, input_formats=["%Y-%m-%d", "%Y/%m/%d"], **kwargs)

    def validate(self, value: date | None) -> None:
        super().validate(value)
        if value and not LONG_AGO <= value <= LATEST:
            raise forms.ValidationError(_("Mind the year."))


class FirstDayField(DayField):
    """The first day of a range; nothing stands for always."""

    def prepare_value(self, value: Any) -> Any:
        return None if value == BEGINNING else value

    def clean(self, value: Any) -> date:
        return super().clean(value) or BEGINNING


class LastDayField(DayField):
    """The last day of a range, as people name it; kept as the day after. Nothing stands for still."""

    def prepare_value(self, value: Any) -> Any:
        return last_day(value) if isinstance(value, date) else value

    def clean(self, value: Any) -> date:
        typed = super().clean(value)
        return day_after(typed) if typed else FOREVER


class UnitField(forms.CharField):
    """A unit among those offered, by code or by its exact name; a list where they are few."""

    def __init__(self, units: QuerySet[Unit], *, empty: Any = "", **kwargs: Any) -> None:
        self.units = units
        known: Sequence[Unit] = units.order_by("position", "code")[: OFFERED + 1]
        if len(known) <= OFFERED:
            blank = [("", empty or "–")] if empty or not kwargs.get("required", True) or len(known) != 1 else []
            choices = [*blank, *((unit.code, unit.name) for unit in known)]
            kwargs["widget"] = forms.Select(choices=choices, attrs={"class": "x-select"})
        else:
            kwargs["widget"] = text_input()
        super().__init__(max_length=200, **kwargs)

    def prepare_value(self, value: Any) -> Any:
        return value.code if isinstance(value, Unit) else value

    def clean(self, value: Any) -> Unit | None:
        typed = super().clean(value)
        if not typed:
            return None
        found = self.units.filter(code=trim(fold_width(typed))).first()
        if found is None:
            named = list(self.units.filter(name=trim(typed))[:2])
            found = named[0] if len(named) == 1 else None
        if found is None:
            raise forms.ValidationError(_("There is no such unit among those that you keep."))
        return found


class PeopleField(forms.CharField):
    """Several people by 工号 or by a name that is the only one of its kind among those offered."""

    def __init__(self, people: QuerySet[Person], **kwargs: Any) -> None:
        self.people = people
        super().__init__(widget=text_input(**SUGGESTED), **kwargs)

    def clean(self, value: Any) -> list[Person]:
        typed = split_values(super().clean(value))
        if not typed:
            return []
        codes = {fold_width(word): word for word in typed}
        found = {person.code: person for person in self.people.filter(code__in=codes)}
        missing = [word for code, word in codes.items() if code not in found]
        for word in list(missing):
            named = list(self.people.filter(name=word)[:2])
            if len(named) == 1:
                found[named[0].code] = named[0]
                missing.remove(word)
        if missing:
            words = _("Not found, or not the only one of that name: %(names)s.")
            raise forms.ValidationError(words % {"names": "、".join(missing)})
        return list(found.values())
