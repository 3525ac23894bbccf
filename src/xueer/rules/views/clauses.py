"""The text of a rulebook written: the whole document with a look at what it becomes, or one clause."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from xueer.access.permissions import Permission, requires
from xueer.audit.once import once
from xueer.common.calendar import now
from xueer.rules import actions
from xueer.rules.actions.clauses import checked_all, undeletable
from xueer.rules.articles import Article, Document, split, with_preamble, written
from xueer.rules.comparing import compare
from xueer.rules.editions import chapters_of, clauses_of
from xueer.rules.errors import RuleRefused
from xueer.rules.forms.documents import ClauseForm, DocumentForm
from xueer.rules.models import Clause, Rulebook
from xueer.rules.views.gates import editable
from xueer.rules.views.stale import seen, sent, stored_in

CONFLICT, REFUSED = 409, 422


@requires(Permission.RULE_EDIT)
@once
def edit_text(request: HttpRequest, code: str) -> HttpResponse:
    """The whole document in one field. `act=save` writes it; anything else shows what it would become."""
    book = editable(request, code)
    there = clauses_of(book)
    text = written(Article(one.number, one.chapter, one.text) for one in there)
    shown = DocumentForm(initial={"text": text, "preamble": True})
    context: dict[str, Any] = {"unit": book.unit, "rulebook": book, "form": shown, "seen": seen(stored_in(shown))}
    if request.method != "POST":
        return render(request, "rules/text.html", context | {"clashes": []})
    met = sent(request, shown)
    form = DocumentForm(met.data)
    context |= {"form": form, "clashes": met.clashes}
    if not form.is_valid():
        return render(request, "rules/text.html", context, status=REFUSED)
    document = split(form.cleaned_data["text"])
    wanted = with_preamble(document) if form.cleaned_data["preamble"] else document.articles
    if request.POST.get("act") == "save" and not met.clashes:
        try:
            touched = actions.write_document(rulebook=book, articles=wanted, by=request.user, at=now())
        except RuleRefused as refused:
            form.add_error("text", str(refused))
        else:
            words = ngettext(
                "%(n)s clause added, changed or dropped.", "%(n)s clauses added, changed or dropped.", touched
            )
            messages.success(request, words % {"n": touched} if touched else _("Nothing has changed."))
            return redirect("rules.rulebook", book.code)
    context |= _preview(there, document, wanted, form)
    status = CONFLICT if met.clashes else REFUSED if form.errors else 200
    return render(request, "rules/text.html", context, status=status)


def _preview(there: list[Clause], document: Document, wanted: list[Article], form: DocumentForm) -> dict[str, Any]:
    """What the text would become, and why it could not be saved."""
    if not form.errors:
        try:
            checked_all(wanted)
        except RuleRefused as refused:
            form.add_error("text", str(refused))
    found = [one for one in compare(there, wanted) if one.kind != "same"]
    dropped = [one.old for one in found if one.kind == "dropped"]
    return {
        "document": document,
        "chapters": chapters_of(wanted),
        "count": len(wanted),
        "changes": found if there else [],
        "held": undeletable(dropped),  # type: ignore[arg-type]
    }


@requires(Permission.RULE_EDIT)
@once
def new_clause(request: HttpRequest, code: str) -> HttpResponse:
    """Adds a clause behind the last one."""
    book = editable(request, code)
    last = book.clauses.order_by("-position", "-id").first()
    form = ClauseForm(request.POST or None, initial={"chapter": last.chapter if last else ""})
    if request.method == "POST" and form.is_valid():
        try:
            made = actions.add_clause(rulebook=book, article=Article(**form.cleaned_data), by=request.user, at=now())
        except RuleRefused as refused:
            form.add_refusal(refused)
        else:
            return redirect(_place(book, made.pk))
    context = {"unit": book.unit, "rulebook": book, "form": form, "clause": None}
    return render(request, "rules/clause.html", context, status=REFUSED if request.method == "POST" else 200)


@requires(Permission.RULE_EDIT)
@once
def edit_clause(request: HttpRequest, code: str, clause: int) -> HttpResponse:
    """One clause: changed, or with `act=drop` deleted."""
    book = editable(request, code)
    row = get_object_or_404(Clause.objects.select_related("rulebook"), pk=clause, rulebook=book)
    shown = ClauseForm(initial={"number": row.number, "chapter": row.chapter, "text": row.text})
    held = row.requirements.order_by("code")
    context: dict[str, Any] = {"unit": book.unit, "rulebook": book, "form": shown, "clause": row, "held": held}
    context["seen"] = seen(stored_in(shown))
    if request.method != "POST":
        return render(request, "rules/clause.html", context | {"clashes": []})
    if request.POST.get("act") == "drop":
        return _drop(request, book, row)
    met = sent(request, shown)
    form = ClauseForm(met.data)
    if form.is_valid() and not met.clashes:
        try:
            actions.change_clause(clause=row, article=Article(**form.cleaned_data), by=request.user, at=now())
        except RuleRefused as refused:
            form.add_refusal(refused)
        else:
            messages.success(request, _("Saved."))
            return redirect(_place(book, row.pk))
    context |= {"form": form, "clashes": met.clashes}
    return render(request, "rules/clause.html", context, status=CONFLICT if met.clashes else REFUSED)


def _drop(request: HttpRequest, book: Rulebook, row: Clause) -> HttpResponse:
    try:
        actions.drop_clause(clause=row, by=request.user, at=now())
    except RuleRefused as refused:
        messages.error(request, str(refused))
        return redirect("rules.edit_clause", book.code, row.pk)
    messages.success(request, _("%(number)s is deleted.") % {"number": row.number})
    return redirect("rules.rulebook", book.code)


def _place(book: Rulebook, pk: int) -> str:
    response = redirect("rules.rulebook", book.code)
    return f"{response.url}#c{pk}"
