"""Who stands on a roll at all: somebody who came unexpectedly is added, a name put there by mistake removed; and head
counts in place of names."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from xueer.access.permissions import Permission, signed_in
from xueer.access.scope import holds_for
from xueer.activities.actions.correcting import add_to_roll, count_heads, note_look_up, remove_from_roll
from xueer.activities.choices import ActivityState
from xueer.activities.errors import NotOnRoll, ReasonMissing, RollClosed
from xueer.activities.models import Activity
from xueer.activities.queries.roll import edits_at, people_to_add
from xueer.activities.views.roll import activity_for
from xueer.common.calendar import now
from xueer.org.models import Person

PER_PAGE = 50
FOUND = 20
MOST = 1_000_000


def roll_editor(request: HttpRequest, code: str) -> Activity:
    """The activity, for those who take its roll; once it is closed, for ACTIVITY_EDIT where it was held."""
    shown = activity_for(request, code, whole=True)
    reach = request.reach  # type: ignore[attr-defined]
    if shown.state == ActivityState.HELD and not edits_at(shown, reach, Permission.ACTIVITY_EDIT):
        raise Http404
    return shown


@signed_in
def names(request: HttpRequest, code: str) -> HttpResponse:
    """The names on a roll, and people found by `?q=` who might be added; a POST adds or removes one of them."""
    shown = roll_editor(request, code)
    missing = False
    if request.method == "POST":
        missing = not _changed(request, shown)
        if not missing:
            words = urlencode({"q": request.GET["q"]}) if request.GET.get("q") else ""
            return redirect(f"{reverse('activities.names', args=(code,))}{'?' if words else ''}{words}")
    words = request.GET.get("q", "").strip()
    rows = shown.roll.select_related("person", "home_unit").order_by("person__sort_key", "person__code")
    if words:
        rows = rows.filter(Q(person__name__icontains=words) | Q(person__code=words))
    found = list(people_to_add(shown, words, request.reach)[:FOUND]) if words else []  # type: ignore[attr-defined]
    _note_stranger(request, shown, [person for person in found if person.code == words])
    context = {
        "activity": shown,
        "words": words,
        "found": found,
        "page": Paginator(rows, PER_PAGE).get_page(request.GET.get("page")),
        "total": shown.roll.count(),
        "why": request.POST.get("why", ""),
        "missing": missing,
        "closed": shown.state == ActivityState.HELD,
    }
    return render(request, "activities/names.html", context, status=422 if missing else 200)


def _note_stranger(request: HttpRequest, shown: Activity, found: list[Person]) -> None:
    """Somebody out of the caller's sight is found by the whole 工号 alone."""
    for person in found:
        if not holds_for(request, Permission.UNIT_VIEW, person):
            note_look_up(shown, person, by=request.user, at=now())


def _changed(request: HttpRequest, shown: Activity) -> bool:
    """Carries out what the button says; False where the reason is missing."""
    given = request.POST
    person = get_object_or_404(Person, code=given.get("add") or given.get("remove") or "")
    act = {"by": request.user, "at": now(), "reason": given.get("why", "")}
    try:
        if given.get("add"):
            reachable = people_to_add(shown, person.code, request.reach)  # type: ignore[attr-defined]
            if not reachable.filter(pk=person.pk).exists() and not shown.roll.filter(person=person).exists():
                raise Http404
            add_to_roll(shown, person, **act)
            messages.success(request, _("%(name)s is on the roll.") % {"name": person.name})
        else:
            remove_from_roll(shown, person, **act)
            messages.success(request, _("%(name)s was taken off the roll.") % {"name": person.name})
    except ReasonMissing:
        return False
    except RollClosed:
        messages.error(request, _("The session was cancelled; its roll takes no more marks. Nothing was changed."))
    except NotOnRoll:
        messages.error(request, _("%(name)s was not on the roll any more.") % {"name": person.name})
    return True


@require_POST
@signed_in
def heads(request: HttpRequest, code: str) -> HttpResponse:
    """Stores how many were expected and how many came, without names."""
    shown = roll_editor(request, code)
    expected, came = (_number(request.POST.get(name, "")) for name in ("expected", "came"))
    if came is None or (request.POST.get("expected", "").strip() and expected is None):
        messages.error(request, _("Please give whole numbers; nothing was stored."))
        return redirect("activities.roll", shown.code)
    try:
        count_heads(shown, expected=expected, came=came, by=request.user, at=now(), reason=request.POST.get("why", ""))
    except (ReasonMissing, RollClosed):
        messages.error(request, _("The session is over. Reopen it to change the numbers; nothing was stored."))
    else:
        messages.success(request, _("The numbers are saved."))
    return redirect("activities.roll", shown.code)


def _number(text: str) -> int | None:
    text = text.strip()
    return int(text) if text.isdecimal() and text.isascii() and len(text) < 9 and int(text) <= MOST else None
