"""The reports of a unit; one being written, with its chips, checks and acts; the finished one as a file."""

import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from xueer.access.permissions import Permission, requires
from xueer.access.scope import unit_for
from xueer.audit.downloads import download_list
from xueer.common.calendar import now, today
from xueer.org.models import Unit
from xueer.reports import actions, tables
from xueer.reports.choices import OF_TABLES
from xueer.reports.document import title_lines
from xueer.reports.errors import ReportRefused, StaleReport
from xueer.reports.forms import ChangeForm, DraftForm, TextForm, VersionForm
from xueer.reports.models import Report
from xueer.reports.queries import Chip, Manuscript, compared, names_of, reports_of

PER_PAGE = 50
LINE = 34  # characters on a line of a field
FORMATS = ("docx", "xlsx", "html", "pdf")
CONFLICT, REFUSED = 409, 422


@requires(Permission.REPORT_VIEW)
def reports(request: HttpRequest, code: str) -> HttpResponse:
    """The reports of a unit, on wish with those of the units below; begins a new one; as Excel."""
    unit = unit_for(request, Permission.REPORT_VIEW, code)
    below = "below" in request.GET
    found = reports_of(unit, below=below, on=today())
    words = request.GET.get("q", "").strip()
    if words:
        found = found.filter(title__icontains=words)
    if request.GET.get("format") == "xlsx":
        name = _("Reports of %(unit)s") % {"unit": unit.name}
        return download_list(
            name=name, columns=tables.columns(), rows=tables.sheet_rows(found), about=unit, by=request.user, at=now()
        )
    page = Paginator(found, PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "unit": unit,
        "below": below,
        "words": words,
        "page": page,
        "rows": tables.rows(page.object_list),
        "form": DraftForm(this_year=today().year, initial={"year": today().year - 1}),
        "may_write": _may(request, Permission.REPORT_WRITE, unit),
    }
    return render(request, "reports/reports.html", context)


@require_POST
@requires(Permission.REPORT_WRITE)
def draft(request: HttpRequest, code: str) -> HttpResponse:
    """Begins a report, or opens the draft that is there."""
    unit = unit_for(request, Permission.REPORT_WRITE, code)
    form = DraftForm(request.POST, this_year=today().year)
    if not form.is_valid():
        messages.error(request, _("Choose a report and a year."))
        return redirect("reports.reports", code)
    try:
        begun = actions.draft_report(
            form.cleaned_data["name"], unit, form.cleaned_data["year"], by=request.user, at=now()
        )
    except ReportRefused as refused:
        messages.error(request, str(refused))
        return redirect("reports.reports", code)
    return redirect("reports.report", code, begun.pk)


@requires(Permission.REPORT_VIEW)
def report(request: HttpRequest, code: str, pk: int) -> HttpResponse:
    """The text with its figures, the source of the chosen one, the checks."""
    return _page(request, _report_for(request, Permission.REPORT_VIEW, code, pk))


def _page(request: HttpRequest, shown: Report, *, status: int = 200) -> HttpResponse:
    manuscript = compared(shown, on=today())
    text, annex = tables.blocks(manuscript)
    found = tables.checks(manuscript)
    chip = _chosen(request, manuscript, [check.chip for check in found])
    people = names_of([shown.written_by_id, shown.issued_by_id])
    context = _panel(request, manuscript, chip) | {
        "title": title_lines(shown.title),
        "text": text,
        "annex": annex,
        "checks": found,
        "moved": tables.moved(manuscript),
        "chips": manuscript.shown_chips,
        "agreeing": len(manuscript.shown_chips) - len(found),
        "writer": people.get(shown.written_by_id, ""),
        "issuer": people.get(shown.issued_by_id, ""),
        "may_issue": shown.is_draft and _may(request, Permission.REPORT_ISSUE, shown.unit),
    }
    return render(request, "reports/report.html", context, status=status)


