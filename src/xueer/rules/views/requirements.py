"""A requirement as a sentence: tried, put in force, corrected, succeeded by another from a day on, ended."""

from datetime import date
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from xueer.access.permissions import Permission, requires
from xueer.audit.once import once
from xueer.common.calendar import ONE_DAY, day_after, now, today
from xueer.common.periods import PeriodKind, period_holding
from xueer.org.models import Unit
from xueer.records.models import ActivityType
from xueer.rules import actions
from xueer.rules.choices import SubjectKind
from xueer.rules.choosing import headings_of, wanted_of_preset
from xueer.rules.errors import RuleRefused
from xueer.rules.forms.documents import EndForm
from xueer.rules.forms.sentence import SentenceForm
from xueer.rules.models import Requirement, Rulebook
from xueer.rules.presets import Preset, preset_named
from xueer.rules.trial import Trial, tried
from xueer.rules.views.gates import editable, refuse_hidden, requirement_for
from xueer.rules.views.stale import seen, sent, stored_in
from xueer.rules.wanted import Wanted, wanted_of
from xueer.rules.words import sentence

CONFLICT, REFUSED = 409, 422
SHOWN = 400


@requires(Permission.RULE_EDIT)
@once
def new_requirement(request: HttpRequest, code: str) -> HttpResponse:
    """A new requirement of a rulebook, empty, for `?clause=` or from `?preset=`. `act=try` only judges it."""
    book = editable(request, code)
    preset = preset_named(request.POST.get("preset", "") or request.GET.get("preset", ""))
    wanted, new_names = _proposed(request, book, preset)
    form = SentenceForm(
        request.POST or None, unit=book.unit, rulebook=book, on=today(), wanted=wanted, new_names=new_names
    )
    context = {"unit": book.unit, "rulebook": book, "form": form, "preset": preset, "requirement": None}
    if request.method != "POST":
        made = tried(_with_names(wanted, new_names), unit=book.unit, rulebook=book, today=today()) if preset else None
        return _page(request, context, trial=made)
    refuse_hidden(request, form)
    if request.POST.get("act") == "try":
        return _tried(request, context)
    if form.is_valid() and _may_link(request, form):
        try:
            added = actions.add_requirement(
                unit=book.unit,
                rulebook=book,
                wanted=form.wanted(),
                new_types=form.new_names,
                mutual=form.cleaned_data["mutual"],
                by=request.user,
                at=now(),
            )
        except RuleRefused as refused:
            form.add_refusal(refused)
        else:
            messages.success(request, _("“%(name)s” is put in force.") % {"name": added.name})
            return redirect(_place(added))
    return _page(request, context, trial=_trial(form), status=REFUSED)


def _may_link(request: HttpRequest, form: SentenceForm) -> bool:
    """That this one may stand for another is a change of the other: only who writes rules at its unit says so."""
    if not form.cleaned_data["mutual"]:
        return True
    reach = request.reach  # type: ignore[attr-defined]
    for other in form.wanted().alternatives:
        if not reach.covers(Permission.RULE_EDIT, other.unit_id):
            words = _("“%(name)s” is a requirement of another unit; only there it is said what may stand for it.")
            form.add_error("alternatives", words % {"name": other.name})
            return False
    return True


def _proposed(request: HttpRequest, book: Rulebook, preset: Preset | None) -> tuple[Wanted, tuple[str, ...]]:
    """What the empty form shows; headings the preset names that are not there yet."""
    clauses = [one for one in book.clauses.all() if str(one.pk) == request.GET.get("clause")]
    if preset is None:
        return Wanted(starts_on=today(), clauses=clauses), ()
    types, new_names = headings_of(preset)
    others = book.requirements.filter(preset__in=preset.alternatives)
    made = wanted_of_preset(preset, types=types, starts_on=today(), alternatives=others)
    made.clauses = clauses
    return made, tuple(new_names)


def _with_names(wanted: Wanted, names: tuple[str, ...] | list[str]) -> Wanted:
    """The same with headings that do not exist yet, under which nothing is recorded."""
    wanted.types = [*wanted.types, *(ActivityType(name=name) for name in names)]
    return wanted


def _trial(form: SentenceForm, instead_of: Requirement | None = None) -> Trial | None:
    """What is known of the sentence as it stands; None while it makes no sense."""
    if not hasattr(form, "cleaned_data") or set(form.errors) - {"basis", "__all__", "code"}:
        return None
    wanted = _with_names(form.wanted(), form.new_names)
    return tried(wanted, unit=form.unit, rulebook=form.rulebook, today=today(), instead_of=instead_of)


def _tried(request: HttpRequest, context: dict[str, Any], instead_of: Requirement | None = None) -> HttpResponse:
    """The trial alone for HTMX, else the page with it. Nothing is stored."""
    form = context["form"]
    form.is_valid()
    made = _trial(form, instead_of)
    if request.htmx:  # type: ignore[attr-defined]
        return render(request, "rules/_trial.html", context | _seen(request, made, form.unit))
    return _page(request, context, trial=made)


def _page(
    request: HttpRequest, context: dict[str, Any], *, trial: Trial | None = None, status: int = 200
) -> HttpResponse:
    return render(request, "rules/requirement.html", context | _seen(request, trial, context["unit"]), status=status)


