"""Rulebooks to read: those that hold for a unit, and one as a document with live requirements."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from xueer.access.permissions import Permission, requires
from xueer.access.scope import require, unit_for
from xueer.common.calendar import today
from xueer.org.models import Unit
from xueer.rules import live
from xueer.rules.editions import is_published
from xueer.rules.models import Rulebook
from xueer.rules.views.gates import may_edit, readable


@requires(Permission.UNIT_VIEW)
def rulebooks(request: HttpRequest, code: str) -> HttpResponse:
    """The rulebooks that hold for a unit, on wish with those of the units below."""
    unit = unit_for(request, Permission.UNIT_VIEW, code)
    words, below, on = request.GET.get("q", "").strip(), "below" in request.GET, today()
    context = {
        "unit": unit,
        "rows": live.rulebook_list(unit, below=below, words=words, on=on),
        "words": words,
        "below": below,
        "on": on,
        "may_edit": request.reach.covers(Permission.RULE_EDIT, unit.pk),  # type: ignore[attr-defined]
    }
    return render(request, "rules/rulebooks.html", context)


@requires(Permission.UNIT_VIEW)
def rulebook(request: HttpRequest, code: str) -> HttpResponse:
    """A rulebook as a document; beside each clause its requirements, live, for the subjects inside `?unit=`."""
    shown = readable(request, code)
    unit, on, edits = _seen_from(request, shown), today(), may_edit(request, shown)
    published = list(shown.editions.order_by("-number"))
    context = {
        "rulebook": shown,
        "unit": unit,
        "chapters": live.document(shown, unit, on=on),
        "asked": shown.requirements.filter(ends_on__gt=on).count(),
        "on": on,
        "may_edit": edits,
        "published": published,
        "is_draft": edits and bool(published) and not is_published(shown),
        "make_ups": shown.make_up_rules.count(),
    }
    return render(request, "rules/rulebook.html", context)


def _seen_from(request: HttpRequest, rulebook: Rulebook) -> Unit:
    """The unit whose subjects are shown: the one in the address, else the rulebook's own, else the caller's."""
    reach = request.reach  # type: ignore[attr-defined]
    if given := request.GET.get("unit"):
        return unit_for(request, Permission.UNIT_VIEW, given)
    if reach.covers(Permission.UNIT_VIEW, rulebook.unit_id):
        return rulebook.unit
    own = request.user.unit or reach.visible_units().order_by("position", "code").first()
    require(request, Permission.UNIT_VIEW, at=own)
    return own
