"""The form of a requirement: a sentence to fill in, with the rarer parts folded away below it."""

from datetime import date
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from xueer.common.calendar import BEGINNING, FOREVER, day_after, first_day, last_day
from xueer.common.periods import PeriodKind
from xueer.common.text import fold_width, split_values, trim
from xueer.org.models import Unit
from xueer.records.choices import Role
from xueer.rules import offered
from xueer.rules.choices import Measure, Strength, SubjectKind
from xueer.rules.errors import RuleRefused
from xueer.rules.forms.days import DayField, deadline_of
from xueer.rules.models import Rulebook
from xueer.rules.naming import nameable
from xueer.rules.wanted import Wanted, check
from xueer.rules.words import unit_words

PARTS = (Role.PARTICIPANT, Role.LECTURER, Role.SPEAKER, Role.CHAIR)
PERIODS = (
    (PeriodKind.WEEK.value, pgettext_lazy("period", "week")),
    (PeriodKind.MONTH.value, pgettext_lazy("period", "month")),
    (PeriodKind.QUARTER.value, pgettext_lazy("period", "quarter")),
    (PeriodKind.HALF_YEAR.value, pgettext_lazy("period", "half-year")),
    (PeriodKind.YEAR.value, pgettext_lazy("period", "year")),
    (PeriodKind.FIVE_YEARS.value, pgettext_lazy("period", "five years")),
    (PeriodKind.ONCE.value, pgettext_lazy("period", "once")),
)
# Spoken in the sentence itself, without frames.
SPOKEN = ("who", "period", "type", "at_least", "measure", "strength", "starts_on", "let_off")
# What lies folded away below it.
FOLDED = (
    *("within", "condition", "exempt_condition", "more_types", "new_type", "at_most", "categories", "deadline", "last"),
    *("alternatives", "mutual"),
)
# Fields of the row → where their error is shown.
PLACES = {"condition": "who", "exempt_condition": "let_off", "types": "type"}


def _number() -> forms.TextInput:
    """A field for a number without the browser's arrows, which would hide its last digits."""
    return forms.TextInput(attrs={"inputmode": "decimal"})