def _seen(request: HttpRequest, trial: Trial | None, unit: Unit) -> dict[str, Any]:
    """The trial as the caller may know it: names of people and who of them is excused need their permissions."""
    reach = request.reach  # type: ignore[attr-defined]
    if trial is None:
        return {"trial": None}
    people = trial.draft.subject_kind == SubjectKind.PERSON
    names = not people or reach.covers(Permission.PERSON_VIEW, unit.pk)
    reveals = not people or reach.covers(Permission.REASON_VIEW, unit.pk)
    shown = [one for one in trial.outcomes if reveals or one.state != "exempt"]
    return {
        "trial": trial,
        "says": sentence(trial.draft),
        "names": names,
        "reveals": reveals,
        "bound": trial.bound[:SHOWN] if names else [],
        "outcomes": shown[:SHOWN] if names else [],
        "worst": trial.worst if names else [],
        "bars": _drawn(trial),
    }


def _drawn(trial: Trial) -> list[dict[str, Any]]:
    """Bars with their places in a view box of 384 × 112."""
    bars = trial.bars
    top = max((bar.count for bar in bars), default=0)
    if not top:
        return []
    step = 384 / len(bars)
    width = min(38, int(step) - 6)
    found = []
    for index, bar in enumerate(bars):
        height = round(64 * bar.count / top)
        x = round(index * step + (step - width) / 2)
        found.append(
            {"bar": bar, "x": x, "y": 88 - height, "h": height, "w": width, "mid": x + width // 2, "v": 84 - height}
        )
    return found


@requires(Permission.RULE_EDIT)
@once
def edit_requirement(request: HttpRequest, pk: int) -> HttpResponse:
    """A requirement that is there: corrected as if it had always been so, or changed from a day on."""
    row = requirement_for(request, pk)
    options: dict[str, Any] = {"unit": row.unit, "rulebook": row.rulebook, "on": today(), "pk": row.pk}
    shown = SentenceForm(**options, wanted=wanted_of(row))
    context: dict[str, Any] = {
        "unit": row.unit,
        "rulebook": row.rulebook,
        "form": shown,
        "requirement": row,
        "preset": preset_named(row.preset),
        "seen": seen(stored_in(shown)),
        "clashes": [],
        "since": request.POST.get("since") or next_start(row, today()).isoformat(),
        "has_past": row.starts_on < today(),
        "how": request.POST.get("how", "since" if row.starts_on < today() else "correct"),
    }
    if request.method != "POST":
        made = tried(wanted_of(row), unit=row.unit, rulebook=row.rulebook, today=today(), instead_of=row)
        return _page(request, context, trial=made)
    met = sent(request, shown)
    form = SentenceForm(met.data, **options)
    context |= {"form": form, "clashes": met.clashes}
    refuse_hidden(request, form, row)
    if request.POST.get("act") == "try":
        return _tried(request, context, row)
    if form.is_valid() and not met.clashes:
        try:
            return _save(request, row, form)
        except RuleRefused as refused:
            if refused.field == "since":
                context["since_error"] = str(refused)
            else:
                form.add_refusal(refused)
    return _page(request, context, trial=_trial(form, row), status=CONFLICT if met.clashes else REFUSED)


def _save(request: HttpRequest, row: Requirement, form: SentenceForm) -> HttpResponse:
    """Corrects or succeeds. Raises RuleRefused."""
    options: dict[str, Any] = {"wanted": form.wanted(), "new_types": form.new_names, "by": request.user, "at": now()}
    if request.POST.get("how") == "correct":
        actions.correct_requirement(requirement=row, **options)
        messages.success(request, _("Corrected. Past periods are judged by the new words as well."))
        return redirect(_place(row))
    try:
        since = date.fromisoformat(request.POST.get("since", ""))
    except ValueError:
        raise RuleRefused(_("From which day?"), field="since") from None
    made = actions.succeed_requirement(requirement=row, since=since, **options)
    messages.success(
        request, _("“%(name)s” is put in force; what was before stays judged as it was.") % {"name": made.name}
    )
    return redirect(_place(made))


def next_start(requirement: Requirement, on: date) -> date:
    """The first day of the requirement's next period: from then on a change leaves no period halved."""
    if requirement.period == PeriodKind.ONCE:
        return on + ONE_DAY
    return period_holding(PeriodKind(requirement.period), on).last + ONE_DAY


@requires(Permission.RULE_EDIT)
@once
def end_requirement(request: HttpRequest, pk: int) -> HttpResponse:
    """The last day of a requirement; one that has not begun may be deleted (`act=drop`)."""
    row = requirement_for(request, pk)
    suggested = next_start(row, today()) - ONE_DAY
    form = EndForm(request.POST or None, initial={"last": suggested})
    begun = row.starts_on <= today()
    if request.method == "POST":
        try:
            if request.POST.get("act") == "drop":
                place = _place(row)
                actions.drop_requirement(requirement=row, on=today(), by=request.user, at=now())
                messages.success(request, _("The requirement is deleted."))
                return redirect(place.partition("#")[0])
            if form.is_valid():
                last = form.cleaned_data["last"]
                actions.end_requirement(requirement=row, ends_on=day_after(last), by=request.user, at=now())
                messages.success(request, _("“%(name)s” ends on that day.") % {"name": row.name})
                return redirect(_place(row))
        except RuleRefused as refused:
            form.is_valid()
            form.add_refusal(refused)
    context = {"unit": row.unit, "rulebook": row.rulebook, "requirement": row, "form": form, "begun": begun}
    status = REFUSED if request.method == "POST" else 200
    return render(request, "rules/end.html", context | {"says": sentence(row)}, status=status)


def _place(row: Requirement) -> str:
    """Where the requirement is seen: in its rulebook, else in the matrix."""
    if row.rulebook:
        return f"{reverse('rules.rulebook', args=(row.rulebook.code,))}#{row.code}"
    return f"{reverse('rules.matrix', args=(row.unit.code,))}?kind={row.subject_kind.lower()}&requirement={row.code}"
