"""Rulebooks written: begun, their head, their end."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from xueer.access.permissions import Permission, requires
from xueer.access.scope import unit_for
from xueer.audit.once import once
from xueer.common.calendar import first_day, last_day, now, today
from xueer.rules import actions
from xueer.rules.errors import RuleRefused
from xueer.rules.forms.documents import AbolishForm, HeadForm, NewHeadForm
from xueer.rules.models import Rulebook
from xueer.rules.naming import next_code
from xueer.rules.views.gates import editable
from xueer.rules.views.stale import seen, sent, stored_in

CONFLICT, REFUSED = 409, 422


@requires(Permission.RULE_EDIT)
@once
def new_rulebook(request: HttpRequest, code: str) -> HttpResponse:
    """Begins a rulebook of the unit."""
    unit = unit_for(request, Permission.RULE_EDIT, code)
    taken = set(Rulebook.objects.values_list("code", flat=True))
    form = NewHeadForm(
        request.POST or None, initial={"code": next_code(f"{unit.code}-ZD", taken), "starts_on": today()}
    )
    if request.method == "POST" and form.is_valid():
        try:
            made = actions.add_rulebook(unit=unit, values=form.values, by=request.user, at=now())
        except RuleRefused as refused:
            form.add_refusal(refused)
        else:
            messages.success(request, _("“%(name)s” is begun. Now write or paste its text.") % {"name": made.name})
            return redirect("rules.edit_text", made.code)
    status = REFUSED if request.method == "POST" else 200
    return render(request, "rules/head.html", {"unit": unit, "form": form, "rulebook": None}, status=status)


@requires(Permission.RULE_EDIT)
@once
def edit_head(request: HttpRequest, code: str) -> HttpResponse:
    """The head of a rulebook."""
    book = editable(request, code)
    shown = HeadForm(
        initial={
            "name": book.name,
            "number": book.number,
            "level": book.level,
            "starts_on": first_day(book.starts_on),
            "minutes_per_hour": book.minutes_per_hour,
        }
    )
    context = {"unit": book.unit, "rulebook": book, "form": shown, "seen": seen(stored_in(shown)), "clashes": []}
    if request.method != "POST":
        return render(request, "rules/head.html", context)
    met = sent(request, shown)
    form = HeadForm(met.data)
    if form.is_valid() and not met.clashes:
        try:
            actions.change_rulebook(rulebook=book, values=form.values, by=request.user, at=now())
        except RuleRefused as refused:
            form.add_refusal(refused)
        else:
            messages.success(request, _("Saved."))
            return redirect("rules.rulebook", book.code)
    context |= {"form": form, "clashes": met.clashes}
    return render(request, "rules/head.html", context, status=CONFLICT if met.clashes else REFUSED)


@requires(Permission.RULE_EDIT)
@once
def abolish(request: HttpRequest, code: str) -> HttpResponse:
    """The last day of a rulebook, with or without its requirements."""
    book = editable(request, code)
    initial = {"last": last_day(book.ends_on), "with_requirements": True}
    form = AbolishForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        clean = form.cleaned_data
        try:
            ended = actions.abolish_rulebook(
                rulebook=book,
                last=clean["last"],
                with_requirements=clean["with_requirements"],
                by=request.user,
                at=now(),
            )
        except RuleRefused as refused:
            form.add_refusal(refused)
        else:
            words = _("Saved. %(n)s requirements end on that day.") if ended else _("Saved.")
            messages.success(request, words % {"n": len(ended)} if ended else words)
            return redirect("rules.rulebook", book.code)
    running = book.requirements.filter(ends_on__gt=today()).order_by("code")
    context = {"unit": book.unit, "rulebook": book, "form": form, "running": running}
    return render(request, "rules/abolish.html", context, status=REFUSED if request.method == "POST" else 200)
