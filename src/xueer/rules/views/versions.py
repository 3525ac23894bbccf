"""Editions of a rulebook: published, read, compared."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from xueer.access.permissions import Permission, requires
from xueer.audit.once import once
from xueer.common.calendar import now, today
from xueer.rules import actions
from xueer.rules.editions import articles_of, changes, chapters_of, content_of, latest
from xueer.rules.errors import RuleRefused
from xueer.rules.forms.documents import EditionForm
from xueer.rules.models import Edition, Rulebook
from xueer.rules.views.gates import editable, may_edit, readable

REFUSED = 422


@requires(Permission.UNIT_VIEW)
def editions(request: HttpRequest, code: str) -> HttpResponse:
    """All editions, and the requirements that are no longer in force."""
    book = readable(request, code)
    context = {
        "rulebook": book,
        "unit": book.unit,
        "rows": book.editions.select_related("published_by").order_by("-number"),
        "ended": book.requirements.filter(ends_on__lte=today()).order_by("-ends_on", "code"),
        "may_edit": may_edit(request, book),
        "on": today(),
    }
    return render(request, "rules/editions.html", context)


@requires(Permission.UNIT_VIEW)
def edition(request: HttpRequest, code: str, edition: int) -> HttpResponse:
    """An edition as it was published."""
    book = readable(request, code)
    shown = _numbered(book, edition)
    context = {
        "rulebook": book,
        "unit": book.unit,
        "edition": shown,
        "chapters": chapters_of(articles_of(shown.content)),
        "published": list(book.editions.order_by("-number")),
    }
    return render(request, "rules/edition.html", context)


@requires(Permission.UNIT_VIEW)
def edition_changes(request: HttpRequest, code: str, edition: int) -> HttpResponse:
    """What an edition changed against the one before, or against `?with=` another one or `now`; the first: since."""
    book = readable(request, code)
    later: dict[str, Any]
    if request.GET.get("with") == "now" or (edition == 1 and "with" not in request.GET):
        earlier, later, title = _numbered(book, edition), content_of(book), _("the text as it is now")
    else:
        shown = _numbered(book, edition)
        given = request.GET.get("with", "")
        number = int(given) if given.isascii() and given.isdigit() and len(given) < 6 else edition - 1
        earlier, later, title = _numbered(book, number), shown.content, _("edition %(n)s") % {"n": edition}
    found = changes(earlier.content, later)
    names = ("name", "number", "level", "starts_on", "ends_on")
    context = {
        "rulebook": book,
        "unit": book.unit,
        "earlier": earlier,
        "title": title,
        "head": [
            (earlier.content.get(one), later.get(one)) for one in names if earlier.content.get(one) != later.get(one)
        ],
        "changes": [one for one in found if one.kind != "same"],
        "same": sum(one.kind == "same" for one in found),
    }
    return render(request, "rules/edition_changes.html", context)


def _numbered(book: Rulebook, number: int) -> Edition:
    if not number:
        raise Http404
    return get_object_or_404(book.editions.select_related("published_by"), number=number)


@requires(Permission.RULE_EDIT)
@once
def publish(request: HttpRequest, code: str) -> HttpResponse:
    """Publishes the rulebook as it reads now as its next edition."""
    book = editable(request, code)
    form = EditionForm(request.POST or None)
    newest = latest(book)
    if request.method == "POST" and form.is_valid():
        try:
            made = actions.publish_edition(rulebook=book, words=form.cleaned_data["note"], by=request.user, at=now())
        except RuleRefused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, _("Edition %(n)s is published.") % {"n": made.number})
            return redirect("rules.rulebook", book.code)
    context = {
        "rulebook": book,
        "unit": book.unit,
        "form": form,
        "newest": newest,
        "next": (newest.number if newest else 0) + 1,
        "changes": [one for one in changes(newest.content, content_of(book)) if one.kind != "same"] if newest else [],
    }
    return render(request, "rules/publish.html", context, status=REFUSED if request.method == "POST" else 200)
