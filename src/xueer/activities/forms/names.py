"""People as a form takes them: names or 工号, parted by 、; whoever is not of the house is kept by name."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django import forms
from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from xueer.org.models import Membership, Person

PARTED = re.compile(r"[、,，;；\n]+")
LONGEST = 100


@dataclass(frozen=True)
class Named:
    """Somebody named in a form: a person of the house, or else the name as typed."""

    person: Person | None
    name: str

    def word(self, people: QuerySet[Person]) -> str:
        """As a form shows it: by name; by 工号 where several of `people` have this name."""
        if self.person and people.filter(name=self.name).count() > 1:
            return self.person.code
        return self.name


def people_in_sight(units: Iterable[int] | None) -> QuerySet[Person]:
    """People with a post, at any time, in one of these units (None: everybody): those a form may name."""
    if units is None:
        return Person.objects.all()
    return Person.objects.filter(pk__in=Membership.objects.filter(unit__in=list(units)).values("person_id"))


def words_of(text: str) -> list[str]:
    """The names in the order typed, each once."""
    return list(dict.fromkeys(word for part in PARTED.split(text) if (word := " ".join(part.split()))))


def named(
    text: str, people: QuerySet[Person], *, kept: Mapping[str, Named] | None = None, outside: bool = True
) -> list[Named]:
    """Settles each name: by 工号, else by the one person of that name. Several of one name are told apart by 工号.

    `kept`: words that stood in the form before and mean whom they meant, also somebody out of sight by now. Raises
    ValidationError, naming the choice, where a name fits several; and where it fits nobody unless `outside`.
    """
    words, kept = words_of(text), kept or {}
    unknown = [word for word in words if word not in kept]
    candidates = list(people.filter(Q(code__in=unknown) | Q(name__in=unknown)).select_related("unit").order_by("code"))
    found: list[Named] = []
    wrong: list[str] = []
    for word in words:
        fits = [person for person in candidates if person.code == word]
        fits = fits or [person for person in candidates if person.name == word]
        refused = "" if word in kept else _refused(word, fits, outside=outside)
        if refused:
            wrong.append(refused)
        else:
            found.append(kept.get(word) or (Named(fits[0], fits[0].name) if fits else Named(None, word)))
    if wrong:
        raise forms.ValidationError(wrong)
    return list(dict.fromkeys(found))


def _refused(word: str, fits: list[Person], *, outside: bool) -> str:
    if len(fits) > 1:
        who = "、".join(f"{person.code}（{person.unit.name if person.unit else '–'}）" for person in fits[:6])
        said = {"name": word, "who": who}
        return _("“%(name)s” is the name of several people. Type the number instead: %(who)s") % said
    if not fits and not outside:
        return _("Nobody called “%(name)s” is known here.") % {"name": word}
    if not fits and len(word) > LONGEST:
        return _("“%(name)s…” is too long for a name.") % {"name": word[:20]}
    return ""