def _chosen(request: HttpRequest, manuscript: Manuscript, wrong: list[Chip]) -> Chip | None:
    """The chip in the address, else the first to look at, else the first."""
    given = request.GET.get("figure", "")
    number = int(given) if given.isascii() and given.isdigit() else 0
    if number in manuscript.used:
        return manuscript.chips[number]
    return next(iter([*wrong, *manuscript.shown_chips]), None)


def _panel(request: HttpRequest, manuscript: Manuscript, chip: Chip | None) -> dict[str, Any]:
    shown = manuscript.report
    source = None
    if chip:
        sees = _may(request, Permission.PERSON_VIEW, shown.unit)
        reveals = _may(request, Permission.REASON_VIEW, shown.unit)
        source = tables.source_of(manuscript, chip, sees_people=sees, reveals=reveals)
    return {
        "report": shown,
        "unit": shown.unit,
        "chip": chip,
        "source": source,
        "may_write": shown.is_draft and _may(request, Permission.REPORT_WRITE, shown.unit),
        "this_year": today().year,
    }


@requires(Permission.REPORT_VIEW)
def figure(request: HttpRequest, code: str, pk: int, number: int) -> HttpResponse:
    """The source of one figure, for the side of the page; without HTMX the page with it."""
    shown = _report_for(request, Permission.REPORT_VIEW, code, pk)
    row = get_object_or_404(shown.figures, number=number)
    if not request.htmx:  # type: ignore[attr-defined]
        return redirect(f"{_address(shown)}?figure={number}#source")
    manuscript = compared(shown, on=today(), only=row.number)
    return render(request, "reports/_source.html", _panel(request, manuscript, manuscript.chips[number]))


@requires(Permission.REPORT_WRITE)
def edit(request: HttpRequest, code: str, pk: int) -> HttpResponse:
    """The text in fields, one for each paragraph. A form that has grown old shows both versions and loses neither."""
    shown = _report_for(request, Permission.REPORT_WRITE, code, pk)
    if not shown.is_draft:
        messages.error(request, _("This report has been issued and is not changed any more."))
        return redirect("reports.report", code, pk)
    stored = [row.text for row in shown.paragraphs.all() if row.style not in OF_TABLES]
    if request.method != "POST":
        initial = {"title": shown.title, "addressee": shown.addressee, "version": shown.version}
        return _edit_page(request, shown, TextForm(initial=initial), stored)
    form, texts = TextForm(request.POST), request.POST.getlist("text")
    if not form.is_valid():
        return _edit_page(request, shown, form, texts, status=REFUSED)
    try:
        actions.save_report(shown, **form.cleaned_data, texts=texts, by=request.user, at=now())
    except StaleReport as stale:
        form = TextForm(initial=form.cleaned_data | {"version": stale.version})
        return _edit_page(request, shown, form, texts, theirs=stored, status=CONFLICT)
    except ReportRefused as refused:
        form.add_error(None, str(refused))
        return _edit_page(request, shown, form, texts, status=REFUSED)
    return redirect("reports.report", code, pk)


