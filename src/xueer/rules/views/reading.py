"""Rulebooks to read: those that hold for a unit, and one as a document with live requirements."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render

from xueer.access.permissions import Permission, requires
from xueer.access.scope import require, unit_for
from xueer.common.calendar import today
from xueer.org.models import Unit
from xueer.rules import live
from xueer.rules.models import Rulebook


@requires(Permission.UNIT_VIEW)
def rulebooks(request: HttpRequest, code: str) -> HttpResponse:
    """The rulebooks that hold for a unit, on wish with those of the units below."""
    unit = unit_for(request, Permission.UNIT_VIEW, code)
    words, below, on = request.GET.get("q", "").strip(), "below" in request.GET, today()
    rows = live.rulebook_list(unit, below=below, words=words, on=on)
    return render(
        request, "rules/rulebooks.html", {"unit": unit, "rows": rows, "words": words, "below": below, "on": on}
    )


@requires(Permission.UNIT_VIEW)
def rulebook(request: HttpRequest, code: str) -> HttpResponse:
    """A rulebook as a document; beside each clause its requirements, live, for the subjects inside `?unit=`.

    Open to whoever may see its unit, or a unit below it: a rule may be read by those whom it binds.
    """
    shown = get_object_or_404(Rulebook.objects.select_related("unit"), code=code)
    reach = request.reach  # type: ignore[attr-defined]
    if not live.reaches(shown, reach.units(Permission.UNIT_VIEW)):
        raise Http404
    unit, on = _seen_from(request, shown), today()
    context = {
        "rulebook": shown,
        "unit": unit,
        "chapters": live.document(shown, unit, on=on),
        "asked": shown.requirements.count(),
        "on": on,
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
