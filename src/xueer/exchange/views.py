"""Bringing a workbook in through the pages, seeing what it would change, and taking one out."""

import tempfile
from pathlib import Path

from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from xueer.access.permissions import Permission, requires
from xueer.access.scope import unit_for
from xueer.common.calendar import now, today
from xueer.common.spreadsheets import Sheet, write_book
from xueer.exchange.actions.uploading import apply_upload, upload_workbook, uploads
from xueer.exchange.export.actions import export_workbook
from xueer.exchange.forms import UploadForm
from xueer.exchange.queries import SHOWN, imports_of, troubles, warnings
from xueer.exchange.sheets import SHEETS
from xueer.exchange.tasks import import_upload
from xueer.jobs.models import Job, JobState
from xueer.jobs.queries import progress_of

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@requires(Permission.WORKBOOK_IMPORT)
@require_http_methods(["GET", "POST"])
def upload(request: HttpRequest) -> HttpResponse:
    """Takes a workbook and tries it; nothing is written yet."""
    form = UploadForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        job = upload_workbook(file=form.cleaned_data["file"], work=import_upload, by=request.user, at=now())
        return redirect("exchange.trial", job.pk)
    context = {"form": form, "jobs": imports_of(request.reach)[:SHOWN], "sheets": SHEETS}  # type: ignore[attr-defined]
    return render(request, "exchange/upload.html", context, status=422 if form.errors else 200)


@requires(Permission.WORKBOOK_IMPORT)
@require_safe
def trial(request: HttpRequest, pk: int) -> HttpResponse:
    """How far an import is, what it would change or has changed, or what is wrong at which cell."""
    job = _job(request, pk)
    waiting = job.state in (JobState.WAITING, JobState.RUNNING)
    context = {"job": job, "waiting": waiting, "progress": progress_of(job), "result": job.result}
    if request.headers.get("HX-Request"):
        response = render(request, "exchange/_progress.html", context)
        if not waiting:  # the whole page has something new to say
            response["HX-Refresh"] = "true"
        return response
    context |= {"troubles": troubles(job.result), "warnings": warnings(job.result)}
    return render(request, "exchange/trial.html", context)


@requires(Permission.WORKBOOK_IMPORT)
@require_POST
def apply(request: HttpRequest, pk: int) -> HttpResponse:
    """Does what the trial has shown. A second click finds the same import."""
    job = _job(request, pk)
    if job.state != JobState.DONE or job.input["apply"] or not job.result.get("changed"):
        raise Http404
    return redirect("exchange.trial", apply_upload(trial=job, work=import_upload, by=request.user, at=now()).pk)


@requires(Permission.WORKBOOK_IMPORT)
@require_safe
def marked(request: HttpRequest, pk: int) -> FileResponse:
    """The refused workbook with its wrong cells marked and commented."""
    job = _job(request, pk)
    path = uploads() / Path(job.result.get("marked") or "-").name
    if not path.is_file():
        raise Http404
    name = f"{Path(job.input['name']).stem}-marked.xlsx"
    return FileResponse(path.open("rb"), as_attachment=True, filename=name, content_type=XLSX)


@requires(Permission.WORKBOOK_IMPORT)
@require_safe
def blank(_request: HttpRequest) -> FileResponse:
    """An empty workbook with every sheet and its columns, to begin with."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "blank.xlsx"
        write_book(path, [Sheet(sheet.name, sheet.column_names, iter(())) for sheet in SHEETS])
        return _sent(path, "学习台账.xlsx")


@requires(Permission.WORKBOOK_EXPORT)
@require_safe
def export(request: HttpRequest, code: str) -> FileResponse:
    """The unit and everything below it as a workbook: this year's activities, or `?year=`. Holds what its reader may
    see on the pages, and no more."""
    unit = unit_for(request, Permission.WORKBOOK_EXPORT, code)
    given = request.GET.get("year", "")
    year = int(given) if given.isdecimal() and len(given) == 4 else today().year
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "export.xlsx"
        reach = request.reach  # type: ignore[attr-defined]
        export_workbook(path, unit=unit, year=year, by=request.user, at=now(), reach=reach)
        return _sent(path, f"{unit.name}-{year}.xlsx")


def _sent(path: Path, name: str) -> FileResponse:
    """A file made for this answer: it stays open when its folder goes, and nothing is left behind."""
    return FileResponse(path.open("rb"), as_attachment=True, filename=name, content_type=XLSX)


def _job(request: HttpRequest, pk: int) -> Job:
    return get_object_or_404(imports_of(request.reach), pk=pk)  # type: ignore[attr-defined]