def _edit_page(
    request: HttpRequest,
    shown: Report,
    form: TextForm,
    texts: list[str],
    *,
    theirs: list[str] | None = None,
    status: int = 200,
) -> HttpResponse:
    manuscript = Manuscript(shown, today(), fresh=False)
    context = {
        "report": shown,
        "unit": shown.unit,
        "form": form,
        "fields": [(text, max(1, -(-len(text) // LINE))) for text in [*texts, ""]],
        "theirs": [tables.pieces(text, manuscript.chips) for text in theirs] if theirs is not None else None,
        "their_writer": names_of([shown.written_by_id]).get(shown.written_by_id, ""),
        "chips": sorted(manuscript.chips.values(), key=lambda chip: chip.number),
    }
    return render(request, "reports/edit.html", context, status=status)


@require_POST
@requires(Permission.REPORT_WRITE)
def change(request: HttpRequest, code: str, pk: int, number: int) -> HttpResponse:
    """A figure by hand, with its reason."""
    shown = _report_for(request, Permission.REPORT_WRITE, code, pk)
    get_object_or_404(shown.figures, number=number)
    form = ChangeForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("Write the figure and why it is changed."))
        return redirect(f"{_address(shown)}?figure={number}#source")
    typed = form.cleaned_data
    kept = _("Not changed: %(value)s (%(reason)s).") % typed
    return _act(request, shown, actions.change_figure, number, kept=kept, **typed)


@require_POST
@requires(Permission.REPORT_WRITE)
def restore(request: HttpRequest, code: str, pk: int, number: int) -> HttpResponse:
    """A change by hand is taken back."""
    return _simple_act(request, code, pk, number, actions.restore_figure)


@require_POST
@requires(Permission.REPORT_WRITE)
def refresh(request: HttpRequest, code: str, pk: int, number: int) -> HttpResponse:
    """The figure as the records have it now."""
    return _simple_act(request, code, pk, number, actions.refresh_figure)


@require_POST
@requires(Permission.REPORT_WRITE)
def drop(request: HttpRequest, code: str, pk: int, number: int) -> HttpResponse:
    """The sentences with this figure go."""
    return _simple_act(request, code, pk, number, actions.drop_sentence)


def _simple_act(request: HttpRequest, code: str, pk: int, number: int, action: Callable[..., None]) -> HttpResponse:
    shown = _report_for(request, Permission.REPORT_WRITE, code, pk)
    get_object_or_404(shown.figures, number=number)
    form = VersionForm(request.POST)
    if not form.is_valid():
        raise Http404
    return _act(request, shown, action, number, **form.cleaned_data)


def _act(
    request: HttpRequest, shown: Report, action: Callable[..., None], number: int, *, kept: str = "", **typed: Any
) -> HttpResponse:
    try:
        action(shown, number, **typed, by=request.user, at=now())
    except ReportRefused as refused:
        messages.error(request, f"{refused} {kept}".strip())
    return redirect(f"{_address(shown)}?figure={number}")


@require_POST
@requires(Permission.REPORT_ISSUE)
def issue(request: HttpRequest, code: str, pk: int) -> HttpResponse:
    """Makes the report final; refused, with what is missing, while a figure has no data."""
    shown = _report_for(request, Permission.REPORT_ISSUE, code, pk)
    form = VersionForm(request.POST)
    if not form.is_valid():
        raise Http404
    try:
        actions.issue_report(shown, **form.cleaned_data, by=request.user, at=now())
    except ReportRefused as refused:
        messages.error(request, str(refused))
        return _page(request, _report_for(request, Permission.REPORT_ISSUE, code, pk), status=REFUSED)
    messages.success(request, _("The report is issued. It is not changed any more."))
    return redirect("reports.report", code, pk)


@requires(Permission.REPORT_VIEW)
def download(request: HttpRequest, code: str, pk: int) -> HttpResponseBase:
    """The report as a file: ?format=docx, xlsx, html or pdf. Refused while a figure has no data."""
    shown = _report_for(request, Permission.REPORT_VIEW, code, pk)
    suffix = request.GET.get("format", FORMATS[0])
    if suffix not in FORMATS:
        raise Http404
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"report.{suffix}"
        try:
            actions.export_report(shown, path, by=request.user, at=now())
        except ReportRefused as refused:
            messages.error(request, str(refused))
            return _page(request, shown, status=REFUSED)
        # The open file outlives its folder; the answer closes it.
        return FileResponse(path.open("rb"), as_attachment=True, filename=f"{shown.title}.{suffix}")


def _report_for(request: HttpRequest, permission: Permission, code: str, pk: int) -> Report:
    unit = unit_for(request, permission, code)
    return get_object_or_404(Report.objects.select_related("unit"), pk=pk, unit=unit)


def _address(shown: Report) -> str:
    return redirect("reports.report", shown.unit.code, shown.pk).url


def _may(request: HttpRequest, permission: Permission, unit: Unit) -> bool:
    return request.reach.covers(permission, unit.pk)  # type: ignore[attr-defined]