class SentenceForm(forms.Form):
    """Everything of a requirement. `wanted()` is what it says; `add_refusal` shows what an action refused."""

    who = forms.ChoiceField(label=_("Who"))
    period = forms.ChoiceField(label=_("How often"), choices=PERIODS)
    type = forms.ChoiceField(label=_("Heading counted"), required=False)
    at_least = forms.DecimalField(label=_("At least"), required=False, widget=_number())
    measure = forms.ChoiceField(label=_("Counted in"))
    strength = forms.ChoiceField(label=_("Strength"), choices=Strength.choices)
    starts_on = DayField(label=_("In force from"), required=False)
    let_off = forms.ChoiceField(label=_("Let off"), required=False)

    name = forms.CharField(label=_("Name of the requirement"), required=False, max_length=200)
    within = forms.ChoiceField(label=_("Only in units of the kind"), required=False)
    own_kind = forms.ChoiceField(label=_("A condition of one's own: for"), choices=SubjectKind.choices, required=False)
    condition = forms.CharField(label=_("The condition"), required=False, max_length=500)
    exempt_condition = forms.CharField(label=_("Excused by the condition"), required=False, max_length=500)
    more_types = forms.MultipleChoiceField(label=_("Also counted"), required=False)
    new_type = forms.CharField(label=_("A heading not there yet"), required=False, max_length=100)
    at_most = forms.DecimalField(label=_("At most"), required=False, widget=_number())
    role = forms.ChoiceField(label=_("Taking part as"), choices=[(one.value, one.label) for one in PARTS])
    categories = forms.CharField(label=_("Only with the content"), required=False, max_length=500)
    deadline = forms.CharField(label=_("To be done by"), required=False, max_length=20)
    last = DayField(label=_("In force until"), required=False)
    clauses = forms.MultipleChoiceField(label=_("Stands on"), required=False)
    alternatives = forms.MultipleChoiceField(label=_("Or instead"), required=False)
    mutual = forms.BooleanField(label=_("and this may stand for them as well"), required=False)
    code = forms.CharField(label=_("Code"), required=False, max_length=64)
    basis = forms.CharField(label=_("Basis"), required=False, max_length=500)
    preset = forms.CharField(required=False, max_length=60, widget=forms.HiddenInput)

    def __init__(
        self, data: Any = None, *, unit: Unit, rulebook: Rulebook | None, on: date, wanted: Wanted | None = None,
        pk: int = 0, new_names: tuple[str, ...] = (),
    ) -> None:  # fmt: skip
        self.unit, self.rulebook, self.pk, self.on = unit, rulebook, pk, on
        self.subjects, self.excused = offered.whom(unit, on=on), offered.excused(unit, on=on)
        super().__init__(data, initial=self._initial(wanted, new_names) if wanted else None)
        self._types = offered.headings()
        self._others = list(offered.alternatives(unit, on=on, but=pk))
        self._clauses = list(rulebook.clauses.order_by("position", "id")) if rulebook else []
        types = [(str(one.pk), one.name) for one in self._types]
        self._choose("measure", [(one.value, unit_words(one)) for one in Measure])
        self._choose("who", self.subjects)
        self._choose("let_off", self.excused)
        self._choose("within", offered.within(unit, on=on))
        self._choose("type", [("", _("choose …")), *types])
        self._choose("more_types", types)
        self._choose("clauses", [(str(one.pk), one.number) for one in self._clauses])
        self._choose("alternatives", [(str(one.pk), f"{one.name} ({one.code})") for one in self._others])
        for name, field in self.fields.items():
            if name in SPOKEN:
                field.widget.attrs["aria-label"] = field.label
            elif not isinstance(field, forms.BooleanField):
                field.widget.attrs["class"] = "x-select" if isinstance(field, forms.ChoiceField) else "x-input"

    def _choose(self, name: str, choices: Any) -> None:
        self.fields[name].choices = choices  # type: ignore[attr-defined]

    def _initial(self, wanted: Wanted, new_names: tuple[str, ...]) -> dict[str, Any]:
        """The fields of the form for a requirement that is there, or proposed."""
        who = offered.chosen_in(f"{wanted.subject_kind}:{wanted.condition}", self.subjects)
        let_off = offered.chosen_in(wanted.exempt_condition, self.excused)
        types = [str(one.pk) for one in wanted.types]
        return {
            **{name: getattr(wanted, name) for name in ("name", "code", "period", "measure", "strength", "role")},
            **{name: getattr(wanted, name) for name in ("deadline", "basis", "preset")},
            "who": who,
            "own_kind": wanted.subject_kind,
            "condition": wanted.condition if who == offered.OWN else "",
            "let_off": let_off,
            "exempt_condition": wanted.exempt_condition if let_off == offered.OWN else "",
            "type": types[0] if types else "",
            "more_types": types[1:],
            "new_type": "、".join(new_names),
            "at_least": _shown(wanted.at_least),
            "at_most": _shown(wanted.at_most),
            "categories": "、".join(wanted.categories),
            "starts_on": first_day(wanted.starts_on),
            "last": last_day(wanted.ends_on),
            "clauses": [str(one.pk) for one in wanted.clauses],
            "alternatives": [str(one.pk) for one in wanted.alternatives],
        }

    @property
    def unfolded(self) -> bool:
        """Is something said in one's own words, or wrong, among the parts that are folded away?"""
        own = any(self[name].value() for name in ("condition", "exempt_condition", "new_type"))
        return bool(own or set(self.errors) & {*FOLDED, "name", "code", "clauses"})

    @property
    def said(self) -> int:
        """How many of the parts that are folded away say something."""
        return sum(self[name].value() not in (None, "", [], False) for name in FOLDED)

    @property
    def new_names(self) -> list[str]:
        """Headings named here that are not there yet."""
        there = {one.name for one in self._types}
        return [name for name in self._named() if name not in there]

    def _named(self) -> list[str]:
        return [trim(name)[:100] for name in split_values(self.cleaned_data.get("new_type", ""))]

    def clean(self) -> dict[str, Any]:
        """The whole sentence must make sense; what does not is said at its place."""
        clean = super().clean() or {}
        if not self.errors:
            try:
                made = self.wanted()
                if not made.types and self.new_names:
                    made.types = self._types[:1]  # stands for a heading that will be added
                check(made, rulebook=self.rulebook, pk=self.pk)
                if made.code:
                    nameable(made.code, field="code")
            except RuleRefused as refused:
                self.add_refusal(refused)
        return clean

    def add_refusal(self, refused: RuleRefused) -> None:
        """Says at its place what was refused."""
        name = PLACES.get(refused.field, refused.field)
        if name == "who" and self.cleaned_data.get("who") == offered.OWN:
            name = "condition"
        if name == "let_off" and self.cleaned_data.get("let_off") == offered.OWN:
            name = "exempt_condition"
        self.add_error(name if name in self.fields else None, str(refused))

    def wanted(self) -> Wanted:
        """The requirement that the sentence asks for; headings still to be added are left out. Raises RuleRefused."""
        clean = self.cleaned_data
        kind, condition = self._subject()
        let_off = clean["exempt_condition"] if clean["let_off"] == offered.OWN else clean["let_off"]
        ids = {clean["type"], *clean["more_types"]}
        named = set(self._named())
        return Wanted(
            subject_kind=kind,
            condition=condition,
            types=[one for one in self._types if str(one.pk) in ids or one.name in named],
            role=clean["role"],
            categories=split_values(clean["categories"]),
            measure=clean["measure"],
            at_least=clean["at_least"],
            at_most=clean["at_most"],
            period=clean["period"],
            deadline=deadline_of(clean["deadline"]),
            strength=clean["strength"],
            exempt_condition=trim(let_off),
            starts_on=clean["starts_on"] or BEGINNING,
            ends_on=day_after(clean["last"]) if clean["last"] else FOREVER,
            clauses=[one for one in self._clauses if str(one.pk) in clean["clauses"]],
            alternatives=[one for one in self._others if str(one.pk) in clean["alternatives"]],
            code=trim(fold_width(clean.get("code", ""))),
            name=trim(clean["name"]),
            basis=trim(clean.get("basis", "")),
            preset=clean["preset"],
        )

    def _subject(self) -> tuple[str, str]:
        clean = self.cleaned_data
        if clean["who"] == offered.OWN:
            kind, condition = clean["own_kind"] or SubjectKind.PERSON.value, trim(clean["condition"])
            if not condition:
                raise RuleRefused(str(_("Write the condition, or choose from the list.")), field="condition")
        else:
            kind, _colon, condition = clean["who"].partition(":")
        if clean["within"] and kind != SubjectKind.GROUP:
            parts = condition.split("|") if condition else [""]
            condition = "|".join("、".join(filter(None, (part, clean["within"]))) for part in parts)
        return kind, condition


def _shown(number: Decimal | None) -> str:
    return "" if number is None else f"{number.normalize():f}"
