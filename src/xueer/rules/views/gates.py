"""Who may read a rulebook, and who may write it."""

from django.http import Http404, HttpRequest
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _

from xueer.access.permissions import Permission
from xueer.access.scope import require
from xueer.rules import live
from xueer.rules.conditions import PRIVATE_FIELDS, REASON_FIELDS, parse
from xueer.rules.errors import RuleRefused
from xueer.rules.forms.sentence import SentenceForm
from xueer.rules.models import Requirement, Rulebook

HIDDEN = dict.fromkeys(PRIVATE_FIELDS, Permission.PHONE_VIEW) | dict.fromkeys(REASON_FIELDS, Permission.REASON_VIEW)


def readable(request: HttpRequest, code: str) -> Rulebook:
    """The rulebook, for whoever may see its unit or a unit below it: a rule may be read by those whom it binds."""
    shown = get_object_or_404(Rulebook.objects.select_related("unit"), code=code)
    reach = request.reach  # type: ignore[attr-defined]
    if not live.reaches(shown, reach.units(Permission.UNIT_VIEW)):
        raise Http404
    return shown


def editable(request: HttpRequest, code: str) -> Rulebook:
    """The rulebook, for whoever may write rules at its unit."""
    found = get_object_or_404(Rulebook.objects.select_related("unit"), code=code)
    require(request, Permission.RULE_EDIT, at=found.unit)
    return found


def may_edit(request: HttpRequest, rulebook: Rulebook) -> bool:
    """May the caller write this rulebook?"""
    return request.reach.covers(Permission.RULE_EDIT, rulebook.unit_id)  # type: ignore[attr-defined]


def requirement_for(request: HttpRequest, pk: int) -> Requirement:
    """The requirement, for whoever may write rules at its unit."""
    rows = Requirement.objects.select_related("unit", "rulebook__unit")
    found = get_object_or_404(rows.prefetch_related("types", "clauses", "alternatives"), pk=pk)
    require(request, Permission.RULE_EDIT, at=found.unit)
    return found


def refuse_hidden(request: HttpRequest, form: SentenceForm, stored: Requirement | None = None) -> None:
    """Refuses a new condition on what the caller may not see of people: trying it would name them, or count them one
    by one. Conditions that are `stored` already stay."""
    if not form.is_valid():
        return
    wanted, reach = form.wanted(), request.reach  # type: ignore[attr-defined]
    for name in ("condition", "exempt_condition"):
        text = getattr(wanted, name)
        if stored is not None and text == getattr(stored, name):
            continue
        pairs = (pair for pairs in parse(text, wanted.subject_kind).alternatives for pair in pairs)
        for field, _value in pairs:
            if field in HIDDEN and not reach.covers(HIDDEN[field], form.unit.pk):
                words = _("You may not see “%(field)s” of these people, so you cannot set a condition on it.")
                form.add_refusal(RuleRefused(words % {"field": field}, field=name))
                break
