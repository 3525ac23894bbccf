"""Presets to look through and to choose from: off until somebody does."""

from typing import Any, NamedTuple

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from xueer.access.permissions import Permission, requires
from xueer.access.scope import unit_for
from xueer.audit.once import once
from xueer.common.calendar import now, today
from xueer.org.models import Unit
from xueer.records.models import ActivityType
from xueer.rules import actions
from xueer.rules.choices import Strength
from xueer.rules.choosing import chosen_at, wanted_of_preset
from xueer.rules.conditions import spoken
from xueer.rules.guard import Objection, is_public_body, objections
from xueer.rules.models import Requirement, Rulebook
from xueer.rules.presets import GRADES, Preset, kind_words, kinds, preset_named
from xueer.rules.presets import presets as all_presets
from xueer.rules.words import sentence

GRADE_WORDS = {
    "A": gettext_lazy("A the text itself"),
    "B": gettext_lazy("B a reliable report of the text"),
    "C": gettext_lazy("C a local rule, an example"),
    "M": gettext_lazy("M still to be verified"),
}


class Line(NamedTuple):
    """A preset as the list shows it."""

    preset: Preset
    whom: str
    says: str
    grade: str
    strength: str
    objections: list[Objection]
    chosen: list[Requirement]


@requires(Permission.RULE_EDIT)
def presets(request: HttpRequest, code: str) -> HttpResponse:
    """All presets, narrowed by kind of organisation and grade, each with its source and what stands against it."""
    unit = unit_for(request, Permission.RULE_EDIT, code)
    kind, grade, words = (request.GET.get(name, "").strip() for name in ("kind", "grade", "q"))
    found = [
        one
        for one in all_presets()
        if (not kind or kind in one.kinds)
        and (not grade or one.grade == grade)
        and all(word in f"{one.name} {one.source} {one.remark}" for word in words.split())
    ]
    context = {
        "unit": unit,
        "lines": _lines(unit, found),
        "books": Rulebook.objects.filter(unit=unit, ends_on__gt=today()).order_by("code"),
        "kinds": [(one, kind_words(one)) for one in kinds()],
        "grades": [(one, GRADE_WORDS[one]) for one in GRADES],
        "kind": kind,
        "grade": grade,
        "words": words,
        "today": today(),
        "book": request.GET.get("rulebook", ""),
    }
    return render(request, "rules/presets.html", context)


def _lines(unit: Unit, found: list[Preset]) -> list[Line]:
    public, chosen = is_public_body(unit), chosen_at(unit, on=today())
    made = []
    for one in found:
        types = [ActivityType(name=name) for name in one.types]
        draft = wanted_of_preset(one, types=types, starts_on=today()).draft(unit=unit, rulebook=None)
        strength = str(Strength(one.strength).label)
        against = objections(draft, public=public)
        grade = str(GRADE_WORDS[one.grade])
        made.append(
            Line(one, spoken(one.condition), sentence(draft), grade, strength, against, chosen.get(one.slug, []))
        )
    return made


@require_POST
@requires(Permission.RULE_EDIT)
@once
def choose_presets(request: HttpRequest, code: str) -> HttpResponse:
    """Puts the chosen presets in force in a rulebook of the unit; `one` opens a single one as a sentence instead."""
    unit = unit_for(request, Permission.RULE_EDIT, code)
    book = get_object_or_404(Rulebook, code=request.POST.get("rulebook", ""), unit=unit, ends_on__gt=today())
    if slug := request.POST.get("one"):
        return redirect(f"{reverse('rules.new_requirement', args=(book.code,))}?preset={slug}")
    chosen = [one for slug in request.POST.getlist("slug") if (one := preset_named(slug))]
    if not chosen:
        messages.error(request, _("Choose at least one."))
        return redirect("rules.presets", unit.code)
    made = actions.add_presets(rulebook=book, chosen=chosen, since=today(), by=request.user, at=now())
    _tell(request, made)
    return redirect("rules.rulebook", book.code)


def _tell(request: HttpRequest, made: Any) -> None:
    if made.added:
        messages.success(request, _("%(n)s requirements are put in force from today.") % {"n": len(made.added)})
    if made.unfounded:
        names = "、".join(one.name for one in made.unfounded)
        words = _("Left out, because a regulation speaks against it: %(names)s. Take it on its own and give the basis.")
        messages.warning(request, words % {"names": names})
