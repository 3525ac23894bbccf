"""The form about a session: what, when, where, who holds it, who leads, for whom. Entry, plan, series and change share
it; it offers only what the caller may see, so that nothing else can be named by typing an id."""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from django import forms
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from xueer.access.permissions import Permission
from xueer.activities.actions.details import Details
from xueer.activities.choices import AudienceKind, PartRole
from xueer.activities.forms.folds import Fold, folds
from xueer.activities.forms.names import Named, named, people_in_sight
from xueer.activities.forms.offers import Boxes, Offers, Option
from xueer.activities.models import Audience
from xueer.activities.queries.entry import at_local
from xueer.common.calendar import EARLIEST, LATEST, today
from xueer.common.suggested import SUGGESTED
from xueer.org.models import Group, Unit
from xueer.plans.models import PlanItem

LISTS = ("types", "categories", "joint", "audience")
PARTS = {"chairs": PartRole.CHAIR, "lecturers": PartRole.LECTURER, "speakers": PartRole.SPEAKER}
LONGEST = timedelta(days=31)
AHEAD = timedelta(days=3 * 366)
LINE = {"class": "x-input"}
SMALL = {"class": "x-input x-w-m"}


def _line(label: Any, length: int, **more: Any) -> forms.CharField:
    given = {"required": False} | more
    attrs = LINE | given.pop("attrs", {})
    return forms.CharField(label=label, max_length=length, widget=forms.TextInput(attrs), **given)


