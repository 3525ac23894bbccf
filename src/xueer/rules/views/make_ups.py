"""Rules on make-ups of a rulebook: within how many days, in which ways, for which headings."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from xueer.access.permissions import Permission, requires
from xueer.audit.once import once
from xueer.common.calendar import now
from xueer.rules import actions
from xueer.rules.choices import MakeUpWay
from xueer.rules.forms.documents import MakeUpForm, shown_make_up
from xueer.rules.models import MakeUpRule, Rulebook
from xueer.rules.views.gates import editable
from xueer.rules.views.stale import seen, sent, stored_in

CONFLICT, REFUSED = 409, 422


@requires(Permission.RULE_EDIT)
@once
def make_up_rules(request: HttpRequest, code: str) -> HttpResponse:
    """The rules of a rulebook, and one more."""
    book = editable(request, code)
    form = MakeUpForm(request.POST or None, rulebook=book, initial={"days": 30, "ways": MakeUpWay.values})
    if request.method == "POST" and form.is_valid():
        actions.add_make_up_rule(rulebook=book, values=form.values, by=request.user, at=now())
        messages.success(request, _("Saved."))
        return redirect("rules.make_up_rules", book.code)
    context = _context(book) | {"form": form}
    return render(request, "rules/make_ups.html", context, status=REFUSED if request.method == "POST" else 200)


@requires(Permission.RULE_EDIT)
@once
def edit_make_up_rule(request: HttpRequest, code: str, rule: int) -> HttpResponse:
    """One rule: changed, or with `act=drop` deleted."""
    book = editable(request, code)
    row = get_object_or_404(MakeUpRule.objects.select_related("rulebook"), pk=rule, rulebook=book)
    if request.method == "POST" and request.POST.get("act") == "drop":
        actions.drop_make_up_rule(rule=row, by=request.user, at=now())
        messages.success(request, _("The rule is deleted."))
        return redirect("rules.make_up_rules", book.code)
    shown = MakeUpForm(rulebook=book, initial=shown_make_up(row))
    context: dict[str, Any] = _context(book) | {
        "form": shown,
        "rule": row,
        "seen": seen(stored_in(shown)),
        "clashes": [],
    }
    if request.method != "POST":
        return render(request, "rules/make_ups.html", context)
    met = sent(request, shown)
    form = MakeUpForm(met.data, rulebook=book)
    if form.is_valid() and not met.clashes:
        actions.change_make_up_rule(rule=row, values=form.values, by=request.user, at=now())
        messages.success(request, _("Saved."))
        return redirect("rules.make_up_rules", book.code)
    context |= {"form": form, "clashes": met.clashes}
    return render(request, "rules/make_ups.html", context, status=CONFLICT if met.clashes else REFUSED)


def _context(book: Rulebook) -> dict[str, Any]:
    words = dict(MakeUpWay.choices)
    rows = book.make_up_rules.select_related("clause").prefetch_related("types")
    return {
        "rulebook": book,
        "unit": book.unit,
        "rows": [(row, "、".join(str(words.get(way, way)) for way in row.ways)) for row in rows],
    }