class DetailsForm(forms.Form):
    """`when`: "past" for sessions that were held, "coming" for those to come, "any" for changing one."""

    topic = _line(gettext_lazy("Topic"), 300, required=True)
    day = forms.DateField(
        label=gettext_lazy("Day"), widget=forms.DateInput({**SMALL, "type": "date"}, format="%Y-%m-%d")
    )
    start = forms.TimeField(
        label=gettext_lazy("From"), widget=forms.TimeInput({"class": "x-input x-w-s", "type": "time"}, format="%H:%M")
    )
    end = forms.TimeField(
        label=gettext_lazy("To"), widget=forms.TimeInput({"class": "x-input x-w-s", "type": "time"}, format="%H:%M")
    )
    end_day = forms.DateField(
        label=gettext_lazy("Last day"),
        required=False,
        widget=forms.DateInput({**SMALL, "type": "date"}, format="%Y-%m-%d"),
        help_text=gettext_lazy("Only where it ends on another day"),
    )
    place = _line(gettext_lazy("Place"), 200, attrs={"list": "places"})
    form = _line(gettext_lazy("Form"), 100, attrs={"list": "forms"})
    types = forms.MultipleChoiceField(label=gettext_lazy("Headings"))
    categories = forms.MultipleChoiceField(label=gettext_lazy("Categories"), required=False)
    more_categories = _line(gettext_lazy("Other categories"), 200)
    group = forms.ChoiceField(label=gettext_lazy("Group"), required=False, widget=forms.Select({"class": "x-select"}))
    plan_item = forms.ChoiceField(
        label=gettext_lazy("Item of the plan"), required=False, widget=forms.Select({"class": "x-select"})
    )
    joint = forms.MultipleChoiceField(label=gettext_lazy("Held together with"), required=False)
    chairs = _line(pgettext_lazy("part", "Chair"), 300, attrs=SUGGESTED)
    lecturers = _line(pgettext_lazy("part", "Lecturer"), 300, attrs=SUGGESTED)
    speakers = _line(gettext_lazy("Central speaker"), 600, attrs=SUGGESTED)
    audience = forms.MultipleChoiceField(label=gettext_lazy("Who is expected"), required=False)
    audience_people = _line(gettext_lazy("Single people"), 1000, attrs=SUGGESTED)

    def __init__(self, data: Any = None, *, offers: Offers, when: str = "any", **more: Any) -> None:
        super().__init__(data, **more)
        self.offers, self.when = offers, when
        self._offer()

    def _offer(self) -> None:
        offers, fields = self.offers, self.fields
        choices: dict[str, list[tuple[str, Any]]] = {
            "types": [(str(kind.pk), kind.name) for kind in offers.types],
            "categories": [(word, word) for word in self._category_words()],
            "group": [("", _("No group")), *((str(group.pk), self._group_words(group)) for group in offers.groups)],
            "plan_item": [("", _("Outside the plan")), *((str(item.pk), item_words(item)) for item in offers.items)],
            "joint": [(str(unit.pk), unit.name) for unit in offers.partners],
            "audience": self._audience_words,
        }
        for name, given in choices.items():
            fields[name].choices = given  # type: ignore[attr-defined]

    def _category_words(self) -> list[str]:
        return list(dict.fromkeys([*self.offers.categories, *(self.initial.get("categories") or ())]))

    def _group_words(self, group: Group) -> str:
        return group.name if group.unit_id == self.offers.unit.pk else f"{group.unit.name} · {group.name}"

    # ---- the boxes, as the page sets them ----

    def _boxes(self, name: str, usual: Any = None) -> Boxes:
        chosen = {str(value) for value in self[name].value() or ()}
        boxes = Boxes([], [])
        for value, words in self.fields[name].choices:  # type: ignore[attr-defined]
            checked = str(value) in chosen
            apart = not (checked or usual is None or value in usual)
            (boxes.seldom if apart else boxes.usual).append(Option(str(value), str(words), checked))
        return boxes

    def type_boxes(self) -> Boxes:
        return self._boxes("types", {str(pk) for pk in self.offers.usual_types})

    def category_boxes(self) -> Boxes:
        return self._boxes("categories")

    def joint_boxes(self) -> Boxes:
        return self._boxes("joint", set())

    def audience_boxes(self) -> Boxes:
        return self._boxes("audience", {value for value, _words, usual in self.offers.audience if usual})

    def folds(self) -> list[Fold]:
        """What the pages of planning and changing fold away."""
        return list(folds(self))

    @property
    def rest_open(self) -> bool:
        """Must what is folded away be seen: something is wrong in it, or nothing is proposed for it?"""
        folded = {name for name in self.fields if name not in ("topic", "day", "start", "end")}
        wrong = self.is_bound and folded & self.errors.keys()
        return bool(wrong) or not self["types"].value()

    @property
    def rest_words(self) -> str:
        """What is folded away, in short: headings, place, chair."""
        said = [box.words for box in self.type_boxes().usual if box.checked]
        said += [str(self[name].value() or "") for name in ("place", "chairs")]
        return " · ".join(word for word in said if word)

    # ---- what was typed ----

    def clean_day(self) -> date:
        day: date = self.cleaned_data["day"]
        if not EARLIEST <= day <= min(LATEST, today() + AHEAD):
            raise forms.ValidationError(_("This day is too far off. Is the year right?"))
        if self.when == "past" and day > today():
            raise forms.ValidationError(_("This day is still to come. Plan the session instead of entering it."))
        if self.when == "coming" and day < today():
            raise forms.ValidationError(_("This day is over. Enter the session instead of planning it."))
        return day

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        if given.get("day") and given.get("start") and given.get("end"):
            self._clean_times(given)
        self._clean_group(given)
        for name, role in PARTS.items():
            self._clean_names(given, name, role)
        self._clean_people(given)
        return given

    def _clean_times(self, given: dict[str, Any]) -> None:
        given["starts_at"] = at_local(given["day"], given["start"])
        given["ends_at"] = at_local(given.get("end_day") or given["day"], given["end"])
        if given["ends_at"] <= given["starts_at"]:
            self.add_error("end", _("The end must come after the start."))
        elif given["ends_at"] - given["starts_at"] > LONGEST:
            self.add_error("end_day", _("A session lasts a month at most. Is the last day right?"))

    def _clean_group(self, given: dict[str, Any]) -> None:
        chosen = given.get("group")
        group = next((row for row in self.offers.groups if str(row.pk) == chosen), None)
        holders = {self.offers.unit.pk, *map(int, given.get("joint") or ())}
        if group and group.unit_id not in holders:
            said = {"group": group.name, "unit": group.unit.name}
            words = _(
                "%(group)s is a group of %(unit)s, which does not hold this session. Choose it as audience instead."
            )
            self.add_error("group", words % said)

    def _clean_names(self, given: dict[str, Any], name: str, role: PartRole) -> None:
        try:
            given[name] = self._settled(given.get(name) or "", self._kept_parts(role))
        except forms.ValidationError as error:
            self.add_error(name, error)

    def _clean_people(self, given: dict[str, Any]) -> None:
        try:
            given["audience_people"] = self._settled(
                given.get("audience_people") or "", self._kept_people(), outside=False
            )
        except forms.ValidationError as error:
            self.add_error("audience_people", error)

    def _settled(self, text: str, kept: Mapping[str, Named], *, outside: bool = True) -> list[Named]:
        return named(text, self._people, kept=kept, outside=outside)

    @cached_property
    def _people(self) -> Any:
        return people_in_sight(self.offers.reach.units(Permission.UNIT_VIEW))

    def _kept_parts(self, role: PartRole) -> dict[str, Named]:
        parts = self.offers.kept.parts.filter(role=role).select_related("person") if self.offers.kept else ()
        found = [Named(part.person, part.person.name if part.person else part.outside_name) for part in parts]
        return {who.word(self._people): who for who in found}

    def _kept_people(self) -> dict[str, Named]:
        rows = self.offers.kept.audience.filter(kind=AudienceKind.PERSON) if self.offers.kept else ()
        found = [Named(row.person, row.person.name) for row in rows]
        return {who.word(self._people): who for who in found}

    def quiet(self) -> None:
        """No mistakes are shown: the form is only half filled in."""
        self.is_valid()
        self._errors = forms.utils.ErrorDict()

    def words_of(self, name: str, text: str) -> str:
        """A field as text (`forms.initial`) in the words of the page: choices by their labels."""
        labels = {str(value): str(words) for value, words in getattr(self.fields[name], "choices", ())}
        return "、".join(labels.get(line, line) for line in text.split("\n"))

    # ---- what the actions take ----

    def details(self, *, counts: tuple[int | None, int | None] = (None, None)) -> Details:
        """The details of a valid form."""
        given = self.cleaned_data
        words = [*given["categories"], *_split(given["more_categories"])]
        return Details(
            topic=" ".join(given["topic"].split()),
            unit=self.offers.unit,
            types=tuple(kind for kind in self.offers.types if str(kind.pk) in given["types"]),
            starts_at=given["starts_at"],
            ends_at=given["ends_at"],
            group=_one(self.offers.groups, given["group"]),
            plan_item=_one(self.offers.items, given["plan_item"]),
            place=given["place"],
            form=given["form"],
            categories=tuple(dict.fromkeys(words)),
            joint_units=tuple(unit for unit in self.offers.partners if str(unit.pk) in given["joint"]),
            parts=tuple((role.value, who.person, who.name) for name, role in PARTS.items() for who in given[name]),
            audience=tuple(self.audience_rows()),
            expected_count=counts[0],
            head_count=counts[1],
        )

    def audience_rows(self) -> list[Audience]:
        """The audience as the form stands – typed and valid, or proposed; rows not stored yet."""
        if self.is_bound:
            values, people = self.cleaned_data.get("audience") or (), self.cleaned_data.get("audience_people") or ()
        else:
            values = [value for value in self.initial.get("audience") or () if value in dict(self._audience_words)]
            people = self._settled(self.initial.get("audience_people") or "", self._kept_people())
        rows = [self._audience_row(value) for value in values]
        known = (who for who in people if isinstance(who, Named) and who.person)
        return rows + [Audience(kind=AudienceKind.PERSON, person=who.person) for who in known]

    @property
    def shown_day(self) -> date:
        """The day as the form stands; today where none can be read."""
        given = self.cleaned_data.get("day") if self.is_bound else self.initial.get("day")
        return given if isinstance(given, date) else today()

    @property
    def _audience_words(self) -> list[tuple[str, str]]:
        return [(value, words) for value, words, _usual in self.offers.audience]

    def _audience_row(self, value: str) -> Audience:
        kind, _colon, said = value.partition(":")
        if kind == AudienceKind.DUTY:
            return Audience(kind=kind, duty=said, unit=self.offers.unit)
        if kind == AudienceKind.UNIT:
            return Audience(kind=kind, unit=Unit.objects.get(pk=int(said)))
        return Audience(kind=kind, group_id=int(said))


def item_words(item: PlanItem) -> str:
    """An item of a plan as a choice: month and topic."""
    month = item.month or (item.due_on.month if item.due_on else None)
    return _("%(month)s/%(year)s: %(topic)s") % {"month": month or "–", "year": item.plan.year, "topic": item.topic}


def _one(rows: Any, chosen: str) -> Any:
    return next((row for row in rows if str(row.pk) == chosen), None)


def _split(text: str) -> list[str]:
    return [word for part in text.replace("，", "、").replace(",", "、").split("、") if (word := part.strip())]
